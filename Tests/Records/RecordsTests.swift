import Foundation
import GRDB
import Office
import TestSupport
import Testing

@testable import Records

/// Database in a folder of its own, removed with the test.
final class TestRecords {
    let folder = NSTemporaryDirectory() + "loket-records-\(UUID().uuidString)"
    let day = BusinessDay(zone: TimeZone(identifier: "Asia/Makassar") ?? .gmt)
    /// Time of 2026-11-23 09:41 in Belu.
    var now = Date(timeIntervalSince1970: 1_795_398_060)

    func open(_ terminal: String = "belu1") throws -> Records {
        try Records(folder: folder, terminal: terminal, now: now)
    }

    /// Wait of 10 to 25 minutes.
    static let told = ToldWait(
        spread: WaitSpread(low: 11, middle: 15.5, high: 24), range: WaitRange(minutes: 10...25))

    static func fixture(_ name: String) throws -> String {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Fixtures/\(name).sql")
        return try String(contentsOf: file, encoding: .utf8)
    }

    /// Writes a stored file, as an older Loket left it.
    func store(_ fixture: String) throws {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        let queue = try DatabaseQueue(path: folder + "/loket.sqlite3")
        try queue.write { try $0.execute(sql: Self.fixture(fixture)) }
        try queue.close()
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    static func request(_ prefix: String = "K", range: ClosedRange<Int>? = nil, paper: Bool = false)
        -> IssueRequest
    {
        IssueRequest(
            serviceID: "service-\(prefix)", prefix: prefix, range: range, language: .indonesian,
            wantsPaper: paper)
    }

    func issue(_ records: Records, _ requests: [IssueRequest] = [request()]) async throws
        -> [IssuedTicket]
    {
        try await records.issue(requests, at: now, day: day, policy: .continue)
    }
}

extension Records {
    /// SQL of a test's own.
    func writeRaw<Value: Sendable>(
        _ body: @Sendable @escaping (Database) throws -> Value
    ) async throws -> Value {
        try await pool.write(body)
    }

    func readRaw<Value: Sendable>(
        _ body: @Sendable @escaping (Database) throws -> Value
    ) async throws -> Value {
        try await pool.read(body)
    }
}

@Suite("Records: tickets", .timeLimit(.minutes(5)))
struct TicketRecordsTests {
    let test = TestRecords()

    @Test("A4 a commit is on the disk: WAL, synchronous FULL, foreign keys on") func pragmas()
        async throws
    {
        let records = try test.open()
        let values = try await records.writeRaw { db in
            try ["journal_mode", "synchronous", "foreign_keys"].map {
                try String.fetchOne(db, sql: "PRAGMA \($0)") ?? ""
            }
        }
        #expect(values == ["wal", "2", "1"])
    }

    @Test("A1 numbers of a day start at 1 and follow each other; people ahead are counted")
    func sequence() async throws {
        let records = try test.open()
        for expected in 1...4 {
            let fresh = try await test.issue(records)[0]
            #expect(fresh.ticket.number.value == expected)
            #expect(fresh.peopleAhead == expected - 1)
        }
        test.now += 86_400
        #expect(try await test.issue(records)[0].ticket.number.value == 1)
    }

    @Test("A6 several tickets at once are all there or none") func allOrNone() async throws {
        let records = try test.open()
        let full = TestRecords.request("F", range: 1...1)
        _ = try await test.issue(records, [full])
        await #expect(throws: RecordsError.self) {
            _ = try await test.issue(records, [TestRecords.request("K"), full])
        }
        #expect(try await records.issuedCount(on: test.day.date(at: test.now)) == 1)
        #expect(try await test.issue(records)[0].ticket.number.value == 1)
    }

