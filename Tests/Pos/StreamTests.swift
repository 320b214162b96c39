import TestSupport
import Testing

@testable import Pos

@Suite("Streams to and from a printer", .timeLimit(.minutes(5)))
struct StreamTests {
    private func replies(_ bytes: [UInt8]) -> [ReplyParser.Reply] {
        var parser = ReplyParser()
        return bytes.compactMap { parser.take($0) }
    }

    @Test("B each answer is known by itself")
    func kinds() {
        #expect(replies([0x12]) == [.realTime(0x12)])
        #expect(replies([0x7E]) == [.realTime(0x7E)])
        #expect(replies([0x18, 0x00, 0x0C, 0x0F]) == [.automatic([0x18, 0, 0x0C, 0x0F])])
        #expect(replies([0x03]) == [.sensor(0x03)])
        #expect(
            replies([0x37, 0x22] + Array("Qx7!".utf8) + [0]) == [.processID(Array("Qx7!".utf8))])
        // These are XON and XOFF.
        #expect(replies([0x11, 0x13]) == [])
        // The characters of this id look like other answers.
        #expect(replies([0x37, 0x22, 0x32, 0x52, 0x72, 0x32, 0, 0x12]).count == 2)
        // An incomplete group loses only its own bytes.
        #expect(replies([0x18, 0x00, 0x12, 0x00]) == [.realTime(0x12), .sensor(0)])
    }

    @Test("B4 answers in one piece or byte by byte are the same answers")
    func split() {
        var random = SeededRandom()
        let kinds: [[UInt8]] = [
            [0x12], [0x1E], [0x10, 0, 0, 0x0F], [0x18, 0x08, 0x0C, 0x0F], [0x00], [0x0F],
            [0x37, 0x22, 0x31, 0x32, 0x33, 0x34, 0],
        ]
        for _ in 0..<200 {
            let sent = (0..<20).compactMap { _ in kinds.randomElement(using: &random) }
            let seen = replies(Array(sent.joined()))
            #expect(seen.count == sent.count)
        }
    }

    private func boundaries(_ document: [UInt8]) -> [Int] {
        var ends = [0]
        while let start = ends.last, start < document.count {
            guard case .ends(let end) = CommandScanner.unit(in: document, at: start) else { break }
            ends.append(end)
        }
        return ends
    }

    @Test(
        "B4 commands end where the reference says",
        arguments: [
            [0x1B, 0x40], [0x1B, 0x74, 19], [0x1B, 0x64, 4], [0x1B, 0x70, 0, 25, 250],
            [0x1B, 0x2A, 33, 2, 0, 1, 2, 3, 4, 5, 6], [0x1B, 0x2A, 0, 2, 0, 1, 2],
            [0x1B, 0x44, 8, 16, 0], [0x1B, 0x26, 3, 65, 66, 1, 1, 2, 3, 2, 1, 2, 3, 4, 5, 6],
            [0x1C, 0x2E], [0x1C, 0x21, 4], [0x1D, 0x56, 1], [0x1D, 0x56, 66, 20],
            [0x1D, 0x21, 0x11],
            [0x1D, 0x76, 0x30, 0, 2, 0, 2, 0, 1, 2, 3, 4], [0x1D, 0x28, 0x6B, 3, 0, 49, 81, 48],
            [0x1D, 0x28, 0x4C, 2, 0, 48, 50], [0x1D, 0x6B, 4, 0x41, 0x42, 0],
            [0x1D, 0x6B, 73, 2, 0, 0],
            [0x1D, 0x38, 0x4C, 1, 0, 0, 0, 9], [0x1D, 0x2A, 1, 1, 1, 2, 3, 4, 5, 6, 7, 8],
            [0x10, 0x14, 1, 0, 1], [0x10, 0x04, 1], [0x10, 0x05, 2],
        ] as [[UInt8]])
    func commands(command: [UInt8]) {
        // Test the command with text after it, and every prefix of it.
        #expect(boundaries(command + [0x41]) == [0, command.count, command.count + 1])
        for count in 1..<command.count {
            #expect(CommandScanner.unit(in: Array(command.prefix(count)), at: 0) == .isCutShort)
        }
    }

    @Test("B4 characters of two bytes are not parted, unknown commands hold all the rest")
    func text() {
        #expect(boundaries([0x41, 0x0A, 0x42]) == [0, 1, 2, 3])
        #expect(boundaries([0xC4, 0xE3, 0xBA, 0xC3, 0x0A]) == [0, 4, 5])
        #expect(CommandScanner.unit(in: [0x1D, 0x99, 1, 2], at: 0) == .isUnknown)
    }
}
