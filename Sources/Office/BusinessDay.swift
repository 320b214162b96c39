package import Foundation

/// What to do when the clock stands before the newest record (A2).
package enum ClockPolicy: String, Sendable, Codable {
    /// No numbers until the clock is right.
    case refuse
    /// Numbers go on, on the last business date.
    case `continue`
}

/// On which day a number counts.
package struct BusinessDay: Sendable, Hashable {
    package var zone: TimeZone
    /// Minutes after midnight at which the business date changes, 0..<1440.
    package var startMinute: Int

    package init(zone: TimeZone, startMinute: Int = 0) {
        self.zone = zone
        self.startMinute = startMinute
    }

    /// The business date of a moment, by the office's own clock.
    package func date(at moment: Date) -> CalendarDate {
        // By the hands of the clock: on the day of a change to summer time, a subtraction of
        // minutes would turn the date an hour off.
        let local = LocalTime(moment, in: zone)
        let isStillYesterday = local.hour * 60 + local.minute < startMinute
        return CalendarDate(daysSince1970: local.date.daysSince1970 - (isStillYesterday ? 1 : 0))
    }

    /// The date on which the next number counts, given the newest record of this terminal.
    /// Throws `ClockFault` where the clock stands behind it and the policy refuses.
    package func dateForIssue(
        at moment: Date, newest: (issuedAt: Date, businessDate: CalendarDate)?,
        policy: ClockPolicy
    ) throws(ClockFault) -> CalendarDate {
        let today = date(at: moment)
        guard let newest, isBehind(moment, today, newest) else { return today }
        switch policy {
        case .refuse: throw ClockFault(now: moment, newest: newest.issuedAt)
        // Never earlier than a date that has numbers, so that none is given twice on it.
        case .continue: return max(today, newest.businessDate)
        }
    }

    /// A correction of a minute by a time server is no fault; a board without a battery is.
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

    /// Seconds by which the clock may stand before the newest record without being named.
    package static let toleranceSeconds = 60.0
}

/// The clock stands before the newest record.
package struct ClockFault: Error, Equatable, CustomStringConvertible {
    package var now: Date
    package var newest: Date

    package init(now: Date, newest: Date) {
        self.now = now
        self.newest = newest
    }

    package var description: String {
        "The clock says \(now.ISO8601Format()), which is before the newest ticket of "
            + "\(newest.ISO8601Format()). Set the clock (timedatectl set-time), then try again."
    }
}
