import GRDB
import Office
import Testing

@testable import Records

@Suite("Records: transactions", .timeLimit(.minutes(5)))
struct TransactionTests {
    let test = TestRecords()

    @Test("A4 what a transaction did is there as a whole, or not at all", arguments: [false, true])
    func whole(isBlocking: Bool) async throws {
        let records = try test.open()
        let (now, day) = (test.now, test.day)
        let body: @Sendable (RecordsTransaction) throws -> TicketID = { transaction in
            let id = try transaction.tickets.issue(
                [TestRecords.request(paper: true)], at: now, day: day, policy: .continue)[0].ticket
                .id
            try transaction.prints.markSending(
                [.init(ticketID: id, number: 1)], job: 4, at: now)
            try transaction.tickets.markShown(id, at: now)
            return id
        }
        let id =
            isBlocking ? try records.transactionNow(body) : try await records.transaction(body)
        let ticket = try #require(try await records.read { try $0.tickets.ticket(id) })
        #expect(ticket.state == .waiting && ticket.paper == .sending)

        let broken: @Sendable (RecordsTransaction) throws -> Void = { transaction in
            _ = try body(transaction)
            try transaction.tickets.setState(.done, of: id, at: now)
        }
        await #expect(
            throws: RecordsError.refused("Ticket K-001 is waiting and can't become done.")
        ) {
            isBlocking ? try records.transactionNow(broken) : try await records.transaction(broken)
        }
        let date = day.date(at: now)
        #expect(try records.readNow { try $0.tickets.issuedCount(on: date) } == 1)
    }

    @Test("A4 a nested step that fails takes nothing else with it") func nested() async throws {
        let records = try test.open()
        let full = TestRecords.request("F", range: 1...1)
        let date = test.day.date(at: test.now)
        let given = try records.transactionNow { transaction in
            var given: [TicketNumber] = []
            for requests in [[full], [TestRecords.request(), full], [TestRecords.request()]] {
                do {
                    given += try transaction.nested {
                        try transaction.tickets.issue(
                            requests, at: test.now, day: test.day, policy: .continue)
                    }.map(\.ticket.number)
                } catch RecordsError.numbersUsedUp {}
            }
            return given
        }
        #expect(given.map(\.description) == ["F-001", "K-001"])
        #expect(try await records.queue(on: date).map(\.number) == given)
    }

    @Test("I2 once SQLite gave a transaction up, nothing of it can be committed alone")
    func givenUp() async throws {
        let records = try test.open()
        #expect(throws: RecordsError.self) {
            try records.transactionNow { transaction in
                try transaction.paper.noteOut(at: test.now)
                try? transaction.db.rollback()
                try? transaction.paper.loadRoll(millimetres: 80_000, who: "w", at: test.now)
            }
        }
        #expect(try await records.roll() == nil)
        try await records.loadRoll(millimetres: 50_000, who: "w", at: test.now)
        #expect(try await records.roll()?.millimetres == 50_000)
    }

    @Test("A4 a view of the database changes nothing") func readOnly() async throws {
        let records = try test.open()
        #expect(throws: RecordsError.self) {
            try records.readNow { try $0.paper.noteOut(at: test.now) }
        }
        #expect(try await !records.isPaperOut())
    }
}
