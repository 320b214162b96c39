package import Foundation
import GRDB
package import Office

extension Records {
    /// The ticket of this identity.
    package func ticket(_ id: TicketID) async throws(RecordsError) -> Ticket? {
        try await read { db in try Self.fetch(db, id) }
    }

    /// By the code on its slip.
    package func ticket(code: String) async throws(RecordsError) -> Ticket? {
        let code = Tokens.normalised(code)
        return try await read { db in
            try Row.fetchOne(
                db, sql: "SELECT * FROM ticket WHERE code = ? ORDER BY issued_at DESC LIMIT 1",
                arguments: [code]
            ).flatMap(Self.ticket)
        }
    }

    /// By its number; the newest where a range has wrapped (A1).
    package func ticket(number: TicketNumber, on date: CalendarDate) async throws(RecordsError)
        -> Ticket?
    {
        try await read { db in
            try Row.fetchOne(
                db,
                sql: """
                    SELECT * FROM ticket WHERE business_date = ? AND prefix = ? AND value = ?
                    ORDER BY issued_at DESC LIMIT 1
                    """, arguments: [date.description, number.prefix, number.value]
            ).flatMap(Self.ticket)
        }
    }

    /// Those of the same service who took a number before this one and still wait; 0 for a ticket
    /// that does not wait.
    package func peopleAhead(of ticket: Ticket) async throws(RecordsError) -> Int {
        try await read { db in try Self.countAhead(db, ticket) }
    }

    /// Who waits on this date, first come first; of one service or of all.
    package func queue(on date: CalendarDate, service: Service.ID? = nil)
        async throws(RecordsError) -> [Ticket]
    {
        try await read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT ticket.* FROM queue_entry JOIN ticket USING (terminal, sequence)
                    WHERE queue_entry.business_date = ?1
                        AND (?2 IS NULL OR queue_entry.service = ?2)
                    ORDER BY queue_entry.issued_at, terminal, sequence
                    """, arguments: [date.description, service]
            ).compactMap(Self.ticket)
        }
    }

    /// How many wait for each service on this date.
    package func waitingCounts(on date: CalendarDate) async throws(RecordsError) -> [String: Int] {
        try await read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT service, count(*) FROM queue_entry WHERE business_date = ?
                    GROUP BY service
                    """, arguments: [date.description])
            return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
        }
    }

    /// How many tickets were given on this date.
    package func issuedCount(on date: CalendarDate) async throws(RecordsError) -> Int {
        try await read { db in
            try Int.fetchOne(
                db, sql: "SELECT count(*) FROM ticket WHERE business_date = ?",
                arguments: [date.description]) ?? 0
        }
    }

    /// The moment of the newest ticket of this terminal (A2).
    package func newestIssuedAt() async throws(RecordsError) -> Date? {
        let terminal = terminal
        return try await read { db in
            try Double.fetchOne(
                db,
                sql: """
                    SELECT issued_at FROM ticket WHERE terminal = ?
                    ORDER BY sequence DESC LIMIT 1
                    """, arguments: [terminal]
            ).map(Date.init(timeIntervalSince1970:))
        }
    }

    /// The date on which the next number counts, and what is wrong with the clock, if anything
    /// is (A2). Behind the newest record it is that record's date, whatever the clock says.
    package func clock(at moment: Date, day: BusinessDay) async throws(RecordsError)
        -> (date: CalendarDate, fault: ClockFault?)
    {
        let terminal = terminal
        return try await read { db in
            guard let newest = try Self.newest(db, terminal) else {
                return (day.date(at: moment), nil)
            }
            let record = (newest.issuedAt, newest.date)
            guard day.isBehind(moment, record) else { return (day.date(at: moment), nil) }
            return (
                max(day.date(at: moment), newest.date),
                ClockFault(now: moment, newest: newest.issuedAt)
            )
        }
    }

    // MARK: Inside a transaction

    static func require(_ db: Database, _ id: TicketID) throws -> Ticket {
        guard let ticket = try fetch(db, id) else { throw RecordsError.noTicket("\(id)") }
        return ticket
    }

    static func fetch(_ db: Database, _ id: TicketID) throws -> Ticket? {
        try Row.fetchOne(
            db.cachedStatement(sql: "SELECT * FROM ticket WHERE terminal = ? AND sequence = ?"),
            arguments: [id.terminal, id.sequence]
        ).flatMap(ticket)
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
}
