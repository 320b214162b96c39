/// Identity of a device, as it describes itself. `stableKey` stays the same on another port or
/// node.
package struct DeviceIdentity: Hashable, Sendable, Codable {
    /// Bus: `BUS_*` of `linux/input.h`. 3 is USB, 6 virtual, 0x18 I2C, 0x19 the machine itself.
    package var bus: UInt16
    package var vendor: UInt16
    package var product: UInt16
    package var version: UInt16
    package var name: String
    /// Port, as `usb-0000:00:14.0-2/input0`; empty where the device reports none.
    package var physicalPath: String
    /// Serial number; empty for most devices.
    package var unique: String

    package init(
        bus: UInt16 = 0, vendor: UInt16 = 0, product: UInt16 = 0, version: UInt16 = 0,
        name: String, physicalPath: String = "", unique: String = ""
    ) {
        self.bus = bus
        self.vendor = vendor
        self.product = product
        self.version = version
        self.name = name
        self.physicalPath = physicalPath
        self.unique = unique
    }

    /// Vendor and product, as `0eef:0001`.
    package var vendorProduct: String { Self.hex(vendor) + ":" + Self.hex(product) }

    /// Name of the device in files. It is the same on every port (C6, C7) and consists of at most
    /// 120 letters, digits and dashes.
    package var stableKey: String {
        let parts = [Self.hex(bus), Self.hex(vendor), Self.hex(product), name, unique]
        let text = parts.filter { !$0.isEmpty }.joined(separator: "-").lowercased()
        let safe = text.unicodeScalars.map { scalar -> Character in
            let isSafe = ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar)
            return isSafe ? Character(scalar) : "-"
        }
        return String(safe.prefix(120))
    }

    private static func hex(_ value: UInt16) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }
}

/// Range of an axis: `struct input_absinfo`.
package struct AxisRange: Hashable, Sendable {
    package var minimum: Int32
    package var maximum: Int32
    package var fuzz: Int32
    package var flat: Int32
    /// Units per millimetre; 0 where the device reports none.
    package var resolution: Int32

    package init(
        minimum: Int32, maximum: Int32, fuzz: Int32 = 0, flat: Int32 = 0, resolution: Int32 = 0
    ) {
        self.minimum = minimum
        self.maximum = maximum
        self.fuzz = fuzz
        self.flat = flat
        self.resolution = resolution
    }

    /// Whether the range has more than one value. Others give no position (T24).
    package var isUsable: Bool { maximum > minimum }

    /// Returns the centre of the value's cell, 0 to 1. Values outside count as the nearest inside.
    func unit(_ value: Int32) -> Double {
        let inside = Double(min(max(value, minimum), maximum)) - Double(minimum)
        return (inside + 0.5) / (Double(maximum) - Double(minimum) + 1)
    }

    func contains(_ value: Int32) -> Bool { value >= minimum && value <= maximum }
}

/// Capabilities of a device: enough to choose it, to read it and to emulate it.
package struct DeviceDescription: Hashable, Sendable {
    package var identity: DeviceIdentity
    /// Properties `INPUT_PROP_*`.
    package var properties: Set<Int>
    /// Codes that the device may send, by event type.
    package var codes: [UInt16: Set<UInt16>]
    /// Ranges by `ABS_*` code.
    package var axes: [UInt16: AxisRange]

    package init(
        identity: DeviceIdentity, properties: Set<Int> = [], codes: [UInt16: Set<UInt16>] = [:],
        axes: [UInt16: AxisRange] = [:]
    ) {
        self.identity = identity
        self.properties = properties
        self.codes = codes
        self.axes = axes
    }

    package func has(_ type: UInt16, _ code: UInt16) -> Bool {
        codes[type]?.contains(code) ?? false
    }

    package func hasButton(_ code: UInt16) -> Bool { has(EventType.key, code) }
    package func hasAxis(_ code: UInt16) -> Bool { has(EventType.absolute, code) }
}
