import Errands
import Face
import Foundation
import Office
import Screens
import Settings
import Synchronization
import Testing
import Wire

@testable import Terminal

@Suite("Terminal: waiting times", .timeLimit(.minutes(5)))
struct WaitTests {
    @Test("E1 a range comes to the screen, to the list and to the ticket after the queue changed")
    func everywhere() async throws {
        let machine = try await Machine { $0.settings.calling.usualSeconds = 600 }
        let hall = machine.terminal.control.hall
        let bundle = await machine.terminal.bundle
        let counter = try #require(
            bundle.settings.calling.counters.first { $0.calls("ktp-el", .regular) })
        // Nobody is known to come to a counter yet.
        #expect(
            try await machine.terminal.control.queue(service: nil).allSatisfy { $0.wait == nil })
        _ = try await hall.press(
            Wire.Press(id: "open-1", order: "open"), at: counter.id, by: .unknown)
        let regular = Newcomer(serviceID: "ktp-el", queueClass: .regular)
        try await machine.until {
            $0.facts.outlook[regular]?.wait == WaitRange(minutes: 0...5)
        }
        try await machine.tap(.service("ktp-el"))
        try await machine.tap(.issue)
        guard case .ticket(let tickets, _) = await machine.screen() else {
            Issue.record("no ticket: \(await machine.screen())")
            return
        }
        #expect(tickets[0].wait == WaitRange(minutes: 0...5))
        // The next one waits for the first one's ten minutes.
        try await machine.until { ($0.facts.outlook[regular]?.peopleAhead) == 1 }
        let outlook = await machine.terminal.loop.query { $0.session.facts.outlook[regular] }
        #expect(try #require(outlook?.wait).minutes.upperBound >= 10)
        let listed = try #require(
            try await machine.terminal.control.queue(service: nil).first)
        #expect(listed.peopleAhead == 0 && listed.wait == .init(from: 0, to: 5))
        #expect(try await machine.terminal.control.ticket("K-001").wait == listed.wait)
    }

    @Test("D11 an open ticket that was forgotten is named, and who waits longest is marked")
    func forgotten() async throws {
        let clock = ShiftedClock()
        let machine = try await Machine(clock: clock) { $0.settings.calling.usualSeconds = 60 }
        let control = machine.terminal.control
        let bundle = await machine.terminal.bundle
        let counter = try #require(
            bundle.settings.calling.counters.first { $0.calls("ktp-el", .regular) })
        for _ in 0..<3 {
            _ = try await control.hall.issue(
                Wire.IssueWish(service: "ktp-el", paper: false), by: .unknown)
        }
        let marked = try await control.queue(service: nil).filter(\.waitsLongest).map(\.number)
        #expect(marked == ["K-001"])
        _ = try await control.hall.press(
            Wire.Press(id: "next-1", order: "next"), at: counter.id, by: .unknown)
        #expect(try await control.hall.counters().allSatisfy { !$0.isForgotten })
        clock.seconds.withLock { $0 = 3_600 }
        let looked = try #require(
            try await control.hall.counters().first { $0.id == counter.id })
        #expect(looked.isForgotten && looked.ticket?.number == "K-001")
    }
}

/// Clock of the machine, some seconds later.
private final class ShiftedClock: KioskClock {
    let seconds = Mutex(0.0)

    func now() -> Moment {
        var moment = SystemClock().now()
        moment.wall += seconds.withLock { $0 }
        return moment
    }
}
