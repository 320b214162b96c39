package import Geometry
package import Touch

/// Key of a US keyboard, by what it types.
package enum Key: ExpressibleByUnicodeScalarLiteral {
    case means(KeyMap.Meaning)

    package static let enter = Key.means(.enter)
    package static let backspace = Key.means(.backspace)
    package static let escape = Key.means(.escape)

    package init(unicodeScalarLiteral scalar: Unicode.Scalar) {
        self = .means(.character(Character(scalar)))
    }

    package static func keys(_ text: String) -> [Key] { text.map { .means(.character($0)) } }

    /// Code of the key; 0: none.
    package var code: UInt16 {
        guard case .means(let meaning) = self else { return 0 }
        return (UInt16(1)...127).first { KeyMap.meaning(of: $0) == meaning } ?? 0
    }
}

/// Devices controlled by a test. Their events are read in the next turn.
package final class FakeInput: InputSource {
    package init() {}

    package var events: [InputEvent] = []

    package static func identity(_ name: String) -> DeviceIdentity {
        DeviceIdentity(bus: 3, vendor: 1, product: 2, name: name)
    }

    /// Presses and releases keys, each this much after the last.
    package func type(
        _ keys: [Key], _ role: KeyboardRole = .typing, from uptime: Duration,
        gap: Duration = .milliseconds(2)
    ) {
        for (index, code) in keys.enumerated() {
            for isPressed in [true, false] {
                key(code.code, isPressed: isPressed, role, at: uptime + gap * index)
            }
        }
    }

    package func key(
        _ key: Key, isRepeat: Bool = false, _ role: KeyboardRole = .typing, at uptime: Duration
    ) {
        self.key(key.code, isRepeat: isRepeat, role, at: uptime)
    }

    package func key(
        _ code: UInt16, isPressed: Bool = true, isRepeat: Bool = false,
        _ role: KeyboardRole = .typing, at uptime: Duration
    ) {
        events.append(
            .key(
                KeyEvent(
                    device: Self.identity("\(role)"), role: role, code: code,
                    isPressed: isPressed, isRepeat: isRepeat, uptime: uptime)))
    }

    package func plug(_ name: String, _ role: KeyboardRole = .typing) {
        events.append(.attached(Self.identity(name), .keyboard(role)))
    }

    package func pull(_ name: String, _ role: KeyboardRole = .typing) {
        events.append(.detached(Self.identity(name), .keyboard(role), .unplugged))
    }

    package var descriptor: Int32? { nil }
    package var deadline: Duration? { nil }
    package func read(at uptime: Duration) -> [InputEvent] {
        defer { events = [] }
        return events
    }
    package func cancelAll() {}
    package func pause() {}
    package func resume() {}
    package var deliversRaw = false
    package var calibration: CalibrationMatrix { .identity }
    package func setCalibration(_ matrix: CalibrationMatrix) {}
    package func setGlass(_ glass: PixelTransform) {}
    package let hasTouchscreen = true
    package let devices: [DeviceSummary] = []
}
