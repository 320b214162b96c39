package import Foundation

/// Policy for a clock that is behind the newest record (A2).
package enum ClockPolicy: String, Sendable, Codable {
    /// Issue no tickets until the clock is right.
    case refuse
    /// Go on, on the last business date.
    case `continue`
}

/// Rule for the business date of a ticket.
package struct BusinessDay: Sendable, Hashable {
    package var zone: TimeZone
    /// Minute after midnight at which the business date changes, 0..<1440.
    package var startMinute: Int

    package init(zone: TimeZone, startMinute: Int = 0) {
        self.zone = zone
        self.startMinute = startMinute
    }

    /// Returns the business date of a moment in the office's time zone.
    package func date(at moment: Date) -> CalendarDate {
        // Compare clock readings: on the day of a change to summer time, subtracting minutes would
        // be an hour off.
        let local = LocalTime(moment, in: zone)
        let isStillYesterday = local.hour * 60 + local.minute < startMinute
        return CalendarDate(daysSince1970: local.date.daysSince1970 - (isStillYesterday ? 1 : 0))
    }

    /// Moment at which a business date begins.
    package func begin(of date: CalendarDate) -> Date {
        Date(date, minute: startMinute, in: zone)
    }

    /// Moments of a business date, from its beginning to that of the next one.
    package func span(of date: CalendarDate) -> Range<Date> {
        let start = begin(of: date)
        return start..<max(start, begin(of: CalendarDate(daysSince1970: date.daysSince1970 + 1)))
    }

    /// Returns the business date of the next ticket, given the newest record of this terminal.
    /// Throws `ClockFault` where the clock is behind it and the policy refuses.
    package func dateForIssue(
        at moment: Date, newest: (issuedAt: Date, businessDate: CalendarDate)?,
        policy: ClockPolicy
    ) throws(ClockFault) -> CalendarDate {
        let today = date(at: moment)
        guard let newest, isBehind(moment, today, newest) else { return today }
        switch policy {
        case .refuse: throw ClockFault(now: moment, newest: newest.issuedAt)
        // Never before a date that has numbers, so that none is issued twice on it.
        case .continue: return max(today, newest.businessDate)
        }
    }

    /// Whether the clock is behind the newest record by more than `toleranceSeconds`. A small
    /// correction by a time server is no fault; a board without a battery is.
    package func isBehind(
        _ moment: Date, _ newest: (issuedAt: Date, businessDate: CalendarDate)
    ) -> Bool {
        isBehind(moment, date(at: moment), newest)
    }

    private func isBehind(
        _ moment: Date, _ today: CalendarDate,
        _ newest: (issuedAt: Date, businessDate: CalendarDate)
    ) -> Bool {
        today < newest.businessDate
            || newest.issuedAt.timeIntervalSince(moment) > Self.toleranceSeconds
    }

    /// Maximum number of seconds by which the clock may be behind the newest record.
    package static let toleranceSeconds = 60.0
}

/// Error of a clock that is behind the newest record.
package struct ClockFault: Error, Equatable, CustomStringConvertible {
    package var now: Date
    package var newest: Date

    package init(now: Date, newest: Date) {
        self.now = now
        self.newest = newest
    }

    package var description: String {
        "The clock says \(now.ISO8601Format()), which is before the newest ticket of "
            + "\(newest.ISO8601Format()). Where the clock is wrong, set it (loket clock set). Where it "
            + "is right, the time of that ticket was wrong: loket clock accept."
    }
}
