import TestSupport
import Testing

@testable import Pos

@Suite("Streams to and from a printer of Star's", .timeLimit(.minutes(5)))
struct StarStreamTests {
    @Test(
        "B4 commands end where the manual says",
        arguments: [
            [0x1B, 0x40], [0x1B, 0x1E, 0x61, 0], [0x1B, 0x1D, 0x74, 4], [0x1B, 0x46],
            [0x1B, 0x1D, 0x61, 1], [0x1B, 0x69, 1, 1], [0x1B, 0x61, 3], [0x1B, 0x64, 0x33],
            [0x1B, 0x1D, 0x79, 0x53, 0x31, 1], [0x1B, 0x1D, 0x79, 0x50],
            [0x1B, 0x1D, 0x79, 0x44, 0x31, 0, 2, 0, 0x1B, 0x40],
            [0x1B, 0x1D, 0x53, 1, 2, 0, 2, 0, 0, 1, 2, 3, 4], [0x1B, 0x1D, 0x03, 1, 0, 0],
            [0x1B, 0x4B, 2, 0, 1, 2], [0x1B, 0x1C, 0x70, 1, 0], [0x1B, 0x43, 0, 3],
            [0x1B, 0x43, 9], [0x1B, 0x30], [0x1B, 0x7A, 1], [0x1B, 0x58, 1, 0, 0x1B, 0x40, 0x0A],
            [0x1B, 0x6B, 1, 0] + [UInt8](repeating: 0x1B, count: 24),
            [0x1B, 0x06, 0x01], [0x1B, 0x07, 20, 20],
        ] as [[UInt8]])
    func lengths(command: [UInt8]) {
        let language = DialogueSettings.Language.star
        let document = Array("A".utf8) + command + Array("B".utf8)
        #expect(language.unit(in: document, at: 0) == .ends(1))
        #expect(language.unit(in: document, at: 1) == .ends(1 + command.count))
        // A command is recognized as cut short at every position.
        for count in 1..<command.count {
            let unit = language.unit(in: Array(command.prefix(count)), at: 0)
            let isShort = unit == .isCutShort || command.starts(with: [0x1B, 0x43]) && count == 2
            #expect(isShort, "\(count) bytes: \(unit)")
        }
    }

    @Test("B4 blocks in any pieces and with noise between are the same blocks", arguments: 0..<40)
    func pieces(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var parser = ReplyParser(language: .star)
        var expected: [ReplyParser.Reply] = []
        var stream: [UInt8] = []
        for _ in 0..<50 {
            // Noise must not contain a byte that could begin a block.
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                stream.append([0x00, 0x80, 0x12, 0xFE].randomElement(using: &random) ?? 0)
            }
            // The block has 11 bytes where the highest bit of its second byte is set.
            let isLong = Bool.random(using: &random)
            let count = isLong ? 11 : 9
            let block =
                [0x23, isLong ? 0x86 : 0x06]
                + (2..<count).map { _ in UInt8.random(in: 0...0x6F, using: &random) }
            stream += block
            expected.append(.star(block))
        }
        #expect(stream.compactMap { parser.take($0) } == expected, "seed \(seed)")
    }
}
