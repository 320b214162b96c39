/// Answers of the printer, and the limits of its silence.
extension PrinterDialogue {
    mutating func take(_ reply: ReplyParser.Reply, at now: Instant) {
        switch reply {
        case .realTime(let byte):
            // A byte from before the question has left answers an earlier one.
            guard outbox.written >= questionEnd, let question = questions.answered() else { return }
            status.take(byte, to: question)
            lookAt = max(lookAt, now + DialogueSettings.lookInterval)
        case .automatic(let group):
            reportsByItself = true
            isStatusKnown = true
            status.take(automatic: group)
        case .star(let block):
            _ = questions.answered()
            isStatusKnown = true
            status.take(star: block)
            lookAt = max(lookAt, now + DialogueSettings.lookInterval)
        case .echo:
            // It would prove a print that nobody has seen.
            guard settings.confirmation != .none, documentBytesWritten == 0, end == nil else {
                return
            }
            phase = .ended(
                .notPrinted(
                    "what is sent to the printer comes back as its answer: see the cable and the "
                        + "adapter, or set confirm=none, its slips then end as sent."))
        case .sensor: orderAnswered(at: now)
        case .printEnd(0, Self.greetingID) where isGreeting: orderAnswered(at: now)
        case .printEnd(0, endID): orderAnswered(at: now)
        case .printEnd(1, endID):
            guard isAwaitingEnd, let end = finalMarkerEnd, outbox.written >= end else { return }
            phase = .ended(.printed(.printEnd))
        case .printEnd: break
        case .processID(let id):
            guard id == processID, isAwaitingEnd, let end = finalMarkerEnd,
                outbox.written >= end - settings.language.orderRequestBytes
            else { return }
            phase = .ended(.printed(.processID))
        }
    }

    private mutating func orderAnswered(at now: Instant) {
        if case .greeting(let greeting) = phase {
            greetingAnswered(greeting, at: now)
            return
        }
        // An answer before its question has left is noise, or belongs to an earlier job.
        guard let marker = markers.first, marker.end <= outbox.written else { return }
        markers.removeFirst()
        workedOff = marker
        movedAt = now
        lookAt = max(lookAt, now + DialogueSettings.lookInterval)
        if marker.end == finalMarkerEnd { finalStatusCame(at: now) }
    }

    private var isGreeting: Bool {
        if case .greeting = phase { true } else { false }
    }

    private var isAwaitingEnd: Bool {
        switch phase {
        case .confirming, .leaving(_, _, hopes: true): true
        default: false
        }
    }

    private mutating func finalStatusCame(at now: Instant) {
        guard isAwaitingEnd else { return }
        if settings.confirmation == .status {
            phase = .ended(.printed(.status))
        } else {
            finalStatusAt = now
        }
    }

    /// Asks a printer that does not report by itself, and any that is in trouble.
    mutating func look(at now: Instant) {
        guard asksMeanwhile, now >= lookAt || !questions.isDone else { return }
        if now >= lookAt { lookAt = now + DialogueSettings.lookInterval }
        if questions.isDone {
            guard !reportsByItself || status.isInTrouble else { return }
            questions.begin(whileBusy: true)
        }
        // A question behind data that the printer cannot take would wait as well.
        let inPrinter = outbox.enqueued - workedOff.end
        guard outbox.isEmpty, inPrinter + 3 <= settings.bufferBytes else { return }
        askNext(at: now)
    }

    private var asksMeanwhile: Bool { settings.asksFirst }

    /// Whether part of the document is in transit.
    private var isUnderWay: Bool {
        switch phase {
        case .sending, .confirming, .draining: true
        default: false
        }
    }

    mutating func keepLimits(at now: Instant) {
        switch phase {
        case .ended: return
        case .leaving(let end, let until, let hopes):
            if now >= until || !hopes && outbox.isEmpty { phase = .ended(end) }
            return
        case .asking, .waiting, .greeting, .sending, .confirming, .draining: break
        }
        if let trouble = status.trouble, isStatusKnown {
            let since = troubleSince ?? now
            troubleSince = since
            if now - since >= settings.troubleLimit {
                leave("after \(settings.troubleLimit.inSeconds) s still \(trouble)", at: now)
            }
            return
        }
        guard isUnderWay else { return }
        if troubleSince != nil {
            troubleSince = nil
            movedAt = now
        }
        if let came = finalStatusAt, now - came >= DialogueSettings.silentProcessIDLimit {
            phase = .ended(.printed(.statusOnly))
        } else if now - movedAt >= settings.standstillLimit {
            leave(
                "the printer made no progress in \(settings.standstillLimit.inSeconds) s: see "
                    + "what came out before it is printed again.", at: now)
        } else if now - startedAt >= settings.overallLimit {
            leave("the job took longer than any slip: see what came out.", at: now)
        }
    }

    /// Time at which `tick` is due; nil where only another event can change anything.
    package var wakeAt: Instant? {
        var times: [Instant] = []
        if let question = questions.current { times.append(question.deadline) }
        switch phase {
        case .ended: return nil
        case .leaving(_, let until, _): return until
        case .asking: break
        case .waiting: times.append(lookAt)
        case .greeting(let greeting):
            if asksMeanwhile { times.append(lookAt) }
            if let quietAt = greeting.quietAt {
                times.append(quietAt)
            } else if !status.isInTrouble {
                let limit =
                    greeting.isFilled
                    ? max(settings.standstillLimit, settings.answerLimit * 2) : settings.answerLimit
                times.append(greeting.since + limit)
            }
        case .sending, .confirming, .draining:
            if asksMeanwhile, phase != .draining { times.append(lookAt) }
        }
        if let troubleSince, status.isInTrouble {
            times.append(troubleSince + settings.troubleLimit)
        } else if isUnderWay {
            times.append(movedAt + settings.standstillLimit)
            times.append(startedAt + settings.overallLimit)
            if let came = finalStatusAt {
                times.append(came + DialogueSettings.silentProcessIDLimit)
            }
        }
        return times.min()
    }
}
