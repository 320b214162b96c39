/// Before the first byte of the document.
extension PrinterDialogue {
    /// `GS a`: reports changes of offline, error and paper by itself; not of the drawer.
    static let automaticStatus: [UInt8] = [0x1D, 0x61, 0x0E]

    private var usesAutomaticStatus: Bool {
        settings.asksFirst || settings.confirmation != .none
    }

    mutating func ask(at now: Instant) {
        if questions.isSilent {
            let limit = settings.answerLimit
            phase = .ended(
                .notPrinted(
                    "the printer does not answer DLE EOT 1 within \(limit.inSeconds) s: see that "
                        + "it is switched on, or set confirm=none for one that can't answer."))
            return
        }
        if let question = questions.next(at: now) {
            outbox.append(question[...], isDocument: false)
        }
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

    /// Somebody may come and mend it. Once it looks well everything is asked once more.
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
        if outbox.isEmpty, let question = questions.next(at: now) {
            outbox.append(question[...], isDocument: false)
        }
    }

    mutating func beginSending(at now: Instant) {
        if usesAutomaticStatus { outbox.append(Self.automaticStatus[...], isDocument: false) }
        phase = .sending
        startedAt = now
        movedAt = now
        lookAt = now + DialogueSettings.lookInterval
        fill(at: now)
    }

    /// After `ESC @`, which turns it off again, and after a `GS a` of the document's own.
    mutating func renewAutomaticStatus() {
        if usesAutomaticStatus { outbox.append(Self.automaticStatus[...], isDocument: false) }
    }
}

extension Duration {
    /// For messages: 1, 0.5, 60.
    var inSeconds: String {
        let milliseconds =
            components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
        if milliseconds % 1_000 == 0 { return String(milliseconds / 1_000) }
        return String(Double(milliseconds) / 1_000)
    }
}
