import Geometry
import Testing

@testable import Touch

@Suite("C7 Trying a touchscreen", .timeLimit(.minutes(5)))
struct TouchTrialTests {
    static let card = TouchTrial.Card(
        frame: Rect(x: 20, y: 50, width: 60, height: 40),
        done: Rect(x: 30, y: 70, width: 40, height: 15))
    static let other = TouchTrial.Card(
        frame: Rect(x: 20, y: 5, width: 60, height: 40),
        done: Rect(x: 30, y: 25, width: 40, height: 15))
    static let layout = TouchTrial.Layout(
        size: Size(width: 103, height: 101), columns: 7, rows: 6, firstCard: card,
        secondCard: other)

    private func contact(
        _ phase: ContactEvent.Phase, _ point: Point, finger: Int = 0, at seconds: Double = 1
    ) -> ContactEvent {
        ContactEvent(contact: finger, phase: phase, position: point, uptime: .seconds(seconds))
    }

    @Test("C7 every pixel is of one field, and every field of the glass") func fields() {
        let layout = Self.layout
        var pixels = 0
        for field in 0..<layout.fieldCount {
            let frame = layout.frame(field)
            pixels += frame.width * frame.height
            for y in frame.y..<frame.maxY {
                for x in frame.x..<frame.maxX {
                    #expect(layout.field(at: Point(x: x, y: y)) == field, "\(x), \(y)")
                }
            }
        }
        #expect(pixels == layout.size.width * layout.size.height)
        #expect(layout.field(at: Point(x: -9, y: -1)) == 0)
        #expect(layout.field(at: Point(x: 999, y: 999)) == layout.fieldCount - 1)
    }

    @Test("C7 a finger that slides over all fields leaves none; the card makes way for the last")
    func whole() {
        var trial = TouchTrial(layout: Self.layout, at: .zero)
        trial.handle(contact(.down, Point(x: 0, y: 0)))
        var moved = 0
        for field in 0..<Self.layout.fieldCount {
            let before = trial.card
            trial.handle(contact(.move, Self.layout.frame(field).center))
            if trial.card != before {
                moved += 1
                // Only the fields under the card were left.
                #expect(
                    trial.missing.allSatisfy {
                        Self.layout.frame($0).intersects(Self.card.frame)
                    })
            }
        }
        #expect(moved == 1 && trial.card == Self.other)
        #expect(trial.isComplete && trial.missing.isEmpty && trial.ending == nil)
        #expect(trial.touchCount == 1 && trial.mostFingers == 1)
    }

    @Test("C7 a deaf field is named, and nothing is felt between two places of a finger")
    func deaf() {
        var trial = TouchTrial(layout: Self.layout, at: .zero)
        let deaf = 17
        trial.handle(contact(.down, Self.layout.frame(0).center))
        for field in 0..<Self.layout.fieldCount where field != deaf {
            trial.handle(contact(.move, Self.layout.frame(field).center))
        }
        #expect(trial.missing == [deaf] && !trial.isComplete)
    }

    @Test("C1 Done fires on the finger's way up, and only where it went down on it") func done() {
        let other = Point(x: 2, y: 2)
        for (points, ends) in [
            ([Self.card.done.center, Self.card.done.center], true),
            ([Self.card.done.center, other], false), ([other, Self.card.done.center], false),
        ] {
            var trial = TouchTrial(layout: Self.layout, at: .zero)
            trial.handle(contact(.down, points[0]))
            #expect(trial.isPressed == (points[0] != other) && trial.ending == nil)
            trial.handle(contact(.move, points[1]))
            trial.handle(contact(.up, points[1]))
            #expect((trial.ending == .done) == ends)
            #expect(trial.fingers.isEmpty && !trial.isPressed)
        }
        var cancelled = TouchTrial(layout: Self.layout, at: .zero)
        cancelled.handle(contact(.down, Self.card.done.center))
        cancelled.handle(contact(.cancel, Self.card.done.center))
        #expect(cancelled.ending == nil)
    }

    @Test("C2 fingers are counted and shown each at its place") func fingers() {
        var trial = TouchTrial(layout: Self.layout, at: .zero)
        let places = (0..<3).map { Point(x: 5 + 9 * $0, y: 3) }
        for (finger, place) in places.enumerated() {
            trial.handle(contact(.down, place, finger: finger))
        }
        trial.handle(contact(.move, Point(x: 90, y: 3), finger: 1))
        #expect(trial.fingers == [0: places[0], 1: Point(x: 90, y: 3), 2: places[2]])
        trial.handle(contact(.up, places[0], finger: 0))
        #expect(trial.fingers.count == 2 && trial.mostFingers == 3 && trial.touchCount == 3)
        #expect(trial.touches.map(\.number) == [1, 2, 3, 4])
        #expect(trial.touches.last?.phase == .up)
        trial.liftAll()
        #expect(trial.fingers.isEmpty && trial.ending == nil)
    }

    @Test("T53 what is kept of a long trial is bounded, and the numbers go on") func bounded() {
        var trial = TouchTrial(layout: Self.layout, at: .zero)
        for _ in 0..<1_000 {
            trial.handle(contact(.down, Point(x: 1, y: 1)))
            trial.handle(contact(.up, Point(x: 1, y: 1)))
        }
        #expect(trial.touches.count == TouchTrial.keptTouches)
        #expect(trial.touches.last?.number == 2_000 && trial.touchCount == 1_000)
    }

    @Test("T40 15 s without a touch end it, and five minutes whatever happens") func patience() {
        var trial = TouchTrial(layout: Self.layout, at: .zero)
        #expect(trial.deadline == TouchTrial.patience)
        trial.handle(contact(.down, Point(x: 1, y: 1), at: 10))
        #expect(trial.deadline == .seconds(10) + TouchTrial.patience)
        trial.tick(.seconds(24.9))
        #expect(trial.ending == nil)
        trial.tick(.seconds(25))
        #expect(trial.ending == .timedOut && trial.deadline == nil)
        trial.cancel()
        #expect(trial.ending == .timedOut)
        var endless = TouchTrial(layout: Self.layout, at: .zero)
        for second in 1...300 {
            endless.handle(contact(.move, Point(x: 1, y: 1), at: Double(second)))
        }
        #expect(endless.ending == .timedOut)
    }
}
