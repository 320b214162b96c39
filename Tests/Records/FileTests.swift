import Foundation
import GRDB
import Office
import Testing

@testable import Records

@Suite("Records: the file, the survey, the search", .timeLimit(.minutes(5)))
struct FileTests {
    let test = TestRecords()
    private var file: String { test.folder + "/loket.sqlite3" }

    @Test("I4 a file of an older version is upgraded, and keeps its tickets") func upgrade()
        async throws
    {
        try test.store("v1")
        let records = try test.open()
        let ticket = try await records.ticket(TicketID(terminal: "belu1", sequence: 7))
        #expect(ticket?.number.description == "K-003" && ticket?.state == .waiting)
        try await records.void(
            TicketID(terminal: "belu1", sequence: 7), reason: "r", who: "w", at: test.now)
        #expect(try await test.issue(records)[0].ticket.id.sequence == 8)
    }

    @Test("I4 a file of a newer version is refused with a sentence, and left untouched")
    func newer() async throws {
        try test.open().close()
        let queue = try DatabaseQueue(path: file)
        try await queue.write {
            try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('v99')")
        }
        try queue.close()
        let before = try Data(contentsOf: URL(fileURLWithPath: file))
        #expect(throws: RecordsError.newer(file: file)) { try test.open() }
        #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == before)
    }

    @Test(
        "I2 a damaged file is kept aside, never deleted, and a new one begun",
        arguments: [0, 4_096])
    func damaged(offset: Int) async throws {
        let first = try test.open()
        for _ in 0..<50 { _ = try await test.issue(first) }
        first.close()
        var bytes = try Data(contentsOf: URL(fileURLWithPath: file))
        for index in offset..<min(bytes.count, offset + 20_000) { bytes[index] = 0x5A }
        try bytes.write(to: URL(fileURLWithPath: file))
        let records = try test.open()
        let kept = try #require(records.openingReport.damagedFileKeptAs)
        #expect(try Data(contentsOf: URL(fileURLWithPath: kept)) == bytes)
        let number = try await test.issue(records)[0].ticket.number.value
        // The second page holds no count, and without the first nothing can be read.
        #expect(number == (offset == 0 ? 101 : 51), "50 numbers are on paper")
    }

    @Test("I2 only after an unclean end the file is checked, and damage is set aside next time")
    func uncleanEnd() async throws {
        let first = try test.open()
        #expect(!first.openingReport.endedUncleanly)
        for _ in 0..<300 { _ = try await test.issue(first) }
        first.close()
        let clean = try test.open()
        #expect(!clean.openingReport.endedUncleanly)
        #expect(try await clean.damage() == nil)
        // A process that is killed closes nothing.
        let killed = try test.open()
        #expect(killed.openingReport.endedUncleanly)
        #expect(try await killed.damage() == nil, "unclean, and yet sound")
        clean.close()
        killed.close()

        // The last page of an index is read by nobody who opens the file.
        let queue = try DatabaseQueue(path: file)
        let page = try await queue.read { db in
            try Int.fetchOne(
                db, sql: "SELECT rootpage FROM sqlite_master WHERE name = 'ticket_by_code'")
        }
        try await queue.write {
            try $0.execute(sql: "UPDATE incarnation SET ended = NULL")
        }
        _ = try await queue.writeWithoutTransaction { try $0.checkpoint(.truncate) }
        try queue.close()
        var bytes = try Data(contentsOf: URL(fileURLWithPath: file))
        let start = (try #require(page) - 1) * 4_096
        for index in start..<start + 4_096 { bytes[index] = 0x5A }
        try bytes.write(to: URL(fileURLWithPath: file))
        let damaged = try test.open()
        #expect(damaged.openingReport == .init(endedUncleanly: true))
        #expect(try await damaged.damage() != nil)
        damaged.close()
        let next = try test.open()
        let kept = try #require(next.openingReport.damagedFileKeptAs)
        #expect(FileManager.default.fileExists(atPath: kept))
        let count = try #require(try await test.issue(next).first).ticket.number.value
        #expect(count > 1, "no number that is on paper")
        next.close()
        #expect(try test.open().openingReport.damagedFileKeptAs == nil, "set aside once")
    }

    @Test("I2 a file whose check was cut short is checked after the next start") func checkedLater()
        async throws
    {
        _ = try test.open()
        // The run that would check it ends cleanly before it does.
        let short = try test.open()
        #expect(short.openingReport.endedUncleanly)
        short.close()
        let next = try test.open()
        #expect(next.openingReport.endedUncleanly)
        #expect(try await next.damage() == nil)
        next.close()
        #expect(try !test.open().openingReport.endedUncleanly)
    }

    @Test("I2 a folder that can't be made is named, with what to do") func unwritable() throws {
        #expect(FileManager.default.createFile(atPath: test.folder, contents: nil))
        #expect {
            try Records(folder: test.folder + "/state", terminal: "belu1")
        } throws: { error in
            let text = "\(error)"
            return text.contains(test.folder + "/state") && text.contains("--state")
        }
    }

