import PrinterModel
import TestSupport

@testable import Pos

/// Dialogue with a printer model, on a simulated clock.
struct Rehearsal {
    var dialogue: PrinterDialogue
    var model: ReceiptPrinterModel
    var now = Duration.zero
    /// Maximum number of bytes that the line carries at once.
    var carries: () -> Int = { Int.max }
    var bytesPerStep = 64
    /// Change of the replies on their way.
    var spoil: ([UInt8]) -> [UInt8] = { $0 }
    /// Each list of reasons, with the time when it first appeared.
    private(set) var reasons: [(at: Duration, list: [String])] = []
    /// Times at which the dialogue asked to be woken without need. A caller that follows would
    /// spin.
    private(set) var spins: [Duration] = []
    private var underWay: [UInt8] = []
    /// Planned events in order.
    private var plan: [(at: Duration, what: (inout Rehearsal) -> Void)] = []

    static let processID = Array("Qx7!".utf8)

    init(
        _ document: [UInt8], _ change: (inout DialogueSettings) -> Void = { _ in },
        model: ReceiptPrinterModel = ReceiptPrinterModel()
    ) {
        var settings = DialogueSettings()
        settings.bufferBytes = model.bufferBytes
        change(&settings)
        dialogue = PrinterDialogue(
            document: document, settings: settings, processID: Self.processID)
        self.model = model
    }

    mutating func at(_ time: Duration, _ what: @escaping (inout Rehearsal) -> Void) {
        plan.append((time, what))
        plan.sort { $0.at < $1.at }
    }

    /// Runs to the end of the dialogue or to the time limit. The printer then prints what it has
    /// received.
    mutating func run(for limit: Duration = .seconds(1_200)) -> DialogueEnd? {
        dialogue.start(at: now)
        while dialogue.end == nil, now < limit { step() }
        note()
        while !model.isIdle, !model.isStopped { model.work(.max) }
        return dialogue.end
    }

    private mutating func step() {
        while let next = plan.first, next.at <= now {
            plan.removeFirst()
            next.what(&self)
        }
        var hasMoved = false
        let output = dialogue.output
        let count = min(output.count, model.room, carries())
        if count > 0 {
            model.receive(output.prefix(count))
            dialogue.wrote(count, at: now)
            hasMoved = true
        }
        if !model.isIdle, !model.isStopped {
            model.work(bytesPerStep)
            hasMoved = true
        }
        if !model.replies.isEmpty { underWay += spoil(model.replies) }
        model.replies = []
        let arriving = min(underWay.count, carries())
        if arriving > 0 {
            dialogue.received(underWay.prefix(arriving), at: now)
            underWay.removeFirst(arriving)
            hasMoved = true
        }
        if dialogue.waitsForDelivery { dialogue.delivered(at: now) }
        note()
        if hasMoved {
            now += .milliseconds(2)
        } else {
            let wake = min(dialogue.wakeAt ?? now + .seconds(1), plan.first?.at ?? .seconds(9_999))
            now = max(now + .milliseconds(1), wake)
        }
        let before = (dialogue.phase, dialogue.outbox.enqueued)
        dialogue.tick(at: now)
        let isChanged = before != (dialogue.phase, dialogue.outbox.enqueued)
        if !isChanged, let wake = dialogue.wakeAt, wake <= now { spins.append(now) }
    }

    private mutating func note() {
        guard dialogue.isStatusKnown, reasons.last?.list != dialogue.status.reasons else { return }
        reasons.append((now, dialogue.status.reasons))
    }

    /// Returns the time at which a list first contained this reason.
    func firstSeen(_ reason: String) -> Duration? {
        reasons.first { $0.list.contains(reason) }?.at
    }
}

/// Documents in the form of slips.
enum Document {
    static let slip: [UInt8] =
        [0x1B, 0x40, 0x1C, 0x2E, 0x1B, 0x74, 19] + Array("Dukcapil\nK-012\n".utf8)
        + Array(String(repeating: "Satu baris syarat yang panjang\n", count: 40).utf8)
        + [0x1B, 0x64, 4, 0x1D, 0x56, 1]

