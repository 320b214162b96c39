package import Office
package import Records

/// Press that the desk has done, as the simulator saw it.
package struct DonePress: Sendable, Hashable {
    /// Counter and way of the officer, as the call's record names them.
    package var person: String
    package var what: String
    package var entry: JournalKey
    package var ticketID: TicketID?
    /// Whether its officer heard or saw that it was done.
    package var isTold = false
}

/// Presses of the officers, as the simulator knows them (D6).
package struct KnownPresses: Sendable {
    /// Newest presses that are looked up in the journal again and again.
    static let newest = 400

    package private(set) var order: [String] = []
    package var done: [String: DonePress] = [:]
    /// Calls of each person that were done, and more that may have been: a transaction whose sync failed
    /// is there once the file is opened anew.
    package var calls: [String: Int] = [:]
    package var possibleCalls: [String: Int] = [:]

    package init() {}

    /// Notes a press that was done. Returns a finding where it was done before, as another row.
    mutating func note(_ id: String, _ press: DonePress, isRepeat: Bool) -> String? {
        if let before = done[id] {
            return before.entry == press.entry && isRepeat
                ? nil : "D6 press \(id) was done twice: \(before.what), then \(press.what)"
        }
        done[id] = press
        order.append(id)
        if press.what == "ticket.called" {
            if isRepeat {
                possibleCalls[press.person, default: 0] += 1
            } else {
                calls[press.person, default: 0] += 1
            }
        }
        return nil
    }

    var newest: [(id: String, press: DonePress)] {
        order.suffix(Self.newest).compactMap { id in done[id].map { (id, $0) } }
    }
}

/// Invariants of officers' presses.
enum PressChecks {
    /// D6: what a press was answered with stands in the journal, and no officer has called more often
    /// than by presses.
    static func pressesStand(_ evidence: Evidence) throws -> String? {
        if evidence.touched != nil { return nil }
        let presses = evidence.truth.presses
        for (id, press) in presses.newest {
            let entry = press.entry
            let what = try evidence.records.value(
                """
                SELECT what FROM journal WHERE terminal = ?1 AND incarnation = ?2 AND sequence = ?3
                """,
                [
                    .text(entry.terminal), .integer(Int64(bitPattern: entry.incarnation.rawValue)),
                    .integer(entry.sequence),
                ])
            if what != .text(press.what) {
                let told = press.isTold ? "was told as done" : "was done"
                return "press \(id) \(told) as \(press.what) and is \(what)"
            }
        }
        let rows = try evidence.records.rows(
            "SELECT person, count(*) FROM call WHERE person IS NOT NULL GROUP BY person")
        let stored = Dictionary(
            rows.map { ($0[0].text ?? "", Int($0[1].integer ?? 0)) }, uniquingKeysWith: +)
        for person in Set(stored.keys).union(presses.calls.keys).sorted() {
            let (count, known) = (stored[person] ?? 0, presses.calls[person] ?? 0)
            let most = known + (presses.possibleCalls[person] ?? 0)
            if count < known || count > most {
                return "\(person) has \(count) calls, of \(known) to \(most) presses"
            }
        }
        return nil
    }
}
