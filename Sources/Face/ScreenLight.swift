import Errands
import Screens
import Touch

/// Light of the screen: its brightness, whether the monitor is off, and which contacts only woke it
/// (T45).
struct ScreenLight {
    /// Brightness of a dim screen, as a fraction of the full one.
    static let dimShare = 0.3

    private(set) var idle: IdleLight
    /// Whether the monitor goes off where the screen is dark.
    private let switchesOff: Bool
    private(set) var isOff = false
    private var wakingContacts: Set<Int> = []

    init(rules: IdleLight.Rules, switchesOff: Bool) {
        idle = IdleLight(rules: rules)
        self.switchesOff = switchesOff
    }

    var level: IdleLight.Level { idle.level }
    var deadline: Duration? { idle.deadline }
    /// Whether a finger that woke the screen still lies on it.
    var isTouched: Bool { !wakingContacts.isEmpty }

    mutating func tick(_ uptime: Duration, mayRest: Bool) { idle.tick(uptime, mayRest: mayRest) }

    /// Wakes the screen for any activity.
    mutating func wake(at uptime: Duration) { idle.touched(uptime) }

    /// Whether this contact only wakes a dark screen. It does so from its down to its up.
    mutating func wakes(_ contact: ContactEvent, at uptime: Duration) -> Bool {
        let wasDark = level == .dark
        idle.touched(uptime)
        switch contact.phase {
        case .down:
            guard wasDark || !wakingContacts.isEmpty else { return false }
            wakingContacts.insert(contact.contact)
            return true
        case .move: return wakingContacts.contains(contact.contact)
        case .up, .cancel: return wakingContacts.remove(contact.contact) != nil
        }
    }

    /// Ends all contacts of a touchscreen that is gone.
    mutating func liftAll() { wakingContacts = [] }

    /// Notes a new display, or one that came back; its monitor is on.
    mutating func panelChanged() { isOff = false }

    /// Whether the monitor is to go on now, before a picture that is not black.
    mutating func switchesOnNow() -> Bool {
        guard isOff, level != .dark else { return false }
        isOff = false
        return true
    }

    /// Whether the monitor is to go off now, after the black picture, so that nothing else is seen
    /// when it comes on again.
    mutating func switchesOffNow() -> Bool {
        guard switchesOff, level == .dark, !isOff else { return false }
        isOff = true
        return true
    }
}
