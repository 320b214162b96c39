import Foundation
import Pos
import PrinterModel
import TestSupport
import Testing

@Suite("The talk with a receipt printer", .timeLimit(.minutes(5)))
struct DialogueTests {
    @Test(
        "B a slip is printed only on the answer after its data, byte for byte",
        arguments: [
            (DialogueSettings.Confirmation.processID, DialogueEnd.printed(.processID)),
            (.status, .printed(.status)), (.none, .sent),
        ])
    func whole(confirmation: DialogueSettings.Confirmation, end: DialogueEnd) {
        for document in [Document.slip, Document.text(12_000), Document.picture(rows: 200)] {
            var rehearsal = Rehearsal(document) { $0.confirmation = confirmation }
            #expect(rehearsal.run() == end)
            #expect(rehearsal.model.printed == document)
            if confirmation != .none { #expect(rehearsal.model.printedAtAnswer == document.count) }
        }
    }

    @Test("B a printer that does not know GS ( H still proves the end by GS r")
    func noProcessID() {
        var model = ReceiptPrinterModel()
        model.hasProcessID = false
        var rehearsal = Rehearsal(Document.slip, { $0.confirmation = .processID }, model: model)
        #expect(rehearsal.run() == .printed(.statusOnly))
        #expect(rehearsal.now < .seconds(4))
    }

    @Test("B4 never more in the printer than its buffer holds", arguments: [45, 256, 4_096])
    func flow(bufferBytes: Int) {
        // The model has room for everything, so only the dialogue limits the bytes in flight.
        var rehearsal = Rehearsal(
            Document.slip + Document.text(9_000), { $0.bufferBytes = bufferBytes },
            model: ReceiptPrinterModel(bufferBytes: 1 << 20))
        rehearsal.bytesPerStep = 3
        #expect(rehearsal.run() == .printed(.status))
        #expect(rehearsal.model.mostBuffered <= bufferBytes)
        #expect(rehearsal.model.mostBuffered > bufferBytes / 3)
    }

    @Test("B2 silent before the first byte: not printed, and no byte left")
    func silent() {
        var model = ReceiptPrinterModel()
        model.hasRealTimeStatus = false
        var rehearsal = Rehearsal(Document.slip, model: model)
        guard case .notPrinted(let why) = rehearsal.run() else {
            Issue.record("it should not be printed")
            return
        }
        #expect(why.contains("does not answer DLE EOT 1 within 1 s"))
        #expect(rehearsal.now >= .seconds(1) && rehearsal.now < .milliseconds(1_100))
        #expect(rehearsal.model.documentBytesReceived == 0)
    }

    @Test(
        "B2 paper out or cover open before: named at once, goes on when mended",
        arguments: [
            "media-empty-error", "cover-open-error", "other-error",
        ])
    func troubleBefore(reason: String) {
        var model = ReceiptPrinterModel()
        func put(_ isThere: Bool, _ model: inout ReceiptPrinterModel) {
            switch reason {
            case "media-empty-error": model.isPaperOut = isThere
            case "cover-open-error": model.isCoverOpen = isThere
            default: model.hasCutterError = isThere
            }
        }
        put(true, &model)
        var rehearsal = Rehearsal(Document.slip, model: model)
        rehearsal.at(.seconds(3)) { rehearsal in
            #expect(rehearsal.model.documentBytesReceived == 0)
            put(false, &rehearsal.model)
        }
        #expect(rehearsal.run() == .printed(.status))
        #expect(rehearsal.firstSeen(reason).map { $0 < .milliseconds(50) } == true)
        #expect(rehearsal.now < .seconds(5))
        #expect(rehearsal.reasons.last?.list == [])
        #expect(rehearsal.model.printed == Document.slip)
    }

    @Test("B1 nobody loads paper: not printed after 60 s, nothing left")
    func troubleForEver() {
        var model = ReceiptPrinterModel()
        model.isPaperOut = true
        var rehearsal = Rehearsal(Document.slip, model: model)
        #expect(rehearsal.run() == .notPrinted("after 60 s still no paper: put a new roll in."))
        #expect(rehearsal.now >= .seconds(60) && rehearsal.now < .seconds(63))
        #expect(rehearsal.model.documentBytesReceived == 0)
    }

    /// Returns a slip as rendered: text, and a code as a picture in the middle.
    private static func sample(_ name: String) throws -> [UInt8] {
        let file = Repository.file("Printers/samples/\(name).bin")
        return [UInt8](try #require(FileManager.default.contents(atPath: file)))
    }

    @Test(
        "B4 paper out in mid-slip: named within 1 s, goes on without a repeat",
        arguments: [
            "text", "generic-escpos-80", "generic-escpos-58", "clone-58", "picture-escpos-80",
        ],
        [true, false])
    func paperEnds(name: String, reportsByItself: Bool) throws {
        let document = name == "text" ? Document.text(12_000) : try Self.sample(name)
        // Find the last band of the picture.
        let band = (0..<document.count).last { document[$0...].starts(with: [0x1D, 0x76, 0x30]) }
        var model = ReceiptPrinterModel(bufferBytes: name == "clone-58" ? 2_048 : 4_096)
        model.hasAutomaticStatus = reportsByItself
        model.paperEndsAfter = band.map { $0 - 500 } ?? 700
        var rehearsal = Rehearsal(document, { $0.confirmation = .processID }, model: model)
        var endedAt = Duration.zero
        for tick in 1...800 {
            rehearsal.at(.milliseconds(tick * 5)) {
                if $0.model.isPaperOut, endedAt == .zero { endedAt = $0.now }
            }
        }
        rehearsal.at(.seconds(20)) { $0.model.isPaperOut = false }
        #expect(rehearsal.run() == .printed(.processID))
        let seen = rehearsal.firstSeen("media-empty-error")
        #expect(endedAt > .zero)
        #expect(seen.map { $0 - endedAt < .seconds(1) } == true, "\(String(describing: seen))")
        // This is longer than the 15 s allowed for a standstill without a reason.
        #expect(rehearsal.now > .seconds(20) && rehearsal.now < .seconds(22))
        let isSame = rehearsal.model.printed == document
        #expect(isSame)
    }

    @Test(
        "B4 who may take an hour for a roll has the slip printed on, and costs no work meanwhile",
        arguments: [true, false])
    func paperEndsForLong(comes: Bool) {
        var model = ReceiptPrinterModel()
        model.paperEndsAfter = 700
        var rehearsal = Rehearsal(
            Document.text(12_000), { $0.troubleLimit = .seconds(3_600) }, model: model)
        if comes { rehearsal.at(.seconds(3_000)) { $0.model.isPaperOut = false } }
        let end = rehearsal.run(for: .seconds(5_000))
        let unknown = DialogueEnd.unknown("after 3600 s still no paper: put a new roll in.")
        #expect(end == (comes ? .printed(.status) : unknown))
        #expect(rehearsal.spins.isEmpty)
    }

    @Test("B4 paper out in mid-slip and nobody comes: unknown after 60 s")
    func paperEndsForEver() {
        var model = ReceiptPrinterModel()
        model.paperEndsAfter = 700
        var rehearsal = Rehearsal(Document.slip, model: model)
        #expect(rehearsal.run() == .unknown("after 60 s still no paper: put a new roll in."))
    }

    @Test("B3 no progress and no cause: unknown after 15 s")
    func standstill() {
        var model = ReceiptPrinterModel()
        model.muteAfter = 1_000
        var rehearsal = Rehearsal(Document.slip, model: model)
        guard case .unknown(let why) = rehearsal.run() else {
            Issue.record("nobody can know")
            return
        }
        #expect(why.contains("no progress in 15 s"))
        #expect(rehearsal.now > .seconds(15) && rehearsal.now < .seconds(18))
    }

    @Test("B6 near end is a warning: it prints on, and the warning stays")
    func nearEnd() {
        var model = ReceiptPrinterModel()
        model.isNearEnd = true
        var rehearsal = Rehearsal(Document.slip, model: model)
        #expect(rehearsal.run() == .printed(.status))
        #expect(rehearsal.reasons.last?.list == ["media-low-warning"])
        #expect(rehearsal.dialogue.status.trouble == nil)
    }

    @Test("B3 cancelled in the middle of a picture: the band is finished, the next never begun")
    func cancelInPicture() {
        let band = Document.picture(rows: 40)
        var rehearsal = Rehearsal(band + band + band)
        rehearsal.carries = { 100 }
        rehearsal.at(.milliseconds(50)) { $0.dialogue.cancel("cancelled.", at: $0.now) }
        #expect(rehearsal.run() == .unknown("cancelled."))
        // ESC @ after it discards what a line may still hold.
        #expect(rehearsal.model.printed == band + [0x1B, 0x40])
    }

    @Test("B3 cancelled before the first byte: not printed")
    func cancelBefore() {
        var model = ReceiptPrinterModel()
        model.isCoverOpen = true
        var rehearsal = Rehearsal(Document.slip, model: model)
        rehearsal.at(.seconds(2)) { $0.dialogue.cancel("cancelled.", at: $0.now) }
        #expect(rehearsal.run() == .notPrinted("cancelled."))
        #expect(rehearsal.model.documentBytesReceived == 0)
    }

    @Test("B3 cancelled when all is out: a late answer still counts, none is unknown")
    func cancelAfter() {
        for isLost in [false, true] {
            var rehearsal = Rehearsal(Document.text(400))
            rehearsal.model.muteAfter = isLost ? 1 : nil
            rehearsal.bytesPerStep = 1
            rehearsal.at(.milliseconds(100)) { $0.dialogue.cancel("cancelled.", at: $0.now) }
            #expect(rehearsal.run() == (isLost ? .unknown("cancelled.") : .printed(.status)))
        }
    }

    @Test("B a document that ends in the middle of a command is not begun")
    func cutShort() {
        let picture = Document.picture(rows: 10)
        var rehearsal = Rehearsal(Document.text(10) + picture.dropLast(3))
        guard case .notPrinted(let why) = rehearsal.run() else {
            Issue.record("it should not be printed")
            return
        }
        #expect(why.contains("in the middle of the command at byte 10"))
        #expect(rehearsal.model.documentBytesReceived == 0)
    }

    @Test("B answers of an earlier job, that nobody asked for, prove nothing")
    func strayAnswers() {
        var rehearsal = Rehearsal(Document.slip) { $0.confirmation = .processID }
        rehearsal.model.hasProcessID = false
        rehearsal.model.muteAfter = 10
        rehearsal.at(.milliseconds(1)) {
            $0.dialogue.received([0x00, 0x37, 0x22] + Array("old!".utf8) + [0x00], at: $0.now)
        }
        rehearsal.at(.seconds(5)) {
            $0.dialogue.received([0x37, 0x22] + Array("old!".utf8) + [0x00], at: $0.now)
        }
        guard case .unknown = rehearsal.run() else {
            Issue.record("nothing proves the end")
            return
        }
    }
}
