/// Mistakes of lines, disks, programs and people in bytes. The same random numbers make the same
/// mistakes.
package struct ByteMutator: Sendable {
    package var bytes: [UInt8]
    /// Names of the mistakes that were made.
    package private(set) var mistakes: [String] = []
    /// Pieces that have a meaning where the bytes are read.
    private let tokens: [[UInt8]]

    package init(_ bytes: [UInt8], tokens: [String] = []) {
        self.bytes = bytes
        self.tokens = tokens.map { Array($0.utf8) }
    }

    private enum Mistake: String, CaseIterable {
        case bit, byte, lost, cut, token, number, block, repeated, encoding, zero
    }

    /// Makes one to `most` mistakes.
    package mutating func mutate(_ random: inout SeededRandom, most: Int = 4) {
        for _ in 0..<Int.random(in: 1...most, using: &random) {
            let mistake = Mistake.allCases.randomElement(using: &random) ?? .bit
            mistakes.append(mistake.rawValue)
            make(mistake, &random)
        }
    }

    private mutating func make(_ mistake: Mistake, _ random: inout SeededRandom) {
        let place = Int.random(in: 0...bytes.count, using: &random)
        switch mistake {
        case .bit:
            if place < bytes.count { bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random) }
        case .byte: bytes.insert(.random(in: 0...255, using: &random), at: place)
        case .lost: if place < bytes.count { bytes.remove(at: place) }
        case .cut:
            if Int.random(in: 0..<4, using: &random) == 0 { bytes.removeLast(bytes.count - place) }
        case .token:
            bytes.insert(contentsOf: tokens.randomElement(using: &random) ?? [0], at: place)
        case .number: bytes.replaceNumber(from: Edges.texts, &random)
        case .block:
            let end = min(bytes.count, place + Int.random(in: 0...200, using: &random))
            let other = Int.random(in: 0...bytes.count, using: &random)
            bytes.insert(contentsOf: Array(bytes[place..<end]), at: other)
        case .repeated:
            let byte = place < bytes.count ? bytes[place] : 0x41
            let count = [2, 30, 300, 5_000].randomElement(using: &random) ?? 2
            bytes.insert(contentsOf: [UInt8](repeating: byte, count: count), at: place)
        case .encoding:
            bytes.insert(
                contentsOf: [0xC3, 0x28, 0xE9, 0xF0, 0x80].shuffled(using: &random).prefix(3),
                at: place)
        case .zero: if place < bytes.count { bytes[place] = 0 }
        }
    }
}

extension [UInt8] {
    /// Replaces the digits of a random number by one of these texts.
    package mutating func replaceNumber(from texts: [String], _ random: inout SeededRandom) {
        func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
        let starts = indices.filter { isDigit(self[$0]) && ($0 == 0 || !isDigit(self[$0 - 1])) }
        guard let start = starts.randomElement(using: &random) else { return }
        let end = self[start...].firstIndex { !isDigit($0) } ?? endIndex
        replaceSubrange(start..<end, with: (texts.randomElement(using: &random) ?? "0").utf8)
    }
}

/// Values at the ends of what numbers hold.
package enum Edges {
    package static let integers: [Int64] = [
        0, 1, -1, 2, 127, 128, 255, 256, 32_767, 32_768, -32_768, -32_769, 65_535, 65_536,
        2_147_483_647, 2_147_483_648, -2_147_483_648, -2_147_483_649, 4_294_967_295,
        4_294_967_296, 9_007_199_254_740_992, 9_007_199_254_740_993, .max, .max - 1, .min, .min + 1,
    ]

    /// Numbers of 32 bits.
    package static let words: [Int32] = integers.map { Int32(truncatingIfNeeded: $0) }

    /// Numbers as texts, and texts that some readers take for one.
    package static let texts =
        integers.map(String.init) + [
            "-0", "0.5", "-0.0", "1e3", "1e308", "1e309", "1e400", "-1e400", "1e-400", "NaN", "nan",
            "inf", "Infinity", "-inf", "0x10", "010", "1_000", "+1", "", " 1", "1 ", "1.", ".5",
            "٣",
            "18446744073709551616", "99999999999999999999999999", "5e-324", "1,5", "½",
        ]
}
