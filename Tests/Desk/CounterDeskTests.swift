import Errands
import Office
import Records
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
}
