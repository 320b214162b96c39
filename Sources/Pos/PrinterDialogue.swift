/// Dialogue with one receipt printer about one document, without input or output of its own: bytes
/// and time go in; bytes, the printer's state and the end come out.
///
/// It asks before the first byte, keeps the unprocessed data below the printer's buffer size, waits
/// while a person mends reported trouble, and ends as printed only on an answer that followed the
/// data (PRINTERS.md, "The dialogue with a receipt printer").
package struct PrinterDialogue: Sendable {
    /// Time since an arbitrary fixed moment.
    package typealias Instant = Duration

    enum Phase: Equatable, Sendable {
        case asking
        /// The printer cannot print now, and no byte of the job has left.
        case waiting
        /// Test, before the document, whether the printer answers in the order of the data.
        case greeting(Greeting)
        case sending
        /// Everything has left, and the printer's answer is due.
        case confirming
        /// Everything was written to a printer that cannot answer, but some may be in transit.
        case draining
        /// Given up: the current command is being finished, or a late answer is awaited.
        case leaving(DialogueEnd, until: Instant, hopes: Bool)
        case ended(DialogueEnd)
    }

    let document: [UInt8]
    package let settings: DialogueSettings
    let processID: [UInt8]

    var phase = Phase.asking
    var outbox = Outbox()
    var parser: ReplyParser
    var questions: StatusQuestions
    /// State that the printer reports.
    package internal(set) var status = PrinterStatus()
    /// Whether the printer has reported its state.
    package internal(set) var isStatusKnown = false
    var reportsByItself = false
    /// Whether the dialogue ended because the first question stayed unanswered.
    package internal(set) var isUnanswered = false

    /// Index in the document up to which bytes are in the outbox or have left.
    var position = 0
    /// Questions in the order of the data whose answers are due.
    var markers: [Marker] = []
    var lastMarkerEnd = 0
    /// End of the newest state question in the output.
    var questionEnd = 0
    var workedOff = Marker(end: 0, position: 0)
    var finalMarkerEnd: Int?
    var finalStatusAt: Instant?

    var startedAt = Instant.zero
    var movedAt = Instant.zero
    var troubleSince: Instant?
    var lookAt = Instant.zero

    /// Question in the order of the data: its end in the output, and the index in the document
    /// before it.
    struct Marker: Equatable, Sendable {
        var end: Int
        var position: Int
    }

    /// Creates a dialogue. `processID` has four ASCII characters, 32 to 126, that no earlier job's
    /// answer has.
    package init(document: [UInt8], settings: DialogueSettings, processID: [UInt8]) {
        self.document = document
        self.settings = settings
        self.processID = processID
        questions = StatusQuestions(limit: settings.answerLimit, language: settings.language)
        parser = ReplyParser(language: settings.language)
    }

    /// End of the dialogue; nil while it runs.
    package var end: DialogueEnd? {
        if case .ended(let end) = phase { end } else { nil }
    }

    /// Bytes to write next; empty when there are none. `wrote` reports how many have left.
    package var output: ArraySlice<UInt8> { end == nil ? outbox.front : [] }

    /// Number of the document's bytes that have left.
    package var documentBytesWritten: Int { outbox.documentBytesWritten }

    /// Number of the document's bytes that the printer has reported as processed.
    package var documentBytesWorkedOff: Int { workedOff.position }

    package var documentByteCount: Int { document.count }

    /// Whether the next byte of `output` is the document's first.
    package var willSendDocument: Bool {
        documentBytesWritten == 0 && outbox.isDocumentNext
    }

    /// Whether everything is written and `delivered` is awaited.
    package var waitsForDelivery: Bool { phase == .draining }

    /// Current activity, for the technician.
    package var note: String {
        if let trouble = status.trouble, isStatusKnown { return "waiting: \(trouble)" }
        switch phase {
        case .asking, .waiting, .greeting: return "asking the printer"
        case .sending, .draining: return "sending"
        case .confirming: return "waiting for the printer's answer"
        case .leaving, .ended: return "ending"
        }
    }

    // MARK: Events

    /// Reports the connection. Call it once, before all others.
    package mutating func start(at now: Instant) {
        startedAt = now
        movedAt = now
        if document.isEmpty {
            phase = .ended(.notPrinted("the job is empty: nothing was sent."))
        } else if settings.confirmation != .none, let index = cutShort() {
            // The unfinished command would swallow the question after it, and no answer would come.
            phase = .ended(
                .notPrinted(
                    "the document ends in the middle of the command at byte \(index): print it anew."
                ))
        } else if settings.asksFirst {
            questions.begin()
        } else {
            beginSending(at: now)
        }
        advance(at: now)
    }

    /// Reports bytes from the printer.
    package mutating func received(_ bytes: some Sequence<UInt8>, at now: Instant) {
        for byte in bytes {
            guard let reply = parser.take(byte) else { continue }
            take(reply, at: now)
        }
        advance(at: now)
    }

    /// Reports that this many bytes of `output` have left.
    package mutating func wrote(_ count: Int, at now: Instant) {
        guard count > 0 else { return }
        outbox.wrote(count)
        movedAt = now
        advance(at: now)
    }

    /// Reports that no written byte is in transit any more. It counts only while
    /// `waitsForDelivery`.
    package mutating func delivered(at now: Instant) {
        guard phase == .draining else { return }
        phase = .ended(.sent)
    }

    /// Reports that the connection is gone.
    package mutating func closed(_ why: String, at now: Instant) {
        switch phase {
        case .ended: break
        case .leaving(let end, _, _): phase = .ended(end)
        default: phase = .ended(documentBytesWritten == 0 ? .notPrinted(why) : .unknown(why))
        }
    }

    /// Cancels the job.
    package mutating func cancel(_ why: String, at now: Instant) {
        leave(why, at: now)
        advance(at: now)
    }

    /// Reports that time has passed. It is due at `wakeAt`.
    package mutating func tick(at now: Instant) {
        advance(at: now)
    }

    /// Checks limits and does the next step. Every event ends here.
    private mutating func advance(at now: Instant) {
        questions.tick(at: now)
        keepLimits(at: now)
        switch phase {
        case .asking: ask(at: now)
        case .waiting: wait(at: now)
        case .greeting(let greeting):
            greet(greeting, at: now)
            look(at: now)
        case .sending:
            fill(at: now)
            look(at: now)
        case .confirming: look(at: now)
        case .draining, .leaving, .ended: break
        }
    }
}
