import Foundation

/// Random numbers that come again with the same seed: `LOKET_SEED`, or else a new one, which is
/// printed and named in every failure.
struct SeededRandom: RandomNumberGenerator {
    let seed: UInt64
    private var state: UInt64

    init(test: String) {
        seed =
            ProcessInfo.processInfo.environment["LOKET_SEED"].flatMap(UInt64.init)
            ?? UInt64.random(in: 0...9_999_999)
        state = seed
        print("\(test): LOKET_SEED=\(seed)")
    }

    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
