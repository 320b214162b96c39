package import Foundation

/// Day of one service beside the office's: its quota, and the days of its agency.
package struct ServiceDay: Hashable, Sendable {
    /// Tickets that the service gives on a business date; nil: no limit.
    package var quota: Int?
    /// Tickets that count against the quota: those of `date` that were not returned and are not void.
    package var given: Int
    /// Business date that `given` was counted on.
    package var date: CalendarDate
    /// Weekdays on which the agency is in the office; nil: every day.
    package var present: Set<Weekday>?

    package init(
        quota: Int? = nil, given: Int = 0, date: CalendarDate, present: Set<Weekday>? = nil
    ) {
        self.quota = quota
        self.given = given
        self.date = date
        self.present = present
    }

    /// Reason that this service alone has on a business date.
    fileprivate func reason(on today: CalendarDate) -> ClosedReason? {
        // A clock behind the records issues on their date (A2).
        let date = max(today, date)
        if let quota, date == self.date, given >= quota { return .quotaReached }
        if let present, !present.contains(Weekday(of: date)) { return .agencyAbsent }
        return nil
    }
}

/// The one evaluator of whether tickets are given, for screen, page, commands and API (F1, D13). A
/// pure function of its values and the time.
///
/// Order of the reasons: order of staff, holiday, closed date, closed weekday, before opening, break,
/// after the last ticket, after closing; for one service then its quota and the days of its agency.
/// An order that opens the office, and `alwaysOpen`, are about the office: a quota and an agency that
/// is not in still count.
package struct OpeningRules: Hashable, Sendable {
    package var hours: OfficeHours
    package var day: BusinessDay
    /// Newest order of staff; nil: none. One that has ended changes nothing.
    package var order: OpeningOrder?

    /// Days that are searched for the next opening, in steps: most are found in the first.
    private static let searchDays = [9, 40, 366]

    package init(hours: OfficeHours, day: BusinessDay, order: OpeningOrder? = nil) {
        self.hours = hours
        self.day = day
        self.order = order
    }

    /// Order that counts at a moment.
    package func standingOrder(at moment: Date) -> OpeningOrder? {
        order.flatMap { $0.stands(at: moment, day) ? $0 : nil }
    }

    /// State of the office, or of one service in it.
    package func opening(at moment: Date, of service: ServiceDay? = nil) -> Opening {
        if let reason = reason(at: moment, service) {
            return .closed(reason, next: nextOpening(after: moment, service))
        }
        return .open(lastTicketAt: lastTicket(at: moment))
    }

    private func reason(at moment: Date, _ service: ServiceDay?) -> ClosedReason? {
        if let order = standingOrder(at: moment) {
            if order.state == .closed { return .forced }
        } else if let reason = hours.reason(at: WallMinute(moment, in: day.zone)) {
            return reason
        }
        return service?.reason(on: day.date(at: moment))
    }

    /// Whether the office had, or has, a closed moment in this time: then nobody waits in it any more
    /// (A3). A break, and the time after the last ticket, close it only to those who come.
    package func isClosed(in time: ClosedRange<Date>) -> Bool {
        let first = WallMinute(time.lowerBound, in: day.zone).day - 1
        let last = WallMinute(time.upperBound, in: day.zone).day
        // Whatever closed the office in between was over where its hours began again.
        let before = changes(in: first...max(first, last), after: time.lowerBound)
            .map { $0 - 60 }.filter(time.contains)
        return ([time.lowerBound, time.upperBound] + before).contains { moment in
            switch reason(at: moment, nil) {
            case nil, .breakTime, .afterLastTicket: false
            default: true
            }
        }
    }

    /// Moment at which the office stops giving tickets, while it is open; nil: not known, or never.
    private func lastTicket(at moment: Date) -> Date? {
        guard let end = standingOrder(at: moment)?.end(day) else { return hoursEnd(at: moment) }
        return reason(at: end, nil) == nil ? hoursEnd(at: end) : end
    }

    private func hoursEnd(at moment: Date) -> Date? {
        hours.lastTicket(at: WallMinute(moment, in: day.zone))?.date(in: day.zone)
    }

    /// First moment after this one at which tickets are given, within a year. Whatever closes or opens
    /// changes at one of a few moments: where hours begin, a break, an order or a business date ends.
    private func nextOpening(after moment: Date, _ service: ServiceDay?) -> Date? {
        let today = WallMinute(moment, in: day.zone).day
        var first = today - 2
        for days in Self.searchDays {
            let last = today + days
            // Hours over midnight lie in two days more; those of the next step are found again.
            let border = CalendarDate(daysSince1970: last)
            let candidates = changes(in: first...last, after: moment).sorted()
            if let found = candidates.first(where: { reason(at: $0, service) == nil }) {
                let isInside = LocalTime(found, in: day.zone).date < border
                if isInside || days == Self.searchDays.last { return found }
            }
            first = last - 3
        }
        return nil
    }

    private func changes(in days: ClosedRange<Int>, after moment: Date) -> [Date] {
        let ends = [order?.end(day)].compactMap { $0 }
        let begins = days.flatMap { number in
            hours.starts(on: number).map { $0.date(in: day.zone) }
                + [day.begin(of: CalendarDate(daysSince1970: number))]
        }
        return (ends + begins).map { candidate in
            // Where the clock was set back for winter, the wall shows this minute a second time.
            let later = candidate + 3_600
            let isRepeated =
                candidate <= moment && later > moment
                && WallMinute(later, in: day.zone) == WallMinute(candidate, in: day.zone)
            return isRepeated ? later : candidate
        }.filter { $0 > moment }
    }
}

extension OfficeHours {
    /// State of an office that has these hours alone.
    package func opening(at moment: Date, zone: TimeZone) -> Opening {
        OpeningRules(hours: self, day: BusinessDay(zone: zone)).opening(at: moment)
    }
}
