/// How long those who take a number now will wait (E1, E2).
package enum WaitEstimate {
    /// Fewer samples of service times than this say nothing.
    package static let minimumSamples = 10
    /// The last so many samples count.
    package static let maximumSamples = 50

    /// Minutes from and to, in steps of five; nil: not yet known, and never 0 (E2).
    /// `serviceMinutes` are the newest times of service of this service, `counters` the counters
    /// that are open for it now.
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
