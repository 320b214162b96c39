import GRDB
package import Office

/// Identity of a row of the journal.
package struct JournalKey: Hashable, Sendable {
    package var terminal: String
    package var incarnation: Incarnation
    package var sequence: Int64

    package init(terminal: String, incarnation: Incarnation, sequence: Int64) {
        self.terminal = terminal
        self.incarnation = incarnation
        self.sequence = sequence
    }
}

/// Press that was done, with its answer.
package struct StoredPress: Hashable, Sendable {
    /// Identity, made where the finger is.
    package var id: String
    /// Order in words, which a press with the same identity must repeat.
    package var what: String
    package var counter: Counter.ID
    /// Row of the journal that is the answer.
    package var entry: JournalKey
    /// Ticket that the answer is about.
    package var ticketID: TicketID?
    /// Ticket that was finished on the way.
    package var finishedID: TicketID?

    package init(
        id: String, what: String, counter: Counter.ID, entry: JournalKey,
        ticketID: TicketID? = nil, finishedID: TicketID? = nil
    ) {
        self.id = id
        self.what = what
        self.counter = counter
        self.entry = entry
        self.ticketID = ticketID
        self.finishedID = finishedID
    }
}

/// Presses of a business date, each of which is done once however often it is sent.
package struct PressTable {
    let transaction: RecordsTransaction

    /// Press of this identity.
    package func press(_ id: String) throws -> StoredPress? {
        try transaction.first(
            """
            SELECT what, counter, terminal, incarnation, sequence, ticket, finished FROM press
            WHERE identity = ?
            """, [id]
        ) { row in
            func ticket(_ place: Int) throws -> TicketID? {
                (try row.at(place) as String?).flatMap(TicketReference.init).flatMap { name in
                    name.incarnation.map {
                        TicketID(
                            terminal: name.terminal, incarnation: $0, sequence: name.sequence)
                    }
                }
            }
            return try StoredPress(
                id: id, what: row.at(0), counter: row.at(1),
                entry: JournalKey(
                    terminal: row.at(2), incarnation: Incarnation(column: row.at(3)),
                    sequence: row.at(4)), ticketID: ticket(5), finishedID: ticket(6))
        }
    }

    package func keep(_ press: StoredPress, on date: CalendarDate) throws {
        try transaction.execute(
            """
            INSERT INTO press (identity, business_date, what, counter, terminal, incarnation, sequence,
                ticket, finished)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                press.id, date.description, press.what, press.counter, press.entry.terminal,
                press.entry.incarnation.column, press.entry.sequence, press.ticketID?.fullText,
                press.finishedID?.fullText,
            ])
    }

    /// Forgets the presses of earlier dates.
    package func forget(before date: CalendarDate) throws {
        try transaction.execute(
            "DELETE FROM press WHERE business_date < ?", [date.description])
    }
}
