package import Foundation
import GRDB
package import Office

/// What somebody wants a number for.
package struct IssueRequest: Sendable, Hashable {
    package var serviceID: Service.ID
    package var prefix: String
    package var range: ClosedRange<Int>?
    package var variantID: Variant.ID?
    package var group: VulnerableGroup?
    package var language: Language
    /// A slip is wanted: the ticket stays `printing` until its paper has ended.
    package var wantsPaper: Bool

    package init(
        serviceID: Service.ID, prefix: String, range: ClosedRange<Int>? = nil,
        variantID: Variant.ID? = nil, group: VulnerableGroup? = nil, language: Language,
        wantsPaper: Bool
    ) {
        self.serviceID = serviceID
        self.prefix = prefix
        self.range = range
        self.variantID = variantID
        self.group = group
        self.language = language
        self.wantsPaper = wantsPaper
    }
}

/// A ticket as it was just committed.
package struct FreshTicket: Sendable, Hashable {
    package var ticket: Ticket
    /// Those of the same service who took a number before and still wait.
    package var peopleAhead: Int
}

extension Records {
    /// Gives numbers: number, ticket, queue entry and print record of all of them in one durable
    /// transaction (A4, A6). The business date is decided under the same lock (A2). Throws
    /// `numbersUsedUp`, `clockBehind`, `full`, `readOnly`.
    package func issue(
        _ requests: [IssueRequest], at moment: Date, day: BusinessDay, policy: ClockPolicy
    ) async throws(RecordsError) -> [FreshTicket] {
        let terminal = terminal
        return try await write { db in
            try Self.issue(db, terminal, requests, at: moment, day: day, policy: policy)
        }
    }

    /// The same, on the calling thread: for measuring.
    package func issueNow(
        _ requests: [IssueRequest], at moment: Date, day: BusinessDay, policy: ClockPolicy
    ) throws(RecordsError) -> [FreshTicket] {
        let terminal = terminal
        do {
            return try pool.writeWithoutTransaction { db in
                try Self.transaction(db) {
                    try Self.issue($0, terminal, requests, at: moment, day: day, policy: policy)
                }
            }
        } catch { throw .from(error, file: file) }
    }

    private static func issue(
        _ db: Database, _ terminal: String, _ requests: [IssueRequest], at moment: Date,
        day: BusinessDay, policy: ClockPolicy
    ) throws -> [FreshTicket] {
        let newest = try newest(db, terminal)
        let date: CalendarDate
        do {
            date = try day.dateForIssue(
                at: moment, newest: newest.map { ($0.issuedAt, $0.date) }, policy: policy)
        } catch { throw RecordsError.clockBehind("\(error)") }
        var random = SystemRandomNumberGenerator()
        var sequence = newest?.sequence ?? 0
        let dateText = date.description
        return try requests.map { request in
            sequence += 1
            let value = try nextNumber(db, request, dateText)
            let ticket = Ticket(
                id: TicketID(terminal: terminal, sequence: sequence),
                number: TicketNumber(prefix: request.prefix, value: value), businessDate: date,
                serviceID: request.serviceID, variantID: request.variantID, group: request.group,
                language: request.language, issuedAt: moment,
                state: request.wantsPaper ? .printing : .reserved,
                paper: request.wantsPaper ? .queued : .none,
                code: Tokens.ticketCode(using: &random),
                surveyToken: Tokens.surveyToken(using: &random))
            let line = try line(db, request.serviceID, dateText)
            // A clock that was set back must not put the newest in front of those who wait (A2).
            try insert(db, ticket, queuedAt: max(moment.timeIntervalSince1970, line.newest))
            return FreshTicket(ticket: ticket, peopleAhead: line.count)
        }
    }

    struct Newest {
        var sequence: Int64
        var issuedAt: Date
        var date: CalendarDate
    }

