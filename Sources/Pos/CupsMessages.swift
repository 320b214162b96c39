import Glibc

/// Messages on a back end's standard error, which cupsd reads (backend(7), filter(7)).
///
/// Observed with CUPS 2.4.2: a job that has ended keeps a text only in `job-printer-state-message`,
/// and only the last `WARNING` or the *first* `ERROR`; `INFO` and `NOTICE` are cleared when it
/// ends. The queue's `printer-state-message` shows each of them while the job runs.
/// `job-printer-state-reasons` keeps the last list of `STATE`. `PAGE: 1 1` stays as
/// `job-impressions-completed` = 1. cupsd still reads all of it after SIGTERM.
struct CupsMessages {
    private let descriptor: Int32
    private var lastReasons: [String]?
    private var lastNote = ""

    init(descriptor: Int32 = STDERR_FILENO) {
        self.descriptor = descriptor
    }

    /// Reports the whole list each time, so that nothing of an earlier job stays (PRINTERS.md,
    /// "Reasons stay until they are replaced").
    mutating func state(_ reasons: [String]) {
        guard reasons != lastReasons else { return }
        lastReasons = reasons
        say("STATE: \(reasons.isEmpty ? "none" : reasons.joined(separator: ","))")
    }

    /// Reports progress. CUPS clears it when the job ends.
    mutating func note(_ text: String) {
        guard text != lastNote else { return }
        lastNote = text
        say("INFO: loket-pos: \(text)")
    }

    /// Reports a warning for the technician in CUPS's error_log. Call it right before the end: no
    /// note is shown after it.
    func warn(_ text: String) {
        say("WARNING: loket-pos: \(text)")
    }

    /// Reports the end in words that stay and that `Paper` reads. `wasOver`: the end is that of an
    /// earlier run.
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
        // cupsd may be gone; then there is no receiver.
        _ = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    }
}

extension DialogueEnd {
    /// Message in one line for programs: `loket-pos: ` and `printed (PROOF)`, `sent`, `not printed:
    /// WHY` or `unknown: WHY`.
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

    /// Message of a job that CUPS began again though it had ended.
    var messageAgain: String {
        switch self {
        case .printed: "\(message.dropLast()); printed before, not sent twice)"
        case .sent: "\(message) (before, and not sent twice)"
        case .notPrinted, .unknown: message
        }
    }

    /// Exit code with which CUPS never prints the job again by itself. 1 ends the job under the
    /// policy `abort-job`; 5, for what may be on paper, ends it under every policy.
    package var exitCode: Int32 {
        switch self {
        case .printed, .sent: 0
        case .notPrinted: 1
        case .unknown: 5
        }
    }
}
