/// Receipt printer as seen at its interface: a bounded receive buffer that is processed in order,
/// real-time questions that are answered on reception, and answers in the order of the data.
///
/// It is written independently of `Backend`, by the manuals: bytes inserted into a picture are part
/// of the picture.
package struct ReceiptPrinterModel: Sendable {
    /// Whether it speaks Star's line mode instead of ESC/POS.
    package var speaksStar = false
    /// Whether it answers Star's `ESC GS ETX`.
    package var hasPrintEnd = true
    /// Whether answers follow a status block with their length, as Star's do over Ethernet.
    package var wrapsAnswers = false
    package var hasRealTimeStatus = true
    /// Questions of `DLE EOT` that it answers. Some clones know only the first.
    package var questions: Set<UInt8> = [1, 2, 3, 4]
    /// Number of unknown questions that were asked.
    package private(set) var openQuestions = 0
    package var hasAutomaticStatus = true
    package var hasProcessID = true
    /// Whether it answers `GS r`.
    package var answersInOrder = true

    package var isPaperOut = false { didSet { reportChange() } }
    package var isNearEnd = false { didSet { reportChange() } }
    package var isCoverOpen = false { didSet { reportChange() } }
    package var hasCutterError = false { didSet { reportChange() } }
    /// Whether it answers nothing, as with a broken cable.
    package var isMute = false
    /// Number of document bytes on paper after which it turns mute.
    package var muteAfter: Int?
    /// Number of document bytes on paper after which the paper ends.
    package var paperEndsAfter: Int?

    package let bufferBytes: Int
    /// Document bytes on paper, in order.
    package private(set) var printed: [UInt8] = []
    /// Number of bytes in `printed` at the latest answer in order.
    package private(set) var printedAtAnswer = 0
    /// Number of document bytes received.
    package internal(set) var documentBytesReceived = 0
    package private(set) var mostBuffered = 0
    /// Answers that have not left yet.
    package var replies: [UInt8] = []

    enum Step {
        case paper(UInt8)
        case initialise
        case automatic(UInt8)
        case sensor
        case processID([UInt8])
        /// Bytes `s`, `n1`, `n2` of `ESC GS ETX`.
        case printEnd([UInt8])

        var size: Int {
            switch self {
            case .paper: 1
            case .initialise: 2
            case .automatic, .sensor: 3
            case .processID: 11
            case .printEnd: 6
            }
        }
    }

    private var steps: [Step] = []
    private var next = 0
    private var buffered = 0
    /// Bytes of an incomplete command.
    var open: [UInt8] = []
    private var lastBytes: [UInt8] = []
    /// Number of data bytes still due for a command.
    var dataLeft = 0
    private var reportsChanges = false
    /// Counter of Star's print ends ("print end counter").
    var printEnds = 0
    private var lastReport: [UInt8] = []

    package init(bufferBytes: Int = 4_096) {
        self.bufferBytes = bufferBytes
    }

    /// Number of bytes that it can receive now.
    package var room: Int { max(0, bufferBytes - buffered - open.count) }
    /// Whether everything received is processed.
    package var isIdle: Bool { next == steps.count }
    package var isStopped: Bool { isPaperOut || isCoverOpen || hasCutterError }

    /// Receives bytes, at most `room`.
    package mutating func receive(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { receive(byte) }
        mostBuffered = max(mostBuffered, buffered + open.count)
    }

    private mutating func receive(_ byte: UInt8) {
        if speaksStar { return receiveStar(byte) }
        // "Executed on reception" means at any position, even inside a picture.
        lastBytes = Array((lastBytes + [byte]).suffix(3))
        if lastBytes.starts(with: [0x10, 0x04]), lastBytes.count == 3 {
            answer(question: byte)
        }
        if dataLeft > 0 {
            dataLeft -= 1
            add(.paper(byte))
            return
        }
        open.append(byte)
        switch open[0] {
        case 0x10 where open.count < 3: return
        case 0x10 where open[1] == 0x04: break
        case 0x1B where open.count < 2: return
        // Initializes the printer; ESC @ of the document counts too.
        case 0x1B where open[1] == 0x40:
            add(.initialise)
            documentBytesReceived += 2
        case 0x1D:
            guard takesGroupSeparator() else { return }
        // Settings of three bytes; slips contain no longer ones.
        case 0x1B where open.count < 3: return
        // NUL does nothing.
        case 0x00: break
        default: addOpen()
        }
        open = []
    }

    /// Returns whether the command is complete.
    private mutating func takesGroupSeparator() -> Bool {
        guard open.count >= 3 else { return false }
        switch open[1] {
        case 0x72: add(.sensor)
        case 0x61: add(.automatic(open[2]))
        case 0x28:
            guard open.count >= 5 else { return false }
            let length = Int(open[3]) | Int(open[4]) << 8
            if open[2] == 0x48, length == 6 {
                guard open.count == 11 else { return false }
                add(.processID(Array(open[7...])))
            } else {
                addOpen()
                dataLeft = length
            }
        case 0x76:
            guard open.count >= 8 else { return false }
            addOpen()
            dataLeft = (Int(open[4]) | Int(open[5]) << 8) * (Int(open[6]) | Int(open[7]) << 8)
        default: addOpen()
        }
        return true
    }

    mutating func addOpen() {
        for byte in open { add(.paper(byte)) }
    }

    mutating func add(_ step: Step) {
        steps.append(step)
        buffered += step.size
        if case .paper = step { documentBytesReceived += 1 }
    }

    /// Prints at most this many document bytes; nothing while it is stopped.
    package mutating func work(_ count: Int) {
        var left = count
        while next < steps.count, !isStopped {
            if case .paper = steps[next] {
                guard left > 0 else { return }
                left -= 1
            }
            buffered -= steps[next].size
            next += 1
            work(off: steps[next - 1])
        }
        if next > 65_536 {
            steps.removeFirst(next)
            next = 0
        }
    }

    private mutating func work(off step: Step) {
        switch step {
        case .paper(let byte): print([byte])
        case .initialise:
            // GS a is in effect until ESC @ (Epson's reference, GS a).
            reportsChanges = false
            print([0x1B, 0x40])
        case .automatic(let mask):
            reportsChanges = hasAutomaticStatus && mask != 0
            lastReport = []
            reportChange()
        case .sensor:
            guard answersInOrder else { return }
            reply([isNearEnd ? 0x03 : 0x00])
            if !isMute { printedAtAnswer = printed.count }
        case .printEnd(let asked):
            if asked[0] == 1 { printEnds += 1 }
            reply(printEndAnswer(asked))
            if !isMute { printedAtAnswer = printed.count }
        case .processID(let id):
            guard hasProcessID else { return }
            reply([0x37, 0x22] + id + [0])
            if !isMute { printedAtAnswer = printed.count }
        }
    }

    private mutating func print(_ bytes: [UInt8]) {
        printed += bytes
        if let end = muteAfter, printed.count >= end {
            isMute = true
            muteAfter = nil
        }
        if let end = paperEndsAfter, printed.count >= end {
            paperEndsAfter = nil
            isPaperOut = true
        }
    }

    mutating func reply(_ bytes: [UInt8]) {
        if !isMute { replies += bytes }
    }

    private mutating func answer(question: UInt8) {
        guard hasRealTimeStatus else { return }
        switch question {
        case _ where !questions.contains(question): openQuestions += 1
        case 1: reply([0x12 | (isStopped ? 0x08 : 0)])
        case 2:
            reply([
                0x12 | (isCoverOpen ? 0x04 : 0) | (isPaperOut ? 0x20 : 0)
                    | (hasCutterError ? 0x40 : 0)
            ])
        case 3: reply([0x12 | (hasCutterError ? 0x08 : 0)])
        case 4: reply([0x12 | (isNearEnd || isPaperOut ? 0x0C : 0) | (isPaperOut ? 0x60 : 0)])
        default: break
        }
    }

    private mutating func reportChange() {
        guard reportsChanges else { return }
        let report: [UInt8] = [
            0x10 | (isStopped ? 0x08 : 0) | (isCoverOpen ? 0x20 : 0),
            hasCutterError ? 0x08 : 0, (isNearEnd ? 0x03 : 0) | (isPaperOut ? 0x0C : 0), 0x0F,
        ]
        guard report != lastReport else { return }
        lastReport = report
        reply(report)
    }
}
