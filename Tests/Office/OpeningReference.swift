import Foundation

@testable import Office

/// Slow reference of the evaluator: every minute of some weeks on its own, from the words of F1 and F2
/// and nothing else. Times are minutes of a zone without summer time.
struct OpeningReference {
    let rules: OpeningRules
    /// First day, counted from 1970-01-01.
    let firstDay: Int
    let dayCount: Int

    private var isInside: [Bool] = []
    private var isBreak: [Bool] = []
    /// Minute at which the run of hours around each minute ends.
    private var runEnd: [Int] = []

    init(_ rules: OpeningRules, firstDay: Int, dayCount: Int) {
        self.rules = rules
        self.firstDay = firstDay
        self.dayCount = dayCount
        let count = dayCount * 1_440
        isInside = Array(repeating: false, count: count)
        var works = Array(repeating: false, count: count)
        for day in firstDay - 2..<firstDay + dayCount {
            let date = CalendarDate(daysSince1970: day)
            let weekday = Weekday(of: date).rawValue
            guard rules.hours.holidays[date] == nil, !rules.hours.closedDates.contains(date),
                let span = rules.hours.week[weekday]
            else { continue }
            for minute in span.from..<span.to {
                let place = (day - firstDay) * 1_440 + minute
                guard isInside.indices.contains(place) else { continue }
                isInside[place] = true
                let isFree = (rules.hours.breaks[weekday] ?? []).allSatisfy { pause in
                    let later = span.to > 1_440 && pause.from < span.from ? 1_440 : 0
                    return minute < pause.from + later || minute >= pause.to + later
                }
                // Where two days' hours meet, a break of one of them closes nothing.
                if isFree { works[place] = true }
            }
        }
        isBreak = isInside.indices.map { isInside[$0] && !works[$0] }
        runEnd = Array(repeating: count, count: count)
        for place in isInside.indices.reversed() {
            let next = place + 1 < count ? runEnd[place + 1] : count
            runEnd[place] =
                isInside[place] && place + 1 < count && isInside[place + 1]
                ? next : place + 1
        }
    }

    func moment(_ place: Int) -> Date {
        Date(
            CalendarDate(daysSince1970: firstDay + place / 1_440), minute: place % 1_440,
            in: rules.day.zone)
    }

    private func businessDate(_ place: Int) -> CalendarDate {
        let early = place % 1_440 < rules.day.startMinute ? 1 : 0
        return CalendarDate(daysSince1970: firstDay + place / 1_440 - early)
    }

    func reason(_ place: Int, _ service: ServiceDay?) -> ClosedReason? {
        if let order = rules.order, businessDate(place) == order.businessDate,
            order.until.map({ moment(place) < $0 }) ?? true
        {
            if order.state == .closed { return .forced }
        } else if !rules.hours.isForcedOpen, let reason = reasonOfHours(place) {
            return reason
        }
        guard let service else { return nil }
        let date = max(businessDate(place), service.date)
        if let quota = service.quota, date == service.date, service.given >= quota {
            return .quotaReached
        }
        if let present = service.present, !present.contains(Weekday(of: date)) {
            return .agencyAbsent
        }
        return nil
    }

    private func reasonOfHours(_ place: Int) -> ClosedReason? {
        if isInside[place] {
            if isBreak[place] { return .breakTime }
            let isEndless = runEnd[place] / 1_440 >= place / 1_440 + 8
            let isLate = place >= runEnd[place] - rules.hours.lastTicketMinutes
            return isLate && !isEndless ? .afterLastTicket : nil
        }
        let date = CalendarDate(daysSince1970: firstDay + place / 1_440)
        if let holiday = rules.hours.holidays[date] { return .holiday(holiday.name) }
        if rules.hours.closedDates.contains(date) { return .closedDate }
        guard let span = rules.hours.week[Weekday(of: date).rawValue] else { return .closedWeekday }
        return place % 1_440 < span.from ? .beforeOpening : .afterClosing
    }

    /// First minute after this one in which tickets are given, up to `end`; nil: none.
    func nextOpening(_ place: Int, _ service: ServiceDay?, until end: Int) -> Int? {
        (place + 1..<end).first { reason($0, service) == nil }
    }
}
