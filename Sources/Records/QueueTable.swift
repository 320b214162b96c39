import GRDB
package import Office

/// Tickets that wait, in the order in which they are called.
package struct QueueTable {
    let transaction: RecordsTransaction

    /// Number of tickets of the same service that wait and stand before this one; 0 for a ticket
    /// that does not wait.
    package func peopleAhead(of ticket: Ticket) throws -> Int {
        try transaction.value(
            """
            SELECT count(*) FROM queue_entry
            WHERE business_date = ?1 AND service = ?2
                AND (issued_at, terminal, sequence) < (
                    SELECT issued_at, terminal, sequence FROM queue_entry
                    WHERE business_date = ?1 AND service = ?2
                        AND terminal = ?3 AND sequence = ?4)
            """,
            [
                ticket.businessDate.description, ticket.serviceID, ticket.id.terminal,
                ticket.id.sequence,
            ]) ?? 0
    }

    /// Tickets that wait on this date, first come first, for one service or for all.
    package func tickets(on date: CalendarDate, service: Service.ID? = nil) throws -> [Ticket] {
        try transaction.rows(
            """
            SELECT ticket.* FROM queue_entry JOIN ticket USING (terminal, sequence)
            WHERE queue_entry.business_date = ?1
                AND (?2 IS NULL OR queue_entry.service = ?2)
            ORDER BY queue_entry.issued_at, terminal, sequence
            """, [date.description, service]
        ).compactMap(TicketTable.ticket)
    }

    /// Number of tickets that wait for each service on this date.
    package func counts(on date: CalendarDate) throws -> [Service.ID: Int] {
        let rows = try transaction.rows(
            "SELECT service, count(*) FROM queue_entry WHERE business_date = ? GROUP BY service",
            [date.description])
        return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
    }

    // MARK: Changes, made by the tickets' transitions alone

    /// Number of tickets that wait for the service, and the newest place among them.
    func line(_ service: Service.ID, _ date: String) throws -> (count: Int, newest: Double) {
        let row = try transaction.row(
            """
            SELECT count(*), coalesce(max(issued_at), 0) FROM queue_entry
            WHERE business_date = ? AND service = ?
            """, [date, service])
        return (row?[0] ?? 0, row?[1] ?? 0)
    }

    func insert(_ ticket: Ticket, at place: Double) throws {
        try transaction.execute(
            """
            INSERT INTO queue_entry (business_date, service, issued_at, terminal, sequence)
            VALUES (?, ?, ?, ?, ?)
            """,
            [
                ticket.businessDate.description, ticket.serviceID, place, ticket.id.terminal,
                ticket.id.sequence,
            ])
    }

    func remove(_ ticket: Ticket) throws {
        try transaction.execute(
            """
            DELETE FROM queue_entry WHERE business_date = ? AND service = ?
            AND terminal = ? AND sequence = ?
            """,
            [
                ticket.businessDate.description, ticket.serviceID, ticket.id.terminal,
                ticket.id.sequence,
            ])
    }
}
