import Foundation
import GRDB
import Office
import TestSupport
import Testing

@testable import Records

/// Files that a disk, a cable or a person has changed. They open or say why not, and whatever is
/// asked of them is answered or refused.
@Suite("Records: damaged files", .serialized, .timeLimit(.minutes(600)))
struct DamageFuzzTests {
    private static let zone = TimeZone(identifier: "Asia/Makassar") ?? .gmt
    private static let now = Date(timeIntervalSince1970: 1_795_398_060)

    @Test(
        "I2 bytes of the file are changed: it opens or says why not, and no question ends the run")
    func bytes() async throws {
        let sample = try await Sample()
        let whole = try Data(contentsOf: URL(fileURLWithPath: sample.file))
        let found = await Fuzz("records bytes", seconds: 12).run { one in
            var bytes = [UInt8](whole)
            switch one.number(0...5) {
            case 0:
                bytes.removeLast(one.number(1...bytes.count - 1))
            case 1:
                let start = one.number(0...bytes.count - 1)
                let end = min(bytes.count, start + one.number(1...4_096))
                let byte = one.pick([0, 0xFF, 0x41] as [UInt8])
                for index in start..<end { bytes[index] = byte }
            default:
                for _ in 0..<one.number(1...24) {
                    bytes[one.number(0...bytes.count - 1)] = .random(
                        in: 0...255, using: &one.random)
                }
            }
            let folder = try TemporaryFolder("fuzz")
            try Data(bytes).write(to: URL(fileURLWithPath: folder.file("loket.sqlite3")))
            try await Self.use(folder.path, sample, &one)
        }
        #expect(found.faults.isEmpty, "\(found)")
        #expect(found.counts["opened", default: 0] > 0)
    }

    @Test("I2 a column holds anything: what reads it says so, and no question ends the run")
    func values() async throws {
        let sample = try await Sample()
        try sample.loosen()
        let found = await Fuzz("records values", seconds: 12).run { one in
            let folder = try TemporaryFolder("fuzz")
            let file = folder.file("loket.sqlite3")
            try FileManager.default.copyItem(atPath: sample.loose, toPath: file)
            try sample.damage(file, &one)
            try await Self.use(folder.path, sample, &one)
        }
        #expect(found.faults.isEmpty, "\(found)")
        #expect(found.counts["opened", default: 0] > 0)
    }

    @Test(
        "I2 a number that no run writes is told as damage by what meets it",
        arguments: [
            ("ticket", "value", "NULL"), ("ticket", "sequence", "9223372036854775807"),
            ("last_number", "value", "9223372036854775807"),
            ("survey_answer", "value", "0"), ("survey_answer", "value", "4611686018427387904"),
            ("express_rating", "rating", "9"), ("paper_roll", "used", "NULL"),
            ("journal", "hash", "NULL"), ("journal", "terminal", "x'31'"),
        ])
    func known(table: String, column: String, value: String) async throws {
        let sample = try await Sample()
        try sample.loosen()
        let folder = try TemporaryFolder("fuzz")
        let file = folder.file("loket.sqlite3")
        try FileManager.default.copyItem(atPath: sample.loose, toPath: file)
        // A number of all rows would not be the key of one.
        try sample.change(file) { db in
            try db.execute(
                sql: """
                    UPDATE OR IGNORE "\(table)" SET "\(column)" = \(value)
                    WHERE "\(column)" = (SELECT max("\(column)") FROM "\(table)")
                    """)
        }
        let records = try Records(folder: folder.path, terminal: "belu1", now: Self.now)
        var told: [RecordsError] = []
        for question in Self.questions(sample) {
            do throws(RecordsError) { try await records.read { try question($0) } } catch {
                told.append(error)
            }
        }
        for order in Self.orders(sample).prefix(1) {
            do throws(RecordsError) { try await records.transaction { try order($0) } } catch {
                told.append(error)
            }
        }
        records.close()
        let failed = told.filter { if case .failed = $0 { true } else { false } }
        #expect(!failed.isEmpty, "nobody noticed: \(told)")
    }

    // MARK: Questions

    private typealias Question = @Sendable (RecordsTransaction) throws -> Void

    /// Asks everything that the daemon asks. Only a `RecordsError` may come.
    private static func use(_ folder: String, _ sample: Sample, _ one: inout FuzzCase) async throws
    {
        let records: Records
        do {
            records = try Records(folder: folder, terminal: "belu1", now: now)
        } catch {
            one.count("refused")
            one.check(!"\(error)".isEmpty, "a refusal without a sentence")
            return
        }
        one.count(records.openingReport.damagedFileKeptAs == nil ? "opened" : "set aside")
        for question in questions(sample).shuffled(using: &one.random) {
            do { _ = try await records.read { try question($0) } } catch {
                one.count("questions answered by an error")
            }
        }
        for order in orders(sample).shuffled(using: &one.random) {
            do { _ = try await records.transaction { try order($0) } } catch {
                one.count("orders answered by an error")
            }
        }
        do { _ = try await records.damage() } catch { one.count("unreadable") }
        records.close()
    }

