import Glibc

/// Asks an idle printer for its state, by the way that its queue's device URI names (B2, B11).
///
/// Only for while no job runs: most printers take one connection, and a job's back end asks and
/// listens by itself. Each call opens the way, asks `DLE EOT 1` to `4` and closes it again, so that
/// the next job finds the printer free.
package struct StatusProbe: Sendable {
    package enum Answer: Sendable, Hashable {
        /// What the printer says of itself.
        case state(PrinterStatus)
        /// It is there and says nothing; with the sentence why that may be.
        case silent(String)
        /// No way leads to it, with the sentence why: unplugged, switched off, in use.
        case unreachable(String)
        /// This program may not go there, with the sentence why. Says nothing of the printer.
        case forbidden(String)
        /// A printer that can't answer (`confirm=none`) or a file.
        case cannotAnswer
    }

    /// Which questions a printer answers, as probes found out; a clone may know `DLE EOT 1` alone.
    package struct Known: Sendable, Hashable {
        var questions: [UInt8]?

        package init() {}
    }

    private let uri: DeviceURI
    private let limit: Duration

    /// `limit` is for all of it, the connection included; 2 s is the interval of B11.
    package init(_ uri: DeviceURI, limit: Duration = .seconds(2)) {
        self.uri = uri
        self.limit = limit
    }

    /// Waits up to the limit, so not on a thread that must not wait.
    package func ask() -> Answer {
        var known = Known()
        return ask(&known)
    }

    /// `known` spares a second for each question that the printer left open before.
    package func ask(_ known: inout Known) -> Answer {
        guard uri.settings.asksFirst else { return .cannotAnswer }
        let end = Monotonic.now + limit
        var uri = uri
        uri.connectLimit = min(uri.connectLimit, limit)
        do {
            let link = try Link(uri)
            guard !link.isFile else { return .cannotAnswer }
            return try ask(link, until: end, &known)
        } catch {
            return Self.answer(to: error)
        }
    }

    /// A device file of another group, or a network that a unit denies, is no printer's fault.
    static func answer(to error: LinkError) -> Answer {
        [EACCES, EPERM].contains(error.code)
            ? .forbidden(error.description) : .unreachable(error.description)
    }

    /// Why no way leads to the printer, one sentence; nil: one does. Says nothing to it, so that
    /// printers that can't answer are asked too. A file is not opened, which would empty it.
    package func obstacle() -> String? {
        if case .file = uri.place { return nil }
        var uri = uri
        uri.connectLimit = min(uri.connectLimit, limit)
        do {
            _ = try Link(uri)
            return nil
        } catch { return error.description }
    }

    private func ask(_ link: Link, until end: Duration, _ known: inout Known)
        throws(LinkError) -> Answer
    {
        link.dropOldAnswers()
        let language = uri.settings.language
        var questions = StatusQuestions(
            limit: uri.settings.answerLimit, language: language, known: known.questions)
        var parser = ReplyParser(language: language)
        var status = PrinterStatus()
        var hasAnswered = false
        var output: [UInt8] = []
        questions.begin()
        while Monotonic.now < end, !questions.isSilent {
            if let question = questions.next(at: Monotonic.now) { output += question }
            if questions.isDone { break }
            if !output.isEmpty { output.removeFirst(try link.write(output[...])) }
            let wanted = Int16(output.isEmpty ? POLLIN : POLLIN | POLLOUT)
            var watched = pollfd(fd: link.descriptor, events: wanted, revents: 0)
            let wake = min(end, questions.current?.deadline ?? end)
            poll(&watched, 1, Monotonic.milliseconds(until: wake))
            switch try link.read() {
            case .bytes(let bytes):
                for byte in bytes {
                    switch parser.take(byte) {
                    case .realTime(let byte):
                        guard let question = questions.answered() else { continue }
                        status.take(byte, to: question)
                        hasAnswered = true
                    case .automatic(let group): status.take(automatic: group)
                    case .star(let block):
                        _ = questions.answered()
                        status.take(star: block)
                        hasAnswered = true
                    case .sensor, .processID, .printEnd, nil: break
                    }
                }
            case .nothing: break
            case .end:
                return .unreachable("The printer at \(uri.name) closed the connection.")
            }
            questions.tick(at: Monotonic.now)
        }
        if hasAnswered {
            known.questions = questions.known
            return .state(status)
        }
        return .silent(
            "The printer at \(uri.name) does not answer \(questions.name): see that it is switched on, "
                + "or set confirm=none in its device URI if it can't answer.")
    }
}
