import Foundation
import GRDB
import Office
import TestSupport
import Testing

@testable import Records

@Suite("Records: the journal", .timeLimit(.minutes(5)))
struct JournalTests {
    let test = TestRecords()

    private func chain(_ records: Records) -> JournalChain {
        JournalChain(terminal: "belu1", incarnation: records.origin.incarnation)
    }

    private func fault(_ records: Records) async throws -> JournalFault? {
        let chain = chain(records)
        return try await records.read { try $0.journal.verify(chain) }
    }

    @Test("A4 each transition of a ticket and its slip is one row, in the order it happened")
    func story() async throws {
        let records = try test.open()
        let id = try await test.issue(records, [TestRecords.request(paper: true)])[0].ticket.id
        try await records.markSending(id, attempt: 1, job: 7, at: test.now)
        try await records.markShown(id, at: test.now)
        try await records.finishPrint(
            id, attempt: 1, as: .printed, detail: nil, voidsUnprinted: false, at: test.now)
        try await records.transfer(id, to: "service-P", who: "loket", at: test.now + 60)
        try await records.void(id, reason: "Ibu Maria left", who: "loket", at: test.now + 90)
        let entries = try await records.read { try $0.journal.story(of: id).map(\.entry) }
        #expect(
            entries.map(\.what) == [
                "ticket.issued", "print.sending", "ticket.waiting", "print.printed",
                "ticket.transferred", "ticket.void",
            ])
        #expect(entries.map(\.sequence) == [1, 2, 3, 4, 5, 6])
        #expect(
            entries.map(\.who) == ["screen", "terminal", "screen", "terminal", "loket", "loket"])
        #expect(entries[0].detail == "K-001 service-K with slip")
        #expect(entries[1].detail == "attempt 1, job 7")
        #expect(entries[5].moment == test.now + 90 && entries[5].detail == nil)
        let note = try await records.readRaw { db in
            try String.fetchAll(db, sql: "SELECT text FROM journal_note WHERE sequence = 6")
        }
        #expect(note == ["Ibu Maria left"], "free text lies where it can be removed")
        #expect(try await fault(records) == nil)
    }

    @Test("A4 what is rolled back leaves no row and no gap in the chain") func rolledBack()
        async throws
    {
        let records = try test.open()
        let full = TestRecords.request("F", range: 1...1)
        try records.transactionNow { transaction in
            for requests in [[full], [TestRecords.request(), full], [TestRecords.request()]] {
                do {
                    try transaction.nested {
                        _ = try transaction.tickets.issue(
                            requests, at: test.now, day: test.day, policy: .continue)
                    }
                } catch RecordsError.numbersUsedUp {}
            }
        }
        await #expect(throws: RecordsError.self) {
            _ = try await test.issue(records, [TestRecords.request(), full])
        }
        _ = try await test.issue(records)
        let entries = try await records.read { try $0.journal.newest(limit: 10) }
        #expect(entries.map(\.sequence) == [3, 2, 1])
        #expect(try await fault(records) == nil)
    }

    @Test(
        "I2 a row that was altered, taken out or put elsewhere is found, the first one of them",
        arguments: [
            ("UPDATE journal SET who = 'nobody' WHERE sequence = 4", 4, false),
            ("UPDATE journal SET detail = 'K-009 x' WHERE sequence = 2", 2, false),
            ("UPDATE journal SET detail = NULL WHERE sequence = 2", 2, false),
            ("UPDATE journal SET at = at + 1 WHERE sequence = 5", 5, false),
            ("UPDATE journal SET hash = zeroblob(32) WHERE sequence = 3", 3, false),
            ("UPDATE journal SET subject = subject || who, who = '' WHERE sequence = 1", 1, false),
            ("DELETE FROM journal WHERE sequence = 3", 3, true),
            ("DELETE FROM journal WHERE sequence = 1", 1, true),
        ])
    func broken(sql: String, sequence: Int64, isMissing: Bool) async throws {
        let records = try test.open()
        for _ in 0..<6 { _ = try await test.issue(records) }
        #expect(try await fault(records) == nil)
        try await records.writeRaw { try $0.execute(sql: sql) }
        let fault = try #require(try await fault(records))
        #expect(
            fault
                == JournalFault(
                    chain: chain(records), sequence: sequence,
                    reason: isMissing ? .missing : .altered))
        #expect(fault.description.contains("Row \(sequence) "))
    }

    @Test("A4 every start has a chain of its own, and all of them stay whole") func chains()
        async throws
    {
        for _ in 0..<3 {
            let records = try test.open()
            _ = try await test.issue(records)
            records.close()
        }
        // Two openings of a file write in turn, each to its own chain.
        let (one, two) = (try test.open(), try test.open())
        for turn in 0..<6 { _ = try await test.issue(turn.isMultiple(of: 2) ? one : two) }
        let faults = try await one.read { transaction in
            try transaction.journal.chains().map { try transaction.journal.verify($0) }
        }
        #expect(faults == Array(repeating: nil, count: 5))
        let sequences = try await one.readRaw {
            try Int.fetchAll($0, sql: "SELECT sequence FROM ticket ORDER BY sequence")
        }
        #expect(sequences == Array(1...9))
    }

    @Test("G2 no answer, no token and no code of a slip is in the journal") func secrets()
        async throws
    {
        let records = try test.open()
        let half = HalfDay(LocalTime(test.now, in: test.day.zone))
        var secrets: [String] = ["persyaratan"]
        for _ in 0..<20 {
            let ticket = try await test.issue(records, [TestRecords.request(paper: true)])[0].ticket
            secrets += [ticket.code, ticket.surveyToken]
            let response = SurveyResponse(
                questionnaireVersion: "1", answers: ["persyaratan": 3])
            #expect(
                try await records.saveSurvey(response, token: ticket.surveyToken, halfDay: half))
        }
        try await records.saveExpress(2, halfDay: half)
        try await records.countAbandoned(question: "persyaratan", halfDay: half)
        let rows = try await records.readRaw { db in
            try Row.fetchAll(db, sql: "SELECT * FROM journal").map(\.description)
        }
        #expect(rows.count == 20, "an answer is no row")
        for secret in secrets { #expect(!rows.contains { $0.contains(secret) }) }
    }

    @Test("A4 one seed gives the same codes, identities and hashes") func seeded() async throws {
        func run(_ seed: UInt64) async throws -> ([Ticket], [UInt8]) {
            let test = TestRecords()
            let records = try Records(
                folder: test.folder, terminal: "belu1", now: test.now,
                random: SeededRandom(seed: seed))
            var tickets: [Ticket] = []
            for _ in 0..<5 { tickets.append(try await test.issue(records)[0].ticket) }
            let newest = try await records.read { try $0.journal.newest(limit: 1) }
            return (tickets, newest[0].hash)
        }
        let (first, second, third) = (try await run(1), try await run(1), try await run(2))
        #expect(first.0 == second.0 && first.1 == second.1)
        #expect(first.0 != third.0 && first.1 != third.1)
    }

    @Test("A4 the journal's hash tells any two journals apart, over all starts") func wholeHash()
        async throws
    {
        var hashes: [String] = []
        for _ in 0..<3 {
            let records = try test.open()
            for _ in 0..<2 {
                _ = try await test.issue(records)
                hashes.append(try await records.read { try $0.journal.hash() })
            }
            records.close()
        }
        #expect(Set(hashes).count == 6 && hashes.allSatisfy { $0.count == 64 })
        let records = try test.open()
        #expect(try await records.read { try $0.journal.hash() } == hashes.last)
        #expect(try await records.read { try $0.journal.verify() } == nil)
        try await records.writeRaw {
            try $0.execute(sql: "UPDATE journal SET detail = 'K-001 service-P' WHERE sequence = 2")
        }
        #expect(try await records.read { try $0.journal.verify() }?.sequence == 2)
    }

    @Test("A4 SHA-256 is SHA-256") func knownHashes() {
        func hex(_ text: String) -> String {
            SHA256.hash(Array(text.utf8)).map { String(format: "%02x", $0) }.joined()
        }
        #expect(hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }
}

