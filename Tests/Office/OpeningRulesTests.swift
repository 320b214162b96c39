import Foundation
import Testing

@testable import Office

/// The evaluator beside the hours: orders of staff, quotas and agencies.
@Suite("Opening: orders, quotas and agencies", .timeLimit(.minutes(5)))
struct OpeningRulesTests {
    private static let monday = CalendarDate(year: 2026, month: 11, day: 23)

    private func wita(_ text: String) -> Date { NumberingTests.wita(text) }

    private func rules(
        _ hours: OfficeHours = OfficeRulesTests.hours, dayStart: Int = 0,
        order: OpeningOrder? = nil
    ) -> OpeningRules {
        OpeningRules(
            hours: hours, day: BusinessDay(zone: NumberingTests.belu, startMinute: dayStart),
            order: order)
    }

    private func order(
        _ state: OpeningOrder.State, until: String? = nil, on date: CalendarDate = monday
    ) -> OpeningOrder {
        OpeningOrder(
            state: state, until: until.map(NumberingTests.wita), businessDate: date, who: "root",
            setAt: NumberingTests.wita("2026-11-23 07:00:00"))
    }

    private func service(
        _ given: Int, of quota: Int?, on date: CalendarDate = monday,
        present: Set<Weekday>? = nil
    ) -> ServiceDay {
        ServiceDay(quota: quota, given: given, date: date, present: present)
    }

