import Foundation
import GRDB
import Office
import Synchronization
import Testing

@testable import Records

/// Statements of a start and of a visit, as SQLite would run them. A scan of a table that grows makes
/// every ticket slower than the one before it.
@Suite("Records: plans of the statements", .timeLimit(.minutes(5)))
struct QueryPlanTests {
    let test = TestRecords()

    /// Tables with a row for each visit, print, answer or start.
    private static let growing: Set<String> = [
        "ticket", "print_attempt", "document_print", "call", "journal", "journal_note",
        "survey_token", "survey_response", "survey_answer", "survey_profile", "express_rating",
        "survey_abandoned", "paper_roll", "paper_use", "incarnation", "last_number", "press",
    ]

    /// Partial indexes, which hold only what is open and may therefore be read as a whole.
    private static let small: Set<String> = [
        "queued_ticket", "called_ticket", "open_print_attempt", "open_document_print",
        "open_call_of_counter", "open_call_of_ticket", "unchecked_incarnation", "held_ticket",
        "callable_ticket", "sent_ticket",
    ]

    /// Partial indexes in the order of time, of which a statement with a limit reads the newest rows.
    private static let ordered: Set<String> = ["ended_print_attempt", "ended_document_print"]

    private final class Statements: Sendable {
        let all = Mutex<Set<String>>([])
    }

    /// Returns the steps of a statement's plan that read a growing table from end to end.
    private static func scans(_ sql: String, _ db: Database) throws -> [String] {
        try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN \(sql)").map { $0["detail"] as String }
            .filter { step in
                let words = step.split(separator: " ").map(String.init)
                // All dates before one are the whole history.
                let isWhole =
                    words.first == "SCAN"
                    || words.first == "SEARCH" && step.hasSuffix("(business_date<?)")
                return words.count > 1 && isWhole && growing.contains(words[1])
                    && small.isDisjoint(with: words)
                    && !(sql.contains("LIMIT") && !ordered.isDisjoint(with: words))
            }
    }

    @Test("A4 B10 no statement of a start or of a visit reads a growing table from end to end")
    func plans() async throws {
        let records = try test.open()
        let statements = Statements()
        try await records.pool.writeWithoutTransaction { db in
            db.trace(options: .statement) { event in
                guard case .statement(let statement) = event else { return }
                _ = statements.all.withLock { $0.insert(statement.expandedSQL) }
            }
        }
        try start(records)
        try visit(records)
        try counter(records)
        try questions(records)
        try clock(records)
        let found = try await records.pool.writeWithoutTransaction { db in
            db.trace(options: [])
            let all = statements.all.withLock { $0 }
            let queries = all.filter { sql in
                ["SELECT", "INSERT", "UPDATE", "DELETE"].contains { sql.hasPrefix($0) }
                    && !sql.contains("service_search")
            }
            return (
                queries.count,
                try queries.flatMap { sql in
                    try Self.scans(sql, db).map { "\($0): \(sql)" }
                }
            )
        }
        #expect(found.0 > 70, "the statements were seen")
        #expect(found.1 == [])
    }

    @Test("A4 a scan would be found") func scan() async throws {
        let records = try test.open()
        let scans = try await records.readRaw { db in
            try Self.scans("SELECT * FROM ticket WHERE service = 'x'", db)
        }
        #expect(scans == ["SCAN ticket"])
        let sql = "SELECT * FROM print_attempt WHERE state NOT IN ('queued', 'sending')"
        let ordered = try await records.readRaw { db in
            try Self.scans("\(sql) ORDER BY changed_at", db)
        }
        #expect(ordered.count == 1, "without a limit, the newest are all of them")
    }

    /// Statements of a start, before the first frame and with the recovery.
    private func start(_ records: Records) throws {
        let file = RecordsFile(folder: test.folder, terminal: "belu1")
        try records.pool.write { db in
            _ = try file.begin(db, test.now, SystemRandomNumberGenerator())
        }
        try records.transactionNow { transaction in
            try transaction.recover(voidsUnprinted: false, at: test.now)
            _ = try transaction.tickets.clock(at: test.now, day: test.day)
            try transaction.tickets.expire(before: test.day.date(at: test.now), at: test.now)
            _ = try transaction.paper.isOut()
            _ = try transaction.queue.counts(on: test.day.date(at: test.now))
        }
    }

