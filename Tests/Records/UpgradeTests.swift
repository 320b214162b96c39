import Foundation
import GRDB
import Office
import Testing

@testable import Records

@Suite("I4 upgrades", .timeLimit(.minutes(5)))
struct UpgradeTests {
    let test = TestRecords()

    private static let versions = ["v1", "v2", "v3", "v4", "v5", "v6"]

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

    @Test("I4 an upgraded file has the tables of a new one", arguments: versions)
    func sameSchema(version: String) async throws {
        try test.store(version)
        let fresh = TestRecords()
        let expected = try await Self.schema(fresh.open())
        #expect(try await Self.schema(test.open()) == expected)
        #expect(expected["journal"] != nil && expected["ticket_by_code"] != nil)
    }

    @Test("I4 the stored file is really older than today's", arguments: versions)
    func isOlder(version: String) throws {
        try test.store(version)
        let queue = try DatabaseQueue(path: test.folder + "/loket.sqlite3")
        let migrator = Schema.migrator(terminal: "belu1")
        let done = try queue.read { try migrator.appliedIdentifiers($0) }
        #expect(done == Set(Self.versions.filter { $0 <= version }))
        #expect(migrator.migrations.count > done.count)
        #expect(try queue.read { try $0.tableExists("audit") } == ["v2", "v3"].contains(version))
    }

    @Test(
        "I4 what an upgraded file holds goes on: queue, token, paper, numbers",
        arguments: ["v1", "v2"])
    func goesOn(version: String) async throws {
        try test.store(version)
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
        try test.store("v1")
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

    @Test("I4 a file of version 3 keeps tickets, places, prints, paper and answers") func v3()
        async throws
    {
        try test.store("v3")
        let records = try test.open()
        let date = CalendarDate(year: 2026, month: 11, day: 23)
        let queue = try await records.queue(on: date)
        #expect(queue.map(\.number.description) == ["K-001", "K-002", "P-003", "K-004"])
        #expect(try await records.peopleAhead(of: queue[3]) == 3)
        let second = try #require(try await records.ticket(code: "GY7QTWMM"))
        #expect(second.id == TicketID(terminal: "belu1", sequence: 2) && second.reprints == 1)
        #expect(second.surveyToken == "N8RN74HZM2")
        let prints = try await records.prints(limit: 20)
        #expect(prints.count == 6)
        #expect(prints.contains { $0.what == "test" && $0.state == .sent && $0.job == 14 })
        #expect(prints.contains { $0.detail == "the cover was opened" && $0.job == 12 })
        #expect(
            try await records.unfinishedAttempts().map(\.key.jobName)
                == ["loket-belu1-7-1", "loket-belu1-2-2"])
        let roll = try #require(try await records.roll())
        #expect(roll.usedMillimetres == 350 && roll.isTested)
        #expect(try await records.isPaperOut())
        let survey = try await records.surveySummary(from: date, to: date)
        #expect(survey.answers == ["biaya": [0, 0, 0, 1], "waktu": [0, 0, 1, 0]])
        #expect(survey.express == [0, 0, 1, 0] && survey.abandoned == ["biaya": 1])
        #expect(try await records.dayCounts(on: date, day: test.day).given() == 7)
        let next = try await test.issue(records, [TestRecords.request()])[0].ticket
        #expect(next.number.description == "K-005" && next.id.sequence == 8)
        #expect(next.id.incarnation != .first)
        try await records.loadRoll(millimetres: 40_000, who: "loket", at: test.now)
        #expect(try await records.roll()?.usedMillimetres == 0)
    }

