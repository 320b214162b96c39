/// Estimate of the waiting time for a ticket taken now (E1, E2).
package enum WaitEstimate {
    /// Minimum number of service times for an estimate.
    package static let minimumSamples = 10
    /// Number of latest service times that count.
    package static let maximumSamples = 50

    /// Returns a range of minutes in steps of five, never 0; nil: not yet known (E2).
    /// `serviceMinutes` are the latest service times of this service, `counters` the counters now
    /// open for it.
    package static func minutes(
        peopleAhead: Int, serviceMinutes: [Double], counters: Int, fallbackMinutes: Double? = nil
    ) -> ClosedRange<Int>? {
        guard counters > 0 else { return nil }
        let samples = serviceMinutes.suffix(maximumSamples).sorted()
        let typical: Double
        if samples.count >= minimumSamples {
            typical = samples[samples.count / 2]
        } else if let fallbackMinutes {
            typical = fallbackMinutes
        } else {
            return nil
        }
        let expected = typical * Double(peopleAhead) / Double(counters)
        func roundedUp(_ minutes: Double) -> Int { max(5, Int((minutes / 5).rounded(.up)) * 5) }
        let low = roundedUp(expected * 0.7)
        return low...max(low + 5, roundedUp(expected * 1.4))
    }
}
