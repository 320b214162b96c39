import PrinterModel
import TestSupport
import Testing

@testable import Pos

@Suite("The talk with a printer of Star's", .timeLimit(.minutes(5)))
struct StarTests {
    /// Document as rendered. Its last bytes look like a question.
    private static let document: [UInt8] =
        [0x1B, 0x40, 0x1B, 0x1E, 0x61, 0, 0x1B, 0x45] + Array("K-012\n".utf8)
        + Document.text(6_000) + [0x1B, 0x64, 0x33]

    private func rehearsal(
        _ document: [UInt8] = Self.document,
        by confirmation: DialogueSettings.Confirmation = .none,
        _ change: (inout ReceiptPrinterModel) -> Void = { _ in }
    ) -> Rehearsal {
        var model = ReceiptPrinterModel()
        model.speaksStar = true
        change(&model)
        return Rehearsal(
            document,
            {
                $0.language = .star
                $0.confirmation = confirmation
            }, model: model)
    }

    @Test(
        "B1 printed on the answer to ESC GS ETX behind the data, byte for byte",
        arguments: [false, true])
    func proved(wraps: Bool) {
        let picture = Document.starPicture(rows: 100)
        for document in [Self.document, Document.text(12_000), picture + picture] {
            var rehearsal = rehearsal(document, by: .printEnd) {
                $0.wrapsAnswers = wraps
                $0.hasPrintEnd = true
            }
            #expect(rehearsal.run() == .printed(.printEnd))
            #expect(rehearsal.model.printed == document)
            #expect(rehearsal.model.printedAtAnswer == document.count)
        }
    }

    @Test("B4 never more in the printer than its buffer holds", arguments: [64, 256, 4_096])
    func flow(bufferBytes: Int) {
        var model = ReceiptPrinterModel(bufferBytes: 1 << 20)
        model.speaksStar = true
        var rehearsal = Rehearsal(
            Document.text(9_000),
            {
                $0.language = .star
                $0.confirmation = .printEnd
                $0.bufferBytes = bufferBytes
            }, model: model)
        rehearsal.bytesPerStep = 3
        #expect(rehearsal.run() == .printed(.printEnd))
        #expect(rehearsal.model.mostBuffered <= bufferBytes)
        #expect(rehearsal.model.mostBuffered > bufferBytes / 3)
    }

    @Test("B4 paper ends in mid-slip: named within 1 s, and it goes on without a repeat")
    func paperEnds() {
        let document = Document.text(12_000)
        var rehearsal = rehearsal(document, by: .printEnd) { $0.paperEndsAfter = 700 }
        var endedAt = Duration.zero
        for tick in 1...400 {
            rehearsal.at(.milliseconds(tick * 5)) {
                if $0.model.isPaperOut, endedAt == .zero { endedAt = $0.now }
            }
        }
        rehearsal.at(.seconds(20)) { $0.model.isPaperOut = false }
        #expect(rehearsal.run() == .printed(.printEnd))
        let seen = rehearsal.firstSeen("media-empty-error")
        #expect(seen.map { $0 - endedAt < .seconds(1) } == true, "\(String(describing: seen))")
        #expect(rehearsal.model.printed == document)
    }

    @Test("B an old model without ESC GS ETX is told so before the first byte, and prints nothing")
    func withoutPrintEnd() {
        var rehearsal = rehearsal(by: .printEnd) { $0.hasPrintEnd = false }
        guard case .notPrinted(let why) = rehearsal.run() else {
            Issue.record("nothing should leave")
            return
        }
        #expect(why.contains("ESC ACK SOH but not ESC GS ETX") && why.contains("confirm=none"))
        #expect(rehearsal.model.documentBytesReceived == 0)
        #expect(rehearsal.model.printed.isEmpty)
    }

    @Test("B8 StarPRNT's picture command is none in line mode: its dots are text and questions")
    func rasterPicture() {
        let dots: [UInt8] = [0x1B, 0x06, 0x01, 0x41]
        for (picture, isPicture) in [
            ([0x1B, 0x1D, 0x53, 1, 1, 0, 4, 0, 0] + dots, false),
            ([0x1B, 0x6B, 1, 0] + dots + [UInt8](repeating: 0, count: 20), true),
        ] as [([UInt8], Bool)] {
            var model = ReceiptPrinterModel()
            model.speaksStar = true
            model.receive(picture)
            model.work(.max)
            #expect((model.printed == picture) == isPicture)
            #expect(model.replies.isEmpty == isPicture)
        }
    }

    @Test("B answers to another job's ESC GS ETX prove nothing")
    func strayAnswers() {
        var rehearsal = rehearsal(by: .printEnd) { $0.muteAfter = 10 }
        for second in 1...5 {
            rehearsal.at(.seconds(second)) {
                for id: [UInt8] in [[0, 0], Array("x9".utf8)] {
                    let answer = [0x1B, 0x1D, 0x03, 1] + id + [1, 0]
                    $0.dialogue.received(answer, at: $0.now)
                }
            }
        }
        guard case .unknown = rehearsal.run() else {
            Issue.record("nothing proves the end")
            return
        }
    }

    @Test(
        "B asked first, then the slip byte for byte, which ends as sent where nothing is asked after"
    )
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
