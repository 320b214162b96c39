import GRDB
package import Office

/// Tickets that wait, in the order in which they are called.
package struct QueueTable {
    let transaction: RecordsTransaction

    private static let isQueued = "state IN (\(TicketState.inQueue.sqlList))"

    /// Number of tickets of the same service that wait and stand before this one; 0 for a ticket
    /// that does not wait.
    package func peopleAhead(of ticket: Ticket) throws -> Int {
        try transaction.value(
            """
            SELECT count(*) FROM ticket
            WHERE business_date = ?1 AND service = ?2 AND \(Self.isQueued)
                AND (queued_at, terminal, sequence, incarnation) < (
                    SELECT queued_at, terminal, sequence, incarnation FROM ticket
                    WHERE terminal = ?3 AND sequence = ?4 AND incarnation = ?5
                        AND \(Self.isQueued))
            """,
            [
                ticket.businessDate.description, ticket.serviceID, ticket.id.terminal,
                ticket.id.sequence, ticket.id.incarnation.column,
            ]) ?? 0
    }

    /// Tickets that wait on this date, first come first, for one service or for all.
    package func tickets(on date: CalendarDate, service: Service.ID? = nil) throws -> [Ticket] {
        try transaction.all(
            """
            SELECT \(TicketTable.columns) FROM ticket
            WHERE business_date = ?1 AND (?2 IS NULL OR service = ?2) AND \(Self.isQueued)
            ORDER BY queued_at, terminal, sequence, incarnation
            """, [date.description, service], TicketTable.ticket)
    }

    /// Number of tickets that wait for each service on this date.
    package func counts(on date: CalendarDate) throws -> [Service.ID: Int] {
        let rows = try transaction.rows(
            """
            SELECT service, count(*) FROM ticket WHERE business_date = ? AND \(Self.isQueued)
            GROUP BY service
            """, [date.description])
        return try Dictionary(rows.map { (try $0.at(0), try $0.at(1)) }, uniquingKeysWith: +)
    }

    /// Number of tickets that wait for one service.
    func count(_ service: Service.ID, _ date: String) throws -> Int {
        try transaction.value(Self.countOfService, [date, service]) ?? 0
    }

    private static let countOfService = """
        SELECT count(*) FROM ticket WHERE business_date = ? AND service = ? AND \(isQueued)
        """
}
