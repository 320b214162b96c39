import Foundation
import GRDB
import Office
import Testing

@testable import Records

@Suite("Records: a clock that ran ahead", .timeLimit(.minutes(5)))
struct ClockTests {
    let test = TestRecords()
    /// Seconds to the year 2099.
    private static let far = 73.0 * 365.25 * 86_400

    private func accept(_ records: Records, at moment: Date) async throws -> ClockAcceptance {
        let day = test.day
        return try await records.transaction {
            try $0.clock.accept(at: moment, day: day, who: "root")
        }
    }

    private func reinstate(_ records: Records) async throws -> Int {
        let (date, moment) = (test.day.date(at: test.now), test.now)
        return try await records.transaction { try $0.tickets.reinstate(on: date, at: moment) }
    }

    private func shown(_ records: Records, _ prefix: String = "K") async throws -> Ticket {
        let ticket = try await test.issue(records, [TestRecords.request(prefix)])[0].ticket
        try await records.markShown(ticket.id, at: test.now)
        return ticket
    }

    @Test("Y2 a jump to 2099 and one ticket no longer pin the business date, even when refused")
    func morning() async throws {
        let records = try test.open()
        let now = test.now
        test.now += Self.far
        let ahead = try await shown(records)
        #expect(ahead.businessDate.year >= 2099)
        test.now = now
        let (date, fault) = try await records.clock(at: now, day: test.day)
        #expect(date == ahead.businessDate)
        let sentence = try #require(fault?.description)
        for part in ["2026-11-23T01:41:00Z", "2099-", "loket clock set", "loket clock accept"] {
            #expect(sentence.contains(part), "\(sentence)")
        }
        let today = test.day.date(at: now)
        let accepted = try await accept(records, at: now)
        #expect(accepted == .init(date: today, moved: 1, stranded: []))
        #expect(try await records.clock(at: now, day: test.day).fault == nil)
        // The visitor of the wrong clock is the first of today, and no number is given twice.
        #expect(try await records.queue(on: today).map(\.number.description) == ["K-001"])
        let next = try await records.issue(
            [TestRecords.request()], at: now, day: test.day, policy: .refuse)[0]
        #expect(next.ticket.number.description == "K-002" && next.ticket.businessDate == today)
        #expect(next.peopleAhead == 1)
        #expect(
            try await records.queue(on: today).map(\.number.description) == ["K-001", "K-002"])
        // On the date of the wrong clock the numbers go on behind those on paper.
        let later = try await records.issue(
            [TestRecords.request()], at: now + Self.far, day: test.day, policy: .refuse)[0]
        #expect(later.ticket.number.description == "K-002")
        #expect(try await records.read { try $0.journal.verify() } == nil)
    }

    @Test("Y2 numbers that were given on both dates are not given twice, and are named")
    func noon() async throws {
        let records = try test.open()
        let first = try await shown(records)
        let now = test.now
        test.now += Self.far
        let other = try await shown(records, "P")
        _ = try await shown(records)
        test.now = now + 60
        let accepted = try await accept(records, at: test.now)
        #expect(accepted.moved == 1 && accepted.stranded.map(\.description) == ["K-001"])
        let queue = try await records.queue(on: test.day.date(at: now))
        #expect(queue.map(\.id) == [first.id, other.id])
        let story = try await records.readRaw { db in
            try Row.fetchAll(db, sql: "SELECT * FROM journal ORDER BY sequence DESC LIMIT 3")
                .map { try JournalEntry($0) }
        }
        #expect(
            story.map(\.what) == ["clock.accepted", "ticket.moved", "ticket.expired"]
                && story.allSatisfy { $0.who == "root" })
        #expect(story[0].detail?.contains("2026-11-23T01:42:00Z") == true)
        #expect(story[0].detail?.contains("2099-") == true)
    }

    @Test(
        "Y2 what expired while the clock was ahead waits again at its place, unless nobody saw it")
    func expired() async throws {
        let records = try test.open()
        let (one, two) = (try await shown(records), try await shown(records))
        let unseen = try await test.issue(records)[0].ticket
        try await records.setState(.called, of: two.id, at: test.now)
        let tomorrow = CalendarDate(
            daysSince1970: test.day.date(at: test.now).daysSince1970 + 1)
        #expect(try await records.expire(before: tomorrow, at: test.now + 86_400) == 3)
        #expect(try await reinstate(records) == 2)
        #expect(
            try await records.queue(on: test.day.date(at: test.now)).map(\.id) == [one.id, two.id])
        #expect(try await records.ticket(unseen.id)?.state == .expired)
        #expect(try await reinstate(records) == 0)
        // A day that is over stays so.
        #expect(try await records.expire(before: tomorrow, at: test.now + 86_400) == 2)
    }

    @Test("A3 D6 a held ticket that expired while the clock was ahead waits again") func held()
        async throws
    {
        let records = try test.open()
        let ticket = try await shown(records)
        let now = test.now
        try await records.transaction { records in
            _ = try records.calls.begin(ticket.id, at: "1", at: now)
            try records.tickets.move(ticket.id, to: .held, who: "counter 1", at: now)
        }
        let tomorrow = CalendarDate(daysSince1970: test.day.date(at: now).daysSince1970 + 1)
        #expect(try await records.expire(before: tomorrow, at: now + 86_400) == 1)
        #expect(try await records.ticket(ticket.id)?.state == .expired)
        #expect(try await reinstate(records) == 1)
        #expect(try await records.ticket(ticket.id)?.state == .waiting)
    }

    @Test("Y2 a clock that nothing contradicts is not accepted") func nothing() async throws {
        let records = try test.open()
        _ = try await shown(records)
        await #expect(throws: RecordsError.self) { try await accept(records, at: test.now) }
        // Nor does a mark outlive the tickets that come after it.
        let now = test.now
        test.now += 7_200
        _ = try await shown(records)
        test.now = now + 300
        _ = try await accept(records, at: test.now)
        _ = try await shown(records)
        let behind = try await records.clock(at: now - 3_600, day: test.day)
        #expect(behind.fault?.newest == test.now)
        #expect(
            try await records.read { try $0.tickets.newestIssuedAt() } == test.now)
    }

    @Test("Y2 after an hour ahead on the same day, new tickets queue behind the old ones")
    func places() async throws {
        let records = try test.open()
        let now = test.now
        test.now += 3_600
        let early = try await shown(records)
        test.now = now + 60
        _ = try await accept(records, at: test.now)
        let late = try await shown(records)
        #expect(try await records.peopleAhead(of: late) == 1)
        #expect(try await records.peopleAhead(of: early) == 0)
    }

    @Test("Y2 a clock that was set is in the journal, with both times") func noted() async throws {
        let records = try test.open()
        let now = test.now
        try await records.transaction { try $0.clock.noteSet(from: now - 60, who: "root", at: now) }
        let row = try #require(try await records.read { try $0.journal.newest(limit: 1) }.first)
        #expect(row.what == "clock.set" && row.who == "root")
        #expect(row.detail == "to 2026-11-23T01:41:00Z from 2026-11-23T01:40:00Z")
    }
}
