import Errands
import Geometry
import PanelModel
import Testing
import Touch
import Wire

@testable import Face
@testable import Terminal

@Suite("C7 The trial of the touchscreen, as technicians read it", .timeLimit(.minutes(10)))
struct TouchTrialTests {
    @Test("C7 who asks gets the fields that felt nothing, counted from 1") func wire() async throws
    {
        let machine = try await Machine(input: { PanelInput() })
        let terminal = machine.terminal
        await #expect(throws: Refusal.self) { try await terminal.control.touchTrial() }
        let begun = try await terminal.control.tryTouchscreen()
        #expect(begun.device == "eGalax 0eef:0001" && begun.state == .running)
        #expect(begun.missing.count == begun.columns * begun.rows)
        let now = SystemClock.uptime()
        for phase in [ContactEvent.Phase.down, .up] {
            terminal.loop.post(
                .contact(
                    ContactEvent(
                        contact: 0, phase: phase, position: Point(x: 0, y: 0), uptime: now)))
        }
        _ = await terminal.loop.waitUntilIdle(timeout: .seconds(60))
        let felt = try await terminal.control.touchTrial()
        #expect(!felt.missing.contains(.init(column: 1, row: 1)))
        #expect(felt.missing.first == .init(column: 2, row: 1))
        #expect(felt.missing.last == .init(column: felt.columns, row: felt.rows))
        #expect(felt.touches.map(\.phase) == ["down", "up"] && felt.touchCount == 1)
    }

    @Test("C6 T15 T18 a trial that lost its device says what it lost") func lost() async throws {
        let machine = try await Machine(input: { PanelInput() })
        _ = try await machine.terminal.control.tryTouchscreen()
        for loss in [TouchscreenLoss.touchscreenGone, .displayGone, .consoleLeft] {
            let wire = await machine.terminal.loop.query { core in
                core.staff.trial.map { trial in
                    var report = trial
                    report.trial.cancel()
                    report.loss = loss
                    return Wire.TouchTrial(report)
                }
            }
            #expect(wire?.state == .cancelled && wire?.problem?.contains(loss.rawValue) == true)
        }
    }
}
