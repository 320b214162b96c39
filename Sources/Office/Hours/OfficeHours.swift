package import Foundation

/// Office hours, the only rule for when tickets are issued (F1).
package struct OfficeHours: Sendable, Hashable {
    /// Period in minutes after midnight, 0...1440, from `from` up to but not including `to`.
    package struct Span: Sendable, Hashable {
        package var from: Int
        package var to: Int

        package init(from: Int, to: Int) {
            self.from = from
            self.to = to
        }
    }

    /// Hours by weekday, 1 Monday to 7 Sunday. A missing day is closed.
    package var week: [Int: Span]
    /// Breaks by weekday, such as the Friday prayer.
    package var breaks: [Int: [Span]]
    package var holidays: Set<CalendarDate>
    package var closedDates: Set<CalendarDate>
    /// Minutes before closing after which no tickets are issued (F2).
    package var lastTicketMinutes: Int
    /// Whether the office is open at any time, for trials and for offices without fixed hours.
    package var isForcedOpen: Bool

    package init(
        week: [Int: Span] = [:], breaks: [Int: [Span]] = [:], holidays: Set<CalendarDate> = [],
        closedDates: Set<CalendarDate> = [], lastTicketMinutes: Int = 30,
        isForcedOpen: Bool = false
    ) {
        self.week = week
        self.breaks = breaks
        self.holidays = holidays
        self.closedDates = closedDates
        self.lastTicketMinutes = lastTicketMinutes
        self.isForcedOpen = isForcedOpen
    }

    /// Returns whether tickets are issued at a moment, and if not, the reason and the next opening.
    package func opening(at moment: Date, zone: TimeZone) -> Opening {
        if isForcedOpen { return .open(lastTicketAt: nil) }
        let local = LocalTime(moment, in: zone)
        if let reason = reason(local) {
            return .closed(reason, next: nextOpening(local, zone: zone, firstDay: 0))
        }
        let end = (week[local.weekday]?.to ?? 1440) - lastTicketMinutes
        return .open(lastTicketAt: Date(local.date, minute: end, in: zone))
    }

    /// Returns the opening for one service. Order: the office, then the service's tickets of the
    /// day against `quota` (nil: unlimited), then whether its agency is present.
    package func opening(
        at moment: Date, zone: TimeZone, issued: Int, quota: Int?, isAgencyIn: Bool
    ) -> Opening {
        let office = opening(at: moment, zone: zone)
        guard office.isOpen, !isForcedOpen else { return office }
        let reason: ClosedReason
        if let quota, issued >= quota {
            reason = .quotaReached
        } else if !isAgencyIn {
            reason = .agencyAbsent
        } else {
            return office
        }
        let local = LocalTime(moment, in: zone)
        return .closed(reason, next: nextOpening(local, zone: zone, firstDay: 1))
    }

    private func reason(_ local: LocalTime) -> ClosedReason? {
        if holidays.contains(local.date) { return .holiday }
        if closedDates.contains(local.date) { return .closedDate }
        guard let span = week[local.weekday] else { return .closedWeekday }
        let minute = local.hour * 60 + local.minute
        if minute < span.from { return .beforeOpening }
        if minute >= span.to { return .afterClosing }
        for pause in breaks[local.weekday] ?? [] where minute >= pause.from && minute < pause.to {
            return .breakTime
        }
        return minute >= span.to - lastTicketMinutes ? .afterLastTicket : nil
    }

    /// Returns the next moment at which tickets are issued, within a year; nil: none.
    private func nextOpening(_ local: LocalTime, zone: TimeZone, firstDay: Int) -> Date? {
        let minute = local.hour * 60 + local.minute
        for day in firstDay...366 {
            let date = CalendarDate(daysSince1970: local.date.daysSince1970 + day)
            let weekday = (local.weekday - 1 + day) % 7 + 1
            guard !holidays.contains(date), !closedDates.contains(date),
                let span = week[weekday]
            else { continue }
            let starts = [span.from] + (breaks[weekday] ?? []).map(\.to).sorted()
            for start in starts
            where (day > 0 || start > minute) && start < span.to - lastTicketMinutes {
                let isInBreak = (breaks[weekday] ?? []).contains {
                    start >= $0.from && start < $0.to
                }
                if isInBreak { continue }
                return Date(date, minute: start, in: zone)
            }
        }
        return nil
    }
}
