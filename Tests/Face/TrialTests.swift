import Display
import Errands
import Foundation
import Geometry
import Office
import PanelModel
import Screens
import Synchronization
import TestSupport
import Testing
import Touch

@testable import Face

@Suite("C7 Trying the touchscreen", .timeLimit(.minutes(10)))
struct TrialTests {
    private func begin(
        _ bench: Bench, device: String? = nil
    ) throws -> Result<TrialReport, TouchscreenRefused> {
        let answers = Mutex<[Result<TrialReport, TouchscreenRefused>]>([])
        let box = Shared(answers)
        bench.turn([.tryTouchscreen(TrialOrder(device: device) { box.add($0) })])
        return try #require(box.only)
    }

    private final class Shared: Sendable {
        private let all: Mutex<[Result<TrialReport, TouchscreenRefused>]>
        init(_ all: consuming Mutex<[Result<TrialReport, TouchscreenRefused>]>) { self.all = all }
        func add(_ answer: Result<TrialReport, TouchscreenRefused>) {
            all.withLock { $0.append(answer) }
        }
        var only: Result<TrialReport, TouchscreenRefused>? {
            all.withLock { $0.count == 1 ? $0[0] : nil }
        }
    }

    private func contact(
        _ bench: Bench, _ phase: ContactEvent.Phase, _ point: Point, finger: Int = 0
    ) -> KioskInput {
        .contact(
            ContactEvent(contact: finger, phase: phase, position: point, uptime: bench.now))
    }

    private func tap(_ bench: Bench, _ point: Point) {
        for phase in [ContactEvent.Phase.down, .up] {
            bench.now += .milliseconds(100)
            bench.turn([contact(bench, phase, point)])
        }
    }

    @Test("C7 a slide fills every field, Done ends it, and the first screen is back")
    func whole() throws {
        let bench = try Bench()
        let begun = try begin(bench).get()
        #expect(begun.id == 1 && begun.device == PanelInput.identity)
        #expect(bench.core.screenName == "touchTest")
        let layout = begun.trial.layout
        bench.wait(.seconds(1), [contact(bench, .down, layout.frame(0).center)])
        for field in 0..<layout.fieldCount {
            bench.wait(
                .milliseconds(20), [contact(bench, .move, layout.frame(field).center)])
        }
        bench.wait(
            .milliseconds(20),
            [contact(bench, .up, layout.frame(layout.fieldCount - 1).center)])
        let done = try #require(bench.core.targets.first { $0.id == .endTouchTest })
        #expect(bench.core.targets.count == 1)
        tap(bench, done.frame.center)
        let end = try #require(bench.core.staff.lastTrial)
        #expect(end.trial.ending == .done && end.trial.missing.isEmpty && end.loss == nil)
        #expect(bench.core.screenName == "welcome" && bench.core.staff.trial == nil)
        #expect(
            bench.reports == [
                .trialBegun(device: "eGalax"),
                .trialEnded(fields: layout.fieldCount, felt: layout.fieldCount),
            ])
        // The next touch belongs to a visitor again.
        let search = try #require(bench.core.targets.first { $0.id == .showSearch })
        tap(bench, search.frame.center)
        #expect(bench.core.screenName == "search")
    }

    @Test("C7 no touch of it reaches a button, a ticket or the office's keyboards") func nothing()
        throws
    {
        let bench = try Bench()
        let search = try #require(bench.core.targets.first { $0.id == .showSearch })
        _ = try begin(bench).get()
        bench.wait(.seconds(1))
        for finger in 0..<3 {
            bench.wait(
                .milliseconds(10), [contact(bench, .down, search.frame.center, finger: finger)])
        }
        #expect(bench.core.staff.trial?.trial.fingers.count == 3)
        // The cable has a loose contact: the device's contacts end, the trial continues.
        bench.wait(.milliseconds(10), [.touchLost])
        #expect(bench.core.staff.trial?.trial.fingers.isEmpty == true)
        bench.wait(TouchTrial.patience)
        #expect(bench.core.staff.lastTrial?.trial.ending == .timedOut)
        #expect(bench.core.staff.lastTrial?.trial.mostFingers == 3)
        #expect(bench.core.session.screenName == "welcome" && bench.core.session.isFresh)
    }

    @Test("C7 T40 refused with one sentence each where somebody or something has the screen")
    func refusals() throws {
        func refusal(_ bench: Bench, device: String? = nil) throws -> TouchscreenRefused? {
            guard case .failure(let refused) = try begin(bench, device: device) else { return nil }
            #expect(bench.core.staff.trial == nil && refused.description.hasSuffix("."))
            return refused
        }
        let bench = try Bench()
        _ = try bench.begin(5).get()
        #expect(try refusal(bench) == .running, "a calibration runs")
        let tried = try Bench()
        _ = try begin(tried).get()
        for other in [try begin(tried).map { _ in }, try tried.begin(5).map { _ in }] {
            guard case .failure(.running) = other else {
                Issue.record("it began in a trial")
                continue
            }
        }
        #expect(tried.core.staff.trial?.id == 1)
        let visited = try Bench()
        let search = try #require(visited.core.targets.first { $0.id == .showSearch })
        tap(visited, search.frame.center)
        #expect(try refusal(visited) == .visitor)
        let named = try Bench()
        guard case .notInUse("other", _)? = try refusal(named, device: "other") else {
            Issue.record("another device was taken")
            return
        }
        #expect(try refusal(try Bench(hasInput: false), device: "eGalax") == .noInput)
        // Touches through the page can be tried where there is no device.
        #expect(try begin(try Bench(hasInput: false)).get().device == nil)
    }

    @Test(
        "C6 T15 T18 what it stands on is gone: it ends and says why",
        arguments: [TouchscreenLoss.touchscreenGone, .displayGone, .consoleLeft])
    func losses(loss: TouchscreenLoss) throws {
        let bench = try Bench()
        _ = try begin(bench).get()
        switch loss {
        case .touchscreenGone: bench.input.pull()
        case .displayGone: bench.display.news = [.changed]
        case .consoleLeft: bench.console.pending = [.leaveRequested]
        }
        bench.wait(.milliseconds(100))
        let end = try #require(bench.core.staff.lastTrial)
        #expect(end.trial.ending == .cancelled && end.loss == loss)
    }

    @Test("C7 T45 a dark screen wakes for it and stays bright") func dark() throws {
        let bench = try Bench(hours: OfficeHours())
        bench.wait(.seconds(1))
        bench.wait(.seconds(301))
        #expect(bench.core.light.level == .dark)
        _ = try begin(bench).get()
        #expect(bench.core.light.level == .bright)
        let layout = try #require(bench.core.staff.trial).trial.layout
        // The first touch counts; no touch is needed to wake the screen.
        bench.wait(.seconds(1), [contact(bench, .down, layout.frame(3).center)])
        #expect(bench.core.staff.trial?.trial.felt == [3])
    }
}
