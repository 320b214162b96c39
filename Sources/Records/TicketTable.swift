package import Foundation
import GRDB
package import Office

/// Tickets and their states.
package struct TicketTable {
    let transaction: RecordsTransaction

    // MARK: Lookup

    /// Ticket of this identity.
    package func ticket(_ id: TicketID) throws -> Ticket? {
        try transaction.row(
            "SELECT * FROM ticket WHERE terminal = ? AND sequence = ?", [id.terminal, id.sequence]
        ).flatMap(Self.ticket)
    }

    /// Ticket of this code on a slip.
    package func ticket(code: String) throws -> Ticket? {
        try transaction.row(
            "SELECT * FROM ticket WHERE code = ? ORDER BY issued_at DESC LIMIT 1",
            [Tokens.normalised(code)]
        ).flatMap(Self.ticket)
    }

    /// Ticket of this number; the newest where a range has wrapped (A1).
    package func ticket(number: TicketNumber, on date: CalendarDate) throws -> Ticket? {
        try transaction.row(
            """
            SELECT * FROM ticket WHERE business_date = ? AND prefix = ? AND value = ?
            ORDER BY issued_at DESC LIMIT 1
            """, [date.description, number.prefix, number.value]
        ).flatMap(Self.ticket)
    }

    /// Ticket of this identity. Throws `noTicket`.
    package func require(_ id: TicketID) throws -> Ticket {
        guard let ticket = try ticket(id) else { throw RecordsError.noTicket("\(id)") }
        return ticket
    }

    /// Number of tickets issued on this date.
    package func issuedCount(on date: CalendarDate) throws -> Int {
        try transaction.value(
            "SELECT count(*) FROM ticket WHERE business_date = ?", [date.description]) ?? 0
    }

    static func ticket(_ row: Row) -> Ticket? {
        guard let date = CalendarDate(row["business_date"]),
            let state = TicketState(rawValue: row["state"]),
            let paper = PaperState(rawValue: row["paper"])
        else { return nil }
        let group: String? = row["vulnerable_group"]
        return Ticket(
            id: TicketID(terminal: row["terminal"], sequence: row["sequence"]),
            number: TicketNumber(prefix: row["prefix"], value: row["value"]),
            businessDate: date, serviceID: row["service"], variantID: row["variant"],
            group: group.flatMap(VulnerableGroup.init),
            language: Language(rawValue: row["language"]),
            issuedAt: Date(timeIntervalSince1970: row["issued_at"]), state: state, paper: paper,
            reprints: row["reprints"], code: row["code"], surveyToken: row["survey_token"])
    }

    // MARK: Transitions

    /// Makes a ticket callable once its visitor saw the number, whatever happens to its slip (B11).
    /// Keeps a `printing` ticket uncalled before its slip has ended if `awaitsPaper` is set. Does
    /// nothing to a ticket in any later state.
    package func markShown(_ id: TicketID, awaitsPaper: Bool = false) throws {
        guard let ticket = try ticket(id) else { return }
        if ticket.state == .reserved || ticket.state == .printing && !awaitsPaper {
            try setState(ticket, to: .waiting)
        }
    }

    /// Voids a ticket whose visit was over before its number was on the screen, where certainly
    /// nothing was printed either (B1). Does nothing to other tickets.
    package func voidUnseen(_ id: TicketID, at moment: Date) throws {
        guard let ticket = try ticket(id), Self.isUnseen(ticket) else { return }
        try setState(ticket, to: .void)
        try audit("void", id, who: "terminal", detail: "never shown nor printed", at: moment)
    }

    /// Whether the ticket was neither shown nor printed, as far as is known yet.
    static func isUnseen(_ ticket: Ticket) -> Bool {
        ticket.state == .reserved || ticket.state == .printing && ticket.paper == .notPrinted
    }

    /// Gives a ticket back at its visitor's request (L4). Throws `refused` where it no longer
    /// waits.
    package func giveBack(_ id: TicketID, at moment: Date) throws {
        let ticket = try require(id)
        try setState(ticket, to: .returned)
        try audit("give-back", id, who: "visitor", detail: nil, at: moment)
    }

    /// Voids a ticket for staff. Throws `refused` where it is already over.
    package func void(_ id: TicketID, reason: String, who: String, at moment: Date) throws {
        let ticket = try require(id)
        try setState(ticket, to: .void)
        try audit("void", id, who: who, detail: reason, at: moment)
    }

    /// Changes the state of a ticket, such as to `called`, `serving`, `done`, `noShow`, or back to
    /// `waiting`. Throws `refused`, with the reason, for a transition that is not allowed (D1).
    package func setState(_ state: TicketState, of id: TicketID) throws {
        try setState(require(id), to: state)
    }

    /// Moves a ticket to the queue of another service. It keeps its number (A5) and the moment of
    /// its arrival. Throws `refused` unless the ticket waits, was called or is being served.
    package func transfer(_ id: TicketID, to service: Service.ID, who: String, at moment: Date)
        throws
    {
        let ticket = try require(id)
        guard TicketState.open.contains(ticket.state) else {
            throw RecordsError.refused(
                "Ticket \(ticket.number) is \(ticket.state.rawValue) and can't be transferred.")
        }
        let identity: StatementArguments = [service, id.terminal, id.sequence]
        try transaction.execute(
            "UPDATE ticket SET service = ? WHERE terminal = ? AND sequence = ?", identity)
        try transaction.execute(
            "UPDATE queue_entry SET service = ? WHERE terminal = ? AND sequence = ?", identity)
        try audit("transfer", id, who: who, detail: service, at: moment)
        if !ticket.state.isInQueue { try setState(require(id), to: .waiting) }
    }

    /// Expires the tickets of earlier dates that still wait; returns their number (A3).
    @discardableResult
    package func expire(before date: CalendarDate) throws -> Int {
        try transaction.execute(
            """
            UPDATE ticket SET state = 'expired' WHERE business_date < ?
            AND state IN (\(TicketState.expiring.sqlList))
            """, [date.description])
        let count = transaction.db.changesCount
        try transaction.execute(
            "DELETE FROM queue_entry WHERE business_date < ?", [date.description])
        return count
    }

    /// Performs every transition of a ticket. Adds the ticket to the queue or removes it in the
    /// same transaction, as its new state requires.
    func setState(_ ticket: Ticket, to state: TicketState) throws {
        guard ticket.state.canBecome(state) else {
            throw RecordsError.refused(
                "Ticket \(ticket.number) is \(ticket.state.rawValue) and can't become "
                    + "\(state.rawValue).")
        }
        try transaction.execute(
            "UPDATE ticket SET state = ? WHERE terminal = ? AND sequence = ?",
            [state.rawValue, ticket.id.terminal, ticket.id.sequence])
        if state.isInQueue, !ticket.state.isInQueue {
            // A visitor who was called and did not come goes back to the old place (D2).
            try transaction.queue.insert(ticket, at: ticket.issuedAt.timeIntervalSince1970)
        } else if !state.isInQueue, ticket.state.isInQueue {
            try transaction.queue.remove(ticket)
        }
    }

    func audit(_ what: String, _ id: TicketID, who: String, detail: String?, at moment: Date)
        throws
    {
        try transaction.execute(
            """
            INSERT INTO audit (at, what, terminal, sequence, who, detail)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [moment.timeIntervalSince1970, what, id.terminal, id.sequence, who, detail])
    }
}
