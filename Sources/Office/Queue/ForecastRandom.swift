import Foundation

/// Random numbers of a forecast (SplitMix64): the same situation and seed give the same estimate.
struct ForecastRandom {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// Number from 0 up to 1, never 1.
    mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// Index from 0 up to `count`, which is 1 or more.
    mutating func index(below count: Int) -> Int { Int(unit() * Double(count)) }

    /// Time until the next of events that come at random.
    mutating func exponential(mean: Double) -> Double { -mean * log(1 - unit()) }

    /// Factor whose logarithm is normal around 0.
    mutating func pace(deviation: Double) -> Double {
        let radius = (-2 * log(1 - unit())).squareRoot()
        return exp(deviation * radius * cos(2 * .pi * unit()))
    }
}