    @Test("A1-A3 random days: no number twice on a date unless its range wrapped")
    func property() async throws {
        var random = SeededRandom()
        let seed = random.seed
        let records = try test.open()
        var given: [String: Int] = [:]
        var waiting: Set<String> = []
        // Without an earlier ticket the clock alone decides the first ticket's date.
        var last = CalendarDate(year: 1970, month: 1, day: 1)
        for _ in 0..<400 {
            switch Int.random(in: 0..<12, using: &random) {
            case 0: test.now += Double(Int.random(in: 3_600...200_000, using: &random))
            case 1: test.now -= 7_200
            case 2: test.now -= 86_400
            case 3:
                if let any = waiting.randomElement(using: &random),
                    let named = TicketReference(any),
                    let id = try await records.ticket(named)?.id
                {
                    try await records.void(id, reason: "test", who: "test", at: test.now)
                    waiting.remove(any)
                }
            default: test.now += 30
            }
            let ranged = Bool.random(using: &random)
            let request = TestRecords.request(
                ranged ? "R" : "K", range: ranged ? 1...40 : nil)
            let fresh: IssuedTicket
            do { fresh = try await test.issue(records, [request])[0] } catch {
                #expect(ranged, "seed \(seed): \(error)")
                continue
            }
            let ticket = fresh.ticket
            #expect(ticket.businessDate >= last, "seed \(seed): the date went back")
            if ticket.businessDate > last {
                try await records.expire(before: ticket.businessDate, at: test.now)
                waiting = []
            }
            last = ticket.businessDate
            let key = "\(ticket.businessDate) \(ticket.number)"
            if !ranged { #expect(given[key] == nil, "seed \(seed): \(key) twice") }
            if let old = given[key] {
                #expect(
                    !waiting.contains("belu1-\(old)"), "seed \(seed): \(key) still waited")
            }
            given[key] = Int(ticket.id.sequence)
            waiting.insert(ticket.id.description)
        }
    }

    @Test("A3 a new day deletes nothing: what waited is expired, and counted") func expire()
        async throws
    {
        let records = try test.open()
        let old = try await test.issue(records)[0].ticket
        try await records.markShown(old.id, at: test.now)
        test.now += 86_400
        let count = try await records.expire(before: test.day.date(at: test.now), at: test.now)
        #expect(count == 1)
        #expect(try await records.ticket(old.id)?.state == .expired)
        #expect(try await records.queue(on: old.businessDate).isEmpty)
    }

    @Test("A5 identities of two terminals never meet, though their numbers do") func terminals()
        async throws
    {
        let one = try await test.issue(try test.open("belu1"))[0].ticket
        let other = TestRecords()
        let two = try await other.issue(try other.open("belu2"))[0].ticket
        #expect(one.number == two.number && one.id != two.id)
    }

    @Test("B1 B11 only what was shown or printed waits; the rest is void after a restart")
    func recovery() async throws {
        let records = try test.open()
        let shown = try await test.issue(records)[0].ticket
        try await records.markShown(shown.id, at: test.now)
        let lost = try await test.issue(records)[0].ticket
        let queued = try await test.issue(records, [TestRecords.request(paper: true)])[0].ticket
        let sending = try await test.issue(records, [TestRecords.request(paper: true)])[0].ticket
        try await records.markSending(sending.id, attempt: 1, job: 7, at: test.now)
        records.close()
        let again = try test.open()
        #expect(try await again.recover(voidsUnprinted: false, at: test.now).count == 2)
        #expect(try await again.ticket(shown.id)?.state == .waiting)
        #expect(try await again.ticket(lost.id)?.state == .void)
        #expect(try await again.ticket(queued.id)?.paper == .notPrinted)
        #expect(try await again.ticket(queued.id)?.state == .void)
        #expect(try await again.ticket(sending.id)?.paper == .unknown)
        // A visitor may hold this slip.
        #expect(try await again.ticket(sending.id)?.state == .waiting)
        #expect(try await again.unfinishedAttempts().isEmpty)
    }

