import Foundation
import GRDB
import Office
import Testing

@testable import Records

@Suite("Records: the order of the queue, and what becomes of a ticket", .timeLimit(.minutes(5)))
struct QueueTests {
    let test = TestRecords()

    @Test("A2 whoever comes after the clock was set back stands behind those who wait")
    func setBack() async throws {
        let records = try test.open()
        let first = try await test.issue(records)[0].ticket
        test.now -= 7_200
        let second = try await test.issue(records)[0]
        test.now += 60
        let third = try await test.issue(records)[0]
        #expect(second.peopleAhead == 1 && third.peopleAhead == 2)
        #expect(try await records.peopleAhead(of: second.ticket) == 1)
        let queue = try await records.queue(on: first.businessDate)
        #expect(queue.map(\.number.value) == [1, 2, 3])
    }

    @Test("A2 the clock's fault has a name, and the date stays where the numbers are")
    func clock() async throws {
        let records = try test.open()
        #expect(try await records.clock(at: test.now, day: test.day).fault == nil)
        let date = try await test.issue(records)[0].ticket.businessDate
        let now = try await records.clock(at: test.now + 1, day: test.day)
        #expect(now.date == date && now.fault == nil)
        let boot = Date(timeIntervalSince1970: 30)
        let behind = try await records.clock(at: boot, day: test.day)
        #expect(behind.date == date)
        let fault = try #require(behind.fault)
        #expect(fault == ClockFault(now: boot, newest: test.now))
        await #expect(throws: RecordsError.clockBehind(fault.description)) {
            _ = try await records.issue(
                [TestRecords.request()], at: boot, day: test.day, policy: .refuse)
        }
        let kept = try await records.issue(
            [TestRecords.request()], at: boot, day: test.day, policy: .continue)[0].ticket
        #expect(kept.businessDate == date && kept.number.value == 2)
    }

    @Test("A5 a transfer changes the service, never the number or the place") func transfer()
        async throws
    {
        let records = try test.open()
        let moved = try await test.issue(records)[0].ticket
        test.now += 60
        let there = try await test.issue(records, [TestRecords.request("P")])[0].ticket
        test.now += 60
        try await records.transfer(moved.id, to: "service-P", who: "staff", at: test.now)
        let after = try #require(try await records.ticket(moved.id))
        #expect(after.number == moved.number && after.code == moved.code)
        #expect(after.serviceID == "service-P" && after.issuedAt == moved.issuedAt)
        #expect(
            try await records.queue(on: moved.businessDate, service: "service-P").map(\.id)
                == [moved.id, there.id])
        #expect(try await records.waitingCounts(on: moved.businessDate) == ["service-P": 2])
        #expect(try await records.peopleAhead(of: there) == 1)
    }

    @Test("A5 one who is being served waits again after a transfer; one who is done does not")
    func transferFromCounter() async throws {
        let records = try test.open()
        let ticket = try await test.issue(records)[0].ticket
        try await records.markShown(ticket.id, at: test.now)
        try await records.setState(.called, of: ticket.id, at: test.now)
        try await records.setState(.serving, of: ticket.id, at: test.now)
        #expect(try await records.queue(on: ticket.businessDate).isEmpty)
        try await records.transfer(ticket.id, to: "service-P", who: "staff", at: test.now)
        #expect(
            try await records.queue(on: ticket.businessDate, service: "service-P").map(\.id)
                == [ticket.id])
        for state in [TicketState.called, .done] {
            try await records.setState(state, of: ticket.id, at: test.now)
        }
        await #expect(
            throws: RecordsError.refused("Ticket K-001 is done and can't be transferred.")
        ) {
            try await records.transfer(ticket.id, to: "service-K", who: "staff", at: test.now)
        }
        #expect(try await records.ticket(ticket.id)?.serviceID == "service-P")
    }

    @Test("D2 a no-show that is taken back stands at its old place") func takenBack() async throws {
        let records = try test.open()
        var ids: [TicketID] = []
        for _ in 0..<3 {
            ids.append(try await test.issue(records)[0].ticket.id)
            try await records.markShown(ids[ids.count - 1], at: test.now)
            test.now += 60
        }
        for state in [TicketState.called, .noShow] {
            try await records.setState(state, of: ids[0], at: test.now)
        }
        let date = test.day.date(at: test.now)
        #expect(try await records.queue(on: date).map(\.id) == Array(ids[1...]))
        try await records.setState(.waiting, of: ids[0], at: test.now)
        #expect(try await records.queue(on: date).map(\.id) == ids)
    }

    @Test("A1 a range does not wrap onto a no-show, who may be taken back") func noShowKept()
        async throws
    {
        let records = try test.open()
        let request = TestRecords.request("R", range: 1...2)
        let away = try await test.issue(records, [request])[0].ticket
        for state in [TicketState.waiting, .called, .noShow] {
            try await records.setState(state, of: away.id, at: test.now)
        }
        let second = try await test.issue(records, [request])[0].ticket
        #expect(second.number.value == 2)
        await #expect(throws: RecordsError.self) { _ = try await test.issue(records, [request]) }
        try await records.void(second.id, reason: "r", who: "w", at: test.now)
        #expect(try await test.issue(records, [request])[0].ticket.number.value == 2)
    }

    @Test("D1 every transition that is not allowed is refused and changes nothing")
    func transitions() async throws {
        let records = try test.open()
        for from in TicketState.allCases {
            for next in TicketState.allCases {
                let ticket = try await test.issue(records)[0].ticket
                try await records.writeRaw { db in
                    try db.execute(
                        sql: "UPDATE ticket SET state = ? WHERE sequence = ?",
                        arguments: [from.rawValue, ticket.id.sequence])
                }
                var expected = next
                do { try await records.setState(next, of: ticket.id, at: test.now) } catch {
                    #expect(
                        error
                            == .refused(
                                "Ticket \(ticket.number) is \(from.rawValue) and can't become "
                                    + "\(next.rawValue)."))
                    #expect(!from.canBecome(next))
                    expected = from
                }
                #expect(try await records.ticket(ticket.id)?.state == expected)
                let isQueued = try await records.queue(on: ticket.businessDate)
                    .contains { $0.id == ticket.id }
                #expect(isQueued == expected.isInQueue, "\(from) to \(next)")
            }
        }
    }

    @Test("A1 D1 many at once, through two openings of the file, get every number once")
    func many() async throws {
        let (one, two) = (try test.open(), try test.open())
        let (now, day) = (test.now, test.day)
        let fresh = try await withThrowingTaskGroup(of: IssuedTicket.self) { group in
            for turn in 0..<40 {
                let records = turn.isMultiple(of: 2) ? one : two
                group.addTask {
                    try await records.issue(
                        [TestRecords.request()], at: now, day: day, policy: .continue)[0]
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(fresh.map(\.ticket.number.value).sorted() == Array(1...40))
        #expect(fresh.map(\.ticket.id.sequence).sorted() == (1...40).map(Int64.init))
        #expect(Set(fresh.map(\.ticket.code)).count == 40)
        #expect(fresh.allSatisfy { $0.peopleAhead == $0.ticket.number.value - 1 })
    }
}
