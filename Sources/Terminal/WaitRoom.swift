import Dispatch
import Hall
import Office
import Synchronization

/// Place where waiting times are estimated: a thread of its own, since one estimate takes up to 300 ms
/// and all others share theirs.
final class WaitRoom: Sendable {
    /// Time after which estimates are made anew without a change.
    static let lifetime = Duration.seconds(60)

    private let queue = DispatchQueue(label: "loket.waits", qos: .utility)
    /// Uptime at which the newest estimate was begun.
    private let begunAt = Mutex(Duration?.none)

    func begin(at uptime: Duration) { begunAt.withLock { $0 = uptime } }

    /// Whether a minute has passed since the newest estimate.
    func isDue(at uptime: Duration) -> Bool {
        begunAt.withLock { $0.map { uptime - $0 >= Self.lifetime } ?? true }
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
}
