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
}
