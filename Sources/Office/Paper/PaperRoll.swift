package import Foundation

/// Roll in the printer, as far as the count of printed paper tells (B6).
package struct PaperRoll: Sendable, Hashable, Codable {
    /// Remaining share of a roll below which a new one should be brought.
    package static let warningShare = 0.15

    package var loadedAt: Date
    /// Length of the new roll.
    package var millimetres: Double
    package var usedMillimetres: Double
    /// Whether a person has seen a readable test slip of it (B5).
    package var isTested: Bool

    package init(loadedAt: Date, millimetres: Double, usedMillimetres: Double, isTested: Bool) {
        self.loadedAt = loadedAt
        self.millimetres = millimetres
        self.usedMillimetres = usedMillimetres
        self.isTested = isTested
    }

    /// Remaining length by the count; 0 for a roll that lasts longer than expected.
    package var leftMillimetres: Double { max(0, millimetres - usedMillimetres) }

    package var isLow: Bool { leftMillimetres < millimetres * Self.warningShare }
}

/// Forecast of the end of a roll, assuming that coming days resemble the last ones.
package struct PaperForecast: Sendable {
    /// Number of past days that count.
    package static let days = 7
    private static let hoursADay = 24
    /// Millimetres that no printer uses in an hour: 3 km.
    private static let mostInAnHour = 3_000_000.0

    /// Mean use in millimetres for each hour of a day (UTC), over the days with any print.
    private let means: [Double]

    /// Creates a forecast. `uses` has millimetres by hour since 1970; what no printer uses in an hour
    /// does not count.
    package init(_ uses: [Int: Double]) {
        let uses = uses.filter { $0.key >= 0 && (0...Self.mostInAnHour).contains($0.value) }
        let days = Set(uses.filter { $0.value > 0 }.keys.map { $0 / Self.hoursADay }).count
        var sums = [Double](repeating: 0, count: Self.hoursADay)
        for (hour, millimetres) in uses { sums[hour % Self.hoursADay] += millimetres }
        means = sums.map { days > 0 ? $0 / Double(days) : 0 }
    }

    /// Returns the hour in which this length will be used up; nil: not within 30 days, or no data
    /// yet.
    package func end(of millimetres: Double, after moment: Date) -> Date? {
        let daily = means.reduce(0, +)
        guard daily > 0, millimetres / daily < 30 else { return nil }
        var hour = Int(moment.timeIntervalSince1970) / 3_600
        var left = millimetres
        // The current hour counts by its remaining share.
        let share = 1 - (moment.timeIntervalSince1970 / 3_600 - Double(hour))
        left -= means[hour % Self.hoursADay] * share
        while left > 0 {
            hour += 1
            left -= means[hour % Self.hoursADay]
        }
        return Date(timeIntervalSince1970: Double(hour) * 3_600)
    }
}
