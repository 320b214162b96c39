import TestSupport
import Testing

@testable import Backend

@Suite("The talk with a printer of Star's")
struct StarTests {
    /// As the renderer writes them; the last bytes look like a question.
    private static let document: [UInt8] =
        [0x1B, 0x40, 0x1B, 0x1E, 0x61, 0, 0x1B, 0x45] + Array("K-012\n".utf8)
        + Document.text(6_000) + [0x1B, 0x64, 0x33]

    private func rehearsal(_ change: (inout ReceiptPrinterModel) -> Void = { _ in }) -> Rehearsal {
        var model = ReceiptPrinterModel()
        model.speaksStar = true
        change(&model)
        return Rehearsal(
            Self.document,
            {
                $0.language = .star
                $0.confirmation = .none
            }, model: model)
    }

    @Test("B asked first, then the slip byte for byte, which ends as sent and never as printed")
    func whole() {
        var rehearsal = rehearsal()
        #expect(rehearsal.run() == .sent)
        #expect(rehearsal.model.printed == Self.document)
        #expect(rehearsal.dialogue.isStatusKnown)
    }

    @Test(
        "B2 paper, cover or cutter before the first byte: named at once, goes on when mended",
        arguments: ["media-empty-error", "cover-open-error", "other-error"])
    func trouble(reason: String) {
        func put(_ isThere: Bool, _ model: inout ReceiptPrinterModel) {
            switch reason {
            case "media-empty-error": model.isPaperOut = isThere
            case "cover-open-error": model.isCoverOpen = isThere
            default: model.hasCutterError = isThere
            }
        }
        var rehearsal = rehearsal { put(true, &$0) }
        rehearsal.at(.seconds(3)) { rehearsal in
            #expect(rehearsal.model.documentBytesReceived == 0)
            put(false, &rehearsal.model)
        }
        #expect(rehearsal.run() == .sent)
        #expect(rehearsal.firstSeen(reason).map { $0 < .milliseconds(50) } == true)
        #expect(rehearsal.now < .seconds(6) && rehearsal.reasons.last?.list == [])
        #expect(rehearsal.model.printed == Self.document)
    }

    @Test("B1 nobody mends it: not printed, and nothing has left") func nobodyComes() {
        var rehearsal = rehearsal { $0.isCoverOpen = true }
        guard case .notPrinted(let why) = rehearsal.run() else {
            Issue.record("it should not be printed")
            return
        }
        #expect(why.contains("the cover is open"))
        #expect(rehearsal.model.documentBytesReceived == 0)
    }

    @Test("B2 silent, or of another language: not printed, and the question is named")
    func silent() {
        for speaksStar in [true, false] {
            var rehearsal = rehearsal {
                $0.speaksStar = speaksStar
                $0.hasRealTimeStatus = !speaksStar
            }
            guard case .notPrinted(let why) = rehearsal.run() else {
                Issue.record("it should not be printed")
                continue
            }
            #expect(why.contains("ESC ACK SOH"), "\(why)")
        }
    }

    @Test("B6 near end is a warning: it prints on") func nearEnd() {
        var rehearsal = rehearsal { $0.isNearEnd = true }
        #expect(rehearsal.run() == .sent)
        #expect(rehearsal.reasons.last?.list == ["media-low-warning"])
    }

    @Test("B4 blocks in any pieces and with noise between are the same blocks", arguments: 0..<40)
    func pieces(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var parser = ReplyParser(language: .star)
        var expected: [ReplyParser.Reply] = []
        var stream: [UInt8] = []
        for _ in 0..<50 {
            // No noise that could begin a block.
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                stream.append([0x00, 0x80, 0x12, 0xFE].randomElement(using: &random) ?? 0)
            }
            // 11 bytes where the second one's highest bit is set.
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

    @Test("B2 B11 an idle one is asked in its language") func probe() throws {
        let printer = try ReceiptPrinter()
        printer.change {
            $0.speaksStar = true
            $0.isNearEnd = true
        }
        let uri = try DeviceURI("pos://127.0.0.1:\(printer.port)/?language=star&answer=0.5")
        guard case .state(let status) = StatusProbe(uri).ask() else {
            Issue.record("it should answer")
            return
        }
        #expect(status.reasons == ["media-low-warning"])
        #expect(printer.model.documentBytesReceived == 0)
        printer.change { $0.speaksStar = false }
        guard case .silent(let why) = StatusProbe(uri).ask() else {
            Issue.record("another language was taken for an answer")
            return
        }
        #expect(why.contains("ESC ACK SOH"))
    }
}