    @Test("F1 a service's quota and its agency's absence come after all that the office says")
    func perService() {
        let rules = rules()
        let wednesday = wita("2026-11-25 08:00:00")
        let monday = wita("2026-11-23 10:00:00")
        #expect(rules.opening(at: monday, of: service(9, of: 10)).isOpen)
        #expect(rules.opening(at: monday, of: service(999, of: nil)).isOpen)
        #expect(
            rules.opening(at: monday, of: service(10, of: 10, present: [.tuesday, .wednesday]))
                == .closed(.quotaReached, next: wednesday))
        #expect(
            rules.opening(at: monday, of: service(0, of: 10, present: [.tuesday, .wednesday]))
                == .closed(.agencyAbsent, next: wednesday))
        #expect(
            rules.opening(at: wita("2026-11-24 10:00:00"), of: service(10, of: 10))
                == .closed(.closedDate, next: wednesday))
        // Friday's prayer does not renew the quota, since a quota is per day.
        let friday = CalendarDate(year: 2026, month: 11, day: 27)
        #expect(
            rules.opening(at: wita("2026-11-27 10:00:00"), of: service(10, of: 10, on: friday))
                == .closed(.quotaReached, next: wita("2026-11-30 08:00:00")))
        #expect(
            rules.opening(at: wita("2026-11-27 12:00:00"), of: service(10, of: 10, on: friday))
                == .closed(.breakTime, next: wita("2026-11-30 08:00:00")))
    }

    @Test("F1 an agency that is in on days without hours has no next opening")
    func neverIn() {
        #expect(
            rules().opening(
                at: wita("2026-11-23 10:00:00"), of: service(0, of: nil, present: [.sunday]))
                == .closed(.agencyAbsent, next: nil))
    }

    @Test("F1 an order closes the office until its end, and names it as the next opening")
    func closes() {
        let until = rules(order: order(.closed, until: "2026-11-23 10:30:00"))
        #expect(
            until.opening(at: wita("2026-11-23 09:00:00"))
                == .closed(.forced, next: wita("2026-11-23 10:30:00")))
        #expect(until.opening(at: wita("2026-11-23 10:30:00")).isOpen)
        let day = rules(order: order(.closed))
        #expect(
            day.opening(at: wita("2026-11-23 09:00:00"))
                == .closed(.forced, next: wita("2026-11-25 08:00:00")))
        // The order ended with its date, and the date after it is closed by itself.
        #expect(
            day.opening(at: wita("2026-11-24 09:00:00"))
                == .closed(.closedDate, next: wita("2026-11-25 08:00:00")))
    }

    @Test("F1 an order opens the office on a holiday and after closing, until its end")
    func opens() {
        let holiday = CalendarDate(year: 2026, month: 12, day: 25)
        let day = rules(order: order(.open, on: holiday))
        #expect(
            day.opening(at: wita("2026-12-25 10:00:00"))
                == .open(lastTicketAt: wita("2026-12-26 00:00:00")))
        let evening = rules(order: order(.open, until: "2026-11-23 18:00:00"))
        #expect(
            evening.opening(at: wita("2026-11-23 17:00:00"))
                == .open(lastTicketAt: wita("2026-11-23 18:00:00")))
        #expect(
            evening.opening(at: wita("2026-11-23 18:00:00"))
                == .closed(.afterClosing, next: wita("2026-11-25 08:00:00")))
        // An order that ends while the hours say open ends nothing.
        let morning = rules(order: order(.open, until: "2026-11-23 09:00:00"))
        #expect(
            morning.opening(at: wita("2026-11-23 07:30:00"))
                == .open(lastTicketAt: wita("2026-11-23 14:30:00")))
    }

    @Test(
        "F1 an office that never closes is closed by order, and a quota counts in it all the same")
    func alwaysOpen() {
        let hours = OfficeHours(isForcedOpen: true)
        let closed = rules(hours, order: order(.closed, until: "2026-11-23 12:00:00"))
        #expect(
            closed.opening(at: wita("2026-11-23 09:00:00"))
                == .closed(.forced, next: wita("2026-11-23 12:00:00")))
        // The numbers of the next business date begin at 04:00.
        let night = rules(hours, dayStart: 240)
        #expect(
            night.opening(at: wita("2026-11-24 01:00:00"), of: service(5, of: 5))
                == .closed(.quotaReached, next: wita("2026-11-24 04:00:00")))
        #expect(night.opening(at: wita("2026-11-24 04:00:00"), of: service(5, of: 5)).isOpen)
    }

    @Test("F1 A2 hours over midnight: quota, order and agency go by the business date")
    func overMidnight() {
        let hours = OfficeHours(
            week: Dictionary(
                uniqueKeysWithValues: (1...5).map { ($0, .init(from: 1_320, to: 1_800)) }))
        let rules = rules(hours, dayStart: 720, order: order(.closed, until: "2026-11-24 01:00:00"))
        #expect(
            rules.opening(at: wita("2026-11-23 23:00:00"))
                == .closed(.forced, next: wita("2026-11-24 01:00:00")))
        let monday = service(3, of: 3, present: [.monday])
        #expect(
            rules.opening(at: wita("2026-11-24 02:00:00"), of: monday)
                == .closed(.quotaReached, next: wita("2026-11-30 22:00:00")))
        #expect(
            rules.opening(
                at: wita("2026-11-24 02:00:00"), of: service(2, of: 3, present: [.monday])
            )
            .isOpen)
        #expect(
            rules.opening(at: wita("2026-11-24 23:00:00"), of: monday)
                == .closed(.agencyAbsent, next: wita("2026-11-30 22:00:00")))
    }

    @Test(
        "A2 F1 with a clock behind the records a quota stays reached, and no old order comes back")
    func clockBehind() {
        let rules = rules(order: order(.closed))
        // The records are of Wednesday, the clock is back on Monday before the order was given.
        let wednesday = CalendarDate(year: 2026, month: 11, day: 25)
        let early = wita("2026-11-20 09:00:00")
        #expect(rules.opening(at: early).isOpen)
        #expect(
            rules.opening(at: early, of: service(4, of: 4, on: wednesday))
                == .closed(.quotaReached, next: wita("2026-11-26 08:00:00")))
    }

    @Test(
        "F1 the reasons have sentences for staff, with the name of a holiday and times of the office"
    )
    func sentences() {
        var hours = OfficeRulesTests.hours
        hours.holidays[CalendarDate(year: 2026, month: 12, day: 25)] = Holiday(name: "Hari Natal")
        let rules = rules(hours)
        #expect(
            rules.opening(at: wita("2026-12-25 09:00:00")).sentence(in: NumberingTests.belu)
                == "closed: public holiday (Hari Natal), opens again 2026-12-28 08:00")
        #expect(
            rules.opening(at: wita("2026-11-23 09:00:00")).sentence(in: NumberingTests.belu)
                == "open, last number before 2026-11-23 14:30")
        #expect(
            Opening.closed(.forced, next: nil).sentence(in: NumberingTests.belu)
                == "closed: closed by order of staff, no opening within a year")
    }

    @Test("J1 a year without holidays is named 60 days before it begins, and so is one not decreed")
    func yearsAhead() {
        let new = CalendarDate(year: 2027, month: 1, day: 1)
        var calendar = HolidayCalendar(days: [new: Holiday(isDecreed: false)], years: [2026])
        #expect(calendar.advice(on: CalendarDate(year: 2026, month: 11, day: 1)).isEmpty)
        let near = CalendarDate(year: 2026, month: 11, day: 3)
        #expect(calendar.advice(on: near).map(\.year) == [2027])
        #expect(calendar.advice(on: near)[0].sentence.contains("no file 2027.yaml"))
        calendar.years = [2026, 2027]
        #expect(calendar.advice(on: near)[0].sentence.contains("not yet decreed"))
        calendar.days[new] = Holiday()
        #expect(calendar.advice(on: near).isEmpty)
        #expect(
            calendar.advice(on: CalendarDate(year: 2028, month: 3, day: 1)).map(\.year) == [2028])
    }
}
