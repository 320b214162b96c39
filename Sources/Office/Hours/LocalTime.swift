package import Foundation

/// Moment in local time. It uses plain arithmetic, since a screen needs it every minute and a
/// calendar object would be the slowest part of that frame.
package struct LocalTime: Hashable, Sendable {
    package var date: CalendarDate
    /// Weekday, 1 Monday to 7 Sunday (ISO 8601).
    package var weekday: Int
    package var hour: Int
    package var minute: Int
    package var second: Int

    package init(_ moment: Date, in zone: TimeZone) {
        let seconds =
            Int(moment.timeIntervalSince1970.rounded(.down)) + zone.secondsFromGMT(for: moment)
        let days = seconds.flooredDivided(by: 86_400)
        let inDay = seconds - days * 86_400
        date = CalendarDate(daysSince1970: days)
        weekday = (days + 3).flooredModulo(7) + 1
        hour = inDay / 3_600
        minute = inDay / 60 % 60
        second = inDay % 60
    }
}

extension Date {
    /// Creates the moment at which local clocks show this minute of this date, 0...1440. A minute
    /// skipped by summer time is the one an hour later.
    package init(_ date: CalendarDate, minute: Int, in zone: TimeZone) {
        let wall = Double(date.daysSince1970 * 86_400 + minute * 60)
        let first = wall - Double(zone.secondsFromGMT(for: Date(timeIntervalSince1970: wall)))
        let offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: first))
        self.init(timeIntervalSince1970: wall - Double(offset))
    }
}

extension CalendarDate {
    /// Creates the date from days since 1970-01-01, by the civil-from-days algorithm of Howard
    /// Hinnant's "chrono".
    package init(daysSince1970 days: Int) {
        let shifted = days + 719_468
        let era = shifted.flooredDivided(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        self.init(
            year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month,
            day: dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// Days since 1970-01-01, negative before it.
    package var daysSince1970: Int {
        let year = month <= 2 ? year - 1 : year
        let era = year.flooredDivided(by: 400)
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}

extension Int {
    func flooredDivided(by divisor: Int) -> Int {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }

    func flooredModulo(_ divisor: Int) -> Int {
        let rest = self % divisor
        return rest < 0 ? rest + divisor : rest
    }
}
