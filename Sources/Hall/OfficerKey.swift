package import Foundation
package import Office
import Records

/// Order that an officer spells on a keypad (V23). None of them picks a visitor (D9).
package enum OfficerKey: Hashable, Sendable {
    case next, again, absent, aside
    /// Passes the visitor on to the counter with this number on its sign.
    case passOn(number: Int)
    /// Finishes and pauses an open counter, and opens another one.
    case pauseOrOpen
}

/// Answer to an officer's key, as it sounds.
package enum KeyAnswer: Hashable, Sendable {
    case done(PressAnswer)
    /// No ticket waits; the open one, if there was one, is finished.
    case nobody(PressAnswer)
    /// The counter has called within the pause of D7; nothing is changed.
    case tooSoon
    /// The key has waited for longer than `OfficerKey.lifetime`; nothing is changed.
    case tooLate

    /// Answer of the desk; nil: nothing was done.
    package var press: PressAnswer? {
        switch self {
        case .done(let answer), .nobody(let answer): answer
        case .tooSoon, .tooLate: nil
        }
    }
}

extension OfficerKey {
    /// Age from which a key is not obeyed any more: what its officer saw has changed meanwhile.
    package static let lifetime = Duration.seconds(5)
}

extension CallDesk {
    /// Does a key's order once for each identity of a press. `age` is the time since the key went down,
    /// as it is in the transaction: the key may have waited for it. Throws `refused` with the reason
    /// where the order makes no sense now, and nothing is changed then.
    package func take(
        _ key: OfficerKey, id: String, age: Duration = .zero, at counterID: Counter.ID,
        who: String, on date: CalendarDate, in store: some CallStore, at moment: Date
    ) throws -> KeyAnswer {
        if age > OfficerKey.lifetime { return .tooLate }
        let counter = try require(counterID)
        let isNew = try store.press(id) == nil
        if key == .next, isNew, try secondsSinceCall(counter, in: store, at: moment) != nil {
            return .tooSoon
        }
        let press = Press(
            id: id, counterID: counterID, order: try order(key, at: counter, in: store), who: who)
        let answer = try take(press, on: date, in: store, at: moment)
        return answer.what == "counter.idle" ? .nobody(answer) : .done(answer)
    }

    private func order(_ key: OfficerKey, at counter: Counter, in store: some CallStore) throws
        -> Order
    {
        switch key {
        case .next: return .next
        case .again: return .recall
        case .absent: return .noShow
        case .aside: return .hold
        case .passOn(let number): return .transfer(to: .counter(try sign(number, near: counter).id))
        case .pauseOrOpen:
            return try store.status(of: counter.id).state == .open ? .pause(.rest) : .open
        }
    }

    /// Counter with this number on its sign. Where several have it, the one of the same place word.
    private func sign(_ number: Int, near counter: Counter) throws -> Counter {
        let all = rules.counters.filter { $0.number == number }
        let near = all.filter { $0.place == counter.place }
        if let only = near.count == 1 ? near.first : all.count == 1 ? all.first : nil {
            return only
        }
        throw RecordsError.refused(
            all.isEmpty
                ? "No counter has the number \(number) on its sign."
                : "Several counters have the number \(number) on their signs.")
    }
}
