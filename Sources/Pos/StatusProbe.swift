import Glibc
import Kernel

/// Query of an idle printer's state over its queue's device URI (B2, B11).
///
/// Use it only while no job runs: most printers accept one connection, and a job's back end asks by
/// itself. Each call opens the connection, asks `DLE EOT 1` to `4` and closes it, so that the next
/// job finds the printer free.
package struct StatusProbe: Sendable {
    package enum Answer: Sendable, Hashable {
        /// State that the printer reports.
        case state(PrinterStatus)
        /// No answer from a reachable printer, with a sentence on possible causes.
        case silent(String)
        /// No connection, with a sentence on the cause: unplugged, switched off, in use.
        case unreachable(String)
        /// No permission to connect, with a sentence on the cause. It tells nothing about the
        /// printer.
        case forbidden(String)
        /// Printer that cannot answer (`confirm=none`), or a file.
        case cannotAnswer
    }

    /// Questions that a printer answers, as earlier queries found. A clone may know `DLE EOT 1`
    /// alone.
    package struct Known: Sendable, Hashable {
        var questions: [UInt8]?

        package init() {}
    }

    private let uri: DeviceURI
    private let limit: Duration

    /// Creates a query. `limit` covers all of it, including the connection; 2 s is the interval of
    /// B11.
    package init(_ uri: DeviceURI, limit: Duration = .seconds(2)) {
        self.uri = uri
        self.limit = limit
    }

    /// Asks the printer. It blocks up to the limit, so it must not run on the loop's thread.
    package func ask() -> Answer {
        var known = Known()
        return ask(&known)
    }

    /// Asks the printer. `known` saves a second for each question that stayed unanswered before.
    package func ask(_ known: inout Known) -> Answer {
        guard uri.settings.asksFirst else { return .cannotAnswer }
        let end = Uptime.now() + limit
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

    /// Returns the answer for an error. A device file of another group or a network that a unit
    /// denies is not the printer's fault.
    static func answer(to error: LinkError) -> Answer {
        [EACCES, EPERM].contains(error.code)
            ? .forbidden(error.description) : .unreachable(error.description)
    }

    /// Returns a sentence why the printer cannot be reached; nil: it can. It sends nothing, so it
    /// works for printers that cannot answer. A file is not opened, which would empty it.
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
        while Uptime.now() < end, !questions.isSilent {
            if let question = questions.next(at: Uptime.now()) { output += question }
            if questions.isDone { break }
            if !output.isEmpty { output.removeFirst(try link.write(output[...])) }
            var watched = PollSet(
                link.descriptor, output.isEmpty ? .readable : [.readable, .writable])
            watched.wait(until: min(end, questions.current?.deadline ?? end))
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
                    case .sensor, .processID, .printEnd, .echo, nil: break
                    }
                }
            case .nothing: break
            case .end:
                return .unreachable("The printer at \(uri.name) closed the connection.")
            }
            questions.tick(at: Uptime.now())
        }
        if hasAnswered {
            known.questions = questions.known
            return .state(status)
        }
        return .silent(
            "The printer at \(uri.name) does not answer \(questions.name): see that it is switched on, "
                + "or set in its device URI answer=5 if it takes longer, or confirm=none if it can't "
                + "answer.")
    }
}
