import Geometry
import Kernel
import TestSupport
import Testing
import Touch

@Suite("T40 A calibration, step by step", .timeLimit(.minutes(5)))
struct CalibrationRunTests {
    static let size = Size(width: 1_000, height: 500)
    static let layout = CalibrationRun.Layout(
        targets: CalibrationRun.Layout.targets(in: size, count: 3),
        accept: Rect(x: 600, y: 200, width: 200, height: 100),
        retry: Rect(x: 200, y: 200, width: 200, height: 100))
    static let previous = CalibrationMatrix(1, 0, 0.5, 0, 1, 0)

    /// Person at a panel that is mirrored left to right.
    struct Person {
        var run = CalibrationRun(
            layout: layout, transform: TouchTransform(glass: size), previous: previous,
            at: .zero)
        var now = Duration.zero

        func raw(_ point: Point) -> UnitPoint {
            UnitPoint(
                x: 1 - (Double(point.x) + 0.5) / Double(size.width),
                y: (Double(point.y) + 0.5) / Double(size.height))
        }

        mutating func send(_ phase: ContactEvent.Phase, _ point: Point, contact: Int = 0) {
            now += .milliseconds(50)
            run.handle(
                RawContact(
                    contact: contact, phase: phase, position: raw(point), uptime: now))
        }

        mutating func tap(_ point: Point) {
            send(.down, point)
            send(.up, point)
        }

        mutating func touchAll() { for target in layout.targets { tap(target) } }
    }

    private var person = Person()

    @Test("T40 marks in their order, then Accept under the new matrix")
    mutating func accept() {
        for (index, target) in Self.layout.targets.enumerated() {
            #expect(person.run.state == .target(index))
            person.tap(target)
        }
        guard case .review(let matrix) = person.run.state else {
            Issue.record("There is no matrix to review.")
            return
        }
        #expect(matrix.description == "-1 0 1 0 1 0")
        person.send(.down, Self.layout.accept.center)
        #expect(person.run.pressed == .accept)
        person.send(.up, Self.layout.accept.center)
        #expect(person.run.state == .ended(matrix, .accepted))
        #expect(person.run.deadline == nil)
    }

    @Test("T40 with the new matrix the place of Accept in the old one is Retry")
    mutating func newMatrixCounts() {
        person.touchAll()
        person.tap(Self.layout.retry.center)
        #expect(person.run.state == .target(0))
        #expect(person.run.refusal == nil)
        person.touchAll()
        person.tap(Point(x: 500, y: 50))
        guard case .review = person.run.state else {
            Issue.record("A touch beside both buttons ended the review.")
            return
        }
    }

    @Test("T40 a finger that slides off Accept accepts nothing")
    mutating func slide() {
        person.touchAll()
        person.send(.down, Self.layout.accept.center)
        person.send(.move, Self.layout.retry.center)
        #expect(person.run.pressed == nil)
        person.send(.up, Self.layout.accept.center)
        guard case .review = person.run.state else {
            Issue.record("It was accepted.")
            return
        }
    }

    @Test("T40 touches that can't be right start over with the reason")
    mutating func refused() {
        for _ in 0..<3 { person.tap(Point(x: 300, y: 300)) }
        #expect(person.run.state == .target(0))
        #expect(person.run.refusal == .singular)
        person.touchAll()
        #expect(person.run.refusal == nil)
    }

    @Test("T40 after 15 s without a touch the previous matrix is back, on trial too")
    mutating func timeout() {
        person.tap(Self.layout.targets[0])
        #expect(person.run.deadline == person.now + .seconds(15))
        person.run.tick(person.now + .milliseconds(14_999))
        #expect(person.run.state == .target(1))
        person.tap(Self.layout.targets[1])
        person.tap(Self.layout.targets[2])
        person.run.tick(person.now + .seconds(15))
        #expect(person.run.state == .ended(Self.previous, .timedOut))
        // This touch is too late.
        person.tap(Self.layout.accept.center)
        #expect(person.run.state == .ended(Self.previous, .timedOut))
    }

    @Test("T40 after five minutes it is over, whatever is felt")
    mutating func limit() {
        while person.run.deadline != nil, person.now < .seconds(400) {
            person.now += .seconds(14)
            person.send(.move, Point(x: 1, y: 1))
        }
        #expect(person.run.state == .ended(Self.previous, .timedOut))
        #expect(person.now >= CalibrationRun.limit && person.now < .seconds(315))
    }

    @Test("T40 on trial it says how far the worst touch is off, and where the finger is")
    mutating func trial() {
        person.touchAll()
        #expect((person.run.residual ?? 1) < 1e-9)
        let point = Point(x: 123, y: 456)
        person.send(.down, point)
        #expect(person.run.touched == point)
        person.send(.up, point)
        #expect(person.run.touched == nil)
        person.tap(Self.layout.retry.center)
        #expect(person.run.residual == nil && person.run.refusalCount == 0)
        for _ in 0..<3 { person.tap(Point(x: 300, y: 300)) }
        #expect(person.run.refusalCount == 1)
    }

    @Test("T40 C2 only the first finger counts, and a cancelled one marks nothing")
    mutating func fingers() {
        person.send(.down, Self.layout.targets[0])
        person.send(.down, Self.layout.targets[2], contact: 1)
        person.send(.up, Self.layout.targets[2], contact: 1)
        #expect(person.run.state == .target(0))
        person.send(.cancel, Self.layout.targets[0])
        #expect(person.run.state == .target(0))
        person.touchAll()
        guard case .review(let matrix) = person.run.state else {
            Issue.record("There is no matrix to review.")
            return
        }
        #expect(matrix.description == "-1 0 1 0 1 0")
    }

    @Test("T40 a device that is pulled ends it with the previous matrix")
    mutating func cancelled() {
        person.touchAll()
        person.run.cancel()
        #expect(person.run.state == .ended(Self.previous, .cancelled))
        person.run.cancel()
    }

    @Test("T40 five marks from a recording, through the tool, to the end")
    func tool() throws {
        let kernel = try FakeKernel()
        let panel = try kernel.plug(0, .panel())
        let devices = try kernel.devices()
        let size = RawPanel.glass
        let layout = CalibrationRun.Layout(
            targets: CalibrationRun.Layout.targets(in: size, count: 5),
            accept: Rect(x: 2_000, y: 2_000, width: 500, height: 500), retry: .zero)
        var number: Int32 = 0
        let run = CalibrationRun(
            layout: layout, transform: TouchTransform(glass: size), previous: .identity,
            at: Uptime.now())
        panel.now = Uptime.now()
        func tap(_ point: Point) {
            number += 1
            panel.send([
                .id(number), .x(Int32(point.x)), .y(Int32(point.y)), .report, .id(-1), .report,
            ])
        }
        _ = devices.read(at: .zero)
        var shown: [CalibrationRun.State] = []
        let ended = TouchTools.calibrate(devices, run: run, for: .seconds(20)) { run in
            shown.append(run.state)
            switch run.state {
            case .target(let index): tap(layout.targets[index])
            case .review: tap(layout.accept.center)
            case .ended: break
            }
        }
        #expect(shown.count == 7)
        guard case .ended(let matrix, .accepted) = ended.state else {
            Issue.record("It ended as \(ended.state).")
            return
        }
        #expect(matrix.description == "1 0 0 0 1 0")
        #expect(!devices.deliversRaw)
    }
}
