import TestSupport

/// Mistakes of people, editors and disks in a settings file. The same random numbers make the same
/// mistakes.
struct SettingsMutator {
    private(set) var bytes: [UInt8]
    private(set) var mistakes: [String] = []

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Makes one to four mistakes.
    mutating func mutate(_ random: inout SeededRandom) {
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let mistake = Mistake.allCases.randomElement(using: &random) ?? .bit
            mistakes.append(mistake.rawValue)
            make(mistake, &random)
        }
    }

    private enum Mistake: String, CaseIterable {
        case bit, byte, lost, cut, word, token, number, dropLine, doubleLine, swapLines, indent,
            lineEnds, quote, block, nest, alias, long, encoding
    }

    private static let tokens = [
        "\"", "'", "[", "]", "{", "}", ": ", "- ", "? ", "#", "|\n", ">\n", "&a ", "*a", "!!int ",
        "!!binary ", "!x ", "---\n", "...\n", "%YAML 1.1\n", "\t", "\r", "\u{85}", "\u{2028}",
        "\u{FEFF}", "\u{200B}", "<<: ", "@", "`", "\\", "\\x00", ",", "~", "null", "\n",
    ]
    private static let numbers = [
        "0", "-1", "+1", "010", "0o17", "0x1F", "0b1", "1:30", "1_000", "1e3", "1.5", ".5", ".inf",
        "-.inf", ".nan", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
        "18446744073709551616", "4294967296", "2147483648", "65536", "1e309", "1e-400", "٣", "",
        "00", "1.", "30 ", "2026-02-30", "9999-12-31", "0000-01-01", "24:00", "08:60",
        "22:00-06:00",
    ]
    private static let words = [
        "yes", "no", "on", "OFF", "~", "null", "''", "\" \"", "[]", "{}", "-",
    ]

    private mutating func make(_ mistake: Mistake, _ random: inout SeededRandom) {
        let place = Int.random(in: 0...bytes.count, using: &random)
        switch mistake {
        case .bit:
            if place < bytes.count { bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random) }
        case .byte: bytes.insert(.random(in: 0...255, using: &random), at: place)
        case .lost: if place < bytes.count { bytes.remove(at: place) }
        case .cut:
            if Int.random(in: 0..<8, using: &random) == 0 { bytes.removeLast(bytes.count - place) }
        case .token: insert(Self.tokens.randomElement(using: &random) ?? "", at: place)
        case .word: replaceValue(with: Self.words.randomElement(using: &random) ?? "", &random)
        case .number: bytes.replaceNumber(from: Self.numbers, &random)
        case .dropLine, .doubleLine, .swapLines, .indent: editLine(mistake, &random)
        case .lineEnds: changeLineEnds(&random)
        case .quote:
            let quotes = bytes.indices.filter { bytes[$0] == 0x22 || bytes[$0] == 0x27 }
            if let quote = quotes.randomElement(using: &random) { bytes.remove(at: quote) }
        case .block:
            let end = min(bytes.count, place + Int.random(in: 0...400, using: &random))
            let part = Array(bytes[place..<end])
            let other = Int.random(in: 0...bytes.count, using: &random)
            bytes.insert(contentsOf: part, at: other)
        case .nest: nest(at: place, &random)
        case .alias: addAliases(&random)
        case .long:
            let count = Int.random(in: 1...20_000, using: &random)
            insert(String(repeating: "x", count: count), at: place)
        case .encoding:
            bytes.insert(contentsOf: [0xC3, 0x28, 0xE9].shuffled(using: &random), at: place)
        }
    }

    private mutating func insert(_ text: String, at place: Int) {
        bytes.insert(contentsOf: text.utf8, at: place)
    }

    /// Replaces what stands behind a random colon until the end of its line.
    private mutating func replaceValue(with text: String, _ random: inout SeededRandom) {
        let colons = bytes.indices.dropLast().filter { bytes[$0] == 0x3A && bytes[$0 + 1] == 0x20 }
        guard let colon = colons.randomElement(using: &random) else { return }
        let end = bytes[colon...].firstIndex(of: 0x0A) ?? bytes.endIndex
        bytes.replaceSubrange(colon + 2..<max(end, colon + 2), with: text.utf8)
    }

    private mutating func editLine(_ mistake: Mistake, _ random: inout SeededRandom) {
        var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
        let line = Int.random(in: 0..<lines.count, using: &random)
        switch mistake {
        case .dropLine: lines.remove(at: line)
        case .doubleLine: lines.insert(lines[line], at: line)
        case .swapLines: lines.swapAt(line, Int.random(in: 0..<lines.count, using: &random))
        default:
            let width = Int.random(in: -4...4, using: &random)
            if width > 0 {
                lines[line].insert(contentsOf: [UInt8](repeating: 0x20, count: width), at: 0)
            }
            for _ in 0..<max(0, -width) where lines[line].first == 0x20 {
                lines[line].removeFirst()
            }
        }
        bytes = Array(lines.joined(separator: [0x0A]))
    }

    private mutating func changeLineEnds(_ random: inout SeededRandom) {
        let ends: [[UInt8]] = [[0x0A], [0x0D, 0x0A], [0x0D]]
        let fixed = Bool.random(using: &random) ? ends.randomElement(using: &random) : nil
        var changed: [UInt8] = []
        for byte in bytes {
            if byte == 0x0A {
                changed += fixed ?? ends.randomElement(using: &random) ?? [0x0A]
            } else {
                changed.append(byte)
            }
        }
        bytes = changed
    }

    private mutating func nest(at place: Int, _ random: inout SeededRandom) {
        let depth = [3, 30, 300, 999, 3_000, 30_000].randomElement(using: &random) ?? 3
        let opening =
            ["[", "{a: ", "- ", "? ", "[{a: ", "!!seq ["].randomElement(using: &random) ?? "["
        insert(String(repeating: opening, count: depth), at: place)
    }

    /// Lists of aliases of lists, which a reader would expand without end.
    private mutating func addAliases(_ random: inout SeededRandom) {
        let width = Int.random(in: 1...9, using: &random)
        let levels = Int.random(in: 1...12, using: &random)
        var text = "a0: &a0 [x, y]\n"
        for level in 1...levels {
            let aliases = [String](repeating: "*a\(level - 1)", count: width)
            text += "a\(level): &a\(level) [\(aliases.joined(separator: ", "))]\n"
        }
        bytes.insert(contentsOf: text.utf8, at: 0)
        replaceValue(with: "*a\(levels)", &random)
    }
}
