package import Foundation
import GRDB
package import Office

/// States of counters, and the position of the ratio in each service group.
package struct CounterTable {
    let transaction: RecordsTransaction

    /// State of a counter; closed where nobody has opened it yet.
    package func status(_ counter: Counter.ID) throws -> CounterStatus {
        let row = try transaction.row(
            "SELECT state, reason, changed_at FROM counter WHERE counter = ?", [counter])
        guard let row else { return CounterStatus(state: .closed, since: nil) }
        let since = Date(timeIntervalSince1970: try row.at(2))
        let word: String = try row.at(0)
        switch CounterState.Word(rawValue: word) {
        case .open: return CounterStatus(state: .open, since: since)
        case .closed: return CounterStatus(state: .closed, since: since)
        case .paused:
            let reason = (try row.at(1) as String?).flatMap(PauseReason.init) ?? .other
            return CounterStatus(state: .paused(reason), since: since)
        case nil:
            throw DamagedValue(description: "counter \(counter) has no state '\(word)'")
        }
    }

    /// Changes the state of a counter. Returns the row of the journal.
    package func set(
        _ state: CounterState, of counter: Counter.ID, who: String, at moment: Date
    ) throws -> JournalKey {
        var reason: String?
        if case .paused(let why) = state { reason = why.rawValue }
        try transaction.execute(
            """
            INSERT INTO counter (counter, state, reason, changed_at) VALUES (?, ?, ?, ?)
            ON CONFLICT (counter) DO UPDATE SET state = excluded.state, reason = excluded.reason,
                changed_at = excluded.changed_at
            """, [counter, state.word.rawValue, reason, moment.timeIntervalSince1970])
        return try note(
            "counter.\(state.word.rawValue)", counter, who: who, detail: reason, at: moment)
    }

    /// Writes into the journal what a counter did that is no state of it.
    package func note(
        _ what: String, _ counter: Counter.ID, who: String, detail: String? = nil, at moment: Date
    ) throws -> JournalKey {
        try transaction.journal.add(
            what, "counter \(counter)", who: who, detail: detail, at: moment)
        return transaction.newestJournalKey
    }

    /// Newest call of a counter, open or ended.
    package func lastCall(at counter: Counter.ID) throws -> Call? {
        try transaction.row(
            "SELECT * FROM call WHERE counter = ? ORDER BY called_at DESC LIMIT 1", [counter]
        ).map(CallTable.call)
    }

    /// Place in the ratio's pattern at which a service group stands; 0 at first.
    package func position(of group: Service.ID) throws -> Int {
        try transaction.value("SELECT position FROM ratio WHERE service_group = ?", [group]) ?? 0
    }

    package func setPosition(_ position: Int, of group: Service.ID) throws {
        try transaction.execute(
            """
            INSERT INTO ratio (service_group, position) VALUES (?, ?)
            ON CONFLICT (service_group) DO UPDATE SET position = excluded.position
            """, [group, position])
    }
}
