import Dispatch
import Errands
import Hall
import Office
import Synchronization

/// Place where waiting times are estimated: a thread of its own, since one estimate takes up to 300 ms
/// and all others share theirs.
final class WaitRoom: Sendable {
    /// Time after which estimates are made anew without a change.
    static let lifetime = Duration.seconds(60)

    private struct State {
        /// Uptime at which the newest estimate was begun.
        var begunAt: Duration?
        /// Outlook that the screen was told last.
        var told: [Newcomer: QueueOutlook]?
    }

    private let queue = DispatchQueue(label: "loket.waits", qos: .utility)
    private let state = Mutex(State())

    func begin(at uptime: Duration) { state.withLock { $0.begunAt = uptime } }

    /// Whether a minute has passed since the newest estimate.
    func isDue(at uptime: Duration) -> Bool {
        state.withLock { state in state.begunAt.map { uptime - $0 >= Self.lifetime } ?? true }
    }

    /// Estimates of a situation, and the people ahead of newcomers for these services.
    func estimate(
        _ situation: WaitSituation, outcomes: [WidthFactor.Outcome], services: [Service.ID]
    ) async -> (book: WaitBook, ahead: [Newcomer: Int]) {
        await withCheckedContinuation { continuation in
            queue.async {
                continuation.resume(
                    returning: (
                        WaitDesk.book(situation, outcomes: outcomes),
                        WaitDesk.peopleAhead(situation, of: services)
                    ))
            }
        }
    }

    /// Whether the screen does not know this yet. It does when asked again.
    func isNews(_ outlook: [Newcomer: QueueOutlook]) -> Bool {
        state.withLock { state in
            defer { state.told = outlook }
            return state.told != outlook
        }
    }
}
