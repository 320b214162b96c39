import Desk
import Errands
import Face
import Synchronization

/// Input of the terminal from other threads, in its order. Each stream has one reader.
final class Inbox: Sendable {
    /// Effects of the session.
    let effects = EffectQueue()
    /// Keys of the counters' pads.
    let pads = PadQueue()
    /// News of the loop's devices.
    let news: AsyncStream<HardwareNews>
    private let newsSink: AsyncStream<HardwareNews>.Continuation
    private let droppedNews = Atomic(0)
    private let toldDrops = Mutex("")
    /// One element for the turns of the desk since it was last read.
    let turns: AsyncStream<Void>
    let turnSink: AsyncStream<Void>.Continuation
    /// One element for all changes of the queue since the waiting times were last estimated.
    let waitChanges: AsyncStream<Void>
    let waitSink: AsyncStream<Void>.Continuation

    init() {
        (news, newsSink) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1_000))
        (turns, turnSink) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        (waitChanges, waitSink) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Puts news of the devices into the queue. The oldest are dropped where nobody takes them.
    func add(_ item: HardwareNews) {
        if case .dropped = newsSink.yield(item) { droppedNews.add(1, ordering: .relaxed) }
    }

    /// Whether these drops are news for the log. They are not when asked again.
    func isNews(_ drops: String) -> Bool {
        toldDrops.withLock { told in
            defer { told = drops }
            return told != drops
        }
    }

    /// Number of news that were dropped since the start.
    var droppedNewsCount: Int { droppedNews.load(ordering: .relaxed) }
}

/// Effects of the session on their way to the desk, in their order.
final class EffectQueue: Sendable {
    /// Maximum number of effects that wait for the desk. Later ones are dropped, except what tells of
    /// numbers that were given.
    static let maximumWaiting = 1_000

    let effects: AsyncStream<Effect>
    private let sink: AsyncStream<Effect>.Continuation
    private let count = Mutex(0)

    init() {
        (effects, sink) = AsyncStream.makeStream(bufferingPolicy: .unbounded)
    }

    /// Puts effects into the queue and returns at once, with answers to those that were dropped.
    func add(_ effects: [Effect]) -> EffectsTaken {
        var taken = EffectsTaken()
        for effect in effects {
            let fits = count.withLock { count in
                if count >= Self.maximumWaiting, effect.mayBeDropped { return false }
                count += 1
                return true
            }
            if fits {
                sink.yield(effect)
            } else {
                taken.droppedCount += 1
                taken.answers += effect.answers(failed: .storage)
            }
        }
        return taken
    }

    /// Notes that an effect was taken out of the queue.
    func taken() { count.withLock { $0 -= 1 } }

    /// Number of effects that wait for the desk.
    var waitingCount: Int { count.withLock { $0 } }
}

/// Those who wait for the end of some work, and the ends that came before they did.
struct EndWaiters {
    private enum Slot {
        case expected
        case ended(WorkEnd)
        case waiting(CheckedContinuation<WorkEnd, Never>)
    }

    private var slots: [WorkID: Slot] = [:]

    /// Announces somebody who will wait; else an end is forgotten.
    mutating func expect(_ id: WorkID) { slots[id] = .expected }

    mutating func wait(_ id: WorkID, _ continuation: CheckedContinuation<WorkEnd, Never>) {
        guard case .ended(let end)? = slots[id] else {
            slots[id] = .waiting(continuation)
            return
        }
        slots[id] = nil
        continuation.resume(returning: end)
    }

    mutating func end(_ id: WorkID, _ end: WorkEnd) {
        switch slots[id] {
        case .expected?: slots[id] = .ended(end)
        case .waiting(let continuation)?:
            slots[id] = nil
            continuation.resume(returning: end)
        case .ended?, nil: break
        }
    }
}

/// Turns at the desk: one after the other, in the order in which they were asked for.
struct DeskTurns {
    /// Uptime at which the turn began that somebody has now; nil: nobody has it.
    var began: Duration?
    private var isTaken = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// Takes the turn at once, where nobody has it.
    mutating func takeFree() -> Bool {
        defer { isTaken = true }
        return !isTaken
    }

    mutating func wait(_ continuation: CheckedContinuation<Void, Never>) {
        waiting.append(continuation)
    }

    /// Hands the turn to the next one.
    mutating func give() {
        if waiting.isEmpty { isTaken = false } else { waiting.removeFirst().resume() }
    }
}
