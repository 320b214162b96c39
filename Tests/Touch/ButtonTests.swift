import Geometry
import Testing
import Touch

@Suite("C1 C2 Buttons", .timeLimit(.minutes(5)))
struct ButtonTests {
    var glass = Glass()

    @Test("T25 down and up in one batch give exactly one tap")
    mutating func oneBatch() {
        // Both have the same time, as events of one read may have.
        let outputs = glass.down(Glass.ticket) + glass.up(Glass.ticket)
        #expect(outputs == [.pressed("ticket"), .released("ticket"), .tapped("ticket")])
        #expect(!glass.tracker.isTouched)
    }

    @Test("T36 the pressed look comes with the down")
    mutating func feedback() {
        #expect(glass.down(Glass.ticket) == [.pressed("ticket")])
        #expect(glass.tracker.isTouched)
    }

    @Test("T36 a press of an hour is still a tap, and nothing falls due meanwhile")
    mutating func noUpperLimit() {
        _ = glass.down(Glass.ticket)
        #expect(glass.tracker.deadline == nil)
        #expect(glass.wait(3_600_000) == [])
        #expect(glass.up(Glass.ticket).taps == ["ticket"])
    }

    @Test("T38 two quick taps at the two ends of a button are two")
    mutating func twice() {
        _ = glass.down(Point(x: 20, y: 50))
        #expect(glass.up(Point(x: 20, y: 50)).taps == ["ticket"])
        _ = glass.wait(20)
        _ = glass.down(Point(x: 180, y: 50))
        #expect(glass.up(Point(x: 180, y: 50)).taps == ["ticket"])
    }

    @Test(
        "C1 a finger may go up 12 mm outside its target and no further",
        arguments: [
            (Point(x: 199, y: 50), true), (Point(x: 199 + 120, y: 50), true),
            (Point(x: 199 + 121, y: 50), false), (Point(x: 100, y: 99 + 120), true),
            (Point(x: 100, y: 99 + 121), false),
            // The margin is round at the corner: 72 and 96 are at a distance of 120.
            (Point(x: 199 + 72, y: 99 + 96), true), (Point(x: 199 + 73, y: 99 + 96), false),
            (Point(x: -120, y: 0), true), (Point(x: -121, y: 0), false),
        ])
    func slop(end: Point, fires: Bool) {
        var glass = Glass()
        _ = glass.down(Glass.ticket)
        let outputs = glass.up(end)
        #expect(outputs.taps == (fires ? ["ticket"] : []))
        #expect(outputs.first == .released("ticket"))
    }

    @Test("C1 T39 the slop is 12 mm of the panel, whatever its pixels")
    func slopOnPanels() {
        #expect(TouchSettings(panel: .small).slopPixels == 71)
        #expect(TouchSettings(panel: .large).slopPixels == 48)
        #expect(TouchSettings(panel: .large).debouncePixels == 12)
    }

    @Test("C1 moving about does not cancel, even far away and back")
    mutating func moving() {
        _ = glass.down(Glass.ticket)
        for place in [Point(x: 10, y: 10), Point(x: 1_500, y: 700), Glass.survey, Glass.ticket] {
            #expect(glass.move(place) == [])
        }
        #expect(glass.up(Glass.ticket).taps == ["ticket"])
    }

    @Test("C1 what the finger went down on fires, not what it goes up on")
    mutating func otherTarget() {
        glass.targets.append(
            TouchTarget(id: "near", frame: Rect(x: 210, y: 0, width: 200, height: 100)))
        _ = glass.down(Glass.ticket)
        #expect(glass.up(Point(x: 250, y: 50)).taps == ["ticket"])
    }

    @Test("C1 a press beside every target is told, and so is its end")
    mutating func miss() {
        #expect(glass.down(Glass.beside) == [.missed(Glass.beside)])
        #expect(glass.move(Glass.ticket) == [])
        #expect(glass.up(Glass.ticket) == [.missEnded])
    }

    @Test("C1 the target on top takes the touch")
    mutating func onTop() {
        glass.targets.append(TouchTarget(id: "sheet", frame: Rect(x: 0, y: 0, width: 9, height: 9)))
        #expect(glass.down(Point(x: 5, y: 5)) == [.pressed("sheet")])
    }

    @Test("C3 a disabled target takes the touch and does nothing")
    mutating func disabled() {
        #expect(glass.down(Glass.off) == [])
        #expect(glass.up(Glass.off) == [])
        #expect(glass.down(Glass.dark) == [])
        #expect(glass.up(Glass.dark) == [])
    }

    @Test("C3 a target that is disabled or gone when the finger goes up does not fire")
    mutating func disabledMeanwhile() {
        _ = glass.down(Glass.ticket)
        glass.targets[0].isEnabled = false
        #expect(glass.up(Glass.ticket) == [.released("ticket")])
        _ = glass.wait(1_000)
        _ = glass.down(Glass.survey)
        glass.targets.removeAll { $0.id == "survey" }
        #expect(glass.up(Glass.survey) == [.released("survey")])
    }

    @Test("C2 a second finger waits until all are lifted")
    mutating func secondFinger() {
        _ = glass.down(Glass.ticket, 0)
        #expect(glass.down(Glass.survey, 1) == [])
        #expect(glass.up(Glass.ticket, 0).taps == ["ticket"])
        _ = glass.wait(1_000)
        // One contact is still down, so a third does nothing either.
        #expect(glass.down(Glass.ticket, 2) == [])
        #expect(glass.up(Glass.survey, 1) == [])
        #expect(glass.up(Glass.ticket, 2) == [])
        _ = glass.wait(1_000)
        #expect(glass.down(Glass.survey, 3) == [.pressed("survey")])
        #expect(glass.up(Glass.survey, 3).taps == ["survey"])
    }

    @Test("C2 a key is no second finger for a button, nor a button for a key")
    mutating func buttonAndKey() {
        _ = glass.down(Glass.ticket, 0)
        #expect(glass.down(Glass.q, 1) + glass.up(Glass.q, 1) == [])
        #expect(glass.up(Glass.ticket, 0).taps == ["ticket"])
        _ = glass.wait(1_000)
        _ = glass.down(Glass.q, 0)
        #expect(glass.down(Glass.ticket, 1) + glass.up(Glass.ticket, 1) == [])
        #expect(glass.up(Glass.q, 0).taps == ["q"])
    }

    @Test("C2 a finger that lay on the glass while the screen changed presses nothing")
    mutating func screenChanged() {
        _ = glass.down(Glass.ticket)
        #expect(glass.tracker.screenChanged() == [.released("ticket")])
        glass.targets = [
            TouchTarget(id: "new", frame: Rect(x: 0, y: 0, width: 200, height: 100)),
            Glass.key("n", 0),
        ]
        #expect(glass.move(Glass.q) == [])
        #expect(glass.down(Glass.ticket, 1) == [])
        #expect(glass.up(Glass.ticket, 1) == [])
        #expect(glass.up(Glass.ticket) == [])
        _ = glass.wait(1_000)
        #expect(glass.down(Glass.ticket) == [.pressed("new")])
    }

    @Test("C2 a miss ends where the screen changes")
    mutating func missAndScreenChanged() {
        _ = glass.down(Glass.beside)
        #expect(glass.tracker.screenChanged() == [.missEnded])
        #expect(glass.up(Glass.beside) == [])
    }
}
