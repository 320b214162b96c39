package import Office
import Pos
package import Slips

/// The one authority for a printer's condition (B2). The screen, the daemon's lists and
/// `loket printer status` all ask it.
package enum QueueTruth {
    /// Age after which a queue's reasons say nothing, neither a fault nor its absence. CUPS
    /// refreshes them only while a job runs, and an idle queue keeps the last ones for ever.
    package static let reasonLifetime = Duration.seconds(10)

    /// The condition, by what CUPS says of the queue (nil: there is none), by the printer's own
    /// answer, and by the age of the queue's reasons (nil: not known).
    ///
    /// A queue that stopped or rejects comes first, since nothing prints before it is resumed. The
    /// printer's own word is newer than the reasons.
    package static func condition(
        of queue: QueueStatus?, printer: PrinterAnswer, reasonAge: Duration?
    ) -> PrinterCondition {
        guard let queue else { return .queueMissing }
        if queue.isStopped { return .stopped }
        if !queue.isAccepting { return .notAccepting }
        switch printer {
        case .says(let condition, _): return condition
        case .away: return .offline
        case .silent: return .unknown
        case .unasked: break
        }
        guard let reasonAge, reasonAge <= reasonLifetime else { return .unknown }
        return condition(of: queue.reasons)
    }

    /// The condition where CUPS could not be asked. One that has said nothing for 6 s helps as
    /// little as one that is not there.
    static func condition(of error: CupsError) -> PrinterCondition {
        switch error {
        case .absent, .timedOut: .cupsAbsent
        case .lost, .busy, .refused: .unknown
        }
    }

    /// The worst of the reasons, with endings such as `-error` or without.
    static func condition(of reasons: [String]) -> PrinterCondition {
        func says(_ word: String) -> Bool { reasons.contains { $0.hasPrefix(word) } }
        if says("media-empty") || says("media-needed") { return .paperOut }
        if says("cover-open") || says("door-open") { return .coverOpen }
        if says("other-error") { return .error }
        if says("offline") || says("connecting-to-device") { return .offline }
        return says("media-low") ? .paperLow : .ready
    }

    /// The condition of an IPP printer by its own word. It has no queue that could be resumed.
    static func condition(of printer: IPPPrinter) -> PrinterCondition {
        let condition = condition(of: printer.status.reasons)
        let isStill = printer.status.isStopped || !printer.status.isAccepting
        return isStill && condition.canPrint ? .error : condition
    }

    /// The condition of a receipt printer by its own word.
    static func condition(of status: PrinterStatus) -> PrinterCondition {
        if status.isPaperOut { return .paperOut }
        if status.isCoverOpen { return .coverOpen }
        if status.hasCutterError || status.hasError { return .error }
        if status.isOffline { return .offline }
        return status.isPaperLow ? .paperLow : .ready
    }
}

extension PrinterCondition {
    /// A person may come and mend it while a job waits.
    var isKnownCause: Bool { self == .paperOut || self == .coverOpen || self == .error }
}

/// Makes a function that returns the time since now on any clock.
func stopwatch<C: Clock>(_ clock: C) -> @Sendable () -> Duration where C.Duration == Duration {
    let begin = clock.now
    return { begin.duration(to: clock.now) }
}
