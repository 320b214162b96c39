import Foundation
import Office
import Testing

@testable import Records

@Suite("Records: calls", .timeLimit(.minutes(5)))
struct CallTests {
    let test = TestRecords()

    private func waiting(_ records: Records) async throws -> Ticket {
        test.now += 60
        let id = try await test.issue(records)[0].ticket.id
        try await records.markShown(id, at: test.now)
        return try #require(try await records.ticket(id))
    }

    @Test("D1 D2 a call has moments of its own, and each transition is in the journal")
    func story() async throws {
        let records = try test.open()
        let ticket = try await waiting(records)
        let now = test.now
        let call = try records.transactionNow {
            try $0.calls.begin(ticket.id, at: "3", person: "Agus", at: now + 10)
        }
        #expect(call.ticketID == ticket.id && call.counter == "3" && call.person == "Agus")
        try records.transactionNow { transaction in
            _ = try transaction.calls.recall(at: "3", at: now + 20)
            _ = try transaction.calls.serve(at: "3", at: now + 30)
            #expect(throws: RecordsError.self) { try transaction.calls.serve(at: "3", at: now) }
            _ = try transaction.calls.end(at: "3", as: .done, at: now + 40)
        }
        let stored = try records.readNow { try $0.calls.calls(of: ticket.id) }
        #expect(
            stored.map { [$0.calledAt, $0.recalledAt, $0.servingAt, $0.endedAt] }
                == [[now + 10, now + 20, now + 30, now + 40]])
        #expect(try await records.ticket(ticket.id)?.state == .done)
        let told = try records.readNow { try $0.journal.story(of: ticket.id).map(\.entry) }
            .dropFirst(2)
        #expect(
            told.map(\.what) == [
                "ticket.called", "ticket.recalled", "ticket.serving", "ticket.done",
            ])
        #expect(told.allSatisfy { $0.who == "counter 3" }, "the journal names no person")
    }

    @Test("D1 a counter has one open ticket, and a ticket one counter") func one() async throws {
        let records = try test.open()
        let (first, second) = (try await waiting(records), try await waiting(records))
        _ = try records.transactionNow { try $0.calls.begin(first.id, at: "1", at: test.now) }
        #expect(throws: RecordsError.refused("Counter 1 has K-001 still open.")) {
            try records.transactionNow { try $0.calls.begin(second.id, at: "1", at: test.now) }
        }
        #expect(throws: RecordsError.refused("Ticket K-001 is called and can't become called.")) {
            try records.transactionNow { try $0.calls.begin(first.id, at: "2", at: test.now) }
        }
        #expect(throws: RecordsError.refused("Counter 2 has no open ticket.")) {
            try records.transactionNow { try $0.calls.recall(at: "2", at: test.now) }
        }
        #expect(try await records.ticket(second.id)?.state == .waiting)
    }

    @Test("D1 A3 a ticket that leaves its counter by any way ends its call")
    func leaves() async throws {
        let records = try test.open()
        let tickets = [
            try await waiting(records), try await waiting(records), try await waiting(records),
            try await waiting(records),
        ]
        for (index, ticket) in tickets.enumerated() {
            try records.transactionNow {
                _ = try $0.calls.begin(ticket.id, at: "\(index)", at: test.now)
                if index == 3 { _ = try $0.calls.serve(at: "\(index)", at: test.now) }
            }
        }
        let now = test.now
        try records.transactionNow { transaction in
            try transaction.tickets.void(tickets[0].id, reason: "left", who: "staff", at: now)
            try transaction.tickets.transfer(
                tickets[1].id, to: tickets[1].serviceID, who: "staff", at: now)
            // The day turns: one is expired, one was being served.
            let next = try #require(CalendarDate("2099-01-01"))
            _ = try transaction.tickets.expire(before: next, at: now)
        }
        for (index, state) in [TicketState.void, .expired, .expired, .done].enumerated() {
            #expect(try await records.ticket(tickets[index].id)?.state == state)
            #expect(try records.readNow { try $0.calls.open(at: "\(index)") } == nil)
        }
        test.now += 60
        let another = try await waiting(records)
        for counter in ["0", "1", "2", "3"] {
            try records.transactionNow {
                _ = try $0.calls.begin(another.id, at: counter, at: test.now)
                _ = try $0.calls.end(at: counter, as: .waiting, at: test.now)
            }
        }
    }

    @Test("D2 a no-show that is taken back stands at its old place, whatever the clock did")
    func takenBack() async throws {
        let records = try test.open()
        let first = try await waiting(records)
        try records.transactionNow { transaction in
            _ = try transaction.calls.begin(first.id, at: "1", at: test.now)
            _ = try transaction.calls.end(at: "1", as: .noShow, at: test.now)
        }
        // Nobody waits, and the clock is set back by two hours.
        test.now -= 7_200
        let second = try await waiting(records)
        try await records.setState(.waiting, of: first.id, at: test.now)
        let queue = try await records.queue(on: first.businessDate)
        #expect(queue.map(\.id) == [first.id, second.id])
        #expect(queue.map(\.issuedAt) == [first.issuedAt, test.now])
    }
}
