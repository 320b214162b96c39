import Foundation
import Office
import Testing

/// Which counters are planned to call, and what a counter's calls tell of its services (E2, D7).
@Suite("Outlook of counters", .timeLimit(.minutes(2)))
struct CounterOutlookTests {
    /// Monday 2026-11-23 in Belu.
    static let date = CalendarDate(year: 2026, month: 11, day: 23)
    static func at(_ hour: Int, _ minute: Int = 0, day: Int = 0) -> Date {
        Date(
            CalendarDate(daysSince1970: date.daysSince1970 + day), minute: hour * 60 + minute,
            in: NumberingTests.belu)
    }
    static let plan = DayPlan(
        opens: at(8), closes: at(15), breaks: [at(12)..<at(13)])

    private func outlook(
        _ state: CounterState, since: Date?, lastCall: Date? = nil, plan: DayPlan? = plan,
        serving: CounterOutlook.Serving? = nil, at now: Date
    ) -> CounterOutlook.Presence {
        CounterOutlook(
            CounterRecord(
                status: CounterStatus(state: state, since: since), lastCall: lastCall,
                serving: serving), plan: plan, dayStart: Self.at(0), at: now
        ).presence
    }

    @Test("E2 what the officer did today counts") func today() {
        #expect(outlook(.open, since: Self.at(8, 5), at: Self.at(9)) == .open)
        // Early, before the hours begin.
        #expect(outlook(.open, since: Self.at(7, 30), at: Self.at(7, 40)) == .open)
        #expect(
            outlook(.paused(.meal), since: Self.at(9), at: Self.at(9, 10)) == .paused(until: nil))
        #expect(outlook(.closed, since: Self.at(9), at: Self.at(9, 10)) == .away)
        // Left open last week, and it calls today.
        #expect(
            outlook(.open, since: Self.at(9, day: -7), lastCall: Self.at(8, 30), at: Self.at(9))
                == .open)
    }

    @Test("E2 before opening and shortly after it, a counter of the last week is planned to open")
    func planned() {
        let yesterday = Self.at(15, day: -1)
        for state in [CounterState.open, .closed, .paused(.other)] {
            #expect(outlook(state, since: yesterday, at: Self.at(7)) == .planned(Self.at(8)))
            #expect(outlook(state, since: yesterday, at: Self.at(8, 20)) == .planned(Self.at(8)))
            #expect(outlook(state, since: yesterday, at: Self.at(8, 31)) == .away)
        }
        #expect(
            outlook(.closed, since: Self.at(15, day: -9), at: Self.at(7)) == .away,
            "nobody was there for a week")
        #expect(outlook(.closed, since: nil, at: Self.at(7)) == .away)
        #expect(outlook(.closed, since: yesterday, plan: nil, at: Self.at(7)) == .away)
    }

    @Test("E2 a counter that still serves yesterday's visitor is open") func serving() {
        let serving = CounterOutlook.Serving(serviceID: "a", since: Self.at(23, day: -1))
        #expect(
            outlook(
                .open, since: Self.at(8, day: -1), lastCall: serving.since, serving: serving,
                at: Self.at(0, 5)) == .open)
    }

    @Test("F1 the hours of a date with their breaks, over midnight too") func plan() throws {
        var hours = OfficeHours(
            week: [1: .init(from: 480, to: 900)], breaks: [1: [.init(from: 720, to: 780)]])
        #expect(hours.plan(on: Self.date, zone: NumberingTests.belu) == Self.plan)
        hours.week[1] = .init(from: 1_320, to: 1_800)
        hours.breaks[1] = [.init(from: 60, to: 90)]
        #expect(
            hours.plan(on: Self.date, zone: NumberingTests.belu)
                == DayPlan(
                    opens: Self.at(22), closes: Self.at(6, day: 1),
                    breaks: [Self.at(1, day: 1)..<Self.at(1, 30, day: 1)]))
        hours.closedDates = [Self.date]
        #expect(hours.plan(on: Self.date, zone: NumberingTests.belu) == nil)
        hours = OfficeHours(isForcedOpen: true)
        #expect(hours.plan(on: Self.date, zone: NumberingTests.belu) == nil)
    }

    @Test("D7 a time counts while somebody waited for all of it, at a counter that was open")
    func sample() {
        let call = Self.at(9)
        func sample(
            waitedSince: Date?, readyAt: Date? = nil, openSince: Date? = Self.at(8),
            at moment: Date = Self.at(9, 7)
        ) -> Double? {
            let heads = waitedSince.map { since in
                WaitingTicket(
                    id: TicketID(terminal: "belu1", sequence: 1),
                    number: TicketNumber(prefix: "A", value: 1), serviceID: "a",
                    queueClass: .regular, queuedAt: since, readyAt: readyAt)
            }
            return ServiceTimes.sample(
                from: call, openSince: openSince, heads: heads.map { [$0] } ?? [], at: moment)
        }
        #expect(sample(waitedSince: Self.at(8, 50)) == 420)
        #expect(sample(waitedSince: Self.at(9, 1)) == nil, "nobody waited at the call")
        #expect(sample(waitedSince: Self.at(8, 50), readyAt: Self.at(9, 2)) == nil, "set aside")
        #expect(sample(waitedSince: nil) == nil)
        #expect(sample(waitedSince: Self.at(8, 50), openSince: Self.at(9, 5)) == nil, "a pause")
        #expect(sample(waitedSince: Self.at(8, 50), openSince: nil) == nil)
        #expect(sample(waitedSince: Self.at(8, 50), at: Self.at(8, 59)) == nil, "a clock set back")
    }

    @Test("D11 a ticket is forgotten after three times the 90th percentile, where that is known")
    func forgotten() {
        #expect(ServiceTimes(seconds: [Double](repeating: 300, count: 9)).forgottenAfter == nil)
        #expect(ServiceTimes(seconds: [Double](repeating: 300, count: 10)).forgottenAfter == 900)
        // 90 % are below 460 s.
        let mixed = ServiceTimes(seconds: (0...10).map { 100 + 40 * Double($0) })
        #expect(mixed.forgottenAfter.map { ($0 / 3).rounded() } == 460)
        let usual = ServiceTimes(usualSeconds: 600).forgottenAfter
        #expect(usual.map { (2_400.0...4_200).contains($0) } == true)
    }
}
