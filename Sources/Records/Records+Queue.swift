import Foundation
import GRDB
import Office

extension Records {
    /// The ticket of this identity.
    public func ticket(_ id: TicketID) async throws(RecordsError) -> Ticket? {
        try await read { db in try Self.fetch(db, id) }
    }

    /// By the code on its slip.
    public func ticket(code: String) async throws(RecordsError) -> Ticket? {
        let code = Tokens.normalised(code)
        return try await read { db in
            try Row.fetchOne(
                db, sql: "SELECT * FROM ticket WHERE code = ? ORDER BY issued_at DESC LIMIT 1",
                arguments: [code]
            ).flatMap(Self.ticket)
        }
    }

    /// By its number; the newest where a range has wrapped (A1).
    public func ticket(number: TicketNumber, on date: CalendarDate) async throws(RecordsError)
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
    public func peopleAhead(of ticket: Ticket) async throws(RecordsError) -> Int {
        try await read { db in try Self.countAhead(db, ticket) }
    }

    /// Who waits on this date, first come first; of one service or of all.
    public func queue(on date: CalendarDate, service: Service.ID? = nil)
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
    public func waitingCounts(on date: CalendarDate) async throws(RecordsError) -> [String: Int] {
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
    public func issuedCount(on date: CalendarDate) async throws(RecordsError) -> Int {
        try await read { db in
            try Int.fetchOne(
                db, sql: "SELECT count(*) FROM ticket WHERE business_date = ?",
                arguments: [date.description]) ?? 0
        }
    }

    /// The moment of the newest ticket of this terminal (A2).
    public func newestIssuedAt() async throws(RecordsError) -> Date? {
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
    public func clock(at moment: Date, day: BusinessDay) async throws(RecordsError)
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

    /// The visitor saw the number, so it can be called (B11). Does nothing to a ticket that has
    /// gone on already.
    public func markShown(_ id: TicketID) async throws(RecordsError) {
        try await write { db in
            guard let ticket = try Self.fetch(db, id), ticket.state == .reserved else { return }
            try Self.setState(db, ticket, to: .waiting)
        }
    }

    /// The visitor gives the number back (L4). Throws `refused` where it no longer waits.
    public func giveBack(_ id: TicketID, at moment: Date) async throws(RecordsError) {
        try await write { db in
            let ticket = try Self.require(db, id)
            try Self.setState(db, ticket, to: .returned)
            try Self.audit(db, "give-back", id, who: "visitor", detail: nil, at: moment)
        }
    }

    /// Staff take a ticket out. Throws `refused` where it is over already.
    public func void(_ id: TicketID, reason: String, who: String, at moment: Date)
        async throws(RecordsError)
    {
        try await write { db in
            let ticket = try Self.require(db, id)
            try Self.setState(db, ticket, to: .void)
            try Self.audit(db, "void", id, who: who, detail: reason, at: moment)
        }
    }

    /// Moves a ticket on: called, serving, done, no-show, waiting again. Throws `refused` with the
    /// reason where that makes no sense (D1).
    public func setState(_ state: TicketState, of id: TicketID) async throws(RecordsError) {
        try await write { db in try Self.setState(db, Self.require(db, id), to: state) }
    }

    /// Sends a ticket to another service of the office with the number it has (A5); it keeps the
    /// place of its arrival there. Throws `refused` where the ticket is over.
    public func transfer(_ id: TicketID, to service: Service.ID, who: String, at moment: Date)
        async throws(RecordsError)
    {
        try await write { db in
            let ticket = try Self.require(db, id)
            guard ticket.state.isInQueue || [.called, .serving].contains(ticket.state) else {
                throw RecordsError.refused(
                    "Ticket \(ticket.number) is \(ticket.state.rawValue) and can't be transferred.")
            }
            let identity: StatementArguments = [service, id.terminal, id.sequence]
            try db.execute(
                sql: "UPDATE ticket SET service = ? WHERE terminal = ? AND sequence = ?",
                arguments: identity)
            try db.execute(
                sql: "UPDATE queue_entry SET service = ? WHERE terminal = ? AND sequence = ?",
                arguments: identity)
            try Self.audit(db, "transfer", id, who: who, detail: service, at: moment)
            if !ticket.state.isInQueue {
                try Self.setState(db, Self.require(db, id), to: .waiting)
            }
        }
    }

    /// A new day: what still waits from earlier ones becomes `expired`; returns how many (A3).
    @discardableResult
    public func expire(before date: CalendarDate) async throws(RecordsError) -> Int {
        try await write { db in
            try db.execute(
                sql: """
                    UPDATE ticket SET state = 'expired' WHERE business_date < ?
                    AND state IN ('reserved', 'printing', 'waiting', 'called')
                    """, arguments: [date.description])
            let count = db.changesCount
            try db.execute(
                sql: "DELETE FROM queue_entry WHERE business_date < ?",
                arguments: [date.description])
            return count
        }
    }

    // MARK: Inside a transaction

    /// The one function that makes transitions. Who waits stands in the queue; who does not is
    /// taken out of it in the same transaction.
    static func setState(_ db: Database, _ ticket: Ticket, to state: TicketState) throws {
        guard ticket.state.canBecome(state) else {
            throw RecordsError.refused(
                "Ticket \(ticket.number) is \(ticket.state.rawValue) and can't become "
                    + "\(state.rawValue).")
        }
        try db.cachedStatement(
            sql: "UPDATE ticket SET state = ? WHERE terminal = ? AND sequence = ?"
        ).execute(arguments: [state.rawValue, ticket.id.terminal, ticket.id.sequence])
        if state.isInQueue {
            // Whoever was called and did not come goes back to the old place (D2).
            if ticket.state.isInQueue { return }
            try db.cachedStatement(
                sql: """
                    INSERT INTO queue_entry (business_date, service, issued_at, terminal, sequence)
                    VALUES (?, ?, ?, ?, ?)
                    """
            ).execute(arguments: [
                ticket.businessDate.description, ticket.serviceID,
                ticket.issuedAt.timeIntervalSince1970, ticket.id.terminal, ticket.id.sequence,
            ])
        } else if ticket.state.isInQueue {
            try db.cachedStatement(
                sql: """
                    DELETE FROM queue_entry WHERE business_date = ? AND service = ?
                    AND terminal = ? AND sequence = ?
                    """
            ).execute(arguments: [
                ticket.businessDate.description, ticket.serviceID, ticket.id.terminal,
                ticket.id.sequence,
            ])
        }
    }

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

    static func audit(
        _ db: Database, _ what: String, _ id: TicketID, who: String, detail: String?,
        at moment: Date
    ) throws {
        try db.execute(
            sql: """
                INSERT INTO audit (at, what, terminal, sequence, who, detail)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                moment.timeIntervalSince1970, what, id.terminal, id.sequence, who, detail,
            ])
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

extension TicketState {
    /// Which transitions make sense (D1).
    public func canBecome(_ next: TicketState) -> Bool {
        switch self {
        case .reserved: [.printing, .waiting, .void, .expired, .returned].contains(next)
        case .printing: [.waiting, .void, .expired, .returned].contains(next)
        case .waiting: [.called, .void, .expired, .returned].contains(next)
        case .called: [.serving, .waiting, .noShow, .done, .void, .expired].contains(next)
        case .serving: [.done, .waiting, .void].contains(next)
        case .noShow: next == .waiting
        case .done, .expired, .returned, .void: false
        }
    }

    /// Counted among those who wait.
    public var isInQueue: Bool { self == .reserved || self == .printing || self == .waiting }
}
