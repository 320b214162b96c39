import Desk
import Errands
import Face

/// Input of the terminal from other threads, in its order. Each stream has one reader.
struct Inbox: Sendable {
    /// Effects of the session.
    let effects: AsyncStream<Effect>
    let effectSink: AsyncStream<Effect>.Continuation
    /// News of the loop's devices.
    let news: AsyncStream<HardwareNews>
    let newsSink: AsyncStream<HardwareNews>.Continuation
    /// One element for the turns of the desk since it was last read.
    let turns: AsyncStream<Void>
    let turnSink: AsyncStream<Void>.Continuation

    init() {
        (effects, effectSink) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(10_000))
        (news, newsSink) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1_000))
        (turns, turnSink) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }
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
