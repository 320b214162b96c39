package import Geometry

/// What the loop hears of fingers, keys and cables.
package enum InputEvent: Hashable, Sendable {
    case contact(ContactEvent)
    /// A contact before calibration and rotation; in place of `contact` while the source is
    /// calibrated (T40).
    case raw(RawContact)
    case key(KeyEvent)
    case attached(DeviceIdentity, DeviceRole)
    /// All its contacts were cancelled before (T30).
    case detached(DeviceIdentity, DeviceRole, DetachReason)
}

/// What a device is for.
package enum DeviceRole: Hashable, Sendable, CustomStringConvertible {
    case touchscreen
    case keyboard(KeyboardRole)
    /// Nobody configured it: it is grabbed, so that neither console nor anybody else hears it,
    /// and ignored (C8).
    case ignoredKeyboard

    package var description: String {
        switch self {
        case .touchscreen: "touchscreen"
        case .keyboard(let role): role.description
        case .ignoredKeyboard: "ignored keyboard"
        }
    }
}

/// What a configured keyboard is for.
package enum KeyboardRole: Hashable, Sendable, CustomStringConvertible {
    /// The keys of a counter's clerk.
    case keypad(counter: String)
    /// Reads codes and types them, with Enter behind.
    case scanner
    /// Types digits for the visitor, beside the keyboard on the screen.
    case numberPad
    /// Types letters for the visitor; the keyboard on the screen may hide (T44).
    case typing

    package var description: String {
        switch self {
        case .keypad(let counter): "keypad of counter \(counter)"
        case .scanner: "scanner"
        case .numberPad: "number pad"
        case .typing: "keyboard"
        }
    }

    /// Whether a key that is held types again. A scanner that repeats would read another code.
    var repeats: Bool {
        switch self {
        case .typing, .numberPad: true
        case .keypad, .scanner: false
        }
    }
}

package enum DetachReason: Hashable, Sendable, CustomStringConvertible {
    case unplugged
    /// Reading failed with this errno.
    case failed(Int32)
    /// A better touchscreen came.
    case replaced

    package var description: String {
        switch self {
        case .unplugged: "unplugged"
        case .failed(let code): "failed (\(InputCallError.text(code)))"
        case .replaced: "replaced by a better one"
        }
    }
}

/// A key of a configured keyboard.
package struct KeyEvent: Hashable, Sendable {
    package var device: DeviceIdentity
    package var role: KeyboardRole
    /// `KEY_*` of `linux/input-event-codes.h`; `KeyMap` has its meaning.
    package var code: UInt16
    package var isPressed: Bool
    /// The kernel's own repeat of a key that is held; of keyboards and number pads only.
    package var isRepeat: Bool
    package var uptime: Duration

    package init(
        device: DeviceIdentity, role: KeyboardRole, code: UInt16, isPressed: Bool,
        isRepeat: Bool = false, uptime: Duration
    ) {
        self.device = device
        self.role = role
        self.code = code
        self.isPressed = isPressed
        self.isRepeat = isRepeat
        self.uptime = uptime
    }
}

/// Where input comes from: evdev, or a recording. Belongs to the thread of the loop.
package protocol InputSource: AnyObject {
    /// To be polled for reading; everything of the source is behind it. Nil: only `deadline`
    /// counts.
    var descriptor: Int32? { get }
    /// `read` wants to be called at this uptime though nothing is readable. Nil: never.
    var deadline: Duration? { get }
    /// What happened, in whole frames (T25). Never waits; takes a bounded share a call, and what
    /// is left keeps `descriptor` readable or `deadline` in the past.
    func read(at uptime: Duration) -> [InputEvent]
    /// Ends all contacts as cancel; the next `read` tells it (T30).
    func cancelAll()
    /// The console is left: contacts are cancelled, grabs released, devices not read until
    /// `resume` (T18).
    func pause()
    /// The console is back: grabs are taken, states read anew; what lies on the glass counts for
    /// nothing until it is lifted (T18, T32).
    func resume()
    /// While true, contacts come as `raw`. A change cancels all contacts.
    var deliversRaw: Bool { get set }
    /// The touchscreen's matrix; the identity without one.
    var calibration: CalibrationMatrix { get }
    /// The touchscreen's matrix from now on; a change cancels all contacts (T40).
    func setCalibration(_ matrix: CalibrationMatrix)
    /// The glass that contacts are on, and how the picture lies on it; a change cancels all
    /// contacts (T13).
    func setGlass(_ glass: PixelTransform)
    var hasTouchscreen: Bool { get }
    /// Every device there is, with why it was taken or not.
    var devices: [DeviceSummary] { get }
}

/// A line of `loket touch list`.
package struct DeviceSummary: Hashable, Sendable, CustomStringConvertible {
    /// `/dev/input/event3`: only where it is now, never a name for it (T23).
    package var path: String
    /// Nil where it could not be opened.
    package var identity: DeviceIdentity?
    /// Nil: it is not used.
    package var role: DeviceRole?
    /// How well it serves as the touchscreen; nil: not at all.
    package var score: Int?
    /// Why it was taken or not, a sentence.
    package var reason: String
    package var abilities: TouchAbilities?

    package init(
        path: String, identity: DeviceIdentity?, role: DeviceRole? = nil, score: Int? = nil,
        reason: String, abilities: TouchAbilities? = nil
    ) {
        self.path = path
        self.identity = identity
        self.role = role
        self.score = score
        self.reason = reason
        self.abilities = abilities
    }

    package var description: String {
        let name = identity.map { "\"\($0.name)\" \($0.vendorProduct)" } ?? "?"
        let role = role.map { $0.description } ?? "not used"
        let score = score.map { " score \($0)" } ?? ""
        let range =
            abilities.map {
                " x \($0.x.minimum)..\($0.x.maximum) y \($0.y.minimum)..\($0.y.maximum)"
            } ?? ""
        return "\(path) \(name): \(role)\(score)\(range). \(reason)"
    }
}

/// Something for the log: a stable event and one sentence.
package struct InputNotice: Hashable, Sendable, CustomStringConvertible {
    package enum Event: String, Hashable, Sendable {
        case grabbedByOther = "input_grabbed_by_other"
        case grabFailed = "input_grab_failed"
        case clockRefused = "input_clock_refused"
        case unreadable = "input_unreadable"
        case noRange = "touch_range_refused"
        case dropped = "input_events_dropped"
        case watchFailed = "input_watch_failed"
        case calibration = "touch_calibration_unreadable"
    }

    package var event: Event
    package var device: String
    package var message: String

    package init(_ event: Event, device: String, message: String) {
        self.event = event
        self.device = device
        self.message = message
    }

    package var description: String { "\(device): \(message)" }
}
