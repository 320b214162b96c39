import Foundation
import Office
import TestSupport
import Testing

@Suite("Range of the waiting time", .timeLimit(.minutes(5)))
struct WaitSpreadTests {
    @Test("E1 a range is rounded outward to five minutes and may begin at 0") func rounding() {
        for (low, high, minutes) in [
            (0.0, 0.0, 0...5), (0.1, 4.9, 0...5), (4.9, 5.1, 0...10), (5, 10, 5...10),
            (9.99, 10.01, 5...15), (10, 10, 10...15), (12, 33, 10...35), (600, 600, 600...605),
        ] {
            let spread = WaitSpread(low: low, middle: (low + high) / 2, high: high)
            #expect(spread.range().minutes == minutes, "\(low) to \(high)")
        }
    }

    @Test("E3 a width factor widens a range around its middle, never below 0") func width() {
        let spread = WaitSpread(low: 20, middle: 30, high: 50)
        #expect(spread.range().minutes == 20...50)
        #expect(spread.range(width: 1.5).minutes == 15...60)
        #expect(spread.range(width: 3.5).minutes == 0...100)
    }

    @Test("E3 the width factor is the smallest with which 83 % of the last 200 were in range")
    func factor() {
        var random = SeededRandom()
        let seed = random.seed
        for _ in 0..<20 {
            var factor = WidthFactor()
            var outcomes: [WidthFactor.Outcome] = []
            let error = Double.random(in: 1...50, using: &random)
            for count in 1...260 {
                let low = Double.random(in: 0...60, using: &random)
                let middle = low + Double.random(in: 0...20, using: &random)
                let outcome = WidthFactor.Outcome(
                    estimate: WaitSpread(
                        low: low, middle: middle,
                        high: middle + Double.random(in: 0...20, using: &random)),
                    minutes: max(0, middle + Double.random(in: -error...error, using: &random)))
                factor.add(outcome)
                outcomes.append(outcome)
                guard count % 20 == 0 else { continue }
                guard count >= 60 else {
                    #expect(factor.value == 1)
                    continue
                }
                let last = outcomes.suffix(200)
                func isEnough(_ width: Double) -> Bool {
                    Double(last.count { $0.isWithin(width: width) }) >= 0.83 * Double(last.count)
                }
                let isReached = isEnough(factor.value)
                #expect(isReached || factor.value == 3, "seed \(seed), ticket \(count)")
                let isSmallest = factor.value == 1 || !isEnough(factor.value - 0.05)
                #expect(isSmallest, "seed \(seed), ticket \(count)")
            }
        }
    }

    @Test("E3 true estimates are not widened, and a bad day is forgotten after 200 tickets")
    func recovery() {
        let estimate = WaitSpread(low: 10, middle: 20, high: 30)
        var factor = WidthFactor()
        for _ in 0..<100 { factor.add(.init(estimate: estimate, minutes: 25)) }
        #expect(factor.value == 1)
        for _ in 0..<100 { factor.add(.init(estimate: estimate, minutes: 44)) }
        #expect((2.05...2.1).contains(factor.value))
        for _ in 0..<200 { factor.add(.init(estimate: estimate, minutes: 500)) }
        #expect(factor.value == WidthFactor.maximum)
        for _ in 0..<200 { factor.add(.init(estimate: estimate, minutes: 25)) }
        #expect(factor.value == 1)
    }
}
