import Foundation
import Testing

@testable import Office

@Suite("B6 the roll", .timeLimit(.minutes(5)))
struct PaperRollTests {
    /// Hours since 1970 at 2026-11-23 00:00 UTC.
    let midnight = 1_795_392_000 / 3_600

    private func moment(_ hour: Double) -> Date {
        Date(timeIntervalSince1970: (Double(midnight) + hour) * 3_600)
    }

    @Test("B6 the warning comes below 15 %") func warning() {
        var roll = PaperRoll(
            loadedAt: moment(0), millimetres: 80_000, usedMillimetres: 68_000, isTested: true)
        #expect(!roll.isLow)
        roll.usedMillimetres += 1
        #expect(roll.isLow)
        roll.usedMillimetres = 90_000
        #expect(roll.leftMillimetres == 0)
    }

    @Test("B6 the forecast follows the hours of the days before") func forecast() {
        // Two days, each with 1 m an hour from 1 to 6 o'clock.
        var uses: [Int: Double] = [:]
        for day in [1, 2] {
            for hour in 1...6 { uses[midnight - day * 24 + hour] = 1_000 }
        }
        let forecast = PaperForecast(uses)
        #expect(forecast.end(of: 2_500, after: moment(1)) == moment(3))
        // Half of the current hour is over.
        #expect(forecast.end(of: 2_500, after: moment(1.5)) == moment(3))
        #expect(forecast.end(of: 5_600, after: moment(1.5)) == moment(25))
        #expect(forecast.end(of: 6_000, after: moment(12)) == moment(24 + 6))
        #expect(forecast.end(of: 12_500, after: moment(0)) == moment(48 + 1))
    }

    @Test("B6 nothing is foretold of what nobody knows") func nothing() {
        #expect(PaperForecast([:]).end(of: 1_000, after: moment(0)) == nil)
        #expect(PaperForecast([midnight - 24: 1]).end(of: 50_000, after: moment(0)) == nil)
        // Hours and lengths of a damaged file count as none.
        let damage: [Int: Double] = [
            -1: 5, .min: 5, 3: .infinity, 4: -.infinity, 5: -1e300, 6: .nan, .max: 1e300,
        ]
        #expect(PaperForecast(damage).end(of: 1_000, after: moment(0)) == nil)
    }
}
