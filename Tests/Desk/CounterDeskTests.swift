import Errands
import Foundation
import Office
import Records
import Slips
import TestSupport
import Testing

@testable import Desk

/// Visitors at counters, as the desk sees them.
@Suite("The desk: visitors who are called", .timeLimit(.minutes(10)))
struct CounterDeskTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder("desk") }

    private func waiting(_ bench: inout DeskBench) throws -> Ticket {
        let id = try bench.issue()
        bench.take(.effect(.shown(id)))
        bench.look(.ready)
        let now = bench.moment.wall
        try bench.records.transactionNow { try $0.tickets.markShown(id, at: now) }
        return try bench.ticket(id)
    }

    private func status(of ticket: Ticket, _ bench: inout DeskBench) -> TicketStatus? {
        bench.events = []
        bench.take(.effect(.lookUp(RequestID(9), ticket.code)))
        return bench.events.lazy.compactMap {
            if case .found(_, let status) = $0 { status } else { nil }
        }.first
    }

    @Test("L4 a visitor who was called and looks the number up is told to which counter")
    func named() throws {
        var bench = try DeskBench(in: folder.path)
        let ticket = try waiting(&bench)
        #expect(status(of: ticket, &bench)?.counter == nil)
        let now = bench.moment.wall
        try bench.records.transactionNow { _ = try $0.calls.begin(ticket.id, at: "3", at: now) }
        let status = try #require(status(of: ticket, &bench))
        #expect(status.state == .called && status.counter?.number == 3)
        bench.records.close()
    }

    @Test("A5 who was sent to a counter that the settings no longer have may be called by others")
    func released() throws {
        var bench = try DeskBench(in: folder.path)
        let ticket = try waiting(&bench)
        let (now, today) = (bench.moment.wall, ticket.businessDate)
        try bench.records.transactionNow {
            try $0.tickets.send(ticket.id, to: "3", who: "counter 1", at: now)
        }
        func sent(_ bench: DeskBench) throws -> Int {
            try bench.records.readNow { try $0.queue.sent(to: "3", on: today).count }
        }
        // A reload with the same counters lets it wait.
        bench.take(.index)
        #expect(try sent(bench) == 1)
        bench.desk.rules.calling.counters.removeAll { $0.id == "3" }
        let outcome = bench.take(.index)
        #expect(try sent(bench) == 0)
        #expect(outcome.lines.contains { $0.event == "tickets.released" })
        let head = try bench.records.readNow { records in
            try records.queue.heads(
                for: Counter(id: "1", number: 1, primary: [ticket.serviceID]), on: today, at: now)
        }
        #expect(head.map(\.id) == [ticket.id])
        bench.records.close()
    }

    @Test("E1 B8 the range of one's class stands on slip and screen, and on a second copy")
    func ranges() throws {
        var bench = try DeskBench(in: folder.path)
        bench.desk.rules.calling.usualSeconds = 600
        let (now, today) = (bench.moment.wall, CalendarDate(year: 2026, month: 11, day: 23))
        let rules = bench.desk.rules.calling
        let counter = try #require(rules.counters.first { $0.calls("ktp-el", .regular) })
        var situation = WaitSituation(
            now: now, rules: rules, counters: [counter.id: CounterOutlook(.open)],
            times: ["ktp-el": ServiceTimes(usualSeconds: 600)])
        situation.queue = (1...3).map { number in
            WaitingTicket(
                id: TicketID(terminal: "test1", sequence: Int64(100 + number)),
                number: TicketNumber(prefix: "K", value: number), serviceID: "ktp-el",
                queueClass: .regular, queuedAt: now)
        }
        bench.desk.waits = WaitBook(WaitForecast(situation, seed: 1), width: 1, at: now)
        let expected = try #require(
            bench.desk.waits.wait(
                of: Newcomer(serviceID: "ktp-el", queueClass: .regular), at: now)?.range)
        let id = try bench.issue()
        let issued = bench.events.lazy.compactMap { event -> IssuedTicket? in
            if case .issued(_, let tickets) = event { tickets.first } else { nil }
        }.first
        #expect(issued?.wait == expected)
        let due = bench.next()
        guard case .print(let slips, _)? = due else {
            Issue.record("no slip: \(String(describing: due))")
            return
        }
        let words = "\(expected.minutes.lowerBound) sampai \(expected.minutes.upperBound)"
        #expect("\(slips[0])".contains(words))
        let told = try bench.records.readNow { try $0.waits.told(id) }
        #expect(told == expected)
        bench.take(.printer(.ended(.sent, millimetres: 100)))
        // A later copy says what the first one said, whatever is known by then.
        bench.desk.waits = WaitBook()
        let copy = try bench.records.transactionNow { [desk = bench.desk, moment = bench.moment] in
            try desk.tickets.copy(
                id, limit: 3, who: "staff", by: desk.rules, in: $0, at: moment)
        }
        #expect("\(copy.slip)".contains(words))
        // Where nothing is known, that is said, and not 0.
        let later = try bench.issue(request: 2)
        #expect(try bench.records.readNow { try $0.waits.told(later) } == nil)
        #expect(today == (try bench.ticket(later)).businessDate)
        bench.records.close()
    }
}