    private static func questions(_ sample: Sample) -> [Question] {
        let date = sample.tickets[0].businessDate
        let ids = sample.tickets.map(\.id)
        return [
            { for id in ids { _ = try $0.tickets.ticket(id) } },
            { for ticket in sample.tickets { _ = try $0.queue.peopleAhead(of: ticket) } },
            { for ticket in sample.tickets { _ = try $0.tickets.ticket(code: ticket.code) } },
            {
                for ticket in sample.tickets {
                    _ = try $0.tickets.ticket(number: ticket.number, on: date)
                }
            },
            { _ = try $0.queue.tickets(on: date) }, { _ = try $0.queue.counts(on: date) },
            { _ = try $0.tickets.issuedCount(on: date) },
            { _ = try $0.tickets.clock(at: now, day: BusinessDay(zone: zone)) },
            { _ = try $0.prints.unfinished() },
            { _ = try $0.documents.history(limit: 1_000).map { "\($0)" } },
            {
                let roll = try $0.paper.roll()
                let forecast = PaperForecast(try $0.paper.use(before: now))
                _ = forecast.end(of: roll?.leftMillimetres ?? 50_000, after: now)
            },
            { _ = try $0.paper.isOut() },
            { _ = try $0.survey.summary(from: date, to: date) },
            { _ = try $0.days.counts(on: date, day: BusinessDay(zone: .gmt)) },
            { _ = try $0.waits.times() }, { _ = try $0.waits.outcomes() },
            { _ = try $0.waits.issued(on: date) }, { _ = try $0.queue.line(on: date) },
            { _ = try $0.queue.cells(on: date) },
            { for id in ids { _ = try $0.waits.told(id) } },
            { for id in ids { _ = try $0.journal.story(of: id) } },
            { _ = try $0.journal.newest(limit: 500) }, { _ = try $0.journal.hash() },
            { _ = try $0.journal.verify() },
            { for id in ids { _ = try $0.calls.calls(of: id) } },
            { _ = try $0.calls.open(at: "1") }, { _ = try $0.search.services("kartu") },
        ]
    }

    private static func orders(_ sample: Sample) -> [Question] {
        let ids = sample.tickets.map(\.id)
        let response = Sample.response
        return [
            {
                _ = try $0.tickets.issue(
                    [
                        TestRecords.request("K", paper: true),
                        TestRecords.request("P", range: 1...9),
                    ],
                    at: now, day: BusinessDay(zone: zone), policy: .continue)
            },
            { try $0.tickets.giveBack(ids[0], at: now) },
            { try $0.tickets.void(ids[1], reason: "left", who: "w", at: now) },
            { _ = try $0.calls.begin(ids[2], at: "2", at: now) },
            { _ = try $0.calls.recall(at: "1", at: now) },
            { _ = try $0.calls.serve(at: "1", at: now) },
            { _ = try $0.calls.end(at: "1", as: .done, at: now) },
            { _ = try $0.prints.beginReprint(ids[3], limit: 3, who: "w", at: now) },
            { _ = try $0.prints.retry(ids[4], at: now) },
            { _ = try $0.documents.spool(.test, at: now) },
            { try $0.paper.loadRoll(millimetres: 80_000, who: "w", at: now) },
            { try $0.paper.confirmRoll(who: "w", at: now) }, { try $0.paper.noteOut(at: now) },
            { _ = try $0.survey.save(response, token: nil, halfDay: Sample.halfDay) },
            { try $0.survey.saveExpress(3, halfDay: Sample.halfDay) },
            { try $0.survey.countAbandoned(question: "waktu", halfDay: Sample.halfDay) },
            { _ = try $0.recover(voidsUnprinted: false, at: now) },
            {
                _ = try $0.tickets.expire(
                    before: CalendarDate(year: 2027, month: 1, day: 1), at: now)
            },
        ]
    }

    // MARK: File

    /// File of an office's day, with a row or more in each table.
    private struct Sample: Sendable {
        static let halfDay = HalfDay(LocalTime(now, in: zone))
        static let response = SurveyResponse(
            questionnaireVersion: "1", answers: ["waktu": 3], profile: ["age": "21-30"])

        let folder: TemporaryFolder
        let tickets: [Ticket]
        var file: String { folder.file("loket.sqlite3") }
        /// Copy of the file with a schema that lets any value into any column.
        var loose: String { folder.file("loose.sqlite3") }

