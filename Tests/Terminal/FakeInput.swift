import Geometry
import Touch

@testable import Terminal

/// A key of a US keyboard, by what it types.
enum Key: ExpressibleByUnicodeScalarLiteral {
    case means(KeyMap.Meaning)

    static let enter = Key.means(.enter)
    static let backspace = Key.means(.backspace)
    static let escape = Key.means(.escape)

    init(unicodeScalarLiteral scalar: Unicode.Scalar) {
        self = .means(.character(Character(scalar)))
    }

    static func keys(_ text: String) -> [Key] { text.map { .means(.character($0)) } }

    /// 0 where there is none.
    var code: UInt16 {
        guard case .means(let meaning) = self else { return 0 }
        return (UInt16(1)...127).first { KeyMap.meaning(of: $0) == meaning } ?? 0
    }
}

/// Devices in a test's hands: what it puts in is read in the next turn.
final class FakeInput: InputSource {
    var events: [InputEvent] = []

    static func identity(_ name: String) -> DeviceIdentity {
        DeviceIdentity(bus: 3, vendor: 1, product: 2, name: name)
    }

    /// Presses and releases, each so long after the last.
    func type(
        _ keys: [Key], _ role: KeyboardRole = .typing, from uptime: Duration,
        gap: Duration = .milliseconds(2)
    ) {
        for (index, code) in keys.enumerated() {
            for isPressed in [true, false] {
                key(code.code, isPressed: isPressed, role, at: uptime + gap * index)
            }
        }
    }

    func key(
        _ key: Key, isRepeat: Bool = false, _ role: KeyboardRole = .typing, at uptime: Duration
    ) {
        self.key(key.code, isRepeat: isRepeat, role, at: uptime)
    }

    func key(
        _ code: UInt16, isPressed: Bool = true, isRepeat: Bool = false,
        _ role: KeyboardRole = .typing, at uptime: Duration
    ) {
        events.append(
            .key(
                KeyEvent(
                    device: Self.identity("\(role)"), role: role, code: code,
                    isPressed: isPressed, isRepeat: isRepeat, uptime: uptime)))
    }

    func plug(_ name: String, _ role: KeyboardRole = .typing) {
        events.append(.attached(Self.identity(name), .keyboard(role)))
    }

    func pull(_ name: String, _ role: KeyboardRole = .typing) {
        events.append(.detached(Self.identity(name), .keyboard(role), .unplugged))
    }

    var descriptor: Int32? { nil }
    var deadline: Duration? { nil }
    func read(at uptime: Duration) -> [InputEvent] {
        defer { events = [] }
        return events
    }
    func cancelAll() {}
    func pause() {}
    func resume() {}
    var deliversRaw = false
    var calibration: CalibrationMatrix { .identity }
    func setCalibration(_ matrix: CalibrationMatrix) {}
    func setGlass(_ glass: PixelTransform) {}
    let hasTouchscreen = true
    let devices: [DeviceSummary] = []
}
