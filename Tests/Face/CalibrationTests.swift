import Display
import Errands
import Foundation
import Geometry
import Office
import PanelModel
import Screens
import Testing
import Touch

@testable import Face

@Suite("T40 Calibration on the screen", .timeLimit(.minutes(10)))
struct CalibrationTests {
    @Test(
        "T13 T40 C7 marks, Accept, and each corner is itself, however the picture is turned",
        arguments: Orientation.Rotation.allCases, [3, 5])
    func accept(rotation: Orientation.Rotation, points: Int) throws {
        let bench = try Bench(rotation)
        let before = bench.core.session.visit
        try bench.begin(points)
        #expect(bench.input.deliversRaw && bench.core.screenName == "calibrate")
        for (index, mark) in bench.marks(points).enumerated() {
            #expect(bench.state == .mark(index))
            // The centre of the cross is the mark and has another colour than the background.
            let picture = bench.core.snapshot()
            #expect(picture[mark.x, mark.y] != picture[bench.display.panel.size.width / 2, 2])
            bench.tap(mark)
        }
        #expect(bench.state == .review)
        let report = try #require(bench.core.staff.calibrationReport)
        #expect((report.residual ?? 1) < 0.002)
        #expect(bench.input.settings == 0, "not before it is accepted")
        try bench.tap(.acceptCalibration)
        #expect(bench.state == .accepted && !bench.input.deliversRaw)
        #expect(bench.input.calibration.isNear(Finger.matrix), "\(bench.input.calibration)")

        let touch = TouchTransform(
            bench.display.transform, calibration: bench.input.calibration)
        let size = bench.display.panel.size
        for point in [
            Point(x: 0, y: 0), Point(x: size.width - 1, y: 0),
            Point(x: 0, y: size.height - 1), Point(x: size.width - 1, y: size.height - 1),
            Point(x: size.width / 3, y: size.height / 2),
        ] {
            let felt = touch.point(bench.finger.raw(point))
            #expect(abs(felt.x - point.x) <= 1 && abs(felt.y - point.y) <= 1, "\(felt) \(point)")
        }
        #expect(bench.core.session.visit == before && bench.core.screenName == "welcome")
        #expect(bench.core.targets.contains { $0.id == .callOfficer })
        let ends = bench.reports.filter {
            if case .calibrationEnded(let report) = $0 { report.matrix != nil } else { false }
        }
        #expect(ends.count == 1)
    }

    @Test("T40 Repeat starts over and changes nothing") func again() throws {
        let bench = try Bench()
        try bench.begin(3)
        for mark in bench.marks(3) { bench.tap(mark) }
        try bench.tap(.retryCalibration)
        #expect(bench.state == .mark(0) && bench.input.settings == 0)
        #expect(bench.core.staff.calibrationReport?.refusalCount == 0)
        for mark in bench.marks(3) { bench.tap(mark) }
        // A contact that bounces on the last mark hits neither button.
        bench.tap(bench.marks(3)[2])
        #expect(bench.state == .review)
    }

    @Test("T40 touches that can't be right are refused, and the screen says why")
    func refused() throws {
        let bench = try Bench()
        try bench.begin(5)
        let plain = bench.core.snapshot()
        for _ in 0..<5 { bench.tap(Point(x: 300, y: 300)) }
        #expect(bench.state == .mark(0))
        #expect(bench.core.staff.calibrationReport?.refusal == .singular)
        #expect(!bench.core.snapshot().isEqual(to: plain))
        // The fourth mark is missed by 3 % of the panel's width.
        for (index, mark) in bench.marks(5).enumerated() {
            bench.tap(index == 3 ? Point(x: mark.x + 150, y: mark.y) : mark)
        }
        guard case .residual? = bench.core.staff.calibrationReport?.refusal else {
            Issue.record("\(String(describing: bench.core.staff.calibrationReport))")
            return
        }
        #expect(bench.core.staff.calibrationReport?.refusalCount == 2 && bench.input.settings == 0)
    }

    @Test("T40 15 s without a touch, and the previous matrix counts") func timeout() throws {
        let bench = try Bench()
        try bench.begin(3)
        bench.tap(bench.marks(3)[0])
        let touched = bench.now
        #expect(bench.core.deadline == touched + .seconds(15))
        bench.wait(.milliseconds(14_999))
        #expect(bench.state == .mark(1))
        bench.wait(.milliseconds(1))
        #expect(bench.state == .timedOut && !bench.input.deliversRaw)
        #expect(bench.input.settings == 0 && bench.core.screenName == "welcome")
        #expect(bench.core.staff.calibrationReport?.matrix == bench.input.calibration)
        // Repeat the calibration up to its review.
        let second = try bench.begin(3).get()
        #expect(second.id == 2)
        for mark in bench.marks(3) { bench.tap(mark) }
        let accept = try #require(bench.core.targets.first { $0.id == .acceptCalibration })
        bench.wait(.seconds(15))
        bench.tap(accept.frame.center)
        #expect(bench.state == .timedOut && bench.input.settings == 0)
    }

    @Test("T40 a panel that feels fingers for ever does not keep the screen") func limit() throws {
        let bench = try Bench()
        try bench.begin(3)
        let begun = bench.now
        for _ in 0..<60 where bench.state == .mark(0) {
            now(bench, .seconds(10))
        }
        #expect(bench.state == .timedOut && bench.now - begun == CalibrationRun.limit)
    }

