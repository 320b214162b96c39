package import Foundation
import GRDB
package import Office

/// Tickets and their states.
package struct TicketTable {
    let transaction: RecordsTransaction

    static let isThis = "terminal = ? AND sequence = ? AND incarnation = ?"

    /// Columns in the order in which `ticket` reads them.
    static let columns = """
        terminal, sequence, incarnation, prefix, value, business_date, service, variant,
        vulnerable_group, language, issued_at, state, paper, reprints, code, survey_token
        """

    // Written once, since each is run at every step of a ticket.
    private static let selection = "SELECT \(columns) FROM ticket WHERE \(isThis)"
    private static let stateChange = "UPDATE ticket SET state = ? WHERE \(isThis)"

    static func key(_ id: TicketID) -> StatementArguments {
        [id.terminal, id.sequence, id.incarnation.column]
    }

    // MARK: Lookup

    /// Ticket of this identity.
    package func ticket(_ id: TicketID) throws -> Ticket? {
        try transaction.first(Self.selection, Self.key(id), Self.ticket)
    }

    /// Ticket that a person names by its identity. Throws `refused` where several have that one, which
    /// joined databases may.
    package func ticket(_ reference: TicketReference) throws -> Ticket? {
        let tickets = try transaction.all(
            """
            SELECT \(Self.columns) FROM ticket WHERE terminal = ?1 AND sequence = ?2
                AND (?3 IS NULL OR incarnation = ?3)
            """,
            [reference.terminal, reference.sequence, reference.incarnation?.column], Self.ticket)
        guard tickets.count < 2 else {
            let names = tickets.map(\.id.fullText).joined(separator: " or ")
            throw RecordsError.refused("There are \(tickets.count) such tickets: give \(names).")
        }
        return tickets.first
    }

    /// Ticket of this code on a slip.
    package func ticket(code: String) throws -> Ticket? {
        try transaction.first(
            "SELECT \(Self.columns) FROM ticket WHERE code = ? ORDER BY issued_at DESC LIMIT 1",
            [Tokens.normalised(code)], Self.ticket)
    }

    /// Ticket of this number; the newest where a range has wrapped (A1). One of the date before is
    /// meant only while it is open: its number is not given again then (A3).
    package func ticket(number: TicketNumber, on date: CalendarDate) throws -> Ticket? {
        for day in [date, date.previous] {
            let ticket = try transaction.first(
                """
                SELECT \(Self.columns) FROM ticket
                WHERE business_date = ? AND prefix = ? AND value = ?
                ORDER BY issued_at DESC LIMIT 1
                """, [day.description, number.prefix, number.value], Self.ticket)
            if let ticket, ticket.counts(on: date) { return ticket }
        }
        return nil
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

    /// Reads a row of `columns`, by their places: looking for their names would take longer than the
    /// query.
    static func ticket(_ row: Row) throws -> Ticket? {
        guard let date = CalendarDate(try row.at(5)),
            let state = TicketState(rawValue: try row.at(11)),
            let paper = PaperState(rawValue: try row.at(12))
        else { return nil }
        return try Ticket(
            id: TicketID(
                terminal: row.at(0), incarnation: Incarnation(column: row.at(2)),
                sequence: row.at(1)),
            number: TicketNumber(prefix: row.at(3), value: row.at(4)), businessDate: date,
            serviceID: row.at(6), variantID: row.at(7),
            group: (row.at(8) as String?).flatMap(VulnerableGroup.init),
            language: Language(rawValue: row.at(9)),
            issuedAt: Date(timeIntervalSince1970: row.at(10)),
            state: state, paper: paper, reprints: row.at(13), code: row.at(14),
            surveyToken: row.at(15))
    }

    // MARK: Transitions

    /// Makes a ticket callable once its visitor saw the number, whatever happens to its slip (B11).
    /// Keeps a `printing` ticket uncalled before its slip has ended if `awaitsPaper` is set. Does
    /// nothing to a ticket in any later state.
    package func markShown(
        _ id: TicketID, awaitsPaper: Bool = false, who: String = "screen", at moment: Date
    ) throws {
        guard let ticket = try ticket(id) else { return }
        if ticket.state == .reserved || ticket.state == .printing && !awaitsPaper {
            try setState(ticket, to: .waiting, who: who, detail: "shown", at: moment)
        }
    }

    /// Voids a ticket whose visit was over before its number was on the screen, where certainly
    /// nothing was printed either (B1). Does nothing to other tickets.
    package func voidUnseen(_ id: TicketID, at moment: Date) throws {
        guard let ticket = try ticket(id), Self.isUnseen(ticket) else { return }
        try setState(
            ticket, to: .void, who: "terminal", detail: "never shown nor printed", at: moment)
    }

    /// Whether the ticket was neither shown nor printed, as far as is known yet.
    static func isUnseen(_ ticket: Ticket) -> Bool {
        ticket.state == .reserved || ticket.state == .printing && ticket.paper == .notPrinted
    }

    /// Gives a ticket back at its visitor's request (L4). Throws `refused` where it no longer
    /// waits.
    package func giveBack(_ id: TicketID, at moment: Date) throws {
        try setState(require(id), to: .returned, who: "visitor", at: moment)
    }

    /// Takes a ticket out by hand. The reason is kept as a note beside the journal. Throws `refused`
    /// where the ticket is over already.
    package func void(_ id: TicketID, reason: String, who: String, at moment: Date) throws {
        try setState(require(id), to: .void, who: who, note: reason, at: moment)
    }

    /// Moves a ticket on: called, serving, done, no-show, waiting again. Throws `refused` with the
    /// reason where that makes no sense (D1).
    package func setState(
        _ state: TicketState, of id: TicketID, who: String = "staff", at moment: Date
    ) throws {
        try setState(require(id), to: state, who: who, at: moment)
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
        try transaction.execute(
            """
            UPDATE ticket SET service = ?, for_counter = NULL, ready_at = NULL
            WHERE \(Self.isThis)
            """, [service] + Self.key(id))
        // The visitor rates the service that he was sent to.
        try transaction.execute(
            "UPDATE survey_token SET service = ? WHERE token = ?", [service, ticket.surveyToken])
        try note("ticket.transferred", id, who: who, detail: service, at: moment)
        if !ticket.state.isInQueue {
            try setState(require(id), to: .waiting, who: who, at: moment)
        }
    }

    /// Conditions of the open states. Three, because each has its index; among thousands of days few
    /// tickets are open.
    static let openStates = [
        "state IN (\(TicketState.inQueue.sqlList))",
        "state IN (\(TicketState.atCounter.sqlList))",
        // As its index says it: SQLite does not take a list of one for the same.
        "state = 'held'",
    ]

    /// Indexes of these conditions, in their order.
    static let openIndexes = ["queued_ticket", "called_ticket", "held_ticket"]

    /// Expires the tickets of earlier dates that still wait; returns their number (A3). Those that are
    /// being served are done: nobody ended them.
    @discardableResult
    package func expire(before date: CalendarDate, at moment: Date) throws -> Int {
        let expiring = Set(TicketState.expiring)
        var left: [Ticket] = []
        for isOpen in Self.openStates {
            left += try transaction.all(
                "SELECT \(Self.columns) FROM ticket WHERE business_date < ? AND \(isOpen)",
                [date.description], Self.ticket)
        }
        for ticket in left where !expiring.contains(ticket.state) {
            try setState(
                ticket, to: .done, who: "terminal", detail: "nobody ended it", at: moment)
        }
        let waiting = left.filter { expiring.contains($0.state) }
        for ticket in waiting {
            try transaction.execute(
                "UPDATE ticket SET expired_from = state WHERE \(Self.isThis)", Self.key(ticket.id))
            try setState(ticket, to: .expired, who: "terminal", at: moment)
        }
        return waiting.count
    }

    /// Makes every transition of a ticket. A ticket that returns to the queue finds its old place
    /// there, which its row keeps (D2).
    func setState(
        _ ticket: Ticket, to state: TicketState, who: String, detail: String? = nil,
        note text: String? = nil, at moment: Date
    ) throws {
        guard ticket.state.canBecome(state) else {
            throw RecordsError.refused(
                "Ticket \(ticket.number) is \(ticket.state.rawValue) and can't become "
                    + "\(state.rawValue).")
        }
        #if DEBUG
            // Our own mistake, or a damaged file that has the ticket at two places.
            guard isStored(ticket) else {
                throw DamagedValue(
                    description: "ticket \(ticket.id) has changed since it was read")
            }
        #endif
        try transaction.execute(
            Self.stateChange,
            [
                state.rawValue, ticket.id.terminal, ticket.id.sequence,
                ticket.id.incarnation.column,
            ])
        guard transaction.db.changesCount == 1 else {
            throw DamagedValue(
                description:
                    "ticket \(ticket.id) was read and can't be written: the file is damaged")
        }
        if TicketState.atCounter.contains(ticket.state), !TicketState.atCounter.contains(state) {
            // Whoever ends it: a call left open would keep the counter from the next one (D1).
            try transaction.calls.close(ticket.id, at: moment)
        }
        try note(
            "ticket.\(state.rawValue)", ticket.id, who: who, detail: detail, text: text,
            at: moment)
    }

    /// Whether the stored ticket has the state from which a transition begins; true where it can't be
    /// read now, or a damaged file has it twice.
    private func isStored(_ ticket: Ticket) -> Bool {
        let stored = try? transaction.row(
            """
            SELECT count(*) AS rows, min(state) AS state FROM ticket WHERE \(Self.isThis)
            """, Self.key(ticket.id))
        guard let stored, (try? stored.at("rows")) == 1, let state: String = try? stored.at("state")
        else { return true }
        return state == ticket.state.rawValue
    }

    /// Writes into the journal what became of a ticket.
    func note(
        _ what: String, _ id: TicketID, who: String, detail: String? = nil, text: String? = nil,
        at moment: Date
    ) throws {
        try transaction.journal.add(
            what, "ticket \(id.fullText)", who: who, detail: detail, note: text, at: moment)
    }
}
