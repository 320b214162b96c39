import Geometry
import TestSupport
import Testing

@testable import Touch

/// A screen with three buttons and a row of keys, and fingers on it. One pixel is one millimetre.
struct Glass {
    static let targets: [TouchTarget<String>] = [
        .init(id: "a", frame: Rect(x: 0, y: 0, width: 20, height: 20)),
        .init(id: "b", frame: Rect(x: 40, y: 0, width: 20, height: 20)),
        .init(id: "off", frame: Rect(x: 80, y: 0, width: 20, height: 20), isEnabled: false),
        .init(
            id: "Q", frame: Rect(x: 0, y: 100, width: 14, height: 14), kind: .key(holds: false)),
        .init(id: "E", frame: Rect(x: 16, y: 100, width: 14, height: 14), kind: .key(holds: true)),
        .init(id: "<", frame: Rect(x: 32, y: 100, width: 14, height: 14), kind: .repeatingKey),
    ]

    var tracker = TapTracker<String>(
        settings: TouchSettings(slopPixels: 12, debouncePixels: 3))
    var targets = Glass.targets
    var uptime = Duration.seconds(1)

    mutating func touch(
        _ phase: ContactEvent.Phase, _ x: Int, _ y: Int, contact: Int = 0, after: Int = 200
    ) -> [TouchOutput<String>] {
        uptime += .milliseconds(after)
        return tracker.handle(
            ContactEvent(
                contact: contact, phase: phase, position: Point(x: x, y: y), uptime: uptime),
            targets: targets)
    }

    mutating func wait(_ milliseconds: Int) -> [TouchOutput<String>] {
        uptime += .milliseconds(milliseconds)
        return tracker.tick(uptime)
    }
}

@Suite("Taps")
struct TapTests {
    var glass = Glass()

    @Test("T25 C1 down shows, up fires, once") mutating func tap() {
        #expect(glass.touch(.down, 5, 5) == [.pressed("a")])
        #expect(glass.touch(.up, 5, 5, after: 0) == [.released("a"), .tapped("a")])
        #expect(!glass.tracker.isTouched)
    }

    @Test("T36 C1 a press has no upper limit of time, and moving inside does not cancel")
    mutating func longPress() {
        _ = glass.touch(.down, 5, 5)
        #expect(glass.touch(.move, 18, 18, after: 60_000).isEmpty)
        #expect(glass.touch(.up, 18, 18).contains(.tapped("a")))
    }

    @Test(
        "C1 12 mm of slop around the target, and no more",
        arguments: [(31, 10, true), (32, 10, false), (10, 31, true), (28, 28, false)])
    func slop(x: Int, y: Int, fires: Bool) {
        var glass = Glass()
        _ = glass.touch(.down, 19, 19)
        #expect(glass.touch(.up, x, y).contains(.tapped("a")) == fires)
    }

    @Test("C1 a touch beside every target shows, and fires nothing") mutating func miss() {
        #expect(glass.touch(.down, 30, 50) == [.missed(Point(x: 30, y: 50))])
        #expect(glass.touch(.up, 5, 5) == [.missEnded])
    }

    @Test("C2 other fingers wait until all are lifted") mutating func secondFinger() {
        _ = glass.touch(.down, 5, 5)
        #expect(glass.touch(.down, 45, 5, contact: 1).isEmpty)
        #expect(glass.touch(.up, 45, 5, contact: 1).isEmpty)
        #expect(glass.touch(.up, 5, 5).contains(.tapped("a")))
    }

    @Test("C2 a finger that lay on the glass while the screen changed presses nothing")
    mutating func screenChange() {
        _ = glass.touch(.down, 5, 5)
        #expect(glass.tracker.screenChanged() == [.released("a")])
        #expect(glass.touch(.up, 5, 5).isEmpty)
        #expect(glass.touch(.down, 5, 5) == [.pressed("a")])
    }

    @Test("T30 a cancelled contact and a device that is gone fire nothing") mutating func gone() {
        _ = glass.touch(.down, 5, 5)
        #expect(glass.touch(.cancel, 5, 5) == [.released("a")])
        _ = glass.touch(.down, 5, 5)
        #expect(glass.tracker.cancelAll() == [.released("a")])
        #expect(glass.touch(.up, 5, 5).isEmpty)
    }

    @Test(
        "T37 a second down within 80 ms and 3 mm is the same tap",
        arguments: [
            (79, 0, 1), (80, 0, 2), (10, 4, 2),
        ])
    func debounce(milliseconds: Int, millimetres: Int, taps: Int) {
        var glass = Glass()
        var count = 0
        for (x, after) in [(5, 200), (5 + millimetres, milliseconds)] {
            _ = glass.touch(.down, x, 5, after: after)
            if glass.touch(.up, x, 5, after: 5).contains(.tapped("a")) { count += 1 }
        }
        #expect(count == taps)
    }

