import Geometry
import Touch

/// Screen of ten pixels per millimetre with a few targets, and fingers on it.
struct Glass {
    typealias Output = TouchOutput<String>

    static let settings = TouchSettings(slopPixels: 120, debouncePixels: 30)

    static let targets: [TouchTarget<String>] = [
        TouchTarget(id: "ticket", frame: Rect(x: 0, y: 0, width: 200, height: 100)),
        TouchTarget(id: "survey", frame: Rect(x: 600, y: 0, width: 200, height: 100)),
        TouchTarget(
            id: "off", frame: Rect(x: 1000, y: 0, width: 200, height: 100), isEnabled: false),
        key("q", 0), key("w", 1), key("e", 2, .key(holds: true)),
        TouchTarget(
            id: "dark", frame: Rect(x: 300, y: 500, width: 100, height: 100), isEnabled: false,
            kind: .key(holds: false)),
        key("backspace", 4, .repeatingKey),
    ]

    static let ticket = Point(x: 100, y: 50)
    static let survey = Point(x: 700, y: 50)
    static let off = Point(x: 1100, y: 50)
    static let beside = Point(x: 400, y: 300)
    static let (q, w, e) = (
        Point(x: 50, y: 550), Point(x: 150, y: 550), Point(x: 250, y: 550)
    )
    static let dark = Point(x: 350, y: 550)
    static let backspace = Point(x: 450, y: 550)

    static func key(
        _ id: String, _ column: Int, _ kind: TouchTarget<String>.Kind = .key(holds: false)
    ) -> TouchTarget<String> {
        TouchTarget(
            id: id, frame: Rect(x: column * 100, y: 500, width: 100, height: 100), kind: kind)
    }

    var tracker: TapTracker<String>
    var targets = Glass.targets
    /// Milliseconds since the start.
    var now = 1_000

    init(settings: TouchSettings = Glass.settings) {
        tracker = TapTracker(settings: settings)
    }

    mutating func send(_ phase: ContactEvent.Phase, _ place: Point, _ contact: Int) -> [Output] {
        tracker.handle(
            ContactEvent(
                contact: contact, phase: phase, position: place, uptime: .milliseconds(now)),
            targets: targets)
    }

    mutating func down(_ place: Point, _ contact: Int = 0) -> [Output] {
        send(.down, place, contact)
    }

    mutating func move(_ place: Point, _ contact: Int = 0) -> [Output] {
        send(.move, place, contact)
    }

    mutating func up(_ place: Point, _ contact: Int = 0) -> [Output] {
        send(.up, place, contact)
    }

    mutating func cancel(_ place: Point, _ contact: Int = 0) -> [Output] {
        send(.cancel, place, contact)
    }

    /// Lets time pass and fires everything when it is due.
    mutating func wait(_ milliseconds: Int) -> [Output] {
        let end = now + milliseconds
        var outputs: [Output] = []
        while let deadline = tracker.deadline, deadline <= .milliseconds(end) {
            outputs += tracker.tick(deadline)
        }
        now = end
        return outputs
    }
}

extension [TouchOutput<String>] {
    /// Targets that fired, in order.
    var taps: [String] {
        compactMap { if case .tapped(let id) = $0 { id } else { nil } }
    }
}
