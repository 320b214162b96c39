package import Foundation
import GRDB
package import Office

/// Request for one ticket.
package struct IssueRequest: Sendable, Hashable {
    package var serviceID: Service.ID
    package var prefix: String
    package var range: ClosedRange<Int>?
    package var variantID: Variant.ID?
    package var group: VulnerableGroup?
    package var language: Language
    /// Whether a slip is wanted: the ticket then stays `printing` until its paper has ended.
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

extension TicketTable {
    /// Issues tickets: writes number, ticket, queue entry and print record of all of them (A4, A6).
    /// The business date is decided in the same transaction (A2). By `rules` is counted who is ahead.
    /// Where it `carriesOver`, tickets of the date before may still wait, and their numbers are not
    /// given again (A3). Throws `numbersUsedUp`, `clockBehind`, `full` or `readOnly`.
    package func issue(
        _ requests: [IssueRequest], at moment: Date, day: BusinessDay, policy: ClockPolicy,
        rules: CallingRules = CallingRules(), carriesOver: Bool = false, who: String = "screen"
    ) throws -> [IssuedTicket] {
        let newest = try witness(at: moment, day)
        let date: CalendarDate
        do {
            date = try day.dateForIssue(
                at: moment, newest: newest.map { ($0.issuedAt, $0.date) }, policy: policy)
        } catch { throw RecordsError.clockBehind("\(error)") }
        var random = transaction.origin.generator
        var sequence = newest?.sequence ?? 0
        let dateText = date.description
        // A clock that was set back moves nobody: places only grow within a date (A2).
        var place = moment.timeIntervalSince1970
        if let newest, newest.date == date { place = max(place, newest.queuedAt) }
        var cells = try transaction.queue.cells(on: date)
        return try requests.map { request in
            sequence = try sequence.next("the newest ticket")
            let value = try nextNumber(
                request, dateText,
                taken: carriesOver ? numbersLeft(request, of: date.previous) : [])
            let ticket = Ticket(
                id: TicketID(
                    terminal: transaction.terminal, incarnation: transaction.incarnation,
                    sequence: sequence),
                number: TicketNumber(prefix: request.prefix, value: value), businessDate: date,
                serviceID: request.serviceID, variantID: request.variantID, group: request.group,
                language: request.language, issuedAt: moment,
                state: request.wantsPaper ? .printing : .reserved,
                paper: request.wantsPaper ? .queued : .none,
                code: Tokens.ticketCode(using: &random),
                surveyToken: Tokens.surveyToken(using: &random))
            let newcomer = Newcomer(
                serviceID: request.serviceID, queueClass: QueueClass(request.group))
            let peopleAhead = rules.peopleAhead(of: newcomer, in: cells)
            cells[QueueCell(newcomer), default: 0] += 1
            try insert(ticket, dateText, queuedAt: place)
            try note(
                "ticket.issued", ticket.id, who: who,
                detail: "\(ticket.number) \(ticket.serviceID)"
                    + (request.wantsPaper ? " with slip" : ""), at: moment)
            return IssuedTicket(ticket: ticket, peopleAhead: peopleAhead)
        }
    }

    /// Number of tickets of a prefix and business date that count against a quota: all that are
    /// neither void nor given back.
    package func given(prefix: String, on date: CalendarDate) throws -> Int {
        try transaction.value(
            """
            SELECT count(*) FROM ticket WHERE business_date = ? AND prefix = ?
            AND state NOT IN (\(TicketState.withoutQuota.sqlList))
            """, [date.description, prefix]) ?? 0
    }

    /// Maximum number of tickets that `issued` reads.
    static let maximumRecent = 1_000

    /// Moments at which this terminal issued its newest tickets, as far as they lie in this time.
    package func issued(since start: Date, until end: Date) throws -> [Date] {
        let newest: [Double] = try transaction.values(
            """
            SELECT issued_at FROM ticket
            WHERE terminal = ? ORDER BY sequence DESC LIMIT \(Self.maximumRecent)
            """, [transaction.terminal])
        return newest.map { Date(timeIntervalSince1970: $0) }.filter { start < $0 && $0 <= end }
    }

    /// Moment at which this terminal issued its newest ticket, or later was known to be right (A2).
    package func newestIssuedAt() throws -> Date? {
        let newest = try newest()
        return try marked(newest)?.issuedAt ?? newest?.issuedAt
    }

    /// Moment that the newest ticket of this terminal has, by the clock of then.
    package func newestTicketAt() throws -> Date? { try newest()?.issuedAt }

    /// Sequence of this terminal's newest ticket; 0: there is none.
    func newestSequence() throws -> Int64 { try newest()?.sequence ?? 0 }

    /// Business date of the next ticket, and the fault of the clock, if there is one (A2). Where
    /// the clock is behind the newest record, the date is that record's.
    package func clock(at moment: Date, day: BusinessDay) throws
        -> (date: CalendarDate, fault: ClockFault?)
    {
        guard let newest = try witness(at: moment, day) else { return (day.date(at: moment), nil) }
        let record = (newest.issuedAt, newest.date)
        guard day.isBehind(moment, record) else { return (day.date(at: moment), nil) }
        return (
            max(day.date(at: moment), newest.date),
            ClockFault(now: moment, newest: newest.issuedAt)
        )
    }

    private struct Newest {
        var sequence: Int64
        var issuedAt: Date
        var queuedAt: Double
        var date: CalendarDate
    }

    /// Record that the clock is compared with: the newest ticket, unless it is ahead of the clock and a
    /// person has called the clock right since.
    private func witness(at moment: Date, _ day: BusinessDay) throws -> Newest? {
        let newest = try newest()
        if let newest, !day.isBehind(moment, (newest.issuedAt, newest.date)) { return newest }
        return try marked(newest) ?? newest
    }

    /// Mark of the clock in place of the newest ticket; nil where that came after it.
    private func marked(_ newest: Newest?) throws -> Newest? {
        guard let mark = try transaction.clock.mark(),
            mark.ticketSequence >= newest?.sequence ?? 0
        else { return nil }
        return Newest(
            sequence: newest?.sequence ?? mark.ticketSequence, issuedAt: mark.moment,
            queuedAt: mark.moment.timeIntervalSince1970, date: mark.date)
    }

    private func newest() throws -> Newest? {
        try transaction.first(
            """
            SELECT sequence, issued_at, business_date, queued_at FROM ticket
            WHERE terminal = ? ORDER BY sequence DESC LIMIT 1
            """, [transaction.terminal]
        ) { row in
            try CalendarDate(row.at(2)).map { date in
                try Newest(
                    sequence: row.at(0), issuedAt: Date(timeIntervalSince1970: row.at(1)),
                    queuedAt: row.at(3), date: date)
            }
        }
    }

    private func nextNumber(_ request: IssueRequest, _ date: String, taken: Set<Int>) throws -> Int
    {
        let last: Int? =
            try transaction.value(
                "SELECT value FROM last_number WHERE business_date = ? AND prefix = ?",
                [date, request.prefix]) ?? transaction.clock.lastLost(date, request.range)
        _ = try last?.next("the newest number of \(request.prefix)")
        var waiting = taken
        if request.range != nil {
            waiting.formUnion(
                try transaction.values(
                    """
                    SELECT value FROM ticket WHERE business_date = ? AND prefix = ?
                    AND state IN (\(TicketState.holdingNumber.sqlList))
                    """, [date, request.prefix]))
        }
        let value: Int
        do {
            value = try Numbering.next(
                prefix: request.prefix, after: last, range: request.range,
                waiting: waiting.contains)
        } catch { throw RecordsError.numbersUsedUp("\(error)") }
        try transaction.execute(
            """
            INSERT INTO last_number (business_date, prefix, value) VALUES (?, ?, ?)
            ON CONFLICT (business_date, prefix) DO UPDATE SET value = excluded.value
            """, [date, request.prefix, value])
        return value
    }

    /// Numbers of a date whose visitors are still dealt with.
    private func numbersLeft(_ request: IssueRequest, of date: CalendarDate) throws -> Set<Int> {
        var numbers: Set<Int> = []
        for (index, isOpen) in zip(Self.openIndexes, Self.openStates) {
            // SQLite would take the index by number, and read all numbers of the date.
            numbers.formUnion(
                try transaction.values(
                    """
                    SELECT value FROM ticket INDEXED BY \(index)
                    WHERE business_date = ? AND prefix = ? AND \(isOpen)
                    """, [date.description, request.prefix]))
        }
        return numbers
    }

    private func insert(_ ticket: Ticket, _ date: String, queuedAt: Double) throws {
        try transaction.execute(
            """
            INSERT INTO ticket (terminal, sequence, incarnation, prefix, value, business_date,
                service, variant, vulnerable_group, language, issued_at, queued_at, state, paper,
                code, survey_token)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                ticket.id.terminal, ticket.id.sequence, ticket.id.incarnation.column,
                ticket.number.prefix, ticket.number.value, date, ticket.serviceID, ticket.variantID,
                ticket.group?.rawValue, ticket.language.rawValue,
                ticket.issuedAt.timeIntervalSince1970, queuedAt, ticket.state.rawValue,
                ticket.paper.rawValue, ticket.code, ticket.surveyToken,
            ])
        try transaction.execute(
            "INSERT INTO survey_token (token, service) VALUES (?, ?)",
            [ticket.surveyToken, ticket.serviceID])
        if ticket.paper == .queued {
            try transaction.prints.insert(ticket.id, attempt: 1, at: ticket.issuedAt)
        }
    }
}
