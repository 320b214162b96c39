/// The talk with one receipt printer about one document, without any input or output of its own:
/// bytes and time go in, bytes, the printer's state and the end come out.
///
/// Asks before the first byte, keeps what the printer has not worked off below its buffer, waits
/// while somebody mends what the printer has named, and calls a job printed only on an answer that
/// the printer gave after the data (PRINTERS.md, "The dialogue with a receipt printer").
package struct PrinterDialogue: Sendable {
    /// Time is what passed since any fixed moment.
    package typealias Instant = Duration

    enum Phase: Equatable, Sendable {
        case asking
        /// The printer can't print now; nothing of the job has left.
        case waiting
        /// Whether it answers in the order of the data is tried before there is any.
        case greeting(Greeting)
        case sending
        /// All is out but the printer's answer.
        case confirming
        /// All is out, to a printer that can't answer; the way there may still hold some of it.
        case draining
        /// Given up: the command under way is finished, or a late answer awaited.
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
    /// What the printer says of itself.
    package internal(set) var status = PrinterStatus()
    /// The status is the printer's own, not the absence of one.
    package internal(set) var isStatusKnown = false
    var reportsByItself = false
    /// It ended for want of a first answer.
    package internal(set) var isUnanswered = false

    /// Of the document, up to here, is in the outbox or out.
    var position = 0
    /// Answers in the order of the data that are due.
    var markers: [Marker] = []
    var lastMarkerEnd = 0
    var workedOff = Marker(end: 0, position: 0)
    var finalMarkerEnd: Int?
    var finalStatusAt: Instant?

    var startedAt = Instant.zero
    var movedAt = Instant.zero
    var troubleSince: Instant?
    var lookAt = Instant.zero

    /// A question in order: where it ends in all that goes out, and what of the document is before it.
    struct Marker: Equatable, Sendable {
        var end: Int
        var position: Int
    }

    /// `processID`: four characters of ASCII, 32...126, that no answer of an earlier job has.
    package init(document: [UInt8], settings: DialogueSettings, processID: [UInt8]) {
        self.document = document
        self.settings = settings
        self.processID = processID
        questions = StatusQuestions(limit: settings.answerLimit, language: settings.language)
        parser = ReplyParser(language: settings.language)
    }

    /// How it ended; nil while it goes on.
    package var end: DialogueEnd? {
        if case .ended(let end) = phase { end } else { nil }
    }

    /// What to write next; empty when there is nothing. `wrote` says how much of it has left.
    package var output: ArraySlice<UInt8> { end == nil ? outbox.front : [] }

    /// Bytes of the document that have left.
    package var documentBytesWritten: Int { outbox.documentBytesWritten }

    /// Bytes of the document that the printer has worked off, as far as it said so.
    package var documentBytesWorkedOff: Int { workedOff.position }

    package var documentByteCount: Int { document.count }

    /// The next of `output` would be the first byte of the document.
    package var willSendDocument: Bool {
        documentBytesWritten == 0 && outbox.isDocumentNext
    }

    /// All is written, and what is still under way is asked for by `delivered`.
    package var waitsForDelivery: Bool { phase == .draining }

    /// What goes on, for the technician.
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

    /// The connection is there. Call once, before all others.
    package mutating func start(at now: Instant) {
        startedAt = now
        movedAt = now
        if document.isEmpty {
            phase = .ended(.notPrinted("the job is empty: nothing was sent."))
        } else if settings.confirmation != .none, let index = cutShort() {
            // Its end would swallow what is sent after it, and the answer never come.
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

    /// The printer sent bytes.
    package mutating func received(_ bytes: some Sequence<UInt8>, at now: Instant) {
        for byte in bytes {
            guard let reply = parser.take(byte) else { continue }
            take(reply, at: now)
        }
        advance(at: now)
    }

    /// So many bytes of `output` have left.
    package mutating func wrote(_ count: Int, at now: Instant) {
        guard count > 0 else { return }
        outbox.wrote(count)
        movedAt = now
        advance(at: now)
    }

    /// Nothing of what was written is under way any more; asked only while `waitsForDelivery`.
    package mutating func delivered(at now: Instant) {
        guard phase == .draining else { return }
        phase = .ended(.sent)
    }

    /// The connection is gone.
    package mutating func closed(_ why: String, at now: Instant) {
        switch phase {
        case .ended: break
        case .leaving(let end, _, _): phase = .ended(end)
        default: phase = .ended(documentBytesWritten == 0 ? .notPrinted(why) : .unknown(why))
        }
    }

    /// Somebody cancels the job.
    package mutating func cancel(_ why: String, at now: Instant) {
        leave(why, at: now)
        advance(at: now)
    }

    /// Time has passed: due when `wakeAt` is reached.
    package mutating func tick(at now: Instant) {
        advance(at: now)
    }

    /// Counted bytes and limits, then the next step; every event ends here.
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
