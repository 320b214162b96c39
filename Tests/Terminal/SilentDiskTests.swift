import Desk
import Errands
import Face
import Foundation
import Kernel
import Office
import Records
import Screens
import Settings
import TestSupport
import Testing
import Touch
import Wire

@testable import Terminal

/// A disk that never answers, and a screen that asks faster than the desk works.
@Suite("X7 A disk that does not answer", .timeLimit(.minutes(5)))
struct SilentDiskTests {
    /// Transaction that does not end before `end` is called.
    private final class Standstill: Sendable {
        private let gate = DispatchSemaphore(value: 0)
        private let began = AsyncStream<Void>.makeStream()

        func begin(on terminal: Terminal) async {
            Task { [self] in
                try? await terminal.transact { _, _, _ in
                    self.began.continuation.finish()
                    self.gate.wait()
                    return ((), DeskOutcome())
                }
            }
            for await _ in began.stream {}
        }

        func end() { gate.signal() }
    }

    @Test("X7 I2 the status answers, names the disk, and forgets it once it answers")
    func status() async throws {
        let machine = try await Machine()
        let terminal = machine.terminal
        let standstill = Standstill()
        await standstill.begin(on: terminal)
        await terminal.lookAtHealth(at: Uptime.now())
        #expect(!terminal.faults.stands(.disk), "a turn may take a moment")
        // The terminal's own look, which comes in between, finds that the turn is not so old yet.
        try await eventually("the disk is named") {
            await terminal.lookAtHealth(at: Uptime.now() + Terminal.turnLimit)
            let problems = await terminal.control.status(page: nil).problems
            return problems.contains { $0.contains("does not answer") }
        }
        let status = await terminal.control.status(page: nil)
        #expect(status.waiting == nil && status.issuedToday == nil, "unknown, and not zero")
        standstill.end()
        await terminal.turn()
        await terminal.lookAtHealth(at: Uptime.now())
        #expect(!terminal.faults.stands(.disk))
        #expect(await terminal.control.status(page: nil).waiting == 0)
    }

    @Test("X7 C4 the loop goes on while the disk stands still: the screen changes at a touch")
    func loopGoesOn() async throws {
        let machine = try await Machine()
        let standstill = Standstill()
        await standstill.begin(on: machine.terminal)
        try await machine.tap(.showAgencies, waits: false)
        try await machine.until { $0.screenName == "agencies" }
        standstill.end()
    }

    @Test("a desk that is far behind drops what a screen asks, answers it, counts it and says so")
    func drops() async throws {
        let machine = try await Machine()
        let terminal = machine.terminal
        let queue = EffectQueue()
        let wishes = [TicketWish(serviceID: "kk")]
        var taken = queue.add(
            Array(repeating: .printAgain(TicketID(terminal: "t", sequence: 1)), count: 1_000))
        #expect(taken.droppedCount == 0)
        taken = queue.add([
            .shown(TicketID(terminal: "t", sequence: 1)),
            .issue(RequestID(1), wishes, .indonesian),
        ])
        #expect(taken.droppedCount == 1)
        #expect(taken.answers == [.issueFailed(RequestID(1), .storage)])
        // The same through the loop: nobody waits for what was dropped.
        let standstill = Standstill()
        await standstill.begin(on: terminal)
        let idle = terminal.inbox.effects
        let search = Effect.search(RequestID(0), "ktp", .indonesian)
        // The desk has the first one in its hands and waits for the disk with it.
        _ = idle.add([search])
        try await eventually("the desk took it") { idle.waitingCount == 0 }
        _ = idle.add(Array(repeating: search, count: EffectQueue.maximumWaiting))
        try await machine.tap(.service("ktp-el"), waits: false)
        try await machine.until { $0.screenName == "confirm" }
        try await machine.tap(.issue, waits: false)
        try await eventually("the order is dropped") { terminal.loop.drops.effects == 1 }
        try await machine.until { !$0.isIssuing && $0.screenName == "confirm" }
        #expect(await terminal.loop.waitUntilIdle(timeout: .seconds(30)))
        standstill.end()
        await terminal.lookAtHealth(at: Uptime.now())
        let status = await terminal.control.status(page: nil)
        #expect(status.problems.contains { $0.contains("1 orders of the screen") })
    }
}
