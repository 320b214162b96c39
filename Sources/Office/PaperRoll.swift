package import Foundation

/// The roll that is in the printer, as far as counting tells (B6).
package struct PaperRoll: Sendable, Hashable, Codable {
    /// Below this share of a roll somebody should bring a new one.
    package static let warningShare = 0.15

    package var loadedAt: Date
    /// As it came from the shop.
    package var millimetres: Double
    package var usedMillimetres: Double
    /// A person has seen a readable test slip from it (B5).
    package var isTested: Bool

    package init(loadedAt: Date, millimetres: Double, usedMillimetres: Double, isTested: Bool) {
        self.loadedAt = loadedAt
        self.millimetres = millimetres
        self.usedMillimetres = usedMillimetres
        self.isTested = isTested
    }

    /// A roll that lasts longer than it should has nothing left by the count.
    package var leftMillimetres: Double { max(0, millimetres - usedMillimetres) }

    package var isLow: Bool { leftMillimetres < millimetres * Self.warningShare }
}

/// When a roll will end, if the coming days are like the last ones.
package struct PaperForecast: Sendable {
    /// Days that are looked back on.
    package static let days = 7
    private static let hoursADay = 24

    /// Millimetres for each hour of a day (UTC), the mean over the days on which anything was
    /// printed.
    private let means: [Double]

    /// `uses`: millimetres by hour since 1970.
    package init(_ uses: [Int: Double]) {
        let days = Set(uses.filter { $0.value > 0 }.keys.map { $0 / Self.hoursADay }).count
        var sums = [Double](repeating: 0, count: Self.hoursADay)
        for (hour, millimetres) in uses { sums[hour % Self.hoursADay] += millimetres }
        means = sums.map { days > 0 ? $0 / Double(days) : 0 }
    }

    /// The hour in which so much will be used up; nil: not in the next 30 days, or nothing is known
    /// yet.
    package func end(of millimetres: Double, after moment: Date) -> Date? {
        let daily = means.reduce(0, +)
        guard daily > 0, millimetres / daily < 30 else { return nil }
        var hour = Int(moment.timeIntervalSince1970) / 3_600
        var left = millimetres
        // The rest of this hour counts as the share of it that it is.
        let share = 1 - (moment.timeIntervalSince1970 / 3_600 - Double(hour))
        left -= means[hour % Self.hoursADay] * share
        while left > 0 {
            hour += 1
            left -= means[hour % Self.hoursADay]
        }
        return Date(timeIntervalSince1970: Double(hour) * 3_600)
    }
}
