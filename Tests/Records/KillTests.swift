import Foundation
import GRDB
import Office
import Synchronization
import Testing

@testable import Records

@Suite("A4 records after a kill or a power cut", .timeLimit(.minutes(5)))
struct KillTests {
    let test = TestRecords()

    /// Counts of rows in the tables that one ticket with paper writes to.
    private struct Rows: Equatable {
        var tickets: Int
        var journal: Int
        var tokens: Int
        var attempts: Int
        var lastNumber: Int

        /// Returns the rows of this many whole tickets and nothing else.
        static func whole(_ count: Int) -> Rows {
            Rows(tickets: count, journal: count, tokens: count, attempts: count, lastNumber: count)
        }

        init(tickets: Int, journal: Int, tokens: Int, attempts: Int, lastNumber: Int) {
            self.tickets = tickets
            self.journal = journal
            self.tokens = tokens
            self.attempts = attempts
            self.lastNumber = lastNumber
        }

        init(_ records: Records) async throws {
            self = try await records.readRaw { db in
                func count(_ sql: String) throws -> Int { try Int.fetchOne(db, sql: sql) ?? 0 }
                return Rows(
                    tickets: try count("SELECT count(*) FROM ticket"),
                    journal: try count("SELECT count(*) FROM journal"),
                    tokens: try count("SELECT count(*) FROM survey_token"),
                    attempts: try count("SELECT count(*) FROM print_attempt"),
                    lastNumber: try count("SELECT coalesce(sum(value), 0) FROM last_number"))
            }
        }
    }

    /// Two tickets in one transaction write ten rows, and the process is killed after each of them.
    @Test("A4 A6 kill -9 between two rows of a ticket leaves neither", arguments: 1...10)
    func killed(row: Int) async throws {
        let before = try test.open()
        _ = try await test.issue(before, [TestRecords.request(paper: true)])
        before.close()
        let folder = test.folder
        await #expect(processExitsWith: .signal(SIGKILL)) {
            [folder = folder as String, row = row as Int] in
            let records = try Records(folder: folder, terminal: "belu1")
            try await records.killAfter(row: row)
            let request = TestRecords.request(paper: true)
            _ = try await records.issue(
                [request, request], at: Date(timeIntervalSince1970: 1_795_398_090),
                day: BusinessDay(zone: TimeZone(identifier: "Asia/Makassar") ?? .gmt),
                policy: .continue)
        }
        let after = try test.open()
        #expect(after.openingReport.damagedFileKeptAs == nil)
        #expect(try await Rows(after) == .whole(1))
        let next = try await test.issue(after, [TestRecords.request(paper: true)])[0]
        #expect(next.ticket.number.value == 2 && next.peopleAhead == 1)
    }

    @Test("A4 a power cut anywhere in the write leaves a whole ticket or none") func powerCut()
        async throws
    {
        let records = try test.open()
        try await records.pool.writeWithoutTransaction {
            try $0.execute(sql: "PRAGMA wal_autocheckpoint = 0")
        }
        let request = TestRecords.request(paper: true)
        _ = try await test.issue(records, [request])
        let file = URL(fileURLWithPath: test.folder + "/loket.sqlite3")
        let log = URL(fileURLWithPath: test.folder + "/loket.sqlite3-wal")
        let start = try Data(contentsOf: log).count
        _ = try await test.issue(records, [request])
        let (pages, full) = (try Data(contentsOf: file), try Data(contentsOf: log))
        try #require(full.count > start + 3 * 4096, "one ticket writes several pages")
        for length in Array(stride(from: start, to: full.count, by: 1_031)) + [full.count] {
            let cut = try await reopened(pages, full.prefix(length))
            #expect(cut == .whole(length == full.count ? 2 : 1), "cut at \(length)")
            // The length may reach the disk before the bytes.
            var zeroes = full.prefix(length)
            zeroes.append(Data(count: full.count - length))
            let empty = try await reopened(pages, zeroes)
            #expect(empty == .whole(length == full.count ? 2 : 1), "zeroes from \(length)")
        }
    }

    private func reopened(_ pages: Data, _ log: Data) async throws -> Rows {
        let copy = TestRecords()
        try FileManager.default.createDirectory(
            atPath: copy.folder, withIntermediateDirectories: true)
        try pages.write(to: URL(fileURLWithPath: copy.folder + "/loket.sqlite3"))
        try log.write(to: URL(fileURLWithPath: copy.folder + "/loket.sqlite3-wal"))
        let records = try copy.open()
        defer { records.close() }
        #expect(records.openingReport.damagedFileKeptAs == nil)
        return try await Rows(records)
    }
}

extension Records {
    /// Kills the process after this many rows of tickets were written. The cache is so small that
    /// pages spill into the log before the commit.
    fileprivate func killAfter(row: Int) async throws {
        let rows = Counter()
        let step = DatabaseFunction("step", argumentCount: 0) { _ in
            if rows.next() == row { kill(getpid(), SIGKILL) }
            return nil
        }
        try await pool.writeWithoutTransaction { db in
            db.add(function: step)
            try db.execute(sql: "PRAGMA cache_size = 1; PRAGMA cache_spill = 1;")
            for table in ["ticket", "journal", "survey_token", "print_attempt", "last_number"] {
                for change in ["INSERT", "UPDATE"] {
                    try db.execute(
                        sql: """
                            CREATE TEMP TRIGGER \(table)_\(change) AFTER \(change) ON main.\(table)
                            BEGIN SELECT step(); END
                            """)
                }
            }
        }
    }
}

private final class Counter: Sendable {
    private let value = Mutex(0)

    func next() -> Int {
        value.withLock {
            $0 += 1
            return $0
        }
    }
}