    static func newest(_ db: Database, _ terminal: String) throws -> Newest? {
        let row = try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT sequence, issued_at, business_date FROM ticket
                    WHERE terminal = ? ORDER BY sequence DESC LIMIT 1
                    """), arguments: [terminal])
        guard let row, let date = CalendarDate(row[2]) else { return nil }
        return Newest(
            sequence: row[0], issuedAt: Date(timeIntervalSince1970: row[1]), date: date)
    }

    private static func nextNumber(
        _ db: Database, _ request: IssueRequest, _ date: String
    ) throws -> Int {
        let last = try Int.fetchOne(
            db.cachedStatement(
                sql: "SELECT value FROM last_number WHERE business_date = ? AND prefix = ?"),
            arguments: [date, request.prefix])
        var waiting: Set<Int> = []
        if request.range != nil {
            // A no-show is among them: it may be taken back the same day (D2).
            waiting = try Int.fetchSet(
                db.cachedStatement(
                    sql: """
                        SELECT value FROM ticket WHERE business_date = ? AND prefix = ?
                        AND state IN (
                            'reserved', 'printing', 'waiting', 'called', 'serving', 'noShow')
                        """), arguments: [date, request.prefix])
        }
        let value: Int
        do {
            value = try Numbering.next(
                prefix: request.prefix, after: last, range: request.range,
                waiting: waiting.contains)
        } catch { throw RecordsError.numbersUsedUp("\(error)") }
        try db.cachedStatement(
            sql: """
                INSERT INTO last_number (business_date, prefix, value) VALUES (?, ?, ?)
                ON CONFLICT (business_date, prefix) DO UPDATE SET value = excluded.value
                """
        ).execute(arguments: [date, request.prefix, value])
        return value
    }

    /// How many wait for the service, and the newest place among them.
    private static func line(
        _ db: Database, _ service: Service.ID, _ date: String
    ) throws -> (count: Int, newest: Double) {
        let row = try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT count(*), coalesce(max(issued_at), 0) FROM queue_entry
                    WHERE business_date = ? AND service = ?
                    """), arguments: [date, service])
        return (row?[0] ?? 0, row?[1] ?? 0)
    }

    private static func insert(_ db: Database, _ ticket: Ticket, queuedAt: Double) throws {
        let issued = ticket.issuedAt.timeIntervalSince1970
        let date = ticket.businessDate.description
        let (terminal, sequence) = (ticket.id.terminal, ticket.id.sequence)
        try db.cachedStatement(
            sql: """
                INSERT INTO ticket (terminal, sequence, prefix, value, business_date, service,
                    variant, vulnerable_group, language, issued_at, state, paper, code,
                    survey_token)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            terminal, sequence, ticket.number.prefix, ticket.number.value, date,
            ticket.serviceID, ticket.variantID, ticket.group?.rawValue, ticket.language.rawValue,
            issued, ticket.state.rawValue, ticket.paper.rawValue, ticket.code,
            ticket.surveyToken,
        ])
        try db.cachedStatement(
            sql: """
                INSERT INTO queue_entry (business_date, service, issued_at, terminal, sequence)
                VALUES (?, ?, ?, ?, ?)
                """
        ).execute(arguments: [date, ticket.serviceID, queuedAt, terminal, sequence])
        try db.cachedStatement(sql: "INSERT INTO survey_token (token) VALUES (?)")
            .execute(arguments: [ticket.surveyToken])
        if ticket.paper == .queued {
            try db.cachedStatement(
                sql: """
                    INSERT INTO print_attempt (terminal, sequence, attempt, state, changed_at)
                    VALUES (?, ?, 1, 'queued', ?)
                    """
            ).execute(arguments: [terminal, sequence, issued])
        }
    }

    static func countAhead(_ db: Database, _ ticket: Ticket) throws -> Int {
        try Int.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT count(*) FROM queue_entry
                    WHERE business_date = ?1 AND service = ?2
                        AND (issued_at, terminal, sequence) < (
                            SELECT issued_at, terminal, sequence FROM queue_entry
                            WHERE business_date = ?1 AND service = ?2
                                AND terminal = ?3 AND sequence = ?4)
                    """),
            arguments: [
                ticket.businessDate.description, ticket.serviceID, ticket.id.terminal,
                ticket.id.sequence,
            ]) ?? 0
    }
}
