import Geometry
import Testing
import Touch

@Suite("T41 T42 Keys", .timeLimit(.minutes(5)))
struct KeyTests {
    var glass = Glass()

    @Test("T41 a key shows at the down and fires at the up")
    mutating func tap() {
        #expect(glass.down(Glass.q) == [.pressed("q")])
        #expect(glass.up(Glass.q) == [.released("q"), .tapped("q")])
    }

    @Test("T41 sliding to the right key corrects the letter")
    mutating func slide() {
        _ = glass.down(Glass.q)
        #expect(glass.move(Point(x: 60, y: 560)) == [])
        #expect(glass.move(Glass.w) == [.released("q"), .pressed("w")])
        #expect(glass.up(Glass.w) == [.released("w"), .tapped("w")])
    }

    @Test("T41 sliding off the keys types nothing, and sliding back types again")
    mutating func slideAway() {
        _ = glass.down(Glass.q)
        #expect(glass.move(Glass.beside) == [.released("q")])
        // A contact can't slide to buttons and disabled keys.
        #expect(glass.move(Glass.ticket) + glass.move(Glass.dark) == [])
        #expect(glass.up(Glass.dark) == [])
        _ = glass.wait(1_000)
        _ = glass.down(Glass.q)
        _ = glass.move(Glass.beside)
        #expect(glass.move(Glass.w) == [.pressed("w")])
        #expect(glass.up(Glass.w).taps == ["w"])
    }

    @Test("T41 two thumbs give both letters in the order of their downs")
    mutating func rollover() {
        _ = glass.down(Glass.q, 0)
        #expect(glass.down(Glass.w, 1) == [.released("q"), .tapped("q"), .pressed("w")])
        #expect(glass.up(Glass.q, 0) == [])
        #expect(glass.up(Glass.w, 1) == [.released("w"), .tapped("w")])
    }

    @Test("T41 the order of the ups does not matter")
    mutating func rolloverUpsSwapped() {
        var outputs = glass.down(Glass.q, 0) + glass.down(Glass.w, 1)
        outputs += glass.up(Glass.w, 1) + glass.up(Glass.q, 0)
        #expect(outputs.taps == ["q", "w"])
    }

    @Test("T41 a thumb that stays behind holds up no letter of the other")
    mutating func lingeringThumb() {
        var outputs = glass.down(Glass.q, 0)
        for (contact, place) in [(1, Glass.w), (2, Glass.e), (3, Glass.w)] {
            outputs += glass.down(place, contact)
            glass.now += 100
            outputs += glass.up(place, contact)
            glass.now += 100
        }
        outputs += glass.up(Glass.q, 0)
        #expect(outputs.taps == ["q", "w", "e", "w"])
        #expect(!glass.tracker.isTouched)
    }

    @Test("T41 a first letter that was disabled meanwhile does not count at the second's down")
    mutating func rolloverDisabled() {
        _ = glass.down(Glass.q, 0)
        glass.targets.removeAll { $0.id == "q" }
        glass.targets.append(
            TouchTarget(
                id: "q", frame: Rect(x: 0, y: 500, width: 100, height: 100), isEnabled: false,
                kind: .key(holds: false)))
        #expect(glass.down(Glass.w, 1) == [.released("q"), .pressed("w")])
    }

    @Test("T42 a long press is told once, after half a second, and types no letter")
    mutating func longPress() {
        _ = glass.down(Glass.e)
        #expect(glass.tracker.deadline == .milliseconds(1_500))
        #expect(glass.wait(499) == [])
        #expect(glass.wait(1) == [.held("e")])
        #expect(glass.wait(10_000) == [])
        #expect(glass.up(Glass.e) == [.released("e")])
    }

    @Test("T42 a press shorter than the long one types the letter")
    mutating func shortPress() {
        _ = glass.down(Glass.e)
        _ = glass.wait(499)
        #expect(glass.up(Glass.e).taps == ["e"])
        #expect(glass.wait(1_000) == [])
    }

    @Test("T42 a key without alternates is never held")
    mutating func noAlternates() {
        _ = glass.down(Glass.q)
        #expect(glass.tracker.deadline == nil)
        #expect(glass.wait(5_000) == [])
        #expect(glass.up(Glass.q).taps == ["q"])
    }

    @Test("T42 from a held key the finger slides to an alternate and types it")
    mutating func alternates() {
        _ = glass.down(Glass.e)
        #expect(glass.wait(500) == [.held("e")])
        glass.targets.append(
            TouchTarget(
                id: "é", frame: Rect(x: 200, y: 400, width: 100, height: 100),
                kind: .key(holds: false)))
        #expect(glass.move(Point(x: 250, y: 450)) == [.released("e"), .pressed("é")])
        #expect(glass.up(Point(x: 250, y: 450)) == [.released("é"), .tapped("é")])
    }

    @Test("T42 the long press begins anew on the key that the finger slid to")
    mutating func slideThenHold() {
        _ = glass.down(Glass.q)
        _ = glass.wait(400)
        _ = glass.move(Glass.e)
        #expect(glass.wait(499) == [])
        #expect(glass.wait(1) == [.held("e")])
    }

    @Test("T42 backspace held repeats after 400 ms and then every 100 ms")
    mutating func repeats() {
        _ = glass.down(Glass.backspace)
        #expect(glass.wait(399) == [])
        #expect(glass.wait(1).taps == ["backspace"])
        #expect(glass.wait(99) == [])
        #expect(glass.wait(1).taps == ["backspace"])
        #expect(glass.wait(1_000).taps.count == 10)
        #expect(glass.up(Glass.backspace) == [.released("backspace")])
        #expect(glass.wait(1_000) == [])
    }

    @Test("T42 backspace pressed shortly deletes once")
    mutating func shortBackspace() {
        _ = glass.down(Glass.backspace)
        _ = glass.wait(399)
        #expect(glass.up(Glass.backspace).taps == ["backspace"])
    }

    @Test("T42 a stall of two seconds makes one repeat and no burst")
    mutating func stall() {
        _ = glass.down(Glass.backspace)
        #expect(glass.tracker.tick(.milliseconds(3_000)).taps == ["backspace"])
        #expect(glass.tracker.tick(.milliseconds(3_000)) == [])
        #expect(glass.tracker.deadline == .milliseconds(3_100))
    }

    @Test("T42 a second thumb ends the repeats")
    mutating func secondThumb() {
        _ = glass.down(Glass.backspace, 0)
        #expect(glass.wait(400).taps == ["backspace"])
        #expect(glass.down(Glass.q, 1) == [.released("backspace"), .pressed("q")])
        #expect(glass.wait(1_000) == [])
        #expect((glass.up(Glass.backspace, 0) + glass.up(Glass.q, 1)).taps == ["q"])
    }
}
