import Display
import Foundation
import Geometry
import Screens
import TestSupport
import Testing
import Touch
import Wire

@testable import Terminal

@Suite("T40 Calibration: who may not, and what is kept")
struct CalibrationRefusalTests {
    @Test("T40 refused with one sentence each, and nothing begins") func refusals() throws {
        func refusal(
            _ bench: Bench, points: Int = 5, device: String? = nil
        ) throws -> TouchscreenRefused? {
            let answer = try bench.begin(points, device: device)
            guard case .failure(let refused) = answer else { return nil }
            #expect(!bench.input.deliversRaw && bench.core.screenName != "calibrate")
            #expect(refused.description.hasSuffix("."))
            return refused
        }
        let bench = try Bench()
        #expect(try refusal(bench, points: 4) == .wrongCount(4))
        #expect(try refusal(try Bench(hasInput: false)) == .noInput)

        // A finger on the glass, then a visitor who looks for something.
        let search = try #require(bench.core.targets.first { $0.id == .showSearch })
        for (phase, expected) in [
            (ContactEvent.Phase.down, TouchscreenRefused.visitor), (.up, .visitor),
        ] {
            let contact = ContactEvent(
                contact: 0, phase: phase, position: search.frame.center, uptime: bench.now)
            bench.wait(.milliseconds(100), [.contact(contact)])
            #expect(try refusal(bench) == expected)
        }
        bench.wait(.milliseconds(100), [.event(.cleaning)])
        #expect(try refusal(bench) == .visitor)

        let second = DeviceIdentity(vendor: 0x1234, product: 2, name: "second")
        let both = try Bench()
        both.input.devices.append(
            DeviceSummary(
                path: "/dev/input/event9", identity: second, score: 5,
                reason: "Another serves better."))
        guard case .severalTouchscreens(let names)? = try refusal(both) else {
            Issue.record("one of two was taken unasked")
            return
        }
        #expect(names.count == 2 && names[1].contains("1234:0002"))
        for wanted in ["second", "1234:0002", "/dev/input/event9", "third"] {
            guard case .notInUse(wanted, _)? = try refusal(both, device: wanted) else {
                Issue.record("\(wanted) was taken")
                continue
            }
        }
        for (id, wanted) in ["eGalax", "0eef:0001", "/dev/input/event3"].enumerated() {
            let bench = try Bench()
            bench.input.devices = both.input.devices
            #expect(try bench.begin(device: wanted).get().id == 1, "\(id)")
        }
    }

    /// A terminal whose one touchscreen is touched by a test.
    private func touch(_ machine: Machine, _ finger: Finger, _ point: Point) async {
        let now = SystemClock.uptime()
        for phase in [ContactEvent.Phase.down, .up] {
            machine.terminal.loop.post(.rawContact(finger.contact(phase, point, at: now)))
        }
        _ = await machine.terminal.loop.waitUntilIdle(timeout: .seconds(60))
    }

    private func calibrated(_ machine: Machine) async throws -> Wire.Calibration {
        let terminal = machine.terminal
        var now = try await terminal.calibrate(points: 5)
        #expect(now.state == .mark && now.mark == 1 && now.device == "eGalax 0eef:0001")
        let panel = machine.display.panel
        let finger = Finger(transform: machine.display.transform)
        for (index, mark) in CalibrationRun.Layout.targets(in: panel.size, count: 5).enumerated() {
            #expect(try await terminal.calibration().mark == index + 1)
            await touch(machine, finger, mark)
        }
        now = try await terminal.calibration()
        #expect(now.state == .review && now.matrix != nil && !now.isOver)
        let screen = await terminal.screen()
        #expect(screen.screen == "calibrate")
        let accept = try #require(screen.targets.first { $0.action == "acceptCalibration" })
        await touch(
            machine, finger,
            Point(x: accept.x + accept.width / 2, y: accept.y + accept.height / 2))
        let limit = ContinuousClock.now + .seconds(60)
        repeat {
            now = try await terminal.calibration()
        } while !now.isOver && ContinuousClock.now < limit
        return now
    }

    @Test("T40 C7 what is accepted is on the disk when the caller hears of it, for this device")
    func stored() async throws {
        let machine = try await Machine(hardware: { Hardware(input: PanelInput()) })
        await #expect(throws: Wire.Failure.self) { try await machine.terminal.calibration() }
        let end = try await calibrated(machine)
        #expect(end.state == .stored && end.problem == nil)
        #expect((end.residualPercent ?? 9) < 0.2)
        // What the next daemon reads at its start.
        let (matrices, problems) = CalibrationStore(folder: machine.folder).loadAll()
        #expect(problems.isEmpty && Array(matrices.keys) == [PanelInput.identity.stableKey])
        let matrix = try #require(matrices[PanelInput.identity.stableKey])
        #expect(matrix.description == end.matrix)
        #expect(CalibrationTests.isNear(matrix, Finger.matrix))
    }

    @Test("T40 who asks hears that nobody touched, and the next one may begin") func ended()
        async throws
    {
        let clock = ManualClock()
        let machine = try await Machine(clock: clock, hardware: { Hardware(input: PanelInput()) })
        let terminal = machine.terminal
        let begun = try await terminal.calibrate(points: 3)
        await #expect(throws: TouchscreenRefused.running) {
            try await terminal.calibrate(points: 3)
        }
        clock.advance(by: CalibrationRun.patience)
        terminal.loop.post(.event(.time))
        _ = await terminal.loop.waitUntilIdle(timeout: .seconds(60))
        let end = try await terminal.calibration()
        #expect(end.id == begun.id && end.state == .ended && end.isOver)
        #expect(end.problem?.contains("previous") == true)
        #expect(end.matrix == "1 0 0.25 0 1 0", "the one that counts")
        #expect(try await terminal.calibrate(points: 5).id == begun.id + 1)
        #expect(CalibrationStore(folder: machine.folder).loadAll().matrices.isEmpty)
    }

    @Test("T40 where the disk does not take it, the caller hears so") func unstored() async throws {
        let folder = try TemporaryFolder()
        try folder.write("no folder", to: "file")
        let machine = try await Machine(
            hardware: { Hardware(input: PanelInput()) },
            calibrations: CalibrationStore(folder: folder.file("file")))
        let end = try await calibrated(machine)
        #expect(end.state == .unstored)
        #expect(end.problem?.contains(folder.path) == true, "\(end.problem ?? "")")
    }
}
