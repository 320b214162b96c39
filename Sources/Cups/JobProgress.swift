import Office
import Slips

/// Progress of a job: what was seen of it, and how long ago it last moved (B3).
struct JobProgress {
    private struct Sight: Equatable {
        var state: JobStatus.State
        var message: String
        var impressions: Int
        /// Not the reasons themselves: their endings change while nothing happens.
        var condition: PrinterCondition?
    }

    /// Reason why CUPS itself could not be asked the last time; nil: it could be.
    var trouble: String? {
        didSet { if trouble != nil { hadTrouble = true } }
    }
    private var last: Sight?
    private var movedAt: Duration
    private var cause: PrinterCondition?
    private var told: PrinterCondition?
    /// A condition to mend was told, and not yet that it is mended.
    var isInTrouble: Bool { told != nil }
    /// Something had to be mended, or CUPS was away, since the job began.
    private(set) var hadTrouble = false
    /// CUPS has begun the job anew, or will: what it has sent already it sends once more.
    private(set) var isBegunAgain = false
    private var startedAt: Int?
    /// The `ipp` back end was told by a busy printer to come again, before it sent anything; CUPS
    /// then begins the job again as it should (backend/ipp.c of CUPS 2.4).
    private var wasRefused = false
    /// The job was seen started, and CUPS told that it was. The second may be older.
    private var (wasSeenStarted, wasToldStarted) = (false, false)
    /// The back end has said last that it has no connection to the printer.
    private(set) var isUnreachable = false

    /// Time that printing takes, where the printer says nothing meanwhile.
    private let duration: Duration

    init(at now: Duration, duration: Duration = .zero) {
        movedAt = now
        self.duration = duration
    }

    mutating func saw(_ job: JobStatus, _ printer: QueueStatus?, at now: Duration) {
        trouble = nil
        let condition = printer.map {
            QueueTruth.condition(of: $0, printer: .unasked(""), reasonAge: .zero)
        }
        let sight = Sight(
            state: job.state, message: printer?.message ?? "", impressions: job.impressions,
            condition: condition)
        cause = condition.flatMap { $0.isKnownCause || $0 == .stopped ? $0 : nil }
        if cause != nil { hadTrouble = true }
        if sight.message.hasPrefix("The printer is in use") { wasRefused = true }
        let wasUnreachable = isUnreachable
        // The job's own message keeps the worst that was ever said, the queue's the newest.
        isUnreachable =
            job.state == .processing && isConnecting(sight.message)
        // One attempt after another to connect is no progress.
        if sight != last, !(wasUnreachable && isUnreachable) { movedAt = now }
        last = sight
    }

    /// Notes a job that was started and waits, or was started at another time.
    mutating func sawStart(of job: JobStatus) {
        if let startedAt, job.startedAt != startedAt, !wasRefused { isBegunAgain = true }
        startedAt = startedAt ?? job.startedAt
        if Self.isAgain(job.state, &wasSeenStarted), !wasRefused { isBegunAgain = true }
    }

    /// Notes a state that CUPS tells by itself, in its order. Within one second its times are
    /// alike.
    mutating func wasTold(_ state: JobStatus.State) {
        if Self.isAgain(state, &wasToldStarted), !wasRefused { isBegunAgain = true }
    }

    private static func isAgain(_ state: JobStatus.State, _ hasStarted: inout Bool) -> Bool {
        if state == .processing { hasStarted = true }
        return hasStarted && (state == .pending || state == .held)
    }

    /// Returns a condition that a person has to mend, or that it is mended, where it was not told
    /// yet. Other conditions come and go while a job begins.
    mutating func news() -> PrinterCondition? {
        guard let now = last?.condition, now != told else { return nil }
        if now.isKnownCause {
            told = now
            return now
        }
        guard told != nil, now.canPrint else { return nil }
        told = nil
        return now
    }

    /// Time without progress.
    func idle(at now: Duration) -> Duration { now - movedAt }

    /// Time that a job may stand still, by what is known of the cause.
    func limit(_ limits: CupsPrinter.Limits) -> Duration {
        if cause?.isKnownCause == true, trouble == nil { return limits.knownCause }
        return isUnreachable ? limits.unreachable : limits.standstill + duration
    }

    func reason(_ limits: CupsPrinter.Limits) -> String {
        if let trouble { return trouble }
        if isBegunAgain { return "CUPS began it again, so that it may be on paper twice." }
        if let cause { return cause.advice }
        if isUnreachable, let message = last?.message { return message }
        return "it made no progress in \((limits.standstill + duration).components.seconds) s."
    }

    /// Messages of the back ends `socket`, `ipp` and `lpd` while they have no connection to the
    /// printer (backend/socket.c, ipp.c, lpd.c of CUPS 2.4).
    private func isConnecting(_ message: String) -> Bool {
        Self.connecting.contains { message.hasPrefix($0) }
    }

    private static let connecting = [
        "Connecting to printer", "The printer may not exist or is unavailable",
        "The printer is unreachable", "Unable to locate printer", "The printer is not responding",
    ]

    /// Whether the message is of one of these back ends with a connection.
    static func hasConnected(_ message: String) -> Bool {
        ["Connected to printer", "Sending", "Sent", "Spooling", "Waiting"]
            .contains(where: message.hasPrefix)
    }

    /// Whether the last words of an ended job say that the back end never had a connection.
    static func neverConnected(_ message: String) -> Bool {
        message.hasPrefix("The printer is not responding")
            || message.hasPrefix("Unable to locate printer")
    }
}
