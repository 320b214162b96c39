import PrinterModel
import TestSupport
import Testing

@testable import Pos

@Suite("The talk with a receipt printer, whatever happens", .timeLimit(.minutes(5)))
struct DialogueFuzzTests {
    private static let runs = 400

    @Test(
        "B1 B4 any faults: bytes once and in order, printed only after an answer to all of them",
        arguments: DialogueSettings.Language.allCases)
    func anyFaults(language: DialogueSettings.Language) {
        var random = SeededRandom()
        var ends: [String: Int] = [:]
        for run in 0..<Self.runs {
            var seed = SeededRandom(seed: random.next())
            let document =
                language == .star ? Document.randomStar(&seed) : Document.random(&seed)
            var rehearsal = Self.rehearsal(document, language, &seed)
            let end = rehearsal.run(for: .seconds(20_000))
            let about: Comment = "run \(run), end \(String(describing: end)), \(rehearsal.now)"
            ends[Self.name(end), default: 0] += 1
            #expect(rehearsal.spins.isEmpty, about)
            let paper = rehearsal.model.printed
            switch end {
            case .printed:
                #expect(paper == document, about)
                #expect(rehearsal.model.printedAtAnswer == document.count, about)
            case .sent:
                #expect(rehearsal.dialogue.settings.confirmation == .none, about)
            case .notPrinted:
                #expect(rehearsal.model.documentBytesReceived == 0, about)
            case .unknown:
                // A document that was given up ends with ESC @.
                let isPrefix = document.starts(with: paper)
                let isEnded =
                    paper.suffix(2) == [0x1B, 0x40]
                    && document.starts(with: paper.dropLast(2))
                #expect(isPrefix || isEnded, about)
            case nil: Issue.record("it goes on for ever: \(about)")
            }
        }
        // The test proves nothing unless it reaches every end.
        for name in ["printed", "sent", "not printed", "unknown"] {
            #expect(ends[name, default: 0] > 10, "\(ends)")
        }
    }

    private static func name(_ end: DialogueEnd?) -> String {
        switch end {
        case .printed: "printed"
        case .sent: "sent"
        case .notPrinted: "not printed"
        case .unknown: "unknown"
        case nil: "none"
        }
    }

    private static func rehearsal(
        _ document: [UInt8], _ language: DialogueSettings.Language, _ random: inout SeededRandom
    ) -> Rehearsal {
        var model = ReceiptPrinterModel(
            bufferBytes: [45, 200, 1_000, 4_096].randomElement(using: &random) ?? 45)
        model.hasRealTimeStatus = Int.random(in: 0..<12, using: &random) > 0
        model.hasAutomaticStatus = Bool.random(using: &random)
        model.hasProcessID = Bool.random(using: &random)
        model.speaksStar = language == .star
        model.hasPrintEnd = Int.random(in: 0..<12, using: &random) > 0
        model.wrapsAnswers = Bool.random(using: &random)
        if Int.random(in: 0..<4, using: &random) == 0 {
            model.paperEndsAfter = .random(in: 1...document.count, using: &random)
        }
        if Int.random(in: 0..<6, using: &random) == 0 {
            model.muteAfter = .random(in: 1...document.count, using: &random)
        }
        var rehearsal = Rehearsal(
            document,
            {
                $0.language = language
                $0.confirmation = language.confirmations.randomElement(using: &random) ?? .none
                $0.asksFirst = Int.random(in: 0..<4, using: &random) > 0
                if Int.random(in: 0..<8, using: &random) == 0 { $0.troubleLimit = .seconds(3_600) }
            }, model: model)
        rehearsal.bytesPerStep = .random(in: 1...400, using: &random)
        var pieces = SeededRandom(seed: random.next())
        rehearsal.carries = { Int.random(in: 0...60, using: &pieces) }
        for _ in 0..<Int.random(in: 0...5, using: &random) {
            plan(&rehearsal, &random)
        }
        return rehearsal
    }

    private static func plan(_ rehearsal: inout Rehearsal, _ random: inout SeededRandom) {
        let begin = Duration.milliseconds(Int.random(in: 0...1_500, using: &random))
        // Sometimes a fault is repaired only after hours.
        let longest = Int.random(in: 0..<8, using: &random) == 0 ? 4_000_000 : 70_000
        let end = begin + .milliseconds(Int.random(in: 1...longest, using: &random))
        switch Int.random(in: 0..<9, using: &random) {
        case 0, 1:
            rehearsal.at(begin) { $0.model.isPaperOut = true }
            rehearsal.at(end) { $0.model.isPaperOut = false }
        case 2:
            rehearsal.at(begin) { $0.model.isCoverOpen = true }
            rehearsal.at(end) { $0.model.isCoverOpen = false }
        case 3:
            rehearsal.at(begin) { $0.model.hasCutterError = true }
            rehearsal.at(end) { $0.model.hasCutterError = false }
        case 4: rehearsal.at(begin) { $0.model.isNearEnd.toggle() }
        case 5:
            rehearsal.at(begin) { $0.model.isMute = true }
            rehearsal.at(end) { $0.model.isMute = false }
        case 6: rehearsal.at(begin) { $0.dialogue.cancel("cancelled.", at: $0.now) }
        case 7: rehearsal.at(begin) { $0.dialogue.closed("gone.", at: $0.now) }
        default: rehearsal.at(begin) { $0.bytesPerStep = 1 }
        }
    }
}
