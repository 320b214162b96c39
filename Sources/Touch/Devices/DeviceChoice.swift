import CEvdev

/// Description of a device in the settings. All given fields have to match. A node's number is
/// never one of them (T23).
package struct DeviceMatch: Hashable, Sendable {
    package var name: String?
    /// `0eef:0001`
    package var vendorProduct: String?
    /// Port that the device is plugged into.
    package var physicalPath: String?
    /// Serial number.
    package var unique: String?

    package init(
        name: String? = nil, vendorProduct: String? = nil, physicalPath: String? = nil,
        unique: String? = nil
    ) {
        self.name = name
        self.vendorProduct = vendorProduct
        self.physicalPath = physicalPath
        self.unique = unique
    }

    /// Whether no field is given. Such a match fits no device.
    package var isEmpty: Bool {
        name == nil && vendorProduct == nil && physicalPath == nil && unique == nil
    }

    package func fits(_ device: DeviceIdentity) -> Bool {
        func fits(_ wanted: String?, _ value: String) -> Bool { wanted.map { $0 == value } ?? true }
        return !isEmpty && fits(name, device.name)
            && fits(vendorProduct?.lowercased(), device.vendorProduct)
            && fits(physicalPath, device.physicalPath) && fits(unique, device.unique)
    }
}

/// Keyboard that is used, and its role.
package struct KeyboardBinding: Hashable, Sendable {
    package var match: DeviceMatch
    package var role: KeyboardRole

    package init(match: DeviceMatch, role: KeyboardRole) {
        self.match = match
        self.role = role
    }
}

/// Suitability of a device, with the reason.
package struct DeviceAssessment: Hashable, Sendable {
    /// Score as a touchscreen; nil: unsuitable.
    package var score: Int?
    package var abilities: TouchAbilities?
    package var refusal: TouchRefusal?
    /// Whether the device has keys that the console would receive.
    package var isKeyboard: Bool
    /// Reason, as a sentence.
    package var reason: String

    /// Rates a device as a touchscreen (T23). Fingers score higher than a pen or a pointer. An
    /// absolute pointer, as emulators have it, serves where nothing else is there. `wanted` names
    /// the only device that may serve.
    package init(_ device: DeviceDescription, wanted: DeviceMatch? = nil) {
        isKeyboard = Self.isKeyboard(device)
        do throws(TouchRefusal) {
            let abilities = try Self.abilities(of: device, isWanted: wanted != nil)
            if let wanted, !wanted.fits(device.identity) { throw .notNamed }
            self.abilities = abilities
            let (score, reason) = Self.score(device, abilities)
            self.score = score
            self.reason = wanted == nil ? reason : "The settings name it. " + reason
        } catch {
            refusal = error
            reason = error.description
        }
    }

    private static func abilities(
        of device: DeviceDescription, isWanted: Bool
    ) throws(TouchRefusal) -> TouchAbilities {
        // A named device is taken for what the settings say.
        if !isWanted {
            if device.properties.contains(InputProperty.accelerometer) {
                throw .otherKind("a sensor of its place")
            }
            if device.hasButton(ButtonCode.joystick) || device.hasButton(ButtonCode.gamepad) {
                throw .otherKind("a game controller")
            }
            let isDirect = device.properties.contains(InputProperty.direct)
            if !isDirect, device.hasButton(ButtonCode.toolPen) {
                throw .otherKind("a pen tablet")
            }
            if !isDirect, device.hasButton(ButtonCode.toolFinger) {
                throw .otherKind("a touchpad")
            }
        }
        let abilities = try TouchAbilities(device)
        let siblings = [" Mouse", " Keyboard", " Consumer Control", " System Control", " Stylus"]
        if !isWanted, siblings.contains(where: device.identity.name.hasSuffix) { throw .sibling }
        return abilities
    }

    private static func score(
        _ device: DeviceDescription, _ abilities: TouchAbilities
    ) -> (Int, String) {
        let isDirect = device.properties.contains(InputProperty.direct)
        let hasTouch = device.hasButton(ButtonCode.touch)
        var score = isDirect ? 100 : 0
        if abilities.wire != .single { score += 40 }
        if hasTouch { score += 20 }
        if device.hasButton(ButtonCode.left) { score -= 10 }
        let kind =
            switch abilities.wire {
            case .slots(let count): "Multi-touch with \(count) slots"
            case .anonymous: "Multi-touch without slots"
            case .single: hasTouch ? "One finger" : "A pointer with places"
            }
        return (max(1, score), kind + (isDirect ? " on the glass itself." : "."))
    }

    /// Whether the device has a key that types, switches consoles or suspends the machine. Power
    /// and lid buttons of the machine itself are left to the system.
    private static func isKeyboard(_ device: DeviceDescription) -> Bool {
        let keys = (device.codes[EventType.key] ?? []).filter {
            $0 > 0 && ($0 < ButtonCode.first || $0 >= ButtonCode.end)
        }
        // Codes up to KEY_DELETE are keys of a keyboard; later ones are keys of a case or a
        // headset.
        if keys.contains(where: { $0 <= UInt16(KEY_DELETE) }) { return true }
        return !keys.isEmpty && device.identity.bus != UInt16(BUS_HOST)
    }
}
