package import Foundation
import GRDB
package import Office

/// Attempt to print a ticket's slip: the first one, a retry after one that certainly left nothing
/// on paper, or a marked copy.
package struct PrintAttempt: Sendable, Hashable {
    package var ticketID: TicketID
    /// Number of the attempt, 1 or more. The ticket counts the copies marked `CETAK ULANG n` (B4).
    package var number: Int
    package var state: PaperState
    package var job: Int?
    package var changedAt: Date

    /// Identity of an attempt.
    package struct Key: Sendable, Hashable {
        package var ticketID: TicketID
        package var number: Int

        package init(ticketID: TicketID, number: Int) {
            (self.ticketID, self.number) = (ticketID, number)
        }

        /// Name of the job at CUPS, by which the job is found again (B3).
        package var jobName: String { "loket-\(ticketID)-\(number)" }
    }

    /// Prefix of the names of all jobs of a terminal, including those of documents.
    package static func jobPrefix(_ terminal: String) -> String { JobName.prefix(of: terminal) }

    package var key: Key { Key(ticketID: ticketID, number: number) }
}

/// Prints of tickets' slips.
package struct PrintTable {
    let transaction: RecordsTransaction

    /// Marks attempts that go in one job as being sent. This is committed before the first byte
    /// leaves, so that after a crash their end is known to be *unknown*. Throws `refused` where a
    /// ticket was returned, voided or expired meanwhile.
    package func markSending(_ attempts: [PrintAttempt.Key], job: Int?, at moment: Date) throws {
        for key in attempts {
            let ticket = try transaction.tickets.require(key.ticketID)
            guard !ticket.state.isOver else { throw RecordsError.cantBePrinted(ticket) }
            try change(key, to: .sending, job: job, detail: nil, at: moment)
        }
    }

    /// Records how the job of these attempts ended.
    ///
    /// A ticket whose number was not yet on the screen joins the queue where its slip may be on
    /// paper; else `markShown` or `voidUnseen` decides later. With `voidsUnprinted` tickets whose
    /// slips were lost become void (B1). The millimetres of all slips are taken off the roll,
    /// unless certainly nothing was printed.
    ///
    /// Throws `refused` where an attempt has ended already.
    package func finish(
        _ attempts: [PrintAttempt.Key], as end: PaperState, detail: String?, voidsUnprinted: Bool,
        millimetres: Double = 0, at moment: Date
    ) throws {
        try Self.requireEnd(end)
        try transaction.paper.use(millimetres, end, at: moment)
        for key in attempts {
            try change(key, to: end, job: nil, detail: detail, at: moment)
            let ticket = try transaction.tickets.require(key.ticketID)
            guard ticket.state == .printing else { continue }
            let next: TicketState? =
                end.isLost && voidsUnprinted ? .void : end == .notPrinted ? nil : .waiting
            if let next {
                try transaction.tickets.setState(ticket, to: next, who: "terminal", at: moment)
            }
        }
    }

    /// Begins a further copy of a slip, which is counted and recorded (B7). Throws `refused` after
    /// `limit` copies, and for a ticket that is void, returned or expired.
    package func beginReprint(_ id: TicketID, limit: Int, who: String, at moment: Date) throws
        -> PrintAttempt
    {
        let ticket = try transaction.tickets.require(id)
        guard !ticket.state.isOver else { throw RecordsError.cantBePrinted(ticket) }
        guard ticket.paper.isEnd else {
            throw RecordsError.refused(
                "The slip of \(ticket.number) is still on its way: wait for its end.")
        }
        guard ticket.reprints < limit else {
            throw RecordsError.refused(
                "Ticket \(ticket.number) was printed again \(ticket.reprints) times already; "
                    + "\(limit) are allowed.")
        }
        try transaction.execute(
            """
            UPDATE ticket SET reprints = reprints + 1, paper = 'queued'
            WHERE \(TicketTable.isThis)
            """, TicketTable.key(id))
        let last: Int? = try transaction.value(
            "SELECT max(attempt) FROM print_attempt WHERE \(TicketTable.isThis)",
            TicketTable.key(id))
        let number = try (last ?? 0).next("the newest attempt of ticket \(id)")
        try insert(id, attempt: number, at: moment)
        try transaction.tickets.note(
            "print.queued", id, who: who, detail: "copy, attempt \(number)", at: moment)
        return PrintAttempt(ticketID: id, number: number, state: .queued, changedAt: moment)
    }

    /// Begins another attempt after one that certainly left nothing on paper. It is no copy, so it
    /// is not marked (B1). Throws `refused` where the newest attempt ended otherwise or the ticket
    /// is over, since then there might be two slips.
    package func retry(_ id: TicketID, at moment: Date) throws -> PrintAttempt {
        let ticket = try transaction.tickets.require(id)
        guard !ticket.state.isOver, ticket.reprints == 0 else {
            throw RecordsError.refused(
                "Ticket \(ticket.number) can't be printed anew by itself.")
        }
        let states: [String] = try transaction.values(
            "SELECT state FROM print_attempt WHERE \(TicketTable.isThis)", TicketTable.key(id))
        guard !states.isEmpty, states.allSatisfy({ $0 == PaperState.notPrinted.rawValue }) else {
            throw RecordsError.refused(
                "Of ticket \(ticket.number) there may be paper already: a person decides.")
        }
        try transaction.execute(
            "UPDATE ticket SET paper = 'queued' WHERE \(TicketTable.isThis)",
            TicketTable.key(id))
        let number = states.count + 1
        try insert(id, attempt: number, at: moment)
        try transaction.tickets.note(
            "print.queued", id, who: "terminal", detail: "attempt \(number)", at: moment)
        return PrintAttempt(ticketID: id, number: number, state: .queued, changedAt: moment)
    }

    /// Attempts without an end, oldest first (B10).
    package func unfinished() throws -> [PrintAttempt] {
        try transaction.all(
            """
            SELECT terminal, sequence, incarnation, attempt, state, job, changed_at
            FROM print_attempt WHERE state IN (\(PaperState.open.sqlList))
            ORDER BY changed_at
            """
        ) { row in
            try PaperState(rawValue: row.at(4)).map { state in
                try PrintAttempt(
                    ticketID: TicketID(
                        terminal: row.at(0), incarnation: Incarnation(column: row.at(2)),
                        sequence: row.at(1)),
                    number: row.at(3), state: state, job: row.at(5),
                    changedAt: Date(timeIntervalSince1970: row.at(6)))
            }
        }
    }

    func insert(_ id: TicketID, attempt: Int, at moment: Date) throws {
        try transaction.execute(
            """
            INSERT INTO print_attempt (terminal, sequence, incarnation, attempt, state, changed_at)
            VALUES (?, ?, ?, ?, 'queued', ?)
            """,
            [
                id.terminal, id.sequence, id.incarnation.column, attempt,
                moment.timeIntervalSince1970,
            ])
    }

    static func requireEnd(_ end: PaperState) throws(RecordsError) {
        guard PaperState.ends.contains(end) else {
            throw .refused("A print can't end as \(end.rawValue).")
        }
    }

    private func change(
        _ key: PrintAttempt.Key, to state: PaperState, job: Int?, detail: String?, at moment: Date
    ) throws {
        let id = key.ticketID
        try transaction.execute(
            """
            UPDATE print_attempt SET state = ?1, job = coalesce(?2, job), detail = ?3,
                changed_at = ?4
            WHERE terminal = ?5 AND sequence = ?6 AND incarnation = ?7 AND attempt = ?8
                AND state IN (\(PaperState.open.sqlList))
            """,
            [
                state.rawValue, job, detail, moment.timeIntervalSince1970, id.terminal,
                id.sequence, id.incarnation.column, key.number,
            ])
        guard transaction.db.changesCount == 1 else { throw try refusal(key, to: state) }
        assert(state != .queued && state != .none, "an attempt goes on or ends, and never back")
        // The state of the newest attempt is the state of the ticket's paper.
        try transaction.execute(
            """
            UPDATE ticket SET paper = ?1
            WHERE terminal = ?2 AND sequence = ?3 AND incarnation = ?4
                AND ?5 = (SELECT max(attempt) FROM print_attempt
                    WHERE terminal = ?2 AND sequence = ?3 AND incarnation = ?4)
            """,
            [state.rawValue, id.terminal, id.sequence, id.incarnation.column, key.number])
        try transaction.tickets.note(
            "print.\(state.rawValue)", id, who: "terminal",
            detail: "attempt \(key.number)" + (job.map { ", job \($0)" } ?? ""), at: moment)
    }

    private func refusal(_ key: PrintAttempt.Key, to state: PaperState) throws -> RecordsError {
        let id = key.ticketID
        let end: String? = try transaction.value(
            "SELECT state FROM print_attempt WHERE \(TicketTable.isThis) AND attempt = ?",
            TicketTable.key(id) + [key.number])
        guard let end else { return .noTicket("\(id) with a print attempt \(key.number)") }
        return .refused(
            "Print attempt \(key.number) of ticket \(id) ended as \(end) and can't become "
                + "\(state.rawValue).")
    }
}