        init() async throws {
            folder = try TemporaryFolder("fuzz")
            let records = try Records(folder: folder.path, terminal: "belu1", now: now)
            tickets = try await records.transaction { records in
                var tickets: [Ticket] = []
                for prefix in ["K", "P"] {
                    for round in 0..<12 {
                        tickets += try records.tickets.issue(
                            [TestRecords.request(prefix, paper: round % 2 == 0)], at: now,
                            day: BusinessDay(zone: zone), policy: .continue
                        ).map(\.ticket)
                    }
                }
                for ticket in tickets { try records.tickets.markShown(ticket.id, at: now) }
                for (place, ticket) in tickets.enumerated() where place % 2 == 0 {
                    let key = PrintAttempt.Key(ticketID: ticket.id, number: 1)
                    guard place % 4 == 0 else { continue }
                    try records.prints.markSending([key], job: place, at: now)
                    try records.prints.finish(
                        [key], as: place % 8 == 0 ? .printed : .notPrinted, detail: "d",
                        voidsUnprinted: false, millimetres: 120, at: now)
                }
                _ = try records.calls.begin(tickets[5].id, at: "1", person: "o", at: now)
                try records.paper.loadRoll(millimetres: 80_000, who: "w", at: now)
                try records.paper.use(500, .printed, at: now)
                try records.paper.noteOut(at: now)
                let list = try records.documents.spool(.list, at: now)
                try records.documents.markSending(list, job: 7, at: now)
                _ = try records.documents.spool(.report, at: now)
                for _ in 0..<5 {
                    _ = try records.survey.save(
                        Self.response, token: nil, halfDay: Self.halfDay)
                    try records.survey.saveExpress(2, halfDay: Self.halfDay)
                }
                try records.survey.countAbandoned(question: "waktu", halfDay: Self.halfDay)
                try records.tickets.void(tickets[7].id, reason: "left", who: "w", at: now)
                return tickets
            }
            records.close()
        }

        /// Makes the loose copy.
        func loosen() throws {
            try FileManager.default.copyItem(atPath: file, toPath: loose)
            let queue = try DatabaseQueue(path: loose)
            try queue.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA journal_mode = DELETE")
                try db.execute(
                    sql: "CREATE TABLE true_schema AS SELECT name, sql FROM sqlite_master")
                try Self.rewrite(
                    db,
                    """
                    sql = replace(replace(replace(sql, ' STRICT, WITHOUT ROWID', ' WITHOUT ROWID'),
                        ') STRICT', ')'), ' NOT NULL', '') WHERE type = 'table' AND name NOT LIKE 'true%'
                        AND name NOT LIKE 'service_search%' AND name NOT LIKE 'grdb%'
                    """)
            }
            try queue.close()
        }

        /// Puts an unfit value into a column or two, and the schema back.
        func damage(_ file: String, _ one: inout FuzzCase) throws {
            var random = one.random
            one.about = try change(file) { db in
                try (0..<Int.random(in: 1...3, using: &random)).map { _ in
                    try Self.damage(db, &random)
                }.joined(separator: ", ")
            }
            one.random = random
        }

        /// Changes a copy of the loose file, and puts the schema back.
        func change<Value>(_ file: String, _ body: (Database) throws -> Value) throws -> Value {
            var configuration = Configuration()
            configuration.foreignKeysEnabled = false
            let queue = try DatabaseQueue(path: file, configuration: configuration)
            let value = try queue.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA ignore_check_constraints = ON")
                try db.execute(sql: "PRAGMA synchronous = OFF")
                let value = try body(db)
                try Self.rewrite(
                    db,
                    """
                    sql = (SELECT t.sql FROM true_schema t WHERE t.name = sqlite_master.name)
                    WHERE type = 'table' AND name IN (SELECT name FROM true_schema)
                    """)
                return value
            }
            try queue.close()
            return value
        }

        private static func rewrite(_ db: Database, _ change: String) throws {
            try db.execute(sql: "PRAGMA writable_schema = ON")
            try db.execute(sql: "UPDATE sqlite_master SET \(change)")
            try db.execute(sql: "PRAGMA writable_schema = RESET")
        }

        private static func damage(_ db: Database, _ random: inout SeededRandom) throws -> String {
            let tables = try String.fetchAll(
                db,
                sql: """
                    SELECT name FROM true_schema WHERE sql LIKE 'CREATE TABLE%'
                    AND name NOT LIKE 'service_search%' AND name NOT LIKE 'grdb%' ORDER BY name
                    """)
            guard let table = tables.randomElement(using: &random),
                let column = try db.columns(in: table).map(\.name).randomElement(using: &random)
            else { return "nothing" }
            let value = Self.value(&random)
            // A key may not be what another row has, and an index may refuse a value.
            try? db.execute(
                sql: """
                    UPDATE OR IGNORE "\(table)" SET "\(column)" = ?
                    WHERE abs(random()) % ? = 0
                    """, arguments: [value, Int.random(in: 1...4, using: &random)])
            return "\(table).\(column) = \(value)"
        }

        private static func value(_ random: inout SeededRandom) -> DatabaseValue {
            switch Int.random(in: 0..<8, using: &random) {
            case 0: DatabaseValue.null
            case 1: Data([0xFF, 0xFE, 0x00, 0x41]).databaseValue
            case 2: "text".databaseValue
            case 3: "".databaseValue
            case 4:
                ([Double.infinity, -.infinity, 1e300, -1e300, 0.5, -0.0, 1e19]
                    .randomElement(using: &random) ?? 0).databaseValue
            case 5: (Edges.texts.randomElement(using: &random) ?? "").databaseValue
            default: (Edges.integers.randomElement(using: &random) ?? 0).databaseValue
            }
        }
    }
}
