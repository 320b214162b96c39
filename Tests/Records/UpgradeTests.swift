import Foundation
import GRDB
import Office
import Testing

@testable import Records

@Suite("I4 upgrades", .timeLimit(.minutes(5)))
struct UpgradeTests {
    let test = TestRecords()

    /// Writes the stored file of version 1, as an older Loket left it.
    private func old() throws {
        try FileManager.default.createDirectory(
            atPath: test.folder, withIntermediateDirectories: true)
        let fixture = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Fixtures/v1.sql")
        let sql = try String(contentsOf: fixture, encoding: .utf8)
        let queue = try DatabaseQueue(path: test.folder + "/loket.sqlite3")
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }

    private static func schema(_ records: Records) async throws -> [String: String] {
        try await records.readRaw { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL
                    AND name NOT LIKE 'grdb_%'
                    """)
            // Ignore comments and line breaks.
            return Dictionary(
                uniqueKeysWithValues: rows.map { row -> (String, String) in
                    let lines = (row[1] as String).split(separator: "\n")
                        .filter { !$0.drop { $0 == " " }.hasPrefix("--") }
                    return (row[0], lines.joined(separator: " ").filter { $0 != " " })
                })
        }
    }

    @Test("I4 an upgraded file has the tables of a new one") func sameSchema() async throws {
        try old()
        let fresh = TestRecords()
        let expected = try await Self.schema(fresh.open())
        #expect(try await Self.schema(test.open()) == expected)
        #expect(expected["audit"] != nil && expected["ticket_by_code"] != nil)
    }

    @Test("I4 the stored file is really older than today's") func isOlder() throws {
        try old()
        let queue = try DatabaseQueue(path: test.folder + "/loket.sqlite3")
        let done = try queue.read { try Schema.migrator.appliedIdentifiers($0) }
        #expect(done == ["v1"] && Schema.migrator.migrations.count > 1)
        #expect(try queue.read { try !$0.tableExists("audit") })
    }

    @Test("I4 what an upgraded file holds goes on: queue, token, paper, numbers") func goesOn()
        async throws
    {
        try old()
        let records = try test.open()
        let id = TicketID(terminal: "belu1", sequence: 7)
        let ticket = try #require(try await records.ticket(id))
        #expect(try await records.queue(on: ticket.businessDate) == [ticket])
        let copy = try await records.beginReprint(id, limit: 3, who: "staff", at: test.now)
        #expect(copy.number == 2)
        try await records.finishPrint(
            id, attempt: 2, as: .printed, detail: "confirmed", voidsUnprinted: false, at: test.now)
        #expect(try await records.ticket(id)?.paper == .printed)
        let response = SurveyResponse(questionnaireVersion: "1", answers: ["biaya": 4])
        let half = HalfDay(LocalTime(test.now, in: test.day.zone))
        #expect(
            try await records.saveSurvey(response, token: ticket.surveyToken, halfDay: half))
    }

    @Test("I4 an upgrade that is cut off is taken up again at the next start") func twice()
        async throws
    {
        try old()
        let file = test.folder + "/loket.sqlite3"
        let pages = try Data(contentsOf: URL(fileURLWithPath: file))
        // Apply half of version 2 by hand, without its mark, like the transaction of a killed
        // upgrade.
        let queue = try DatabaseQueue(path: file)
        try? await queue.write { db in
            try db.execute(sql: "ALTER TABLE print_attempt ADD COLUMN detail TEXT")
            throw CancellationError()
        }
        try queue.close()
        #expect(try Data(contentsOf: URL(fileURLWithPath: file)).count == pages.count)
        let records = try test.open()
        #expect(records.openingReport.damagedFileKeptAs == nil)
        #expect(try await test.issue(records)[0].ticket.id.sequence == 8)
    }
}