    /// Statements of a visit at the terminal, from the number to the answers.
    private func visit(_ records: Records) throws {
        let half = HalfDay(LocalTime(test.now, in: test.day.zone))
        let date = test.day.date(at: test.now)
        try records.transactionNow { transaction in
            try transaction.paper.loadRoll(millimetres: 80_000, who: "screen", at: test.now)
            try transaction.paper.confirmRoll(who: "screen", at: test.now)
            try transaction.paper.noteOut(at: test.now)
            let tickets = try transaction.tickets.issue(
                [
                    TestRecords.request(paper: true), TestRecords.request("P", range: 1...50),
                    TestRecords.request("P"), TestRecords.request("P"),
                ], at: test.now, day: test.day, policy: .continue
            ).map(\.ticket)
            let key = PrintAttempt.Key(ticketID: tickets[0].id, number: 1)
            try transaction.prints.markSending([key], job: 7, at: test.now)
            try transaction.prints.finish(
                [key], as: .notPrinted, detail: "d", voidsUnprinted: false, at: test.now)
            _ = try transaction.prints.retry(tickets[0].id, at: test.now)
            try transaction.prints.finish(
                [.init(ticketID: tickets[0].id, number: 2)], as: .printed, detail: nil,
                voidsUnprinted: false, millimetres: 90, at: test.now)
            _ = try transaction.prints.beginReprint(
                tickets[0].id, limit: 3, who: "staff", at: test.now)
            for ticket in tickets.dropFirst().dropLast() {
                try transaction.tickets.markShown(ticket.id, at: test.now)
            }
            try transaction.tickets.voidUnseen(tickets[3].id, at: test.now)
            _ = try transaction.tickets.ticket(code: tickets[0].code)
            _ = try transaction.tickets.ticket(number: tickets[0].number, on: date)
            _ = try transaction.tickets.issuedCount(on: date)
            _ = try transaction.queue.peopleAhead(of: tickets[2])
            try transaction.tickets.giveBack(tickets[1].id, at: test.now)
            try transaction.tickets.transfer(
                tickets[2].id, to: "service-K", who: "staff", at: test.now)
            let list = try transaction.documents.spool(.list, at: test.now)
            try transaction.documents.markSending(list, job: 8, at: test.now)
            try transaction.documents.finish(
                list, as: .sent, detail: nil, millimetres: 50, at: test.now)
            let response = SurveyResponse(
                questionnaireVersion: "1", answers: ["biaya": 3], profile: ["sex": "female"])
            _ = try transaction.survey.save(
                response, token: tickets[0].surveyToken, halfDay: half)
            try transaction.survey.saveExpress(4, halfDay: half)
            try transaction.survey.countAbandoned(question: "biaya", halfDay: half)
        }
    }

    /// Statements of a counter with a ticket that waits.
    private func counter(_ records: Records) throws {
        try records.transactionNow { transaction in
            let date = test.day.date(at: test.now)
            let waiting = try transaction.queue.tickets(on: date)
            let ticket = try #require(waiting.first { $0.state == .waiting })
            _ = try transaction.queue.line(on: date)
            _ = try transaction.queue.cells(on: date)
            _ = try transaction.counters.lastCall(at: "1")
            try transaction.waits.note(TestRecords.told, of: ticket.id)
            _ = try transaction.waits.told(ticket.id)
            try transaction.waits.close(ticket.id, isInTurn: true, at: test.now)
            try transaction.waits.addTime(300, of: ticket.serviceID, at: test.now)
            _ = try transaction.waits.times()
            _ = try transaction.waits.outcomes()
            _ = try transaction.waits.issued(on: date)
            _ = try transaction.calls.begin(ticket.id, at: "1", at: test.now)
            _ = try transaction.calls.recall(at: "1", at: test.now)
            _ = try transaction.calls.serve(at: "1", at: test.now)
            _ = try transaction.calls.end(at: "1", as: .done, at: test.now)
        }
    }

    /// Statements of the questions of technicians: status, queue, reports, prints and survey.
    private func questions(_ records: Records) throws {
        // Outside a view, so that the statements are traced.
        try records.transactionNow { transaction in
            let date = test.day.date(at: test.now)
            _ = try transaction.queue.counts(on: date)
            _ = try transaction.queue.tickets(on: date, service: "service-K")
            _ = try transaction.days.counts(on: date, day: test.day)
            _ = try transaction.documents.history(limit: 20)
            _ = try transaction.survey.summary(from: date, to: date)
            _ = try transaction.paper.use(before: test.now)
            _ = try transaction.paper.roll()
            _ = try transaction.journal.hash()
            _ = try transaction.tickets.newestIssuedAt()
            _ = try transaction.prints.unfinished()
        }
    }

    /// Statements of a clock that a person calls right, and of the day that follows.
    private func clock(_ records: Records) throws {
        let moment = test.now.addingTimeInterval(-2 * 86_400)
        try records.transactionNow { transaction in
            _ = try transaction.clock.accept(at: moment, day: test.day, who: "root")
            let date = test.day.date(at: moment)
            try transaction.tickets.expire(
                before: CalendarDate(daysSince1970: date.daysSince1970 + 1), at: moment)
            #expect(try transaction.tickets.reinstate(on: date, at: moment) > 0)
            _ = try transaction.tickets.issue(
                [TestRecords.request()], at: moment, day: test.day, policy: .refuse)
        }
    }
}
