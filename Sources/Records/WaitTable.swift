package import Foundation
import GRDB
package import Office

/// Waiting times: what tickets were told, and the experience from which that is estimated (E1, E3).
package struct WaitTable {
    let transaction: RecordsTransaction

    /// Number of times of a service that are kept.
    package static let maximumTimes = 50

    /// Notes what a ticket was told.
    package func note(_ told: ToldWait, of id: TicketID) throws {
        let spread = told.spread
        try transaction.execute(
            """
            UPDATE ticket SET wait_low = ?, wait_middle = ?, wait_high = ?, wait_from = ?,
                wait_to = ? WHERE \(TicketTable.isThis)
            """,
            [
                Self.seconds(spread.low), Self.seconds(spread.middle), Self.seconds(spread.high),
                told.range.minutes.lowerBound, told.range.minutes.upperBound,
            ] + TicketTable.key(id))
    }

    /// Range that a ticket was told; nil: that its wait was not yet known.
    package func told(_ id: TicketID) throws -> WaitRange? {
        let row = try transaction.row(
            """
            SELECT wait_from, wait_to FROM ticket
            WHERE \(TicketTable.isThis) AND wait_from IS NOT NULL
            """, TicketTable.key(id))
        guard let row else { return nil }
        let (from, to): (Int, Int) = (try row.at(0), try row.at(1))
        guard from <= to else {
            throw DamagedValue(description: "a ticket's wait ends before it begins")
        }
        return WaitRange(minutes: from...to)
    }

    /// Adds a time of a service from call to call, in seconds, and forgets the oldest ones of it (D7).
    package func addTime(_ seconds: Double, of service: Service.ID, at moment: Date) throws {
        try transaction.execute(
            "INSERT INTO service_time (service, at, seconds) VALUES (?, ?, ?)",
            [service, moment.timeIntervalSince1970, seconds])
        try transaction.execute(
            """
            DELETE FROM service_time WHERE service = ?1 AND number <= (
                SELECT number FROM service_time WHERE service = ?1 ORDER BY number DESC
                LIMIT 1 OFFSET \(Self.maximumTimes))
            """, [service])
    }

    /// Times of each service in seconds, the newest last.
    package func times() throws -> [Service.ID: [Double]] {
        var times: [Service.ID: [Double]] = [:]
        let rows = try transaction.rows(
            "SELECT service, seconds FROM service_time ORDER BY service, number")
        for row in rows { times[try row.at(0), default: []].append(try row.at(1)) }
        return times
    }

    /// Takes the estimate of a ticket that is called, so that no later call of it counts, and notes
    /// what came of it where `isInTurn`.
    package func close(_ id: TicketID, isInTurn: Bool, at moment: Date) throws {
        let now = moment.timeIntervalSince1970
        if isInTurn {
            try transaction.execute(
                """
                INSERT INTO wait_outcome (low, middle, high, waited)
                SELECT wait_low, wait_middle, wait_high, CAST(? - issued_at AS INTEGER) FROM ticket
                WHERE \(TicketTable.isThis) AND wait_low IS NOT NULL AND issued_at <= ?
                """, [now] + TicketTable.key(id) + [now])
            try transaction.execute(
                """
                DELETE FROM wait_outcome
                WHERE number <= (SELECT max(number) FROM wait_outcome) - \(WidthFactor.tickets)
                """)
        }
        try transaction.execute(
            """
            UPDATE ticket SET wait_low = NULL, wait_middle = NULL, wait_high = NULL
            WHERE \(TicketTable.isThis) AND wait_low IS NOT NULL
            """, TicketTable.key(id))
    }

    /// Estimates of the newest tickets that were called, and their waits; oldest first.
    package func outcomes() throws -> [WidthFactor.Outcome] {
        try transaction.rows(
            "SELECT low, middle, high, waited FROM wait_outcome ORDER BY number"
        ).map { row in
            WidthFactor.Outcome(
                estimate: try Self.spread(row), minutes: Double(try row.at(3) as Int) / 60)
        }
    }

    /// Number of tickets of each service and class that were issued on a date, for the rate at which
    /// they come.
    package func issued(on date: CalendarDate) throws -> [Newcomer: Int] {
        let rows = try transaction.rows(
            """
            SELECT service, vulnerable_group IS NULL, count(*) FROM ticket
            WHERE business_date = ? GROUP BY service, vulnerable_group IS NULL
            """, [date.description])
        var counts: [Newcomer: Int] = [:]
        for row in rows {
            let queueClass: QueueClass = try row.at(1) == 1 ? .regular : .priority
            counts[Newcomer(serviceID: try row.at(0), queueClass: queueClass)] = try row.at(2)
        }
        return counts
    }

    private static func seconds(_ minutes: Double) -> Int { Int((minutes * 60).rounded()) }

    private static func spread(_ row: Row) throws -> WaitSpread {
        func minutes(_ column: Int) throws -> Double { Double(try row.at(column) as Int) / 60 }
        return WaitSpread(low: try minutes(0), middle: try minutes(1), high: try minutes(2))
    }
}