    @Test("C3 a disabled target takes the touch and does nothing") mutating func disabled() {
        #expect(glass.touch(.down, 85, 5).isEmpty)
        #expect(glass.touch(.up, 85, 5).isEmpty)
    }

    @Test("C3 what was enabled at the down and is not at the up fires nothing")
    mutating func disabledMeanwhile() {
        _ = glass.touch(.down, 5, 5)
        glass.targets[0].isEnabled = false
        #expect(glass.touch(.up, 5, 5) == [.released("a")])
    }

    @Test("T28 more than ten fingers are ignored, never mixed up") mutating func manyFingers() {
        for contact in 0..<15 { _ = glass.touch(.down, 5, 5, contact: contact, after: 0) }
        for contact in 1..<15 { #expect(glass.touch(.up, 5, 5, contact: contact).isEmpty) }
        #expect(glass.touch(.up, 5, 5, contact: 0).contains(.tapped("a")))
    }
}

@Suite("Keys")
struct KeyTests {
    var glass = Glass()

    @Test("T41 two thumbs: both letters, in the order of the downs") mutating func rollover() {
        #expect(glass.touch(.down, 5, 105) == [.pressed("Q")])
        #expect(
            glass.touch(.down, 20, 105, contact: 1)
                == [.released("Q"), .tapped("Q"), .pressed("E")])
        #expect(glass.touch(.up, 5, 105).isEmpty)
        #expect(glass.touch(.up, 20, 105, contact: 1) == [.released("E"), .tapped("E")])
    }

    @Test("T41 a finger that slides types where it goes up") mutating func slide() {
        _ = glass.touch(.down, 5, 105)
        #expect(glass.touch(.move, 20, 105) == [.released("Q"), .pressed("E")])
        #expect(glass.touch(.up, 20, 105) == [.released("E"), .tapped("E")])
    }

    @Test("T42 a long press tells once, and going up types nothing more") mutating func hold() {
        _ = glass.touch(.down, 20, 105)
        #expect(glass.wait(499).isEmpty)
        #expect(glass.wait(1) == [.held("E")])
        #expect(glass.wait(5_000).isEmpty)
        #expect(glass.touch(.up, 20, 105) == [.released("E")])
    }

    @Test("T42 backspace repeats after 400 ms, then every 100 ms") mutating func repeats() {
        _ = glass.touch(.down, 35, 105)
        #expect(glass.wait(399).isEmpty)
        #expect(glass.wait(1) == [.tapped("<")])
        #expect(glass.wait(99).isEmpty)
        #expect(glass.wait(1) == [.tapped("<")])
        // A stall makes no burst.
        #expect(glass.wait(10_000) == [.tapped("<")])
        #expect(glass.touch(.up, 35, 105, after: 1) == [.released("<")])
    }

    @Test("T42 a short touch of backspace erases once") mutating func short() {
        _ = glass.touch(.down, 35, 105)
        #expect(glass.touch(.up, 35, 105) == [.released("<"), .tapped("<")])
    }
}

@Suite("Fingers at random")
struct RandomFingerTests {
    @Test("C2 T29 whatever fingers do: no tap without a press, nothing pressed at the end")
    func random() {
        var generator = SeededRandom()
        let seed = generator.seed
        for _ in 0..<300 {
            var glass = Glass()
            var pressed: [String: Int] = [:]
            var downs = 0
            var taps = 0
            var onGlass: [Int: Point] = [:]
            func count(_ outputs: [TouchOutput<String>]) {
                for output in outputs {
                    switch output {
                    case .pressed(let id): pressed[id, default: 0] += 1
                    case .released(let id):
                        pressed[id, default: 0] -= 1
                        #expect(pressed[id] ?? 0 >= 0, "seed \(seed)")
                    case .tapped: taps += 1
                    case .held, .missed, .missEnded: break
                    }
                }
            }
            for _ in 0..<40 {
                let contact = Int.random(in: 0..<4, using: &generator)
                let point = Point(
                    x: Int.random(in: 0..<110, using: &generator),
                    y: Bool.random(using: &generator) ? 10 : 105)
                let after = Int.random(in: 0..<300, using: &generator)
                if let last = onGlass[contact] {
                    let isUp = Bool.random(using: &generator)
                    count(
                        glass.touch(
                            isUp ? .up : .move, isUp ? last.x : point.x,
                            isUp ? last.y : point.y, contact: contact, after: after))
                    onGlass[contact] = isUp ? nil : point
                } else {
                    downs += 1
                    count(glass.touch(.down, point.x, point.y, contact: contact, after: after))
                    onGlass[contact] = point
                }
                if Int.random(in: 0..<20, using: &generator) == 0 {
                    count(glass.tracker.screenChanged())
                }
            }
            for (contact, point) in onGlass {
                count(glass.touch(.up, point.x, point.y, contact: contact))
            }
            #expect(taps <= downs, "seed \(seed): more taps than touches")
            #expect(pressed.values.allSatisfy { $0 == 0 }, "seed \(seed): \(pressed)")
            #expect(!glass.tracker.isTouched)
        }
    }
}
