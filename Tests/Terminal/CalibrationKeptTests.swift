import Display
import Errands
import Face
import Foundation
import Geometry
import PanelModel
import Screens
import TestSupport
import Testing
import Touch
import Wire

@testable import Terminal

@Suite("T40 Calibration: what is kept", .timeLimit(.minutes(10)))
struct CalibrationStoreTests {
    /// Touches the only touchscreen of a terminal.
    private func touch(_ machine: Machine, _ finger: Finger, _ point: Point) async {
        let now = SystemClock.uptime()
        for phase in [ContactEvent.Phase.down, .up] {
            machine.terminal.loop.post(.rawContact(finger.contact(phase, point, at: now)))
        }
        _ = await machine.terminal.loop.waitUntilIdle(timeout: .seconds(60))
    }

    private func calibrated(_ machine: Machine) async throws -> Wire.Calibration {
        let terminal = machine.terminal
        var now = try await terminal.control.calibrate(points: 5)
        #expect(now.state == .mark && now.mark == 1 && now.device == "eGalax 0eef:0001")
        let panel = machine.display.panel
        let finger = Finger(transform: machine.display.transform)
        for (index, mark) in CalibrationRun.Layout.targets(in: panel.size, count: 5).enumerated() {
            #expect(try await terminal.control.calibration().mark == index + 1)
            await touch(machine, finger, mark)
        }
        now = try await terminal.control.calibration()
        #expect(now.state == .review && now.matrix != nil && !now.isOver)
        let screen = await terminal.control.screen()
        #expect(screen.screen == "calibrate")
        let accept = try #require(screen.targets.first { $0.action == "acceptCalibration" })
        await touch(
            machine, finger,
            Point(x: accept.x + accept.width / 2, y: accept.y + accept.height / 2))
        let limit = ContinuousClock.now + .seconds(60)
        repeat {
            now = try await terminal.control.calibration()
        } while !now.isOver && ContinuousClock.now < limit
        return now
    }

    @Test("T40 C7 what is accepted is on the disk when the caller hears of it, for this device")
    func stored() async throws {
        let machine = try await Machine(input: { PanelInput() })
        await #expect(throws: Refusal.self) {
            try await machine.terminal.control.calibration()
        }
        let end = try await calibrated(machine)
        #expect(end.state == .stored && end.problem == nil)
        #expect((end.residualPercent ?? 9) < 0.2)
        // The next daemon reads this at its start.
        let (matrices, problems) = CalibrationStore(folder: machine.folder).loadAll()
        #expect(problems.isEmpty && Array(matrices.keys) == [PanelInput.identity.stableKey])
        let matrix = try #require(matrices[PanelInput.identity.stableKey])
        #expect(matrix.description == end.matrix)
        #expect(matrix.isNear(Finger.matrix))
    }

    @Test("T40 who asks hears that nobody touched, and the next one may begin") func ended()
        async throws
    {
        let clock = ManualClock()
        let machine = try await Machine(clock: clock, input: { PanelInput() })
        let terminal = machine.terminal
        let begun = try await terminal.control.calibrate(points: 3)
        await #expect(throws: TouchscreenRefused.running) {
            try await terminal.control.calibrate(points: 3)
        }
        clock.advance(by: CalibrationRun.patience)
        terminal.loop.post(.input(.time))
        _ = await terminal.loop.waitUntilIdle(timeout: .seconds(60))
        let end = try await terminal.control.calibration()
        #expect(end.id == begun.id && end.state == .ended && end.isOver)
        #expect(end.problem?.contains("previous") == true)
        #expect(end.matrix == "1 0 0.25 0 1 0", "the one that counts")
        #expect(try await terminal.control.calibrate(points: 5).id == begun.id + 1)
        #expect(CalibrationStore(folder: machine.folder).loadAll().matrices.isEmpty)
    }

    @Test("T40 where the disk does not take it, the caller hears so") func unstored() async throws {
        let folder = try TemporaryFolder()
        try folder.write("no folder", to: "file")
        let machine = try await Machine(
            input: { PanelInput() },
            calibrations: CalibrationStore(folder: folder.file("file")))
        let end = try await calibrated(machine)
        #expect(end.state == .unstored)
        #expect(end.problem?.contains(folder.path) == true, "\(end.problem ?? "")")
    }
}
