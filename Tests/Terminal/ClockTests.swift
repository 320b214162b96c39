import Desk
import Errands
import Face
import Foundation
import Office
import Screens
import Synchronization
import Testing
import Wire

@testable import Terminal

/// Clock whose time may be set. Each jump takes five seconds, so that the same service may be asked for
/// again (C3).
private final class JumpingClock: KioskClock {
    private let ahead = Mutex((seconds: 0.0, jumps: 0))

    func jump(to seconds: Double) { ahead.withLock { $0 = (seconds, $0.jumps + 1) } }

    func now() -> Moment {
        let now = SystemClock().now()
        let (seconds, jumps) = ahead.withLock { $0 }
        return Moment(wall: now.wall + seconds, uptime: now.uptime + .seconds(5 * jumps))
    }
}

@Suite("A clock that ran ahead", .timeLimit(.minutes(10)))
struct ClockTests {
    private let root = Caller.process(uid: 0, pid: 1, name: "root")

    private func takeTicket(_ machine: Machine) async throws {
        try await machine.tap(.service("ktp-el"))
        try await machine.tap(.issue)
        try await machine.until { if case .ticket = $0.visit.screen { true } else { false } }
        try await machine.tap(.home)
    }

    @Test("Y2 status names the clock with both times, and root takes the date back on record")
    func accept() async throws {
        let clock = JumpingClock()
        let machine = try await Machine(clock: clock)
        let control = machine.terminal.control
        try await takeTicket(machine)
        let today = try await control.clock()
        #expect(today.fault == nil && today.acceptedTime == nil)
        // The date of tomorrow expires the ticket of today.
        clock.jump(to: 2 * 86_400)
        await machine.terminal.turn()
        #expect(try await control.queue(service: nil).isEmpty)
        try await takeTicket(machine)
        clock.jump(to: 0)
        let problems = await control.status(page: nil).problems
        let fault = try #require(problems.first { $0.contains("loket clock accept") })
        let now = try await control.clock()
        #expect(now.businessDate > today.businessDate && now.fault != nil)
        #expect(fault.contains(try #require(now.newestTicket)))
        let accepted = try await control.acceptClock(by: root)
        #expect(accepted.businessDate == today.businessDate)
        #expect(accepted.moved == 0 && accepted.stranded == ["K-001"])
        // The visitor of before waits again.
        #expect(try await control.queue(service: nil).map(\.number) == ["K-001"])
        clock.jump(to: 0)
        try await takeTicket(machine)
        #expect(try await control.queue(service: nil).map(\.number) == ["K-001", "K-002"])
        let after = await control.status(page: nil)
        #expect(!after.problems.contains { $0.contains("loket clock") })
        #expect(after.businessDate == today.businessDate)
        await #expect(throws: (any Error).self) { try await control.acceptClock(by: root) }
    }

    @Test("L8 a clock that was set is looked at at once") func set() async throws {
        let clock = JumpingClock()
        let machine = try await Machine(clock: clock)
        try await takeTicket(machine)
        clock.jump(to: 3 * 86_400)
        let before = clock.now().wall.timeIntervalSince1970 - 3 * 86_400
        let shown = try await machine.terminal.control.noteClockSet(
            Wire.ClockSetReport(before: before), by: root)
        #expect(shown.fault == nil)
        #expect(try await machine.terminal.control.day.report(nil).all.given == 0)
        let yesterday = await machine.terminal.desk.day.lastDate
        #expect(yesterday?.description == shown.businessDate)
    }
}
