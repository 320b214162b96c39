package import Office

extension PrinterCondition {
    /// From what CUPS says of a queue (B2); the worst first.
    package init(_ status: QueueStatus) {
        func says(_ word: String) -> Bool { status.reasons.contains { $0.hasPrefix(word) } }
        if status.isStopped {
            // Whatever else is wrong: nothing prints before the queue is resumed.
            self = .stopped
        } else if !status.isAccepting {
            self = .notAccepting
        } else if says("media-empty") || says("media-needed") {
            self = .paperOut
        } else if says("cover-open") || says("door-open") {
            self = .coverOpen
        } else if says("other-error") {
            self = .error
        } else if says("offline") || says("connecting-to-device") {
            self = .offline
        } else if says("media-low") {
            self = .paperLow
        } else {
            self = .ready
        }
    }

    /// From what an IPP printer says of itself; it has no queue that could be resumed.
    init(_ printer: IPPPrinter) {
        var status = printer.status
        status.isStopped = false
        status.isAccepting = true
        let condition = PrinterCondition(status)
        let isStill = printer.status.isStopped || !printer.status.isAccepting
        self = isStill && condition.canPrint ? .error : condition
    }

    /// Somebody may come and mend it while a job waits.
    var isKnownCause: Bool { self == .paperOut || self == .coverOpen || self == .error }

    /// It comes from the reasons, which CUPS refreshes only while a job runs.
    var isFromReasons: Bool { isKnownCause || self == .offline }
}

/// Tells a fault that is there from one that CUPS only has not forgotten: an idle queue keeps its
/// last reasons for ever, and a terminal that believed them would never print again.
struct ReasonFreshness {
    /// A reason that nobody refreshed for longer is neither a fault nor its absence.
    static let lifetime = Duration.seconds(10)

    private var lastReasons: [String] = []
    private var refreshedAt = Duration.zero

    mutating func condition(_ status: QueueStatus, at now: Duration) -> PrinterCondition {
        if status.isPrinting || status.reasons != lastReasons {
            lastReasons = status.reasons
            refreshedAt = now
        }
        let condition = PrinterCondition(status)
        let isOld = now - refreshedAt > Self.lifetime
        return condition.isFromReasons && isOld ? .unknown : condition
    }
}

/// Time since now on any clock.
func stopwatch<C: Clock>(_ clock: C) -> @Sendable () -> Duration where C.Duration == Duration {
    let begin = clock.now
    return { begin.duration(to: clock.now) }
}
