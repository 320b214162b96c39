/// Transfer of the document, with no more of it in the printer than its buffer holds.
extension PrinterDialogue {
    /// Identifier of the job's `ESC GS ETX`, so that no earlier job's answer counts.
    var endID: [UInt8] { Array(processID.suffix(2)) }
    /// Identifier that does nothing in a printer without this command.
    static let greetingID: [UInt8] = [0, 0]
    /// Command `GS ( H` function 48, to be followed by the process id.
    static let processIDRequest: [UInt8] = [0x1D, 0x28, 0x48, 6, 0, 0x30, 0x30]
    /// Command `ESC @`, which drops an unfinished line.
    static let initialise: [UInt8] = [0x1B, 0x40]
    /// Chunk for a printer that cannot answer. A cancelled job stops after at most this much.
    private static let chunkBytes = 4_096

    mutating func fill(at now: Instant) {
        // The printer may lose its buffer when its paper ends.
        guard phase == .sending, !status.isInTrouble else { return }
        if settings.confirmation == .none {
            if outbox.isEmpty { fillBlindly(at: now) }
            return
        }
        let half = settings.bufferBytes / 2
        // Each turn appends something or ends the loop.
        while position < document.count {
            let inPrinter = outbox.enqueued - workedOff.end
            let room = settings.bufferBytes - settings.reservedBytes - inPrinter
            let sinceMarker = outbox.enqueued - lastMarkerEnd
            if enqueue(atMost: min(room, half - sinceMarker)) { continue }
            if sinceMarker > 0 {
                requestStatus()
            } else if !enqueue(atMost: room, units: 1) {
                // A command longer than the buffer goes alone, as soon as nothing is before it.
                guard inPrinter == 0 else { return }
                _ = enqueue(atMost: .max, units: 1)
            }
        }
        requestEnd()
    }

    private mutating func fillBlindly(at now: Instant) {
        if position == document.count {
            phase = .draining
        } else if !enqueue(atMost: Self.chunkBytes) {
            _ = enqueue(atMost: .max, units: 1)
        }
    }

    mutating func requestStatus() {
        let id = phase == .sending ? endID : Self.greetingID
        outbox.append(settings.language.orderRequest(id)[...], isDocument: false)
        mark()
    }

    private mutating func mark() {
        markers.append(Marker(end: outbox.enqueued, position: position))
        lastMarkerEnd = outbox.enqueued
    }

    private mutating func requestEnd() {
        switch settings.confirmation {
        case .printEnd:
            outbox.append(([0x1B, 0x1D, 0x03, 1] + endID)[...], isDocument: false)
            mark()
        case .processID:
            outbox.append((Self.processIDRequest + processID)[...], isDocument: false)
            requestStatus()
        case .status, .none: requestStatus()
        }
        finalMarkerEnd = lastMarkerEnd
        phase = .confirming
    }

    /// Appends whole units of the document, up to this many bytes. Returns false where not even one
    /// fits.
    private mutating func enqueue(atMost room: Int, units: Int = .max) -> Bool {
        let start = position
        var effect = Effect.none
        var count = 0
        while position < document.count, effect == .none, count < units {
            let next = unit(at: position)
            guard next - start <= room else { break }
            effect = self.effect(at: position)
            position = next
            count += 1
        }
        guard position > start else { return false }
        outbox.append(document[start..<position], isDocument: true)
        switch effect {
        case .none: break
        case .resets: renewAutomaticStatus()
        case .answers: if settings.confirmation != .none { mark() }
        }
        return true
    }

    /// Returns the end of the unit that starts at a boundary.
    func unit(at start: Int) -> Int { Self.unit(in: document, at: start, settings.language) }

    private static func unit(
        in document: [UInt8], at start: Int, _ language: DialogueSettings.Language
    ) -> Int {
        switch language.unit(in: document, at: start) {
        case .ends(let end): return end
        case .isCutShort, .isUnknown: return document.count
        }
    }

    /// Returns the index of the command in whose middle the document ends; nil: none.
    func cutShort() -> Int? {
        var start = 0
        while start < document.count {
            switch settings.language.unit(in: document, at: start) {
            case .ends(let end): start = end
            case .isUnknown: return nil
            case .isCutShort: return start
            }
        }
        return nil
    }

    private enum Effect { case none, resets, answers }

    /// Returns the effect of a document's command on this dialogue's own commands.
    private func effect(at index: Int) -> Effect {
        guard settings.language == .escpos, index + 1 < document.count else { return .none }
        switch (document[index], document[index + 1]) {
        case (0x1B, 0x40), (0x1D, 0x61): return .resets
        case (0x1D, 0x72): return .answers
        default: return .none
        }
    }

    /// Gives the job up at the next boundary of a command.
    mutating func leave(_ why: String, at now: Instant) {
        switch phase {
        case .ended, .leaving: return
        default: break
        }
        let isAllOut = documentBytesWritten == document.count
        if !isAllOut {
            outbox.cut { [document, language = settings.language] start, index in
                var end = start
                while end < index { end = Self.unit(in: document, at: end, language) }
                return end
            }
        }
        guard documentBytesWritten > 0 else {
            phase = .leaving(
                .notPrinted(why), until: now + DialogueSettings.farewellLimit, hopes: false)
            return
        }
        if !isAllOut { outbox.append(Self.initialise[...], isDocument: false) }
        phase = .leaving(
            .unknown(why),
            until: now
                + (isAllOut ? DialogueSettings.farewellLimit : DialogueSettings.commandLimit),
            hopes: isAllOut && settings.confirmation != .none)
    }
}

extension DialogueSettings.Language {
    /// Returns the question answered once everything before it is processed: `GS r 1`, or Star's
    /// `ESC GS ETX 0` with the two bytes of `id`.
    func orderRequest(_ id: [UInt8]) -> [UInt8] {
        switch self {
        case .escpos: [0x1D, 0x72, 0x01]
        case .star: [0x1B, 0x1D, 0x03, 0] + id
        }
    }

    var orderRequestBytes: Int { self == .escpos ? 3 : 6 }

    func unit(in document: [UInt8], at start: Int) -> CommandScanner.Unit {
        switch self {
        case .escpos: CommandScanner.unit(in: document, at: start)
        case .star: StarScanner.unit(in: document, at: start)
        }
    }
}
