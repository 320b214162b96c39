import Glibc

/// What cupsd reads from a back end's standard error (backend(7), filter(7)), and what of it stays.
///
/// Tried with CUPS 2.4.2: of a job that is over only `job-printer-state-message` keeps a text, and
/// only the last `WARNING` or the *first* `ERROR`; `INFO` and `NOTICE` are emptied when it ends.
/// `printer-state-message` of the queue shows each of them while the job runs.
/// `job-printer-state-reasons` keeps the last list of `STATE`. `PAGE: 1 1` stays as
/// `job-impressions-completed` = 1. All of it is still read after SIGTERM.
struct CupsMessages {
    private let descriptor: Int32
    private var lastReasons: [String]?
    private var lastNote = ""

    init(descriptor: Int32 = STDERR_FILENO) {
        self.descriptor = descriptor
    }

    /// The whole list each time: what an earlier job left does not stay (PRINTERS.md, "Reasons stay
    /// until they are replaced").
    mutating func state(_ reasons: [String]) {
        guard reasons != lastReasons else { return }
        lastReasons = reasons
        say("STATE: \(reasons.isEmpty ? "none" : reasons.joined(separator: ","))")
    }

    /// What goes on; gone when the job is over.
    mutating func note(_ text: String) {
        guard text != lastNote else { return }
        lastNote = text
        say("INFO: loket-pos: \(text)")
    }

    /// For the technician, who finds it in CUPS's error_log. Only right before the end: no note is
    /// shown after it.
    func warn(_ text: String) {
        say("WARNING: loket-pos: \(text)")
    }

    /// The end, in words that stay; `Paper` reads them. `wasOver`: it is that of an earlier run.
    func end(_ end: DialogueEnd, wasOver: Bool = false) {
        let message = wasOver ? end.messageAgain : end.message
        switch end {
        case .printed: say("PAGE: 1 1\nWARNING: \(message)")
        case .sent: say("WARNING: \(message)")
        case .notPrinted, .unknown: say("ERROR: \(message)")
        }
    }

    private func say(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        // cupsd may be gone; nobody else would hear of it.
        _ = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    }
}

extension DialogueEnd {
    /// One line that a program can read: `loket-pos: ` and `printed (PROOF)`, `sent`,
    /// `not printed: WHY` or `unknown: WHY`.
    package var message: String {
        switch self {
        case .printed(.processID): "loket-pos: printed (answer to GS ( H)"
        case .printed(.status): "loket-pos: printed (answer to GS r)"
        case .printed(.statusOnly):
            "loket-pos: printed (answer to GS r; none to GS ( H: set confirm=r)"
        case .printed(.printEnd): "loket-pos: printed (answer to ESC GS ETX)"
        case .sent: "loket-pos: sent"
        case .notPrinted(let why): "loket-pos: not printed: \(why)"
        case .unknown(let why): "loket-pos: unknown: \(why)"
        }
    }

    /// The same of a job that CUPS began again though it was over.
    var messageAgain: String {
        switch self {
        case .printed: "\(message.dropLast()); printed before, not sent twice)"
        case .sent: "\(message) (before, and not sent twice)"
        case .notPrinted, .unknown: message
        }
    }

    /// With these CUPS never prints by itself again: 1 ends the job under the policy `abort-job`,
    /// and 5, for what may be on paper, under every policy.
    package var exitCode: Int32 {
        switch self {
        case .printed, .sent: 0
        case .notPrinted: 1
        case .unknown: 5
        }
    }
}
