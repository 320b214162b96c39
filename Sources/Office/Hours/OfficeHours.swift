package import Foundation

/// Office hours. `OpeningRules` decides by them when tickets are issued (F1).
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
    package var holidays: [CalendarDate: Holiday]
    package var closedDates: Set<CalendarDate>
    /// Minutes before closing after which no tickets are issued (F2).
    package var lastTicketMinutes: Int
    /// Whether the office is open at any time, for trials and for offices without fixed hours.
    package var isForcedOpen: Bool

    package init(
        week: [Int: Span] = [:], breaks: [Int: [Span]] = [:],
        holidays: [CalendarDate: Holiday] = [:], closedDates: Set<CalendarDate> = [],
        lastTicketMinutes: Int = 30,
        isForcedOpen: Bool = false
    ) {
        self.week = week
        self.breaks = breaks
        self.holidays = holidays
        self.closedDates = closedDates
        self.lastTicketMinutes = lastTicketMinutes
        self.isForcedOpen = isForcedOpen
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
        (week.holidays, week.closedDates) = ([:], [])
        return !week.shifts(around: WallMinute(0)).isEmpty && week.closing(of: WallMinute(0)) == nil
    }
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

    private func shift(_ day: Int) -> Shift? {
        let date = CalendarDate(daysSince1970: day)
        let weekday = Weekday(of: date).rawValue
        guard holidays[date] == nil, !closedDates.contains(date), let span = week[weekday]
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

    /// Reason why no tickets are issued in this minute, from the hours alone; nil: they are issued.
    func reason(at now: WallMinute) -> ClosedReason? {
        if isForcedOpen { return nil }
        let shifts = shifts(around: now)
        if !shifts.isEmpty {
            let isBreak = shifts.allSatisfy { $0.breaks.contains { $0.contains(now) } }
            return isBreak ? .breakTime : isPastLastTicket(now) ? .afterLastTicket : nil
        }
        let date = CalendarDate(daysSince1970: now.day)
        if let holiday = holidays[date] { return .holiday(holiday.name) }
        if closedDates.contains(date) { return .closedDate }
        guard let today = shift(now.day) else { return .closedWeekday }
        return now < today.open.lowerBound ? .beforeOpening : .afterClosing
    }

    /// Minute after which no more tickets are issued, while the office is open; nil: it does not close.
    func lastTicket(at now: WallMinute) -> WallMinute? {
        if isForcedOpen { return nil }
        return closing(of: now).map { WallMinute($0.value - lastTicketMinutes) }
    }

    /// Minutes at which the hours of a day, counted from 1970-01-01, begin or go on after a break.
    func starts(on day: Int) -> [WallMinute] {
        guard let shift = shift(day) else { return [] }
        return [shift.open.lowerBound] + shift.breaks.map(\.upperBound)
    }
}
