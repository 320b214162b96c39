import Foundation

/// Minute of the office's wall clock, counted from 1970-01-01 00:00.
struct WallMinute: Comparable {
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