    private func now(_ bench: Bench, _ step: Duration) {
        let finger = bench.finger.contact(.move, Point(x: 9, y: 9), at: bench.now + step)
        bench.wait(step, [.rawContact(finger)])
    }

    @Test("T30 T40 C6 the touchscreen is pulled while Accept is under the finger")
    func pulled() throws {
        let bench = try Bench()
        try bench.begin(3)
        for mark in bench.marks(3) { bench.tap(mark) }
        let accept = try #require(bench.core.targets.first { $0.id == .acceptCalibration })
        let point = accept.frame.center
        bench.wait(
            .milliseconds(10), [.rawContact(bench.finger.contact(.down, point, at: bench.now))])
        bench.input.pull()
        bench.wait(
            .milliseconds(10), [.rawContact(bench.finger.contact(.up, point, at: bench.now))])
        #expect(bench.state == .cancelled(.touchscreenGone))
        #expect(bench.input.settings == 0 && !bench.input.deliversRaw)
        bench.wait(.seconds(2))
        #expect(bench.core.screenName == "fault")
        #expect(throws: TouchscreenRefused.noTouchscreen) { try bench.begin().get() }
    }

    @Test("T15 T18 T40 without the display or on another console it ends") func displayGone()
        throws
    {
        let bench = try Bench()
        let lost = DisplayError(device: "card0", message: "pulled")
        try bench.begin()
        bench.display.news = [.lost(lost)]
        bench.wait(.milliseconds(10))
        #expect(bench.state == .cancelled(.displayGone))
        #expect(throws: TouchscreenRefused.noGlass) { try bench.begin().get() }
        bench.display.news = [.changed]
        bench.wait(.milliseconds(10))
        _ = try bench.begin().get()
        bench.display.news = [.changed]
        bench.wait(.milliseconds(10))
        #expect(bench.state == .cancelled(.displayGone), "its marks are elsewhere now")

        _ = try bench.begin().get()
        bench.display.isGone = true
        bench.tap(bench.marks(5)[0])
        #expect(bench.state == .cancelled(.displayGone))
        bench.display.isGone = false
        bench.display.news = [.changed]
        bench.wait(.milliseconds(10))

        _ = try bench.begin().get()
        bench.console.pending = [.leaveRequested]
        bench.wait(.milliseconds(10))
        #expect(bench.state == .cancelled(.consoleLeft))
        #expect(throws: TouchscreenRefused.noGlass) { try bench.begin().get() }
        #expect(bench.input.settings == 0)
    }

    @Test("T45 the monitor goes off after the black frame, on before the next, where it is wished")
    func switchOff() throws {
        for switchesOff in [true, false] {
            let bench = try Bench(hours: OfficeHours(), switchesOff: switchesOff)
            bench.wait(.seconds(1))
            bench.wait(.seconds(200))
            #expect(bench.core.light.level == .dim && bench.display.switched.isEmpty)
            bench.wait(.seconds(100))
            #expect(bench.core.light.level == .dark)
            for _ in 0..<5 { bench.wait(.seconds(30)) }
            #expect(bench.display.switched == (switchesOff ? [false] : []))
            let touch = ContactEvent(
                contact: 0, phase: .down, position: Point(x: 1, y: 1), uptime: bench.now)
            bench.wait(.milliseconds(10), [.contact(touch)])
            #expect(bench.core.light.level == .bright)
            #expect(bench.display.switched == (switchesOff ? [false, true] : []))
        }
    }

    @Test("T45 T46 calibrating wakes a dark screen and keeps it bright") func light() throws {
        // Without any hours the office is closed on every day.
        let bench = try Bench(hours: OfficeHours())
        bench.wait(.seconds(1))
        bench.wait(.seconds(301))
        #expect(bench.core.light.level == .dark)
        _ = try bench.begin(3).get()
        #expect(bench.core.light.level == .bright)
        for _ in 0..<20 { now(bench, .seconds(14)) }
        #expect(bench.state == .mark(0) && bench.core.light.level == .bright)
        bench.wait(.seconds(20))
        #expect(bench.state == .timedOut)
        bench.wait(.seconds(61))
        #expect(bench.core.light.level == .dim, "rests again afterwards")
    }

    @Test("T40 C2 what comes from elsewhere presses nothing meanwhile") func outside() throws {
        let bench = try Bench()
        let search = try #require(bench.core.targets.first { $0.id == .showSearch })
        try bench.begin()
        for phase in [ContactEvent.Phase.down, .up] {
            let contact = ContactEvent(
                contact: 0, phase: phase, position: search.frame.center, uptime: bench.now)
            bench.wait(.milliseconds(10), [.contact(contact)])
        }
        for isPressed in [true, false] {
            let key = KeyEvent(
                device: PanelInput.identity, role: .typing, code: 30, isPressed: isPressed,
                uptime: bench.now)
            bench.wait(.milliseconds(10), [.key(key)])
        }
        #expect(bench.core.session.isFresh && bench.state == .mark(0))
        #expect(throws: TouchscreenRefused.running) { try bench.begin().get() }
        // The minute changes and the printer stops, but the marks stay in place.
        bench.wait(.seconds(5), [.event(.printer(.paperOut))])
        #expect(bench.core.screenName == "calibrate" && bench.state == .mark(0))
    }
}
