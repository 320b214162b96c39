import Geometry
import TestSupport
import Testing
import Touch

@Suite("Random fingers", .timeLimit(.minutes(5)))
struct ContactStreamTests {
    @Test("C1 C2 T41 whatever fingers do, nothing fires unpressed, too often, or stays pressed")
    func property() throws {
        var random = SeededRandom(test: "contact streams")
        for round in 0..<400 {
            var glass = Glass()
            var watch = Watch()
            // Up to 12 contacts: two more than the tracker follows.
            let fingers = Int.random(in: 1...12, using: &random)
            var places: [Int: Point] = [:]
            for _ in 0..<Int.random(in: 1...80, using: &random) {
                let contact = Int.random(in: 0..<fingers, using: &random)
                let place = place(&random)
                switch Int.random(in: 0..<20, using: &random) {
                case 0..<7:
                    places[contact] = place
                    watch.downs += 1
                    watch.see(glass.down(place, contact))
                case 7..<11:
                    if places[contact] != nil { places[contact] = place }
                    watch.see(glass.move(place, contact))
                case 11..<16:
                    let last = places.removeValue(forKey: contact) ?? place
                    watch.see(glass.up(last, contact))
                case 16:
                    places[contact] = nil
                    watch.see(glass.cancel(place, contact))
                case 17:
                    watch.see(glass.tracker.screenChanged())
                    #expect(watch.pressed.isEmpty && !watch.isMissed)
                case 18:
                    places = [:]
                    watch.see(glass.tracker.cancelAll())
                    #expect(!glass.tracker.isTouched)
                default: break
                }
                let wait = Int.random(in: 0...700, using: &random)
                let due = glass.wait(wait)
                watch.repeats += due.taps.count
                watch.see(due)
            }
            for (contact, place) in places { watch.see(glass.up(place, contact)) }
            watch.see(glass.wait(10_000))
            if watch.taps > watch.downs + watch.repeats { watch.faults.append("too many taps") }
            if !watch.pressed.isEmpty { watch.faults.append("still pressed: \(watch.pressed)") }
            if watch.isMissed { watch.faults.append("still missed") }
            if glass.tracker.isTouched { watch.faults.append("still touched") }
            try #require(watch.faults.isEmpty, "round \(round), LOKET_SEED=\(random.seed)")
        }
    }

    /// Returns a point on some target, or anywhere.
    private func place(_ random: inout SeededRandom) -> Point {
        let named = [
            Glass.ticket, Glass.survey, Glass.off, Glass.beside, Glass.q, Glass.w, Glass.e,
            Glass.dark, Glass.backspace,
        ]
        if Int.random(in: 0..<4, using: &random) > 0, let one = named.randomElement(using: &random)
        {
            return one
        }
        return Point(
            x: .random(in: -50...1_400, using: &random), y: .random(in: -50...700, using: &random))
    }
}

/// Observer of the tracker's outputs, which keeps those that must never occur.
private struct Watch {
    var downs = 0
    var repeats = 0
    var taps = 0
    var pressed: Set<String> = []
    var isMissed = false
    var faults: [String] = []
    /// Targets released by this answer: an up reports that first and the tap after it.
    private var justReleased: Set<String> = []

    mutating func see(_ outputs: [TouchOutput<String>]) {
        justReleased = []
        for output in outputs {
            switch output {
            case .pressed(let id):
                if !pressed.insert(id).inserted { faults.append("\(id) pressed twice") }
                if ["off", "dark"].contains(id) { faults.append("\(id) is disabled") }
            case .released(let id):
                if pressed.remove(id) == nil { faults.append("\(id) released unpressed") }
                justReleased.insert(id)
            case .tapped(let id):
                taps += 1
                if !pressed.contains(id) && !justReleased.contains(id) {
                    faults.append("\(id) tapped unpressed")
                }
            case .held(let id):
                if id != "e" || !pressed.contains(id) { faults.append("\(id) held") }
            case .missed:
                if isMissed { faults.append("missed twice") }
                isMissed = true
            case .missEnded:
                if !isMissed { faults.append("a miss ended that never began") }
                isMissed = false
            }
        }
        // Only one contact acts at a time, on keys too: the next press releases the first.
        if pressed.count > 1 { faults.append("pressed at once: \(pressed)") }
    }
}
