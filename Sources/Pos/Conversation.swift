import Glibc
import Kernel

/// Dialogue over a link. It waits for printer, clock and SIGTERM, and reports to CUPS.
struct Conversation {
    private let uri: DeviceURI
    private var dialogue: PrinterDialogue
    private var messages: CupsMessages
    /// Pipe to cupsd, which shows its end; nil where standard error is no pipe.
    private let listener: Int32?
    private let cancel: CancelSignal
    /// Whether CUPS has cancelled the job or has ended.
    private var isGivenUp = false
    /// Whether the device is gone.
    private var isUnplugged = false
    /// Whether the printer's side of the link has ended.
    private var isClosed = false
    private var progressAt = Duration.zero
    private var lastNote = ""

    /// Interval between two checks for undelivered bytes, with a printer that cannot answer.
    private static let deliveryLook = Duration.milliseconds(10)
    private static let progressInterval = Duration.seconds(1)
    /// Time after which a printer that refuses connections counts as switched off.
    private static let refusalLimit = Duration.seconds(1)
    private static let retryPause = Duration.milliseconds(50)
    /// Time for the printer to close its side.
    private static let closeLimit = Duration.milliseconds(300)

    init(
        uri: DeviceURI, document: [UInt8], processID: [UInt8], messages: CupsMessages,
        cancel: CancelSignal
    ) {
        self.uri = uri
        self.messages = messages
        self.cancel = cancel
        dialogue = PrinterDialogue(
            document: document, settings: uri.settings, processID: processID)
        var facts = stat()
        let isPipe = fstat(STDERR_FILENO, &facts) == 0 && facts.st_mode & S_IFMT == S_IFIFO
        listener = isPipe ? STDERR_FILENO : nil
    }

    /// Runs the dialogue to its end. `willSend` is called once, before the first byte of the
    /// document leaves; if it returns an end, nothing is sent. `willClose` receives the end while
    /// the link is still open, since closing may take long and CUPS kills slow back ends.
    mutating func run(
        willSend: () -> DialogueEnd?, willClose: (DialogueEnd) -> Void
    ) -> DialogueEnd {
        messages.note("connecting to \(uri.name)")
        let link: Link
        do { link = try reach() } catch {
            messages.state(["offline-error"])
            let end = DialogueEnd.notPrinted(error.description)
            willClose(end)
            return end
        }
        link.dropOldAnswers()
        dialogue.start(at: Uptime.now())
        var mayStillRefuse = true
        // The loop ends with the dialogue, all of whose waits have limits.
        while dialogue.end == nil {
            if mayStillRefuse, dialogue.willSendDocument {
                mayStillRefuse = false
                if let end = willSend() { return finish(end, link, willClose) }
            }
            tell(link)
            step(link)
        }
        return finish(dialogue.end ?? .unknown("it ended without an end."), link, willClose)
    }

    /// Connects. An earlier status query may still occupy the printer, so refusals are retried for
    /// a while.
    private func reach() throws(LinkError) -> Link {
        let begin = Uptime.now()
        while true {
            do { return try Link(uri) } catch {
                let patience =
                    switch error.code {
                    case EBUSY: uri.connectLimit
                    case ECONNREFUSED: min(uri.connectLimit, Self.refusalLimit)
                    default: Duration.zero
                    }
                guard Uptime.now() - begin < patience else { throw error }
                var watched = PollSet(cancel.descriptor, [])
                guard !watched.wait(until: Uptime.now() + Self.retryPause) else {
                    throw LinkError(description: "the job was cancelled.", code: ECANCELED)
                }
            }
        }
    }

    private mutating func finish(
        _ end: DialogueEnd, _ link: Link, _ willClose: (DialogueEnd) -> Void
    ) -> DialogueEnd {
        tell(link)
        messages.state(reasons)
        willClose(end)
        link.finish(end, within: Self.closeLimit)
        return end
    }

    /// State reasons for CUPS. A printer that is gone has neither paper nor an open cover, and one
    /// that never answered has no known state (PRINTERS.md, "Printers that cannot be reached").
    private var reasons: [String] {
        let hasSaidNothing = isClosed && !dialogue.isStatusKnown || dialogue.isUnanswered
        return isUnplugged || hasSaidNothing ? ["offline-error"] : dialogue.status.reasons
    }

    private mutating func tell(_ link: Link) {
        // A printer that was not asked has no known trouble.
        if dialogue.isStatusKnown || dialogue.documentBytesWritten > 0 {
            messages.state(reasons)
        }
        let now = Uptime.now()
        // On a slow line the printer's next answer may take longer than the daemon waits.
        let carried = link.isSerial ? dialogue.documentBytesWritten - link.undelivered : 0
        let done = max(dialogue.documentBytesWorkedOff, carried)
        if done > 0, done < dialogue.documentByteCount {
            // The watching daemon takes a new message for progress (B3).
            guard now >= progressAt || dialogue.note != lastNote else { return }
            lastNote = dialogue.note
            progressAt = now + Self.progressInterval
            messages.note("\(dialogue.note): \(done) of \(dialogue.documentByteCount) bytes")
        } else {
            messages.note(dialogue.note)
        }
    }

    private mutating func step(_ link: Link) {
        var watched = PollSet(
            link.isFile ? nil : link.descriptor,
            dialogue.output.isEmpty ? .readable : [.readable, .writable])
        let cancelled = watched.add(isGivenUp ? nil : cancel.descriptor, [])
        let scheduler = watched.add(isGivenUp ? nil : listener, [])
        var wake = dialogue.wakeAt ?? Uptime.now() + .seconds(1)
        if dialogue.waitsForDelivery { wake = min(wake, Uptime.now() + Self.deliveryLook) }
        if link.isFile { wake = Uptime.now() }
        watched.wait(until: wake)
        if watched[cancelled] != [] {
            giveUp("the job was cancelled")
        } else if watched[scheduler].contains(.broken) {
            // A scheduler that starts again would print the job beside this one.
            giveUp("the CUPS scheduler has ended")
        }
        do throws(LinkError) {
            try read(link, isReady: watched[0] != [])
            let output = dialogue.output
            if !output.isEmpty, link.isFile || watched[0].contains(.writable) {
                dialogue.wrote(try link.write(output), at: Uptime.now())
            }
        } catch {
            isUnplugged = link.isDevice
            isClosed = true
            dialogue.closed(error.description, at: Uptime.now())
        }
        if dialogue.waitsForDelivery, link.undelivered == 0 {
            dialogue.delivered(at: Uptime.now())
        }
        dialogue.tick(at: Uptime.now())
    }

    private mutating func giveUp(_ why: String) {
        isGivenUp = true
        let trouble = dialogue.status.trouble.map { ": \($0)" }
        dialogue.cancel(why + (trouble ?? "."), at: Uptime.now())
    }

    private mutating func read(_ link: Link, isReady: Bool) throws(LinkError) {
        guard isReady else { return }
        switch try link.read() {
        case .bytes(let bytes): dialogue.received(bytes, at: Uptime.now())
        case .nothing: break
        case .end:
            isClosed = true
            dialogue.closed(
                "The printer at \(uri.name) closed the connection.", at: Uptime.now())
        }
    }
}