@Suite("Records: the journal of a file in use", .timeLimit(.minutes(5)))
struct JournalFileTests {
    let test = TestRecords()

    @Test("A4 the journal is verified beside a daemon that writes, and a changed row is named")
    func verify() async throws {
        let first = try test.open()
        _ = try await test.issue(first)
        await first.closed()
        let records = try test.open()
        let id = try await test.issue(records)[0].ticket.id
        try await records.markShown(id, at: test.now)
        let file = try JournalFile(path: records.file)
        #expect(try file.verify() == .init(chains: 2, rows: 3, fault: nil))
        _ = try await test.issue(records)
        #expect(try file.verify().rows == 4)
        try await records.writeRaw { db in
            try db.execute(
                sql: "UPDATE journal SET who = 'nobody' WHERE sequence = 2 AND incarnation = ?",
                arguments: [records.origin.incarnation.column])
        }
        let fault = try #require(try file.verify().fault)
        #expect(fault.sequence == 2 && fault.reason == .altered)
        #expect(fault.chain.incarnation == records.origin.incarnation)
    }

    @Test("A4 a file that is not there or has no journal is an error, not a whole journal")
    func noFile() throws {
        #expect(throws: RecordsError.self) { try JournalFile(path: test.folder + "/none") }
        let queue = try DatabaseQueue(path: NSTemporaryDirectory() + "loket-\(UUID()).sqlite3")
        try queue.write { try $0.execute(sql: "CREATE TABLE t (a)") }
        #expect(throws: RecordsError.self) { try JournalFile(path: queue.path).verify() }
        try FileManager.default.removeItem(atPath: queue.path)
    }
}