    @Test("I4 the audit of an older file begins the journal, and its free text lies apart")
    func audit() async throws {
        try test.store("v3")
        let records = try test.open()
        let (entries, notes) = try await records.readRaw { db in
            (
                try Row.fetchAll(db, sql: "SELECT * FROM journal ORDER BY sequence")
                    .map(JournalEntry.init),
                try Row.fetchAll(db, sql: "SELECT sequence, text FROM journal_note")
                    .map { "\($0[0] as Int) \($0[1] as String)" }
            )
        }
        #expect(
            entries.map(\.what) == [
                "roll.loaded", "roll.tested", "print.queued", "ticket.void", "ticket.returned",
                "ticket.transferred", "paper.out",
            ])
        #expect(entries[3].subject == "ticket belu1-3.0000000000000000")
        #expect(entries[3].who == "loket" && entries[3].detail == nil)
        #expect(entries[5].detail == "service-K")
        #expect(notes == ["4 Ibu Maria went home"])
        let chain = JournalChain(terminal: "belu1", incarnation: .first)
        #expect(try await records.read { try $0.journal.chains() } == [chain])
        #expect(try await records.read { try $0.journal.verify(chain) } == nil)
    }

    /// Rows of a file by table, each as text of the columns that `columns` keeps.
    private static func rows(
        _ db: Database, columns: [String: [String]]
    ) throws -> [String: [String]] {
        try Dictionary(
            uniqueKeysWithValues: columns.map { table, names in
                let list = names.map { "quote(\($0))" }.joined(separator: " || ',' || ")
                let sql = "SELECT \(list) FROM \(table) ORDER BY 1"
                return (table, try String.fetchAll(db, sql: sql))
            })
    }

    private static func columns(_ db: Database) throws -> [String: [String]] {
        let tables = try String.fetchAll(
            db,
            sql: """
                SELECT name FROM sqlite_master WHERE type = 'table'
                AND name NOT LIKE 'service_search%' AND name NOT LIKE 'grdb_%'
                """)
        return try Dictionary(
            uniqueKeysWithValues: tables.map { ($0, try db.columns(in: $0).map(\.name)) })
    }

    @Test("I4 no row and no value of an older file is lost or changed", arguments: versions)
    func content(version: String) async throws {
        try test.store(version)
        let queue = try DatabaseQueue(path: test.folder + "/loket.sqlite3")
        let (old, oldColumns) = try await queue.read { db in
            // The audit becomes the journal, and the queue a column of the ticket: both have tests
            // of their own. A start writes an incarnation.
            let columns = try Self.columns(db).filter {
                !["audit", "queue_entry", "incarnation"].contains($0.key)
            }
            return (try Self.rows(db, columns: columns), columns)
        }
        try queue.close()
        #expect(old["ticket"]?.isEmpty == false)
        let records = try test.open()
        let new = try await records.readRaw { db in
            // Two tables were known by `id`, which is the sequence now.
            try Self.rows(
                db,
                columns: Dictionary(
                    uniqueKeysWithValues: oldColumns.map { table, columns in
                        let isSpooled = ["document_print", "paper_roll"].contains(table)
                        return (table, columns.map { isSpooled && $0 == "id" ? "sequence" : $0 })
                    }))
        }
        #expect(new == old)
    }

    @Test(
        "I4 an upgrade that is killed half-way is taken up again, and loses nothing",
        arguments: ["CREATE TABLE call", "INSERT INTO survey_answer", "DROP TABLE audit"])
    func killed(statement: String) async throws {
        try test.store("v3")
        let file = test.folder + "/loket.sqlite3"
        await #expect(processExitsWith: .signal(SIGKILL)) {
            [file = file as String, statement = statement as String] in
            var configuration = Configuration()
            configuration.prepareDatabase { db in
                db.trace(options: .statement) { event in
                    if "\(event)".contains(statement) { kill(getpid(), SIGKILL) }
                }
            }
            let queue = try DatabaseQueue(path: file, configuration: configuration)
            try Schema.migrator(terminal: "belu1").migrate(queue)
        }
        let records = try test.open()
        #expect(records.openingReport.damagedFileKeptAs == nil)
        #expect(
            try await records.dayCounts(
                on: test.day.date(at: test.now), day: test.day
            ).given() == 7)
        #expect(try await test.issue(records)[0].ticket.id.sequence == 8)
    }

    @Test("I4 an upgrade that fails half-way leaves the old file as it was, and goes through later")
    func halfWay() async throws {
        try test.store("v3")
        let file = test.folder + "/loket.sqlite3"
        func dump() throws -> [String] {
            let queue = try DatabaseQueue(path: file)
            defer { try? queue.close() }
            return try queue.read { db in
                try String.fetchAll(
                    db, sql: "SELECT sql FROM sqlite_master WHERE sql NOT NULL ORDER BY name")
                    + Self.rows(db, columns: Self.columns(db)).sorted { $0.key < $1.key }
                    .flatMap(\.value)
            }
        }
        // The new version makes a table of this name once the old ones are set aside and the
        // tickets' table is there.
        func change(_ sql: String) async throws {
            let queue = try DatabaseQueue(path: file)
            try await queue.write { try $0.execute(sql: sql) }
            try queue.close()
        }
        let before = try dump()
        try await change("CREATE TABLE journal_note (obstacle TEXT)")
        #expect {
            _ = try test.open()
        } throws: { error in
            "\(error)".contains("journal_note")
        }
        try await change("DROP TABLE journal_note")
        #expect(try dump() == before)
        let records = try test.open()
        #expect(records.openingReport == .init())
        #expect(try await test.issue(records)[0].ticket.id.sequence == 8)
    }
}
