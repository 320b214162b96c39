import Foundation
import GRDB
import Office
import Testing

@testable import Records

@Suite("Records: the file after a damaged one", .timeLimit(.minutes(5)))
struct SalvageTests {
    let test = TestRecords()
    private var file: String { test.folder + "/loket.sqlite3" }

    /// Writes a file with K-001 to K-003 and P-001, and closes it.
    private func day() async throws -> Ticket {
        let records = try test.open()
        _ = try await test.issue(records, [TestRecords.request(), TestRecords.request()])
        let last = try await test.issue(
            records, [TestRecords.request("P"), TestRecords.request()])
        await records.closed()
        let queue = try DatabaseQueue(path: file)
        try await queue.writeWithoutTransaction { db in
            _ = try Row.fetchAll(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        }
        try queue.close()
        return last[1].ticket
    }

    /// Overwrites the root page of a table or an index.
    private func spoil(_ name: String) throws {
        let queue = try DatabaseQueue(path: file)
        let (page, size) = try queue.read { db in
            (
                try Int.fetchOne(
                    db, sql: "SELECT rootpage FROM sqlite_master WHERE name = ?",
                    arguments: [name]) ?? 0,
                try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 0
            )
        }
        try queue.close()
        let handle = try FileHandle(forUpdating: URL(fileURLWithPath: file))
        try handle.seek(toOffset: UInt64((page - 1) * size))
        try handle.write(contentsOf: Data(repeating: 0x5A, count: size))
        try handle.close()
    }

    private func begun() throws -> Records {
        RecordsFile.markDamaged(file)
        // Written in the time of the test, whatever the clock of this machine says.
        try FileManager.default.setAttributes(
            [.modificationDate: TestRecords().now + 60], ofItemAtPath: file)
        let records = try test.open()
        #expect(records.openingReport.damagedFileKeptAs != nil)
        return records
    }

    private func next(_ records: Records, _ prefix: String = "K", _ range: ClosedRange<Int>? = nil)
        async throws -> Ticket
    {
        try await test.issue(records, [TestRecords.request(prefix, range: range)])[0].ticket
    }

    @Test("Y3 where the counts can be read, numbers and identities go on after them")
    func counted() async throws {
        let last = try await day()
        try spoil("ticket_by_code")
        let records = try begun()
        #expect(records.openingReport.numbersGoOnAfter == nil)
        let ticket = try await next(records)
        #expect(ticket.number.description == "K-004" && ticket.id.sequence == 5)
        #expect(ticket.id.incarnation != last.id.incarnation)
        #expect(try await next(records, "P").number.description == "P-002")
        #expect(try await next(records, "Q").number.description == "Q-001")
    }

    @Test(
        "Y3 where the counts can't be read, numbers go on with a gap until the day is over",
        arguments: ["last_number", "ticket"])
    func gap(table: String) async throws {
        _ = try await day()
        try spoil(table)
        let records = try begun()
        if table == "ticket" {
            // The counts are whole, and no ticket contradicts them.
            #expect(try await next(records).number.description == "K-004")
            return
        }
        #expect(records.openingReport.numbersGoOnAfter == 100)
        #expect(try await next(records).number.description == "K-101")
        #expect(try await next(records).number.description == "K-102")
        #expect(try await next(records, "R", 1...50).number.description == "R-026")
        test.now += 2 * 86_400
        #expect(try await next(records).number.description == "K-001")
    }

    @Test("Y3 a file that is no database any more leaves a gap") func noFile() async throws {
        _ = try await day()
        try Data(repeating: 0x5A, count: 40_960).write(to: URL(fileURLWithPath: file))
        let records = try test.open()
        #expect(records.openingReport.numbersGoOnAfter == 100)
        #expect(try await next(records).number.description == "K-101")
    }

    @Test("Y3 a flat clock battery does not bring the numbers back: the newest ticket is known")
    func flatBattery() async throws {
        let last = try await day()
        test.now = Date(timeIntervalSince1970: 600)
        try spoil("ticket_by_code")
        let records = try begun()
        let ticket = try await next(records)
        #expect(ticket.businessDate == last.businessDate)
        #expect(ticket.number.description == "K-004")
        #expect(try await records.clock(at: test.now, day: test.day).fault != nil)
    }

    @Test("Y3 an index that disagrees with its table is found, and the file goes on")
    func disagreement() async throws {
        let records = try test.open()
        let ticket = try await next(records)
        #expect(try await records.disagreement() == nil)
        try await records.writeRaw { db in
            try db.execute(
                sql: """
                    PRAGMA writable_schema = ON;
                    UPDATE sqlite_master SET sql = replace(sql, '(code)', '(survey_token)')
                    WHERE name = 'ticket_by_code';
                    PRAGMA writable_schema = RESET
                    """)
        }
        let again = try test.open()
        #expect(try await again.disagreement()?.contains("ticket_by_code") == true)
        #expect(try await again.ticket(ticket.id) == ticket)
    }
}
