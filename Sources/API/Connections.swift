import Kernel
import Logging
import NIOCore
import Synchronization

/// Connections of one server: how many there may be, and which one ends where another one comes.
/// So neither descriptors nor memory grow without limit, and the server is never deaf.
final class Connections: Sendable {
    /// Maximum number of connections of a server, where the process may have enough descriptors.
    static let usualMaximum = 64
    /// Descriptors that the rest of the daemon may need: database, devices, log, CUPS.
    static let reservedDescriptors = 96
    /// Time from one line of the log about connections that were closed to the next.
    static let logInterval = Duration.seconds(60)

    private struct Entry {
        var channel: any Channel
        /// Whether a whole request waits for the end of its answer.
        var isWorking = false
        var lastActive: Duration
    }

    private struct State {
        var entries: [Int: Entry] = [:]
        var next = 0
        var closedCount = 0
        var toldCount = 0
        var toldAt: Duration?
        var isFull = false
    }

    let maximum: Int
    /// Time that a reader may take nothing of an answer.
    let writeLimit: TimeAmount
    private let name: String
    private let log: Logger
    /// Called with a sentence once there are too many connections, and with nil once there are not.
    private let report: @Sendable (String?) -> Void
    private let state = Mutex(State())

    /// Makes the list of a server. `name` says in log and status which one it is.
    init(
        _ name: String, maximum: Int = Connections.fittingMaximum,
        writeLimit: Duration = ConnectionGuard.writeLimit, log: Logger,
        report: @escaping @Sendable (String?) -> Void = { _ in }
    ) {
        self.name = name
        self.maximum = maximum
        self.writeLimit = TimeAmount(writeLimit)
        self.log = log
        self.report = report
    }

    /// Maximum for each of two servers that leaves the daemon the descriptors it needs.
    static var fittingMaximum: Int {
        min(usualMaximum, max(8, (DescriptorLimit.current - reservedDescriptors) / 2))
    }

    /// Number of open connections.
    var count: Int { state.withLock { $0.entries.count } }
    /// Number of connections that were closed for others since the start.
    var closedCount: Int { state.withLock { $0.closedCount } }

    /// Takes a new connection. Where there are too many, the one that has been idle for longest ends
    /// for it; nil where all are at work, and the new one has to end.
    func open(_ channel: any Channel) -> Int? {
        let now = Uptime.now()
        var victim: (any Channel)?
        let (id, sentence) = state.withLock { state -> (Int?, String?) in
            var id: Int? = state.next
            if state.entries.count >= maximum {
                let idle = state.entries.filter { !$0.value.isWorking }
                    .min { $0.value.lastActive < $1.value.lastActive }
                victim = idle?.value.channel
                if let idle { state.entries[idle.key] = nil } else { id = nil }
                state.closedCount += 1
                state.isFull = true
            }
            if let id {
                state.next += 1
                state.entries[id] = Entry(channel: channel, lastActive: now)
            }
            return (id, newsOfClosed(&state, now))
        }
        victim?.close(promise: nil)
        if let sentence { report(sentence) }
        return id
    }

    /// Logs at most once a minute what was closed. Returns a sentence for the status.
    private func newsOfClosed(_ state: inout State, _ now: Duration) -> String? {
        guard state.closedCount > state.toldCount,
            state.toldAt.map({ now - $0 >= Self.logInterval }) ?? true
        else { return nil }
        (state.toldAt, state.toldCount) = (now, state.closedCount)
        log.warning(
            "connections.closed",
            metadata: [
                "server": "\(name)", "maximum": "\(maximum)", "total": "\(state.closedCount)",
            ])
        return
            "More than \(maximum) connections to the \(name) were open at once, and the idle ones "
            + "are closed: look for a program that opens them and does not close them (ss -xp, ss "
            + "-tp)."
    }

    func close(_ id: Int) {
        let isOver = state.withLock { state in
            state.entries[id] = nil
            guard state.isFull, state.entries.count <= maximum / 2 else { return false }
            (state.isFull, state.toldAt) = (false, nil)
            return true
        }
        if isOver { report(nil) }
    }

    /// Notes bytes on a connection, and whether a request is under way on it.
    func note(_ id: Int, isWorking: Bool? = nil) {
        let now = Uptime.now()
        state.withLock { state in
            state.entries[id]?.lastActive = now
            if let isWorking { state.entries[id]?.isWorking = isWorking }
        }
    }
}