    @Test("I2 a full disk is a sentence, nothing half-written, and it goes on when there is room")
    func full() async throws {
        let records = try test.open()
        _ = try await test.issue(records)
        let pages = try await records.writeRaw { db in
            try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
        }
        // SQLite's own way to simulate a full disk: no more pages than there are.
        try await records.pool.writeWithoutTransaction {
            try $0.execute(sql: "PRAGMA max_page_count = \(pages)")
        }
        var given = 0
        do {
            for _ in 0..<500 {
                _ = try await test.issue(records)
                given += 1
            }
            Issue.record("the disk never became full")
        } catch {
            #expect(error as? RecordsError == .full(file: file))
        }
        try await records.pool.writeWithoutTransaction {
            try $0.execute(sql: "PRAGMA max_page_count = 1000000")
        }
        let next = try await test.issue(records)[0].ticket.number.value
        #expect(next == given + 2)
    }

    @Test("G2 nothing joins a token to its answers, and no row tells when it came")
    func unlinked() async throws {
        let records = try test.open()
        let half = HalfDay(LocalTime(test.now, in: test.day.zone))
        for _ in 0..<8 {
            let ticket = try await test.issue(records)[0].ticket
            let response = SurveyResponse(
                questionnaireVersion: "1", answers: ["persyaratan": 3], profile: ["sex": "female"])
            #expect(
                try await records.saveSurvey(response, token: ticket.surveyToken, halfDay: half))
            #expect(
                try await !records.saveSurvey(response, token: ticket.surveyToken, halfDay: half),
                "a token is good for one response")
        }
        let (columns, keys, times) = try await records.readRaw { db in
            let tables = ["survey_response", "survey_answer", "survey_profile"]
            return (
                try tables.flatMap { try db.columns(in: $0).map(\.name) },
                try Data.fetchAll(db, sql: "SELECT id FROM survey_response"),
                try String.fetchAll(db, sql: "SELECT DISTINCT half_day FROM survey_response")
            )
        }
        for word in ["token", "ticket", "terminal", "sequence", "number", "time", "at"] {
            #expect(!columns.contains(word))
        }
        #expect(Set(keys).count == 8 && keys.allSatisfy { $0.count == 16 })
        #expect(times == ["2026-11-23 AM"])
    }

    @Test("G3 G4 a summary adds up") func summary() async throws {
        let records = try test.open()
        let half = HalfDay(LocalTime(test.now, in: test.day.zone))
        for value in [4, 3, 3] {
            let response = SurveyResponse(
                questionnaireVersion: "1", answers: ["a": value, "b": 4])
            _ = try await records.saveSurvey(response, token: nil, halfDay: half)
        }
        try await records.saveExpress(4, halfDay: half)
        try await records.countAbandoned(question: "b", halfDay: half)
        try await records.countAbandoned(question: "b", halfDay: half)
        let today = test.day.date(at: test.now)
        let summary = try await records.surveySummary(from: today, to: today)
        #expect(summary.respondents == 3 && summary.answers["a"] == [0, 0, 2, 1])
        #expect(summary.express == [0, 0, 0, 1] && summary.abandoned == ["b": 2])
        #expect(summary.index(of: ["a", "b"], weight: .exact)?.text == "91.67")
        let tomorrow = CalendarDate(daysSince1970: today.daysSince1970 + 1)
        #expect(try await records.surveySummary(from: tomorrow, to: tomorrow).respondents == 0)
    }

    @Test("H1 search: beginnings of words, without accents, whatever is typed") func search()
        async throws
    {
        let records = try test.open()
        let date = CalendarDate(year: 2026, month: 11, day: 20)
        func service(_ id: String, _ name: String, _ keywords: [String]) -> Service {
            Service(
                id: id, agencyID: "a", prefix: id.uppercased(), name: .init([.indonesian: name]),
                keywords: keywords,
                variants: [
                    Variant(
                        id: "new", name: "Baru",
                        requirements: [Requirement(text: "Kartu keluarga", kind: .original)])
                ], checkedOn: date)
        }
        try await records.index(
            Catalogue(
                agencies: [Agency(id: "a", name: "Dinas", short: "D", zone: "A")],
                services: [
                    service("kk", "Kartu keluarga", ["KK"]),
                    service("akta", "Akta kelahiran", ["certidão", "anak"]),
                ]))
        #expect(try await records.search("kartu") == ["kk", "akta"], "the name counts most")
        #expect(try await records.search("CERTIDAO") == ["akta"])
        #expect(try await records.search("ak ke") == ["akta"])
        for odd in ["\"", "*", "NEAR(", "a AND", "--", "'; DROP", "   ", "-", "\u{0}"] {
            _ = try await records.search(odd)
        }
        #expect(try await records.search("\"").isEmpty)
    }
}
