import Foundation

/// Reproducible random numbers: the same sequence from the same seed on every machine (SplitMix64).
/// The seed is printed; `LOKET_SEED` replays it.
package struct SeededRandom: RandomNumberGenerator, Sendable {
    package let seed: UInt64
    private var state: UInt64

    package init(seed: UInt64) {
        self.seed = seed
        state = seed
    }

    /// Takes the seed of `LOKET_SEED`, else a new one, and logs it with the test's file and name.
    /// `Kiosk/test` shows those of the files in which a test failed.
    package init(test: String = #function, file: String = #fileID) {
        let given = ProcessInfo.processInfo.environment["LOKET_SEED"].flatMap(UInt64.init)
        self.init(seed: given ?? UInt64.random(in: 1...UInt64.max))
        print("\(file) \(test): LOKET_SEED=\(seed)")
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
