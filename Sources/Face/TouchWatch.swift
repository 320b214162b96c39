import Foundation
package import Geometry
package import Touch

/// Watch over contacts for what no person does: touches that a panel makes by itself (X9), and
/// contacts that never end (X15). It is pure: time arrives with the contacts.
struct TouchWatch {
    /// Number of equal touches, evenly apart, that no person makes by hand.
    static let ghostCount = 5
    /// Longest touch of a panel that touches itself. A finger stays for 30 ms and more.
    static let longestGhost = Duration.milliseconds(2)
    /// Number of periods without such a touch after which the panel counts as sound again.
    static let quietPeriods = 10
    /// Time after which a contact is reported.
    static let longestHold = Duration.seconds(60)

    /// Meaning of a contact for the visit.
    enum Sign {
        /// Somebody is there.
        case person
        /// Tells nothing new.
        case none
        /// The panel touched itself: nothing comes of it.
        case ghost
    }

    private struct Contact {
        var position: Point
        var begin: Duration
        var isOnTarget: Bool
        /// Whether its down was taken for the panel's own. Its end has to be, too: a finger whose
        /// down counted would stay on the glass for ever.
        var isSuspect: Bool
    }

    /// Size of the picture, for the words of a report.
    let size: Size
    private var contacts: [Int: Contact] = [:]
    /// Place of the newest touches without duration, and when they were.
    private var taps: (position: Point, uptimes: [Duration])?
    private(set) var ghosts: GhostTouches?
    /// Contact that was reported as held.
    private var held: Int?

    init(size: Size) {
        self.size = size
    }

    /// Uptime at which `tick` has something to report. Nil: never.
    var deadline: Duration? {
        [held == nil ? holdEnd : nil, ghostEnd].compactMap { $0 }.min()
    }

    private var holdEnd: Duration? { contacts.values.map { $0.begin + Self.longestHold }.min() }

    private var ghostEnd: Duration? {
        guard let ghosts, let last = taps?.uptimes.last else { return nil }
        return last + max(Self.longestHold, ghosts.period * Self.quietPeriods)
    }

    /// Notes a contact. Where the panel is known to touch itself only its end tells whether it was
    /// a person's. `isOnTarget` counts for a down only.
    mutating func note(_ contact: ContactEvent, isOnTarget: Bool) -> (Sign, HardwareNews?) {
        switch contact.phase {
        case .down:
            let isSuspect = isSuspect(contact.position, isOnTarget)
            contacts[contact.contact] = Contact(
                position: contact.position, begin: contact.uptime, isOnTarget: isOnTarget,
                isSuspect: isSuspect)
            return (isSuspect ? .ghost : .person, nil)
        case .move: return (.none, nil)
        case .up, .cancel:
            guard let ended = contacts.removeValue(forKey: contact.contact) else {
                return (.none, nil)
            }
            let wasSuspect = ended.isSuspect
            if held == contact.contact {
                held = nil
                return (wasSuspect ? .person : .none, .touchReleased)
            }
            let isBrief = contact.uptime - ended.begin <= Self.longestGhost
            if isBrief, contact.phase == .up, !ended.isOnTarget,
                contact.position == ended.position
            {
                return (wasSuspect ? .ghost : .none, noteTap(ended))
            }
            return (wasSuspect ? .person : .none, nil)
        }
    }

    private func isSuspect(_ position: Point, _ isOnTarget: Bool) -> Bool {
        !isOnTarget && ghosts?.place.position == position
    }

    /// Notes a touch without duration. Those of persons may lie between two of a panel.
    private mutating func noteTap(_ contact: Contact) -> HardwareNews? {
        var uptimes = taps?.position == contact.position ? taps?.uptimes ?? [] : []
        uptimes = (uptimes + [contact.begin]).suffix(Self.ghostCount)
        taps = (contact.position, uptimes)
        guard uptimes.count == Self.ghostCount, let period = Self.evenPeriod(of: uptimes) else {
            return nil
        }
        let wasKnown = ghosts?.place.position == contact.position
        let found = GhostTouches(
            place: GlassPlace(position: contact.position, size: size), period: period)
        ghosts = found
        return wasKnown ? nil : .ghostTouches(found)
    }

    /// Mean time between touches, where none of the times is far from it; else nil.
    private static func evenPeriod(of uptimes: [Duration]) -> Duration? {
        let gaps = zip(uptimes, uptimes.dropFirst()).map { $1 - $0 }
        let mean = gaps.reduce(.zero, +) / gaps.count
        let tolerance = mean / 20 + .milliseconds(20)
        return gaps.allSatisfy { abs($0 - mean) <= tolerance } ? mean : nil
    }

    private static func abs(_ duration: Duration) -> Duration { max(duration, .zero - duration) }

    /// Reports a contact that has lasted too long, and a panel that touches itself no more.
    mutating func tick(_ uptime: Duration) -> HardwareNews? {
        if held == nil, let end = holdEnd, end <= uptime,
            let longest = contacts.min(by: { $0.value.begin < $1.value.begin })
        {
            held = longest.key
            return .touchHeld(GlassPlace(position: longest.value.position, size: size))
        }
        if let end = ghostEnd, end <= uptime {
            (ghosts, taps) = (nil, nil)
            return .ghostTouchesEnded
        }
        return nil
    }

    /// Drops the contacts of a device that is gone.
    mutating func cancelAll() -> HardwareNews? {
        contacts = [:]
        defer { held = nil }
        return held == nil ? nil : .touchReleased
    }
}

/// Place on the glass, for a person who looks for it.
package struct GlassPlace: Hashable, Sendable {
    /// Pixel of the upright picture.
    package var position: Point
    package var size: Size

    package init(position: Point, size: Size) {
        (self.position, self.size) = (position, size)
    }

    /// Position in words: `at 620, 45 of 1280 x 800 pixels`.
    var words: String {
        "at \(position.x), \(position.y) of \(size.width) x \(size.height) pixels from the top left"
    }

    /// Sentence about a contact that does not end here.
    package var heldAdvice: String {
        "The touchscreen reports a finger \(words) that is never lifted: take off what lies on the "
            + "glass and clean it; where nothing does, its driver reports no release and another "
            + "touchscreen is needed (loket touch test shows it)."
    }
}

/// Touches that a panel makes by itself.
package struct GhostTouches: Hashable, Sendable {
    package var place: GlassPlace
    /// Time from one touch to the next.
    package var period: Duration

    package init(place: GlassPlace, period: Duration) {
        (self.place, self.period) = (place, period)
    }

    /// Sentence with the remedy.
    package var advice: String {
        let seconds = period.formatted(
            .units(allowed: [.seconds], width: .abbreviated, fractionalPart: .show(length: 1)))
        return "The touchscreen touches itself \(place.words) every \(seconds): clean the glass, "
            + "plug the terminal into a grounded socket, and replace the panel where that does "
            + "not end it. These touches keep no visit open."
    }
}

extension UnfinishedScan {
    /// Sentence with the remedy.
    package var advice: String {
        isSlow
            ? "The scanner \(device.name) sends its characters too slowly: set its delay between "
                + "characters to 0."
            : "The scanner \(device.name) ends its codes by no key: set its suffix to Enter."
    }
}
