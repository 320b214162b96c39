package import Foundation
import GRDB
package import Office

/// Tickets that wait, in the order in which they are called.
///
/// The queue of a date has those of the date before that wait still: the desk ends them at the first
/// closed moment of the date (A3).
package struct QueueTable {
    let transaction: RecordsTransaction

    /// Dates of those who may wait on a date, the first and the last.
    static func span(_ date: CalendarDate) -> StatementArguments {
        [date.previous.description, date.description]
    }

    private static let isQueued = "state IN (\(TicketState.inQueue.sqlList))"

    /// Number of people who can be called before this ticket (E1); 0 for one that does not wait.
    /// On a date after its own there may be some of that one among them (A3); nil: its own.
    package func peopleAhead(
        of ticket: Ticket, on date: CalendarDate? = nil, by rules: CallingRules = CallingRules()
    ) throws -> Int {
        guard ticket.state.isInQueue else { return 0 }
        let date = max(date ?? ticket.businessDate, ticket.businessDate)
        return rules.peopleAhead(of: ticket.id, in: try line(on: date))
    }

    /// Tickets that wait on this date, first come first, for one service or for all.
    package func tickets(on date: CalendarDate, service: Service.ID? = nil) throws -> [Ticket] {
        try transaction.all(
            """
            SELECT \(TicketTable.columns) FROM ticket
            WHERE business_date BETWEEN ?1 AND ?2 AND (?3 IS NULL OR service = ?3) AND \(Self.isQueued)
            ORDER BY queued_at, terminal, sequence, incarnation
            """, Self.span(date) + [service], TicketTable.ticket)
    }

    /// First ready tickets of each service and class on this date that were sent to no counter, and the
    /// first of each class that were sent to this one: all that `CallOrder` needs to know.
    package func heads(
        for counter: Counter, on date: CalendarDate, at moment: Date
    ) throws -> [WaitingTicket] {
        let now = moment.timeIntervalSince1970
        var heads: [WaitingTicket] = []
        for day in try dates(on: date).map(\.description) {
            for queueClass in QueueClass.allCases {
                let isRegular = queueClass == .regular ? 1 : 0
                heads += try transaction.all(
                    Self.firstSent, [day, counter.id, isRegular, now], Self.waiting)
                guard counter.classes.takes(queueClass) else { continue }
                for service in counter.services {
                    heads += try transaction.all(
                        Self.firstOfClass, [day, service, isRegular, now], Self.waiting)
                }
            }
        }
        return heads
    }

    /// Dates whose tickets may wait on this one: it, and the one before if somebody waits still (A3).
    private func dates(on date: CalendarDate) throws -> [CalendarDate] {
        let isLeft: Int? = try transaction.value(
            "SELECT 1 FROM ticket WHERE business_date = ? AND \(Self.isQueued) LIMIT 1",
            [date.previous.description])
        return isLeft == nil ? [date] : [date.previous, date]
    }

    /// Tickets that were sent to a counter and wait for it.
    package func sent(to counter: Counter.ID, on date: CalendarDate) throws -> [WaitingTicket] {
        try transaction.all(
            """
            SELECT \(Self.waitingColumns) FROM ticket
            WHERE business_date BETWEEN ?1 AND ?2 AND for_counter = ?3 AND state = 'waiting'
            ORDER BY queued_at, terminal, sequence, incarnation
            """, Self.span(date) + [counter], Self.waiting)
    }

    /// All tickets that wait on this date, ready or set aside, with what their turns depend on.
    package func line(on date: CalendarDate) throws -> [WaitingTicket] {
        try transaction.all(
            """
            SELECT \(Self.waitingColumns) FROM ticket
            WHERE business_date BETWEEN ? AND ? AND \(Self.isQueued)
            """, Self.span(date), Self.waiting)
    }

    /// Number of tickets that wait on this date, by all that says which counters may call them.
    package func cells(on date: CalendarDate) throws -> [QueueCell: Int] {
        let rows = try transaction.rows(
            """
            SELECT service, vulnerable_group IS NULL, for_counter, count(*) FROM ticket
            WHERE business_date BETWEEN ? AND ? AND \(Self.isQueued)
            GROUP BY service, vulnerable_group IS NULL, for_counter
            """, Self.span(date))
        var cells: [QueueCell: Int] = [:]
        for row in rows {
            let queueClass: QueueClass = try row.at(1) == 1 ? .regular : .priority
            let newcomer = Newcomer(serviceID: try row.at(0), queueClass: queueClass)
            cells[QueueCell(newcomer, counterID: try row.at(2))] = try row.at(3)
        }
        return cells
    }

    /// Number of ready or set-aside tickets of each service and class on this date.
    package func callableCounts(on date: CalendarDate) throws -> [Service.ID: [QueueClass: Int]] {
        var counts: [Service.ID: [QueueClass: Int]] = [:]
        let rows = try transaction.rows(
            """
            SELECT service, vulnerable_group IS NULL, count(*) FROM ticket
            WHERE business_date BETWEEN ? AND ? AND \(Self.isQueued)
            GROUP BY service, vulnerable_group IS NULL
            """, Self.span(date))
        for row in rows {
            let queueClass: QueueClass = try row.at(1) == 1 ? .regular : .priority
            counts[try row.at(0), default: [:]][queueClass] = try row.at(2)
        }
        return counts
    }

    private static let waitingColumns = """
        terminal, sequence, incarnation, prefix, value, service, vulnerable_group IS NULL,
        queued_at, ready_at, for_counter
        """
    private static let firstOfClass = """
        SELECT \(waitingColumns) FROM ticket
        WHERE business_date = ?1 AND service = ?2 AND (vulnerable_group IS NULL) = ?3
            AND state = 'waiting' AND for_counter IS NULL AND (ready_at IS NULL OR ready_at <= ?4)
        ORDER BY queued_at, terminal, sequence, incarnation LIMIT 1
        """
    private static let firstSent = """
        SELECT \(waitingColumns) FROM ticket
        WHERE business_date = ?1 AND for_counter = ?2 AND (vulnerable_group IS NULL) = ?3
            AND state = 'waiting' AND (ready_at IS NULL OR ready_at <= ?4)
        ORDER BY queued_at, terminal, sequence, incarnation LIMIT 1
        """

    private static func waiting(_ row: Row) throws -> WaitingTicket? {
        try WaitingTicket(
            id: TicketID(
                terminal: row.at(0), incarnation: Incarnation(column: row.at(2)),
                sequence: row.at(1)),
            number: TicketNumber(prefix: row.at(3), value: row.at(4)), serviceID: row.at(5),
            queueClass: row.at(6) == 1 ? .regular : .priority,
            queuedAt: Date(timeIntervalSince1970: row.at(7)),
            readyAt: (row.at(8) as Double?).map(Date.init(timeIntervalSince1970:)),
            counterID: row.at(9))
    }

    /// Number of tickets that wait for each service on this date.
    package func counts(on date: CalendarDate) throws -> [Service.ID: Int] {
        let rows = try transaction.rows(
            """
            SELECT service, count(*) FROM ticket WHERE business_date BETWEEN ? AND ? AND \(Self.isQueued)
            GROUP BY service
            """, Self.span(date))
        return try Dictionary(rows.map { (try $0.at(0), try $0.at(1)) }, uniquingKeysWith: +)
    }
}