    @Test("B1 B11 callable once shown, whatever its paper does; never where nobody knows of it")
    func unseen() async throws {
        let records = try test.open()
        func ticket() async throws -> Ticket {
            try await test.issue(records, [TestRecords.request(paper: true)])[0].ticket
        }
        func end(_ ticket: Ticket, _ end: PaperState) async throws {
            try await records.finishPrint(
                ticket.id, attempt: 1, as: end, detail: nil, voidsUnprinted: false, at: test.now)
        }
        func state(_ ticket: Ticket) async throws -> TicketState? {
            try await records.ticket(ticket.id)?.state
        }
        // The ticket is shown while its slip waits for paper.
        let shown = try await ticket()
        try await records.markShown(shown.id, at: test.now)
        #expect(try await state(shown) == .waiting)
        try await end(shown, .notPrinted)
        try await records.voidUnseen(shown.id, at: test.now)
        #expect(try await state(shown) == .waiting)
        // The print ends before the ticket is marked as shown.
        let late = try await ticket()
        try await end(late, .notPrinted)
        #expect(try await state(late) == .printing)
        try await records.markShown(late.id, at: test.now)
        #expect(try await state(late) == .waiting)
        // The visit was over, and nothing was printed.
        let lost = try await ticket()
        try await records.voidUnseen(lost.id, at: test.now)
        #expect(try await state(lost) == .printing)
        try await end(lost, .notPrinted)
        try await records.voidUnseen(lost.id, at: test.now)
        #expect(try await state(lost) == .void)
        // The visit was over, but the slip may have been printed.
        for paper in [PaperState.printed, .sent, .unknown] {
            let there = try await ticket()
            try await end(there, paper)
            try await records.voidUnseen(there.id, at: test.now)
            #expect(try await state(there) == .waiting)
        }
        // Where unprinted tickets become void, no ticket is called before its print has ended.
        let strict = try await ticket()
        try await records.markShown(strict.id, awaitsPaper: true, at: test.now)
        #expect(try await state(strict) == .printing)
    }

    @Test("B7 a number that was taken back is not printed any more") func over() async throws {
        let records = try test.open()
        let ticket = try await test.issue(records, [TestRecords.request(paper: true)])[0].ticket
        try await records.void(ticket.id, reason: "r", who: "w", at: test.now)
        await #expect(throws: RecordsError.self) {
            try await records.markSending(ticket.id, attempt: 1, job: 1, at: test.now)
        }
    }

    @Test("B7 copies are counted, limited and on record") func reprints() async throws {
        let records = try test.open()
        let ticket = try await test.issue(records)[0].ticket
        for copy in 1...3 {
            let attempt = try await records.beginReprint(
                ticket.id, limit: 3, who: "staff", at: test.now)
            #expect(attempt.number == copy)
            // A copy may begin only after the previous one has ended.
            await #expect(throws: RecordsError.self) {
                _ = try await records.beginReprint(
                    ticket.id, limit: 3, who: "staff", at: test.now)
            }
            try await records.finishPrint(
                ticket.id, attempt: copy, as: .printed, detail: nil, voidsUnprinted: false,
                at: test.now)
        }
        await #expect(throws: RecordsError.self) {
            _ = try await records.beginReprint(ticket.id, limit: 3, who: "staff", at: test.now)
        }
        let audited = try await records.readRaw { db in
            try Int.fetchOne(
                db,
                sql: """
                    SELECT count(*) FROM journal
                    WHERE what = 'print.queued' AND detail LIKE 'copy%'
                    """)
        }
        #expect(audited == 3)
    }

    @Test("D1 a transition that makes no sense is refused with a reason") func transitions()
        async throws
    {
        let records = try test.open()
        let ticket = try await test.issue(records)[0].ticket
        try await records.void(ticket.id, reason: "r", who: "w", at: test.now)
        await #expect(throws: RecordsError.refused("Ticket K-001 is void and can't become void.")) {
            try await records.void(ticket.id, reason: "r", who: "w", at: test.now)
        }
        await #expect(throws: RecordsError.self) {
            try await records.giveBack(ticket.id, at: test.now)
        }
    }

    @Test("L4 found by code however it is typed, and by number of the day") func find()
        async throws
    {
        let records = try test.open()
        let ticket = try await test.issue(records)[0].ticket
        #expect(try await records.ticket(code: ticket.code.lowercased())?.id == ticket.id)
        #expect(
            try await records.ticket(number: ticket.number, on: ticket.businessDate)?.id
                == ticket.id)
        #expect(try await records.ticket(code: "'; DROP TABLE ticket; --") == nil)
    }
}
