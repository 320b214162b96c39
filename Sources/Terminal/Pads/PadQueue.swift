import Synchronization
import Touch

/// Keys of the pads on their way from the loop to the desk, in their order.
package final class PadQueue: Sendable {
    /// Maximum number of keys that wait for the desk. Later ones are dropped and sound so.
    package static let maximumWaiting = 16

    let news: AsyncStream<PadNews>
    private let sink: AsyncStream<PadNews>.Continuation

    init() {
        (news, sink) = AsyncStream.makeStream(
            bufferingPolicy: .bufferingOldest(Self.maximumWaiting))
    }

    /// Puts news into the queue and returns at once. Returns false where too many wait.
    func add(_ item: PadNews) -> Bool {
        if case .dropped = sink.yield(item) { return false }
        return true
    }
}
