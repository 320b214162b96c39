import Foundation
import Office
import Records
import Testing

@testable import Hall

/// Way from calls to estimates, over real records (E1-E3).
@Suite("Hall: waiting times", .timeLimit(.minutes(5)))
struct WaitDeskTests {
    let hall: TestHall

    init() throws { hall = try TestHall() }

    private func situation(_ hours: OfficeHours = OfficeHours(isForcedOpen: true)) throws
        -> WaitSituation
    {
        let desk = WaitDesk(rules: hall.rules, hours: hours, day: hall.day)
        let (date, now) = (hall.date, hall.now)
        return try hall.records.readNow { try desk.situation(on: date, in: $0, at: now) }
    }

    private func outcomes() throws -> [WidthFactor.Outcome] {
        try hall.records.readNow { try $0.waits.outcomes() }
    }

    @Test("D7 E2 ten calls in a row while people wait make a wait known, and it is the true one")
    func learns() throws {
        for _ in 0..<15 { try hall.visitor("ktp") }
        let regular = Newcomer(serviceID: "ktp", queueClass: .regular)
        try hall.press("1", .next)
        for call in 1...10 {
            #expect(
                WaitDesk.book(try situation(), outcomes: []).wait(of: regular, at: hall.now) == nil,
                "not yet known after \(call - 1) times")
            hall.now += 300
            try hall.press("1", .next)
        }
        let situation = try situation()
        #expect(situation.times["ktp"]?.seconds == [Double](repeating: 300, count: 10))
        let book = WaitDesk.book(situation, outcomes: [])
        // Four wait, and the fifth one's turn comes after 5 x 5 min at counter 1 alone.
        let range = try #require(book.wait(of: regular, at: hall.now)?.range.minutes)
        #expect(range.contains(25), "\(range)")
        #expect(WaitDesk.peopleAhead(situation, of: ["ktp"])[regular] == 4)
        // It says nothing any more when it was not made anew for three minutes.
        #expect(book.wait(of: regular, at: hall.now + 181) == nil)
        #expect(book.wait(of: regular, at: hall.now - 181) == nil)
    }

    @Test("D7 a visitor who was passed on, and a time in which nobody waited, teach nothing")
    func teachesNothing() throws {
        try hall.visitor("ktp")
        try hall.press("1", .next)
        hall.now += 300
        try hall.visitor("ktp")
        try hall.press("1", .next)
        #expect(try situation().times.isEmpty, "nobody waited at the first call")
        try hall.visitor("ktp")
        try hall.visitor("ktp")
        hall.now += 300
        try hall.press("1", .next)
        hall.now += 300
        try hall.press("1", .transfer(to: .service("paspor")))
        try hall.press("1", .next)
        #expect(try situation().times.isEmpty, "the ticket is for another service now")
    }

    @Test("E3 the first call of a ticket that was told a range is an outcome, and no later one")
    func outcome() throws {
        let ticket = try hall.visitor("ktp")
        let told = ToldWait(
            spread: WaitSpread(low: 2, middle: 4, high: 9), range: WaitRange(minutes: 0...10))
        try hall.records.transactionNow { try $0.waits.note(told, of: ticket.id) }
        hall.now += 240
        try hall.press("1", .next)
        #expect(try outcomes().map(\.minutes) == [4])
        hall.now += 20
        try hall.press("1", .recall)
        try hall.press("1", .noShow)
        hall.now += 400
        #expect(try hall.press("1", .next).ticketID == ticket.id)
        #expect(try outcomes().count == 1)
    }

    @Test("E1 priority tickets of today make the rate at which they come; regular ones do not")
    func rate() throws {
        for _ in 0..<6 {
            try hall.visitor("ktp", .elderly)
            try hall.visitor("ktp")
        }
        // Three hours after the opening at 06:41 by these hours.
        let opens = 9 * 60 + 41 - 180
        let hours = OfficeHours(week: [1: .init(from: opens, to: 900)])
        let rates = try situation(hours).hourlyArrivals
        #expect(rates.count == 1)
        let rate = try #require(rates[Newcomer(serviceID: "ktp", queueClass: .priority)])
        #expect((1.9...2.01).contains(rate))
    }

    @Test("E2 before opening the counters of yesterday count, and those who wait have an estimate")
    func beforeOpening() throws {
        hall.rules.usualSeconds = 300
        try hall.press("1", .open)
        hall.now += 22 * 3_600
        // 07:41 of the next day, and the office opens at 08:00.
        let ticket = try hall.visitor("ktp")
        let hours = OfficeHours(week: [2: .init(from: 480, to: 900)])
        let book = WaitDesk.book(try situation(hours), outcomes: [])
        let first = try #require(book.wait(of: ticket.id, at: hall.now))
        #expect(first.range.minutes == 15...20)
        let next = try #require(
            book.wait(of: Newcomer(serviceID: "ktp", queueClass: .regular), at: hall.now))
        #expect(next.range.minutes.contains(24))
        #expect(
            book.wait(of: Newcomer(serviceID: "paspor", queueClass: .regular), at: hall.now) == nil,
            "its counter was not there in the last week")
    }
}
