package import Foundation
import GRDB
package import Office

/// Changes of a ticket that its counter or staff make beside its state.
extension TicketTable {
    /// How often the visitor was absent (D2).
    package func rounds(of id: TicketID) throws -> Int {
        try transaction.value("SELECT rounds FROM ticket WHERE \(Self.isThis)", Self.key(id)) ?? 0
    }

    /// Puts a ticket back at its place, not to be called before a moment, after so many absences.
    package func setAside(
        _ id: TicketID, until ready: Date?, rounds: Int, who: String, detail: String,
        at moment: Date
    ) throws {
        try transaction.execute(
            "UPDATE ticket SET ready_at = ?, rounds = ? WHERE \(Self.isThis)",
            [ready?.timeIntervalSince1970, rounds] + Self.key(id))
        try setState(require(id), to: .waiting, who: who, detail: detail, at: moment)
    }

    /// Lets one counter alone call a ticket; nil: any for its service.
    package func send(_ id: TicketID, to counter: Counter.ID?, who: String, at moment: Date) throws
    {
        let ticket = try require(id)
        guard TicketState.open.contains(ticket.state) else {
            throw RecordsError.refused(
                "Ticket \(ticket.number) is \(ticket.state.rawValue) and can't be transferred.")
        }
        try transaction.execute(
            "UPDATE ticket SET for_counter = ?, ready_at = NULL WHERE \(Self.isThis)",
            [counter] + Self.key(id))
        try note("ticket.sent", id, who: who, detail: counter ?? "any counter", at: moment)
        if !ticket.state.isInQueue {
            try setState(require(id), to: .waiting, who: who, at: moment)
        }
    }

    /// Lets any counter call tickets that were sent to one that is not among these any more. Returns
    /// how many there were.
    package func releaseSent(
        except counters: Set<Counter.ID>, on date: CalendarDate, at moment: Date
    ) throws -> Int {
        let sent: [String] = try transaction.values(
            """
            SELECT DISTINCT for_counter FROM ticket
            WHERE business_date BETWEEN ? AND ? AND state = 'waiting' AND for_counter IS NOT NULL
            """, QueueTable.span(date))
        let lost = try sent.filter { !counters.contains($0) }
            .flatMap { try transaction.queue.sent(to: $0, on: date) }
        for ticket in lost { try send(ticket.id, to: nil, who: "terminal", at: moment) }
        return lost.count
    }

    /// Corrects the group of a visitor, on record (D4).
    package func setGroup(_ group: VulnerableGroup?, of id: TicketID, who: String, at moment: Date)
        throws
    {
        let ticket = try require(id)
        guard TicketState.open.contains(ticket.state) else {
            throw RecordsError.refused(
                "Ticket \(ticket.number) is \(ticket.state.rawValue), and its class no longer counts."
            )
        }
        try transaction.execute(
            "UPDATE ticket SET vulnerable_group = ? WHERE \(Self.isThis)",
            [group?.rawValue] + Self.key(id))
        // The class alone: which group somebody belongs to is nothing for a record kept for ever.
        try note(
            "ticket.reclassed", id, who: who, detail: QueueClass(group).rawValue, at: moment)
    }

    /// Changes the state of a ticket, and gives the row of the journal. A reason that a person wrote
    /// lies beside it. Throws `refused`.
    package func move(
        _ id: TicketID, to state: TicketState, who: String, detail: String? = nil,
        note text: String? = nil, at moment: Date
    ) throws {
        try setState(require(id), to: state, who: who, detail: detail, note: text, at: moment)
    }

    /// Tickets of a service that wait or are held on a date, with those of the date before.
    package func pending(_ service: Service.ID, on date: CalendarDate) throws -> [Ticket] {
        try transaction.queue.tickets(on: date, service: service)
            + transaction.all(
                """
                SELECT \(Self.columns) FROM ticket
                WHERE business_date BETWEEN ? AND ? AND state = 'held' AND service = ?
                """, QueueTable.span(date) + [service], Self.ticket)
    }
}
