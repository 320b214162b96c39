import Foundation
import Office
import Testing

@testable import Records

@Suite("Records: waiting times", .timeLimit(.minutes(2)))
struct WaitTests {
    let test = TestRecords()

    private func ticket(_ records: Records) async throws -> Ticket {
        try await records.issue(
            [TestRecords.request()], at: test.now, day: test.day, policy: .continue)[0].ticket
    }

    @Test("E1 a ticket's range stays what its visitor was told") func told() async throws {
        let records = try test.open()
        let ticket = try await ticket(records)
        #expect(try records.readNow { try $0.waits.told(ticket.id) } == nil)
        try records.transactionNow { try $0.waits.note(TestRecords.told, of: ticket.id) }
        #expect(try records.readNow { try $0.waits.told(ticket.id) } == TestRecords.told.range)
        try records.transactionNow { try $0.waits.close(ticket.id, isInTurn: true, at: test.now) }
        #expect(try records.readNow { try $0.waits.told(ticket.id) } == TestRecords.told.range)
    }

    @Test("E3 the newest 200 tickets that were told a range and called are kept, and no others")
    func outcomes() async throws {
        let records = try test.open()
        let (told, untold) = (try await ticket(records), try await ticket(records))
        try records.transactionNow { transaction in
            try transaction.waits.close(untold.id, isInTurn: true, at: test.now + 60)
            for (moment, isInTurn) in [(test.now - 1, true), (test.now + 60, false)] {
                // A clock that was set back says nothing of a wait, and a call out of turn neither.
                try transaction.waits.note(TestRecords.told, of: told.id)
                try transaction.waits.close(told.id, isInTurn: isInTurn, at: moment)
            }
            #expect(try transaction.waits.outcomes().isEmpty)
            for minute in 1...(WidthFactor.tickets + 30) {
                try transaction.waits.note(TestRecords.told, of: told.id)
                for _ in 0..<2 {
                    try transaction.waits.close(
                        told.id, isInTurn: true, at: test.now + Double(60 * minute))
                }
            }
            let outcomes = try transaction.waits.outcomes()
            #expect(outcomes.map(\.minutes) == (31...230).map(Double.init))
            #expect(outcomes.allSatisfy { $0.estimate == TestRecords.told.spread })
        }
    }

    @Test("D7 the newest 50 times of each service are kept, in their order") func times() throws {
        let records = try test.open()
        try records.transactionNow { transaction in
            for second in 1...70 {
                try transaction.waits.addTime(Double(second), of: "a", at: test.now)
                if second % 10 == 0 {
                    try transaction.waits.addTime(Double(second), of: "b", at: test.now)
                }
            }
            let times = try transaction.waits.times()
            #expect(times["a"] == (21...70).map(Double.init))
            #expect(times["b"] == [10, 20, 30, 40, 50, 60, 70])
        }
    }

    @Test("E1 a damaged range is named, and not taken for an unknown one") func damaged()
        async throws
    {
        let records = try test.open()
        let ticket = try await ticket(records)
        try records.transactionNow { transaction in
            try transaction.waits.note(TestRecords.told, of: ticket.id)
            try transaction.execute("UPDATE ticket SET wait_from = 90")
        }
        #expect(throws: RecordsError.self) {
            try records.readNow { try $0.waits.told(ticket.id) }
        }
    }

    @Test("B11 E1 a day's tickets are counted by service and hour, with waits and times of service")
    func tally() async throws {
        let records = try test.open()
        let (served, absent, waiting) = (
            try await ticket(records), try await ticket(records), try await ticket(records)
        )
        let date = served.businessDate
        try records.transactionNow { transaction in
            _ = try transaction.counters.set(.open, of: "1", who: "1", at: test.now)
            for ticket in [served, absent, waiting] {
                try transaction.tickets.markShown(ticket.id, at: test.now)
            }
            // Absent at first, and served at the second call.
            for (ticket, at, end, state) in [
                (served, 300.0, 360.0, TicketState.waiting), (absent, 400, 460, .noShow),
                (served, 700, 1_000, .done),
            ] {
                _ = try transaction.calls.begin(ticket.id, at: "1", at: test.now + at)
                _ = try transaction.calls.end(at: "1", as: state, at: test.now + end)
            }
            let list = try transaction.documents.spool(.list, at: test.now)
            try transaction.documents.markSending(list, job: 8, at: test.now)
            try transaction.documents.finish(
                list, as: .printed, detail: nil, millimetres: 50, at: test.now)
        }
        let counts = try await records.dayCounts(on: date, day: test.day)
        let hour = LocalTime(test.now, in: test.day.zone).hour
        #expect(
            Set(counts.tally.cells.keys) == [.init(serviceID: served.serviceID, hour: hour)])
        let all = counts.tally.sum()
        #expect(all.given == 3 && all.count([.done]) == 1 && all.count([.noShow]) == 1)
        #expect(all.waits.count == 2 && all.waits.average == 350 && all.waits.longest == 400)
        #expect(all.services.count == 1 && all.services.average == 300)
        #expect(counts.listCount == 1)
        let before = CalendarDate(daysSince1970: date.daysSince1970 - 1)
        #expect(try await records.dayCounts(on: before, day: test.day) == DayCounts())
    }

    @Test("B11 X7 a ticket with a moment that is none is named, and ends no daemon")
    func damagedMoment() async throws {
        let records = try test.open()
        let ticket = try await ticket(records)
        for moment in ["1e300", "-1e300", "9e999"] {
            try records.transactionNow {
                try $0.execute("UPDATE ticket SET issued_at = \(moment)")
            }
            await #expect(throws: RecordsError.self) {
                _ = try await records.dayCounts(on: ticket.businessDate, day: test.day)
            }
        }
    }
}
