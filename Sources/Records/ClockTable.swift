package import Foundation
import GRDB
package import Office

/// Result of taking a clock's time as right.
package struct ClockAcceptance: Sendable, Hashable {
    /// Business date from now on.
    package var date: CalendarDate
    /// Number of tickets that were moved to it from later dates.
    package var moved = 0
    /// Numbers of later dates that waited and were given on this date as well. They have expired.
    package var stranded: [TicketNumber] = []
}

/// Marks of a clock that a person called right, and numbers that a lost file may have given (A2).
package struct ClockTable {
    let transaction: RecordsTransaction

    /// Moment at which the clock was right. Tickets up to `ticketSequence` say nothing of the time.
    package struct Mark: Sendable, Hashable {
        package var ticketSequence: Int64
        package var moment: Date
        package var date: CalendarDate
    }

    /// Newest mark of this terminal.
    package func mark() throws -> Mark? {
        try transaction.first(
            "SELECT ticket_sequence, moment, business_date FROM clock_mark WHERE terminal = ?",
            [transaction.terminal]
        ) { row in
            try CalendarDate(row.at(2)).map {
                try Mark(
                    ticketSequence: row.at(0), moment: Date(timeIntervalSince1970: row.at(1)),
                    date: $0)
            }
        }
    }

    static func write(_ mark: Mark, terminal: String, _ db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO clock_mark (terminal, ticket_sequence, moment, business_date)
                VALUES (?1, ?2, ?3, ?4) ON CONFLICT (terminal)
                DO UPDATE SET ticket_sequence = ?2, moment = ?3, business_date = ?4
                """,
            arguments: [
                terminal, mark.ticketSequence, mark.moment.timeIntervalSince1970,
                mark.date.description,
            ])
    }

    /// Takes the time of the clock as right, although the newest ticket is of a later one.
    ///
    /// Tickets of later dates move to this one together with their count, prefix by prefix. Where a
    /// prefix has given numbers on this date already, its tickets stay where they are, since no date
    /// has a number twice; those that wait expire. Each change is in the journal. Throws `refused`
    /// where no ticket is ahead of the clock.
    package func accept(at moment: Date, day: BusinessDay, who: String) throws -> ClockAcceptance {
        guard let fault = try transaction.tickets.clock(at: moment, day: day).fault else {
            throw RecordsError.refused(
                "No ticket is ahead of the clock, which says \(moment.ISO8601Format()): there is "
                    + "nothing to accept.")
        }
        var acceptance = ClockAcceptance(date: day.date(at: moment))
        let date = acceptance.date.description
        let later = try transaction.rows(
            """
            SELECT DISTINCT business_date, prefix FROM ticket WHERE business_date > ?
            ORDER BY business_date, prefix
            """, [date])
        for group in later {
            try take(group.at(0), group.at(1), to: date, at: moment, who, &acceptance)
        }
        // A place that only the wrong clock has reached would be behind all that come now.
        try transaction.execute(
            "UPDATE ticket SET queued_at = ?1 WHERE business_date = ?2 AND queued_at > ?1",
            [moment.timeIntervalSince1970, date])
        let newest = try transaction.tickets.newestSequence()
        try Self.write(
            Mark(ticketSequence: newest, moment: moment, date: acceptance.date),
            terminal: transaction.terminal, transaction.db)
        try transaction.journal.add(
            "clock.accepted", "terminal \(transaction.terminal)", who: who,
            detail: "\(moment.ISO8601Format()), the newest ticket was of "
                + fault.newest.ISO8601Format(), at: moment)
        return acceptance
    }

    /// Takes the tickets of a prefix from a later date.
    private func take(
        _ later: String, _ prefix: String, to date: String, at moment: Date, _ who: String,
        _ acceptance: inout ClockAcceptance
    ) throws {
        let tickets = try transaction.all(
            """
            SELECT \(TicketTable.columns) FROM ticket WHERE business_date = ? AND prefix = ?
            ORDER BY value
            """, [later, prefix], TicketTable.ticket)
        let given: Int? = try transaction.value(
            "SELECT value FROM last_number WHERE business_date = ? AND prefix = ?", [date, prefix])
        guard given == nil else {
            for ticket in tickets where ticket.state.isInQueue {
                try transaction.tickets.setState(
                    ticket, to: .expired, who: who,
                    detail: "its number was given on \(date) too", at: moment)
                acceptance.stranded.append(ticket.number)
            }
            return
        }
        try transaction.execute(
            "UPDATE ticket SET business_date = ? WHERE business_date = ? AND prefix = ?",
            [date, later, prefix])
        // The count of the later date stays: its numbers are on paper with that date.
        try transaction.execute(
            """
            INSERT INTO last_number (business_date, prefix, value)
            SELECT ?, prefix, value FROM last_number WHERE business_date = ? AND prefix = ?
            """, [date, later, prefix])
        for ticket in tickets {
            try transaction.tickets.note(
                "ticket.moved", ticket.id, who: who, detail: "from \(later) to \(date)",
                at: moment)
        }
        acceptance.moved += tickets.count
    }

    /// Puts on record that the machine's clock was set, from `before` to `moment`.
    package func noteSet(from before: Date?, who: String, at moment: Date) throws {
        try transaction.journal.add(
            "clock.set", "terminal \(transaction.terminal)", who: who,
            detail: "to \(moment.ISO8601Format())"
                + (before.map { " from \($0.ISO8601Format())" } ?? ""), at: moment)
    }

    /// Last number that a lost file may have given on a date without numbers; nil: none.
    func lastLost(_ date: String, _ range: ClosedRange<Int>?) throws -> Int? {
        let floor: Int? = try transaction.value(
            "SELECT max(value) FROM number_floor WHERE until_date >= ?", [date])
        guard let floor, let range, !range.contains(floor + 1) else { return floor }
        // In a range that is too short for the gap, half of it is the widest one.
        return range.lowerBound + range.count / 2 - 1
    }
}

extension TicketTable {
    /// Lets tickets of this date wait again that expired while the clock was ahead (A3). They keep
    /// their places. Those that neither a screen nor paper has shown stay expired (B1). Returns how
    /// many wait again.
    package func reinstate(on date: CalendarDate, at moment: Date) throws -> Int {
        let seen: [TicketState] = [.waiting, .called, .held]
        let tickets = try transaction.all(
            """
            SELECT \(Self.columns) FROM ticket WHERE business_date = ? AND state = 'expired'
            AND (expired_from IN (\(seen.sqlList))
                OR expired_from IS NOT NULL AND paper IN ('printed', 'sent', 'unknown'))
            """, [date.description], Self.ticket)
        for ticket in tickets {
            // No transition that a person may ask for: a date that is not over expires nothing.
            try transaction.execute(
                "UPDATE ticket SET state = 'waiting', expired_from = NULL WHERE \(Self.isThis)",
                Self.key(ticket.id))
            try note(
                "ticket.waiting", ticket.id, who: "terminal",
                detail: "expired while the clock was ahead", at: moment)
        }
        return tickets.count
    }
}
