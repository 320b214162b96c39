/// Phases before the first byte of the document.
extension PrinterDialogue {
    /// Command `GS a`: report changes of offline, error and paper, but not of the drawer.
    static let automaticStatus: [UInt8] = [0x1D, 0x61, 0x0E]

    private var usesAutomaticStatus: Bool {
        settings.language == .escpos && (settings.asksFirst || settings.confirmation != .none)
    }

    mutating func ask(at now: Instant) {
        if questions.isSilent {
            let limit = settings.answerLimit
            isUnanswered = true
            phase = .ended(
                .notPrinted(
                    "the printer does not answer \(questions.name) within \(limit.inSeconds) s: see that "
                        + "it is switched on, set answer=5 in its device URI for one that takes longer, or "
                        + "confirm=none for one that can't answer."))
            return
        }
        askNext(at: now)
        guard questions.isDone else { return }
        isStatusKnown = true
        if status.isInTrouble {
            lookAt = now + DialogueSettings.lookInterval
            phase = .waiting
            keepLimits(at: now)
        } else {
            beginSending(at: now)
        }
    }

    /// Waits while a person may mend the printer. Once it looks well, all questions are asked
    /// again.
    mutating func wait(at now: Instant) {
        if !status.isInTrouble, questions.isDone {
            questions.begin()
            phase = .asking
            ask(at: now)
            return
        }
        if now >= lookAt {
            lookAt = now + DialogueSettings.lookInterval
            if questions.isDone { questions.begin() }
        }
        if outbox.isEmpty { askNext(at: now) }
    }

    /// Puts the next state question, if one is due, behind all that has to leave before it.
    mutating func askNext(at now: Instant) {
        guard let question = questions.next(at: now) else { return }
        outbox.append(question[...], isDocument: false)
        questionEnd = outbox.enqueued
    }

    mutating func beginSending(at now: Instant) {
        if usesAutomaticStatus { outbox.append(Self.automaticStatus[...], isDocument: false) }
        startedAt = now
        movedAt = now
        lookAt = now + DialogueSettings.lookInterval
        if settings.confirmation == .none {
            phase = .sending
            fill(at: now)
        } else {
            requestStatus()
            phase = .greeting(Greeting(since: now))
        }
    }

    /// Repeats the command after `ESC @`, which turns reports off, and after a `GS a` in the
    /// document.
    mutating func renewAutomaticStatus() {
        if usesAutomaticStatus { outbox.append(Self.automaticStatus[...], isDocument: false) }
    }
}

/// First in-order question, before any byte of the document. If it stays unanswered, the printer
/// does not know it, or it waits for the rest of a picture that an earlier job left unfinished and
/// would take the next slip's head for its dots.
extension PrinterDialogue {
    struct Greeting: Equatable, Sendable {
        var since: Instant
        /// Whether the unfinished picture was filled up.
        var isFilled = false
        /// Time at which the printer counts as quiet. Both questions or one may be answered, and no
        /// answer may be left over.
        var quietAt: Instant?
    }

    /// Filling with NUL for a band of 128 rows of 72 white bytes. Outside a picture NUL does
    /// nothing.
    private static let filling = [UInt8](repeating: 0, count: 9_300)
    private static let quiet = Duration.milliseconds(500)

    mutating func greet(_ old: Greeting, at now: Instant) {
        var greeting = old
        if let quietAt = greeting.quietAt {
            guard now >= quietAt else { return }
            markers = []
            workedOff = Marker(end: outbox.enqueued, position: 0)
            beginDocument(at: now)
            return
        }
        if status.isInTrouble {
            // In-order questions wait together with the printer.
            greeting.since = now
        } else if !greeting.isFilled, now - greeting.since >= settings.answerLimit {
            greeting.isFilled = true
            outbox.append(Self.filling[...], isDocument: false)
            requestStatus()
        } else if now - greeting.since >= max(settings.standstillLimit, settings.answerLimit * 2) {
            isUnanswered = !isStatusKnown
            let what =
                isUnanswered
                ? "does not answer" : "answers \(settings.language.stateQuestion) but not"
            phase = .ended(
                .notPrinted(
                    "the printer \(what) \(settings.language.orderQuestion): switch it off and "
                        + "on; where that does not help set confirm=none, its slips then end as "
                        + "sent."))
            return
        }
        phase = .greeting(greeting)
    }

    mutating func greetingAnswered(_ old: Greeting, at now: Instant) {
        var greeting = old
        if greeting.isFilled {
            greeting.quietAt = now + Self.quiet
            phase = .greeting(greeting)
        } else if let marker = markers.first, marker.end <= outbox.written {
            markers.removeFirst()
            workedOff = marker
            beginDocument(at: now)
        }
    }

    private mutating func beginDocument(at now: Instant) {
        phase = .sending
        startedAt = now
        movedAt = now
        fill(at: now)
    }
}

extension DialogueSettings.Language {
    /// Name of the state question, for messages.
    fileprivate var stateQuestion: String { self == .escpos ? "DLE EOT" : "ESC ACK SOH" }
    fileprivate var orderQuestion: String { self == .escpos ? "GS r 1" : "ESC GS ETX" }
}

extension Duration {
    /// Seconds for messages: 1, 0.5, 60.
    var inSeconds: String {
        let milliseconds =
            components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
        if milliseconds % 1_000 == 0 { return String(milliseconds / 1_000) }
        return String(Double(milliseconds) / 1_000)
    }
}
