import Foundation
import Office
import Records
import Testing

@testable import Hall

@Suite("Hall: orders of a counter", .timeLimit(.minutes(5)))
struct CallDeskTests {
    let hall: TestHall

    init() throws { hall = try TestHall() }

    @Test("D7 next finishes the open ticket and calls the next one, in one step") func next() throws
    {
        let (first, second) = (try hall.visitor("ktp"), try hall.visitor("ktp"))
        let one = try hall.press("1", .next)
        #expect(one.what == "ticket.called" && one.ticketID == first.id && one.finishedID == nil)
        hall.now += 60
        let two = try hall.press("1", .next)
        #expect(two.ticketID == second.id && two.finishedID == first.id)
        #expect(try hall.state(first) == .done)
        hall.now += 60
        let three = try hall.press("1", .next)
        #expect(three.what == "counter.idle" && three.ticketID == nil)
        #expect(three.finishedID == second.id, "finished once, and the officer is told")
        #expect(try hall.press("1", .next).finishedID == nil)
    }

    @Test("D7 within 5 s of its last call a counter calls nobody, and nothing is changed")
    func pause() throws {
        let first = try hall.visitor("ktp")
        try hall.visitor("ktp")
        try hall.press("1", .next)
        hall.now += 4
        #expect(
            throws: RecordsError.refused(
                "Counter 1 has called 4 s ago: wait 5 s from one call to the next.")
        ) { try hall.press("1", .next) }
        #expect(try hall.state(first) == .called)
        hall.now -= 600
        // A clock that was set back holds nobody up.
        #expect(try hall.press("1", .next).finishedID == first.id)
    }

    @Test("D6 a press that is sent again is done once and has the same answer") func again() throws
    {
        try hall.visitor("ktp")
        try hall.visitor("ktp")
        let first = try hall.press("1", .next, id: "a")
        hall.now += 60
        try hall.restart()
        var again = try hall.press("1", .next, id: "a")
        #expect(again.isRepeat)
        again.isRepeat = false
        #expect(again == first)
        #expect(throws: RecordsError.self) { try hall.press("1", .finish, id: "a") }
        #expect(throws: RecordsError.self) { try hall.press("2", .next, id: "a") }
        #expect(try hall.number(try hall.press("1", .next, id: "b")) == "K-002")
    }

    @Test(
        "D1 an order that makes no sense is refused with a reason and changes nothing",
        arguments: [
            Order.recall, .noShow, .serve, .finish, .hold, .notServed(.other),
            .transfer(to: .service("kk")),
        ])
    func senseless(order: Order) throws {
        let waiting = try hall.visitor("ktp")
        let before = try hall.records.readNow { try $0.journal.newest(limit: 100) }
        #expect(throws: RecordsError.refused("Counter 1 has no open ticket.")) {
            try hall.press("1", order)
        }
        #expect(try hall.records.readNow { try $0.journal.newest(limit: 100) } == before)
        #expect(try hall.state(waiting) == .waiting)
        #expect(throws: RecordsError.refused("There is no counter '9'; there are: 1, 2, 3, 4.")) {
            try hall.press("9", order)
        }
        hall.rules.counters = []
        #expect(throws: RecordsError.self) { try hall.press("1", order) }
    }

    @Test(
        "D2 a no-show needs a recall 10 s after the call; three rounds end it, and it may be taken back"
    )
    func noShow() throws {
        let absent = try hall.visitor("ktp")
        for round in 1...3 {
            #expect(try hall.press("1", .next).ticketID == absent.id)
            #expect(throws: RecordsError.self) { try hall.press("1", .noShow) }
            hall.now += 9
            try hall.press("1", .recall)
            #expect(throws: RecordsError.self) { try hall.press("1", .noShow) }
            hall.now += 1
            try hall.press("1", .recall)
            #expect(try hall.press("1", .noShow).ticketID == absent.id)
            #expect(try hall.state(absent) == (round < 3 ? .waiting : .noShow))
            #expect(try hall.choice("1") == nil, "set aside")
            hall.now += 299
            #expect(try hall.choice("1") == nil)
            hall.now += 1
        }
        #expect(try hall.choice("1") == nil)
        let (date, now) = (hall.date, hall.now)
        try hall.records.transactionNow { records in
            try StaffDesk().takeBack(
                try records.tickets.require(absent.id), today: date, who: "agus", in: records,
                at: now)
        }
        #expect(try hall.press("1", .next).ticketID == absent.id)
        #expect(throws: RecordsError.self) {
            try hall.records.transactionNow { records in
                try StaffDesk().takeBack(
                    try records.tickets.require(absent.id), today: date, who: "agus", in: records,
                    at: now)
            }
        }
    }

    @Test("D2 who comes back is first again, at the old place") func oldPlace() throws {
        let absent = try hall.visitor("ktp")
        try hall.visitor("ktp")
        try hall.press("1", .next)
        hall.now += 10
        try hall.press("1", .recall)
        try hall.press("1", .noShow)
        #expect(try hall.number(try hall.press("1", .next)) == "K-002")
        hall.now += 300
        try hall.visitor("ktp")
        #expect(try hall.press("1", .next).ticketID == absent.id)
    }

    @Test("D6 a visitor who fetches something is held, and called back by number") func hold()
        throws
    {
        let visitor = try hall.visitor("ktp")
        try hall.press("1", .next)
        try hall.press("1", .hold)
        #expect(try hall.state(visitor) == .held)
        hall.now += 10
        #expect(try hall.press("1", .next).what == "counter.idle", "the counter is free meanwhile")
        let other = try hall.visitor("ktp")
        hall.now += 10
        #expect(throws: RecordsError.refused("Ticket K-002 is waiting, not held.")) {
            try hall.press("1", .resume(other.id))
        }
        #expect(try hall.press("1", .resume(visitor.id)).what == "ticket.called")
        #expect(throws: RecordsError.self) { try hall.press("1", .resume(visitor.id)) }
        try hall.press("1", .finish)
        #expect(try hall.state(visitor) == .done)
    }

    @Test("A5 a transfer keeps number and place; a counter that closes lets its visitors go")
    func transfer() throws {
        let visitor = try hall.visitor("ktp")
        try hall.visitor("paspor")
        try hall.press("1", .next)
        #expect(throws: RecordsError.refused("Counter 3 is closed: nobody would call the visitor."))
        {
            try hall.press("1", .transfer(to: .counter("3")))
        }
        try hall.press("3", .open)
        try hall.press("1", .transfer(to: .counter("3")))
        #expect(try hall.choice("1") == nil && hall.choice("2") == nil)
        #expect(try hall.choice("3")?.ticket.id == visitor.id)
        #expect(try hall.choice("3")?.reason == .sentHere)
        try hall.press("3", .close)
        #expect(try hall.choice("1")?.ticket.id == visitor.id)
        hall.now += 10
        try hall.press("1", .next)
        try hall.press("1", .transfer(to: .service("paspor")))
        #expect(try hall.choice("3")?.ticket.id == visitor.id, "earlier than the other one")
        #expect(try hall.ticket(visitor.id)?.number == visitor.number)
        #expect(throws: RecordsError.self) { try hall.press("3", .transfer(to: .service("none"))) }
    }

    @Test("D10 not served has a reason, on record") func notServed() throws {
        let visitor = try hall.visitor("ktp")
        try hall.press("1", .next)
        #expect(try hall.press("1", .notServed(.networkDown)).what == "ticket.notServed")
        let told = try hall.records.readNow { try $0.journal.story(of: visitor.id).map(\.entry) }
        #expect(told.last?.detail == "network-down" && told.last?.who == "counter 1")
    }

    @Test("D9 a given number is called with a reason, which lies beside the record") func given()
        throws
    {
        try hall.visitor("ktp")
        let late = try hall.visitor("paspor", .infant)
        let answer = try hall.press("1", .call(late.id, reason: "the child is ill"))
        #expect(answer.ticketID == late.id && answer.what == "ticket.called")
        #expect(throws: RecordsError.self) { try hall.press("2", .call(late.id, reason: "x")) }
        let told = try hall.records.readNow { try $0.journal.story(of: late.id).map(\.entry) }
        #expect(told.allSatisfy { $0.detail?.contains("ill") != true })
    }

    @Test("D10 L6 all that wait for a service are moved, or ended with a reason") func together()
        throws
    {
        let tickets = try (1...3).map { _ in try hall.visitor("ktp") }
        let (date, now) = (hall.date, hall.now)
        let moved = try hall.records.transactionNow {
            try StaffDesk().move("ktp", to: "kk", on: date, who: "agus", in: $0, at: now)
        }
        #expect(moved == 3)
        #expect(try hall.choice("2")?.ticket.id == tickets[0].id)
        let ended = try hall.records.transactionNow {
            try StaffDesk().endAll(
                "kk", because: .agencyAway, on: date, who: "agus", in: $0, at: now)
        }
        #expect(ended == 3)
        for ticket in tickets { #expect(try hall.state(ticket) == .notServed) }
    }

    @Test("D11 a pause has a reason; the next call opens the counter again") func paused() throws {
        let visitor = try hall.visitor("ktp")
        try hall.press("1", .next)
        let answer = try hall.press("1", .pause(.prayer))
        #expect(answer.what == "counter.paused" && answer.finishedID == visitor.id)
        #expect(try hall.records.readNow { try $0.counters.status("1").state } == .paused(.prayer))
        try hall.visitor("ktp")
        hall.now += 60
        try hall.press("1", .next)
        #expect(try hall.records.readNow { try $0.counters.status("1").state } == .open)
    }

    @Test("D3 the ratio goes on after a restart") func ratio() throws {
        for _ in 1...6 {
            try hall.visitor("ktp")
            try hall.visitor("ktp", .elderly)
        }
        var classes: [Bool] = []
        for _ in 1...9 {
            hall.now += 10
            let called = try hall.ticket(try hall.press("1", .next).ticketID)
            classes.append(called?.group != nil)
            try hall.restart()
        }
        #expect(classes == [true, false, false, true, false, false, true, false, false])
    }

    @Test("D8 a counter of one class calls no other") func oneClass() throws {
        let (regular, priority) = (
            try hall.visitor("paspor"), try hall.visitor("paspor", .pregnant)
        )
        #expect(try hall.choice("3")?.ticket.id == regular.id)
        #expect(try hall.choice("4")?.ticket.id == priority.id)
    }

    @Test("D4 an officer corrects the class, on record") func corrected() throws {
        let visitor = try hall.visitor("paspor")
        #expect(try hall.choice("4") == nil)
        let now = hall.now
        try hall.records.transactionNow {
            try $0.tickets.setGroup(.disability, of: visitor.id, who: "agus", at: now)
        }
        #expect(try hall.choice("4")?.ticket.id == visitor.id)
        let told = try hall.records.readNow { try $0.journal.story(of: visitor.id).map(\.entry) }
        #expect(told.last?.what == "ticket.reclassed" && told.last?.detail == "priority")
    }

    @Test("A3 what is held when the day ends expires, and a new day has presses of its own")
    func newDay() throws {
        let visitor = try hall.visitor("ktp")
        try hall.press("1", .next)
        try hall.press("1", .hold, id: "old")
        hall.now += 86_400
        let (date, now) = (hall.date, hall.now)
        try hall.records.transactionNow { records in
            _ = try records.tickets.expire(before: date, at: now)
            try records.presses.forget(before: date)
        }
        #expect(try hall.state(visitor) == .expired)
        #expect(try hall.records.readNow { try $0.presses.press("old") } == nil)
    }
}
