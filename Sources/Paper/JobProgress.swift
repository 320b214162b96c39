import Office

/// What was seen of a job, and how long ago it last moved (B3).
struct JobProgress {
    private struct Sight: Equatable {
        var state: JobStatus.State
        var message: String
        var impressions: Int
        var reasons: [String]
    }

    /// Why CUPS itself could not be asked the last time.
    var trouble: String?
    private var last: Sight?
    private var movedAt: Duration
    private var cause: PrinterCondition?
    private var isUnreachable = false

    init(at now: Duration) {
        movedAt = now
    }

    mutating func saw(_ job: JobStatus, _ printer: QueueStatus?, at now: Duration) {
        trouble = nil
        let sight = Sight(
            state: job.state, message: job.message, impressions: job.impressions,
            reasons: printer?.reasons ?? [])
        let condition = printer.map { PrinterCondition($0) }
        cause = condition.flatMap { $0.isKnownCause || $0 == .stopped ? $0 : nil }
        let wasUnreachable = isUnreachable
        isUnreachable = Self.neverConnected(job.message)
        // One attempt after another to connect is no progress.
        if sight != last, !(wasUnreachable && isUnreachable) { movedAt = now }
        last = sight
    }

    /// Time without progress.
    func idle(at now: Duration) -> Duration { now - movedAt }

    /// How long a job may stand still, by what is known of the cause.
    func limit(_ limits: CupsPrinter.Limits) -> Duration {
        if cause?.isKnownCause == true, trouble == nil { return limits.knownCause }
        return isUnreachable ? limits.unreachable : limits.standstill
    }

    func reason(_ limits: CupsPrinter.Limits) -> String {
        if let trouble { return trouble }
        if let cause { return cause.advice }
        if isUnreachable, let message = last?.message { return message }
        return "it made no progress in \(limits.standstill.components.seconds) s."
    }

    /// Messages of the back ends `socket`, `ipp` and `lpd` while they have no connection to the
    /// printer (backend/socket.c, ipp.c, lpd.c of CUPS 2.4); the next message follows only when
    /// they have one. So not a byte has left.
    static func neverConnected(_ message: String) -> Bool {
        [
            "The printer is not responding", "The printer may not exist or is unavailable",
            "The printer is unreachable", "Connecting to printer", "Unable to locate printer",
        ].contains { message.hasPrefix($0) }
    }
}