    static func text(_ count: Int) -> [UInt8] {
        (0..<count).map { $0 % 32 == 31 ? 0x0A : UInt8(0x41 + $0 % 26) }
    }

    /// Returns a picture whose dots have the bytes of commands.
    static func picture(rows: Int, bytesPerRow: Int = 72) -> [UInt8] {
        let nasty: [UInt8] = [0x10, 0x04, 0x01, 0x1D, 0x72, 0x01, 0x1B, 0x40, 0x0A, 0x00, 0xFF]
        let dots = (0..<rows * bytesPerRow).map { nasty[$0 % nasty.count] }
        return [
            0x1D, 0x76, 0x30, 0, UInt8(bytesPerRow & 255), UInt8(bytesPerRow >> 8),
            UInt8(rows & 255), UInt8(rows >> 8),
        ] + dots
    }

    /// Returns the same picture in Star's language: bands of 24 rows, each with a line feed of its
    /// height.
    static func starPicture(rows: Int, bytesPerRow: Int = 72) -> [UInt8] {
        let nasty: [UInt8] = [0x1B, 0x06, 0x01, 0x1B, 0x1D, 0x03, 1, 0, 0, 0x1B, 0x40, 0x0A, 0xFF]
        let dots = (0..<24 * bytesPerRow).map { nasty[$0 % nasty.count] }
        let band = [0x1B, 0x6B, UInt8(bytesPerRow), 0] + dots + [0x0A]
        let bands = Array([[UInt8]](repeating: band, count: (rows + 23) / 24).joined())
        return [0x1B, 0x30] + bands + [0x1B, 0x7A, 1]
    }

    static func randomStar(_ random: inout SeededRandom) -> [UInt8] {
        var document: [UInt8] = [0x1B, 0x40, 0x1B, 0x1E, 0x61, 0]
        for _ in 0..<Int.random(in: 1...12, using: &random) {
            switch Int.random(in: 0..<6, using: &random) {
            case 0: document += text(.random(in: 1...900, using: &random))
            case 1: document += starPicture(rows: .random(in: 1...24, using: &random))
            case 2:
                document += starPicture(rows: .random(in: 1...5, using: &random), bytesPerRow: 3)
            case 3: document += [0x1B, 0x45] + Array("tebal".utf8) + [0x1B, 0x46, 0x0A]
            case 4: document += [0x1B, 0x69, 1, 1, 0x1B, 0x1D, 0x61, 1, 0x1B, 0x1D, 0x74, 4]
            default:
                document += [
                    0x1B, 0x1D, 0x79, 0x53, 0x30, 2, 0x1B, 0x1D, 0x79, 0x44, 0x31, 0, 5, 0,
                ]
                document += [0x1B, 0x06, 0x01, 0x1B, 0x1D, 0x1B, 0x1D, 0x79, 0x50]
            }
        }
        return document + [0x1B, 0x64, 0x33]
    }

    static func random(_ random: inout SeededRandom) -> [UInt8] {
        var document: [UInt8] = Bool.random(using: &random) ? [0x1B, 0x40] : []
        for _ in 0..<Int.random(in: 1...12, using: &random) {
            switch Int.random(in: 0..<6, using: &random) {
            case 0: document += text(.random(in: 1...900, using: &random))
            case 1: document += picture(rows: .random(in: 1...24, using: &random))
            case 2: document += picture(rows: .random(in: 1...5, using: &random), bytesPerRow: 3)
            case 3: document += [0x1B, 0x45, 1] + Array("tebal".utf8) + [0x1B, 0x45, 0, 0x0A]
            case 4: document += [0x1B, 0x40]
            default: document += [0x1D, 0x28, 0x6B, 8, 0, 49, 80, 48, 0x10, 4, 1, 0x1D, 0x72]
            }
        }
        return document + [0x1B, 0x64, 4, 0x1D, 0x56, 1]
    }
}
