/// Service times that the forecast draws from, each service's in ascending order.
struct ForecastTimes: ~Copyable {
    /// Number of latest times that count.
    static let maximumSamples = 50
    /// Number of times below which a service's own wait is not known (E2).
    static let minimumSamples = 10
    /// Times in seconds that are believed; a clock that was set makes others.
    private static let plausible = 1.0...86_400
    /// Spread of times around a configured one: a log-normal's 5th, 15th to 95th percentile with a
    /// deviation of 0.5, which is what counters showed.
    private static let usualSpread = [
        0.44, 0.60, 0.71, 0.82, 0.94, 1.07, 1.21, 1.40, 1.68, 2.28,
    ]

    /// Whether a service's wait can be told at all.
    let isKnown: [Bool]
    private let seconds: Cells<Double>
    private let start: Cells<Int>

    /// Nil: not one time of any service is known.
    init?(_ times: [Service.ID: ServiceTimes], services: [Service.ID]) {
        let own = services.map { Self.samples(times[$0] ?? ServiceTimes()) }
        isKnown = own.map { $0.count >= Self.minimumSamples }
        // A service without experience takes as long as any other.
        let all = own.flatMap(\.self).sorted()
        guard !all.isEmpty else { return nil }
        let some = (0..<Self.maximumSamples).map { all[$0 * all.count / Self.maximumSamples] }
        let filled = own.map { $0.isEmpty ? some : $0.sorted() }
        seconds = Cells(filled.flatMap(\.self))
        start = Cells(filled.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.count) })
    }

    /// Times that count, as they came; those around the configured one while too few are known.
    static func samples(_ times: ServiceTimes) -> [Double] {
        let seconds = times.seconds.filter(plausible.contains)
        if seconds.count < minimumSamples, let usual = times.usualSeconds, plausible.contains(usual)
        {
            return usualSpread.map { $0 * usual }
        }
        return seconds.suffix(maximumSamples)
    }

    func draw(_ service: Int, _ random: inout ForecastRandom) -> Double {
        let first = start.at[service]
        return seconds.at[first + random.index(below: start.at[service + 1] - first)]
    }

    /// Draws what is left of a time that has lasted for so many seconds: the rest of a longer time
    /// that was seen or, where there is none, an exponential one.
    func rest(_ service: Int, after elapsed: Double, _ random: inout ForecastRandom) -> Double {
        var first = start.at[service]
        let end = start.at[service + 1]
        while first < end, seconds.at[first] <= elapsed { first += 1 }
        guard first < end else { return random.exponential(mean: max(60, elapsed / 2)) }
        return seconds.at[first + random.index(below: end - first)] - elapsed
    }
}
