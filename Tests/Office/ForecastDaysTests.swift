import Foundation
import Office
import TestSupport
import Testing

/// Simulated days of six patterns, with what their visitors were told (E3).
@Suite("Waiting time on simulated days", .timeLimit(.minutes(5)))
struct ForecastDaysTests {
    /// Seed of the days; the same one gives the same figures.
    static let seed: UInt64 = 7
    static let firstDays = 3
    static let days = 12
    /// One ticket in so many is told its wait, so that the tickets come from more days.
    static let stride = 5

    @Test(
        "E3 at least 80 % are called within their range in each pattern, and most of the long ones")
    func coverage() async throws {
        var long: [Bool] = []
        for pattern in DayPattern.allCases {
            var office = SimulatedOffice(pattern, seed: Self.seed)
            for day in 0..<(Self.firstDays + Self.days) {
                office.play(stride: day < Self.firstDays ? 0 : Self.stride)
                await Task.yield()
            }
            let hits = office.judged.map { ticket in
                ticket.minutes >= Double(ticket.range.lowerBound)
                    && ticket.minutes <= Double(ticket.range.upperBound)
            }
            let hitsOfLong = zip(office.judged, hits).filter { $0.0.minutes >= 15 }.map(\.1)
            long += hitsOfLong
            let widths = office.judged.map { $0.range.upperBound - $0.range.lowerBound }.sorted()
            let middle = try #require(widths.dropFirst(widths.count / 2).first)
            print(
                "E3 \(pattern.rawValue): \(Self.percent(hits)) of \(hits.count) within the range,",
                "\(Self.percent(hitsOfLong)) of \(hitsOfLong.count) that waited 15 min or more;",
                "median width \(middle) min, factor \(office.width.value)")
            #expect(Self.share(hits) >= 0.80, "\(pattern.rawValue)")
            #expect(Self.share(hitsOfLong) >= 0.70, "\(pattern.rawValue)")
        }
        print("E3 all patterns: \(Self.percent(long)) of \(long.count) long waits within the range")
        #expect(Self.share(long) >= 0.75)
    }

    private static func share(_ hits: [Bool]) -> Double {
        hits.isEmpty ? 1 : Double(hits.count { $0 }) / Double(hits.count)
    }

    private static func percent(_ hits: [Bool]) -> String {
        String(format: "%.1f %%", 100 * share(hits))
    }
}
