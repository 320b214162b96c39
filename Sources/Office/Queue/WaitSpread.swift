/// Minutes of waiting in simulated runs: the 10th, 50th and 90th percentile (E1).
package struct WaitSpread: Hashable, Sendable {
    package var low: Double
    package var middle: Double
    package var high: Double

    package init(low: Double, middle: Double, high: Double) {
        self.low = low
        self.middle = middle
        self.high = high
    }

    /// Percentiles of unordered values, of which there is at least one.
    init(_ values: [Double]) {
        let sorted = values.sorted()
        func percentile(_ share: Double) -> Double {
            let place = share * Double(sorted.count - 1)
            let below = Int(place)
            let above = min(below + 1, sorted.count - 1)
            return sorted[below] + (sorted[above] - sorted[below]) * (place - Double(below))
        }
        self.init(low: percentile(0.1), middle: percentile(0.5), high: percentile(0.9))
    }

    /// Range in minutes, `width` times as wide around the middle, rounded outward to steps of five.
    package func range(width: Double = 1) -> WaitRange {
        let from = max(0, middle - (middle - low) * width)
        let to = middle + (high - middle) * width
        // A thousandth of a second is no reason for five minutes more.
        let lower = Int((from / 5 + 1e-6).rounded(.down)) * 5
        let upper = Int((to / 5 - 1e-6).rounded(.up)) * 5
        return WaitRange(minutes: lower...max(lower + 5, upper))
    }
}

/// Factor by which ranges are widened, from the tickets that were called last (E3).
package struct WidthFactor: Hashable, Sendable {
    /// Number of latest tickets that count.
    package static let tickets = 200
    /// Number of tickets before which nothing is widened.
    package static let minimumTickets = 60
    /// Share of them that must have been called within their range.
    package static let share = 0.83
    package static let step = 0.05
    package static let maximum = 3.0

    /// Estimate that a ticket was given, and the minutes that it waited.
    package struct Outcome: Hashable, Sendable {
        package var estimate: WaitSpread
        package var minutes: Double

        package init(estimate: WaitSpread, minutes: Double) {
            self.estimate = estimate
            self.minutes = minutes
        }

        /// Whether the ticket was called within its range.
        package func isWithin(width: Double) -> Bool {
            let range = estimate.range(width: width).minutes
            return minutes >= Double(range.lowerBound) && minutes <= Double(range.upperBound)
        }
    }

    private var outcomes: [Outcome] = []

    /// Smallest factor, 1 or more, with which the share is reached; `maximum` where none reaches it.
    package private(set) var value = 1.0

    package init() {}

    /// Factor from the tickets that were called last, oldest first.
    package init(_ outcomes: [Outcome]) {
        self.outcomes = outcomes.suffix(Self.tickets)
        measure()
    }

    package mutating func add(_ outcome: Outcome) {
        outcomes.append(outcome)
        if outcomes.count > Self.tickets { outcomes.removeFirst() }
        measure()
    }

    private mutating func measure() {
        guard outcomes.count >= Self.minimumTickets else { return }
        let needed = Int((Self.share * Double(outcomes.count)).rounded(.up))
        let steps = Int(((Self.maximum - 1) / Self.step).rounded())
        let step = (0...steps).first { step in
            outcomes.count { $0.isWithin(width: Self.width(step)) } >= needed
        }
        value = Self.width(step ?? steps)
    }

    private static func width(_ step: Int) -> Double { 1 + Double(step) * Self.step }
}
