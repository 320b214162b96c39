package import Geometry
import Kernel

/// Event of a finger, a key or a device for the loop.
package enum InputEvent: Hashable, Sendable {
    case contact(ContactEvent)
    /// Contact before calibration and rotation. It replaces `contact` while `deliversRaw` is set
    /// (T40).
    case raw(RawContact)
    case key(KeyEvent)
    /// Key of a keyboard that no setting names.
    case pad(PadEvent)
    case attached(DeviceIdentity, DeviceRole)
    /// Device that is gone. All its contacts were cancelled before (T30).
    case detached(DeviceIdentity, DeviceRole, DetachReason)
}

/// Role of a device.
package enum DeviceRole: Hashable, Sendable, CustomStringConvertible {
    case touchscreen
    case keyboard(KeyboardRole)
    /// Keyboard that no setting names. It is grabbed, so that neither the console nor another
    /// process receives its keys. They do nothing, unless it is a counter's keypad (C8, D6).
    case ignoredKeyboard

    package var description: String {
        switch self {
        case .touchscreen: "touchscreen"
        case .keyboard(let role): role.description
        case .ignoredKeyboard: "ignored keyboard"
        }
    }
}

/// Role of a configured keyboard.
package enum KeyboardRole: Hashable, Sendable, CustomStringConvertible {
    /// Keypad of a counter's clerk.
    case keypad(counter: String)
    /// Scanner that types codes, followed by Enter.
    case scanner
    /// Number pad that types digits for the visitor, besides the on-screen keyboard.
    case numberPad
    /// Keyboard that types letters for the visitor. The on-screen keyboard may hide (T44).
    case typing

    package var description: String {
        switch self {
        case .keypad(let counter): "keypad of counter \(counter)"
        case .scanner: "scanner"
        case .numberPad: "number pad"
        case .typing: "keyboard"
        }
    }

    /// Whether a held key repeats. A scanner that repeated would type another code.
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
    /// A better touchscreen replaced it.
    case replaced

    package var description: String {
        switch self {
        case .unplugged: "unplugged"
        case .failed(let code): "failed (\(SystemError.text(code)))"
        case .replaced: "replaced by a better one"
        }
    }
}

/// Event of a configured keyboard's key.
package struct KeyEvent: Hashable, Sendable {
    package var device: DeviceIdentity
    package var role: KeyboardRole
    /// Code `KEY_*` of `linux/input-event-codes.h`. `KeyMap` gives its meaning.
    package var code: UInt16
    package var isPressed: Bool
    /// Whether the kernel repeats a held key. Only keyboards and number pads do.
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

/// Source of input events: evdev or a recording. It belongs to the loop's thread.
package protocol InputSource: AnyObject {
    /// Descriptor to poll for reading, which covers the whole source. Nil: only `deadline` counts.
    var descriptor: Int32? { get }
    /// Uptime at which `read` has to be called though nothing is readable. Nil: never.
    var deadline: Duration? { get }
    /// Returns events in whole frames (T25). It never waits and reads a bounded amount per call.
    /// The rest keeps `descriptor` readable or `deadline` in the past.
    func read(at uptime: Duration) -> [InputEvent]
    /// Cancels all contacts. The next `read` reports it (T30).
    func cancelAll()
    /// Pauses when the console is left: cancels contacts, releases grabs and stops reading until
    /// `resume` (T18).
    func pause()
    /// Resumes when the console is back: grabs devices and reads their states. Contacts on the
    /// glass are ignored until they are lifted (T18, T32).
    func resume()
    /// Whether contacts arrive as `raw`. A change cancels all contacts.
    var deliversRaw: Bool { get set }
    /// Matrix of the touchscreen; the identity without one.
    var calibration: CalibrationMatrix { get }
    /// Sets the touchscreen's matrix and cancels all contacts (T40).
    func setCalibration(_ matrix: CalibrationMatrix)
    /// Sets the glass and the rotation of the picture on it, and cancels all contacts (T13).
    func setGlass(_ glass: PixelTransform)
    var hasTouchscreen: Bool { get }
    /// Summaries of all devices, with the reason for their use.
    var devices: [DeviceSummary] { get }
}

/// Line of `loket touch list`.
package struct DeviceSummary: Hashable, Sendable, CustomStringConvertible {
    /// Path, as `/dev/input/event3`. It is the current location only and never names a device
    /// (T23).
    package var path: String
    /// Identity; nil where the node could not be opened.
    package var identity: DeviceIdentity?
    /// Role; nil: not used.
    package var role: DeviceRole?
    /// Score as a touchscreen; nil: unsuitable.
    package var score: Int?
    /// Reason for its use, as a sentence.
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

/// Notice for the log: a stable event name and one sentence.
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
