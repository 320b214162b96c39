package import Foundation

/// Office hours, the only rule for when tickets are issued (F1).
package struct OfficeHours: Sendable, Hashable {
    /// Period in minutes after midnight, from `from` up to but not including `to`. A `to` above 1440
    /// lies in the next day: 22:00-06:00 is 1320 to 1800.
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
    /// Breaks by weekday, such as the Friday prayer. In hours that pass midnight, a break before
    /// their beginning lies in the next day.
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
        let now = WallMinute(moment, in: zone)
        if let reason = reason(now) {
            return .closed(reason, next: nextOpening(after: now, in: zone, firstDay: now.day - 1))
        }
        let last = closing(of: now).map { WallMinute($0.value - lastTicketMinutes) }
        return .open(lastTicketAt: last?.date(in: zone))
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
        let now = WallMinute(moment, in: zone)
        return .closed(reason, next: nextOpening(after: now, in: zone, firstDay: now.day + 1))
    }

    /// Breaks of a weekday, 1 Monday to 7 Sunday, that lie wholly outside its hours.
    package func breaksOutside(weekday: Int) -> [Span] {
        guard let span = week[weekday] else { return breaks[weekday] ?? [] }
        return (breaks[weekday] ?? []).filter { pause in
            let later =
                span.to > WallMinute.perDay && pause.from < span.from ? WallMinute.perDay : 0
            return pause.to + later <= span.from || pause.from + later >= span.to
        }
    }

    /// Whether the hours of the week leave no minute out. Holidays and closed dates do not count.
    package var neverCloses: Bool {
        var week = self
        (week.holidays, week.closedDates) = ([], [])
        return !week.shifts(around: WallMinute(0)).isEmpty && week.closing(of: WallMinute(0)) == nil
    }
}

/// Minute of the office's wall clock, counted from 1970-01-01 00:00.
private struct WallMinute: Comparable {
    static let perDay = 1_440

    var value: Int

    init(_ value: Int) { self.value = value }

    init(_ moment: Date, in zone: TimeZone) {
        let local = LocalTime(moment, in: zone)
        value = local.date.daysSince1970 * Self.perDay + local.hour * 60 + local.minute
    }

    /// Days since 1970-01-01.
    var day: Int { value.flooredDivided(by: Self.perDay) }

    func date(in zone: TimeZone) -> Date {
        Date(
            CalendarDate(daysSince1970: day), minute: value.flooredModulo(Self.perDay), in: zone)
    }

    static func < (a: Self, b: Self) -> Bool { a.value < b.value }
}

extension OfficeHours {
    /// Opening hours of one day, with its breaks.
    private struct Shift {
        var open: Range<WallMinute>
        var breaks: [Range<WallMinute>]
    }

    /// Days that are searched for the end of an opening. An office that stays open for longer has no
    /// last ticket.
    private static let horizonDays = 8

    private static func weekday(_ day: Int) -> Int { (day + 3).flooredModulo(7) + 1 }

    private func shift(_ day: Int) -> Shift? {
        let date = CalendarDate(daysSince1970: day)
        let weekday = Self.weekday(day)
        guard !holidays.contains(date), !closedDates.contains(date), let span = week[weekday]
        else { return nil }
        func minutes(_ span: Span, later: Int = 0) -> Range<WallMinute> {
            let start = day * WallMinute.perDay + span.from + later
            return WallMinute(start)..<WallMinute(start + max(0, span.to - span.from))
        }
        let breaks = (breaks[weekday] ?? []).map { pause in
            let isAfterMidnight = span.to > WallMinute.perDay && pause.from < span.from
            return minutes(pause, later: isAfterMidnight ? WallMinute.perDay : 0)
        }
        return Shift(open: minutes(span), breaks: breaks)
    }

    /// Hours of a business date with their breaks; nil: closed all day, or always open.
    package func plan(on date: CalendarDate, zone: TimeZone) -> DayPlan? {
        guard !isForcedOpen, let shift = shift(date.daysSince1970) else { return nil }
        func dates(_ span: Range<WallMinute>) -> Range<Date> {
            let start = span.lowerBound.date(in: zone)
            return start..<max(start, span.upperBound.date(in: zone))
        }
        let open = dates(shift.open)
        return DayPlan(
            opens: open.lowerBound, closes: open.upperBound, breaks: shift.breaks.map(dates))
    }

    /// Shifts that this minute lies in: the day's own, and that of the day before.
    private func shifts(around now: WallMinute) -> [Shift] {
        [now.day - 1, now.day].compactMap(shift).filter { $0.open.contains(now) }
    }

    /// Minute at which the office closes. The border of a day is no closing where the next day's
    /// hours begin at it. Nil where it does not close within `horizonDays`.
    private func closing(of now: WallMinute) -> WallMinute? {
        var end = shifts(around: now).map(\.open.upperBound).max() ?? now
        for day in now.day...now.day + Self.horizonDays {
            if let next = shift(day)?.open, next.lowerBound <= end {
                end = max(end, next.upperBound)
            }
        }
        return end.day >= now.day + Self.horizonDays ? nil : end
    }

    private func isPastLastTicket(_ now: WallMinute) -> Bool {
        guard let end = closing(of: now) else { return false }
        return now.value >= end.value - lastTicketMinutes
    }

    private func reason(_ now: WallMinute) -> ClosedReason? {
        let shifts = shifts(around: now)
        if !shifts.isEmpty {
            let isBreak = shifts.allSatisfy { $0.breaks.contains { $0.contains(now) } }
            return isBreak ? .breakTime : isPastLastTicket(now) ? .afterLastTicket : nil
        }
        let date = CalendarDate(daysSince1970: now.day)
        if holidays.contains(date) { return .holiday }
        if closedDates.contains(date) { return .closedDate }
        guard let today = shift(now.day) else { return .closedWeekday }
        return now < today.open.lowerBound ? .beforeOpening : .afterClosing
    }

    /// Returns the next moment at which tickets are issued, within a year; nil: none. Only shifts
    /// that begin on `firstDay` or later count.
    private func nextOpening(after now: WallMinute, in zone: TimeZone, firstDay: Int) -> Date? {
        for day in firstDay...now.day + 366 {
            guard let shift = shift(day) else { continue }
            let starts = [shift.open.lowerBound] + shift.breaks.map(\.upperBound).sorted()
            for start in starts where start > now && shift.open.contains(start) {
                let isInBreak = shift.breaks.contains { $0.contains(start) }
                if !isInBreak, !isPastLastTicket(start) { return start.date(in: zone) }
            }
        }
        return nil
    }
}
