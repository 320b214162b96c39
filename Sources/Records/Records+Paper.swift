package import Foundation
import GRDB
package import Office

/// A try to print a ticket's slip: the first one, one more because the last one surely left
/// nothing on paper, or a marked copy.
package struct PrintAttempt: Sendable, Hashable {
    package var ticketID: TicketID
    /// 1 the first. How many copies are marked `CETAK ULANG n` is with the ticket (B4).
    package var number: Int
    package var state: PaperState
    package var job: Int?
    package var changedAt: Date

    /// Which try of which ticket.
    package struct Key: Sendable, Hashable {
        package var ticketID: TicketID
        package var number: Int

        package init(ticketID: TicketID, number: Int) {
            (self.ticketID, self.number) = (ticketID, number)
        }

        /// What the job is called at CUPS, where it is found again by it (B3).
        package var jobName: String { "loket-\(ticketID)-\(number)" }
    }

    /// Of all jobs of a terminal, those of documents among them.
    package static func jobPrefix(_ terminal: String) -> String { "loket-\(terminal)-" }

    package var key: Key { Key(ticketID: ticketID, number: number) }
}

extension Records {
    /// Tries that go in one job; throws `refused` where a number was taken back meanwhile. Committed before the first byte leaves, so that a crash after it is
    /// known as *unknown*.
    package func markSending(_ tries: [PrintAttempt.Key], job: Int?, at moment: Date)
        async throws(RecordsError)
    {
        try await write { db in
            for key in tries {
                let ticket = try Self.require(db, key.ticketID)
                guard !ticket.state.isOver else { throw RecordsError.cantBePrinted(ticket) }
                try Self.change(db, key, to: .sending, job: job, detail: nil, at: moment)
            }
        }
    }

    package func markSending(_ id: TicketID, attempt: Int, job: Int?, at moment: Date)
        async throws(RecordsError)
    {
        try await markSending([.init(ticketID: id, number: attempt)], job: job, at: moment)
    }

    /// How the job of these tries ended. A ticket that nobody has seen on the screen yet waits from
    /// now on where it may be on paper; where it is not, that is left to `markShown` and `voidUnseen`.
    /// With `voidsUnprinted` whatever was lost is void (B1). An end is final: throws `refused`,
    /// and nothing has changed, where one of them has one. The millimetres of them all are taken off
    /// the roll, unless surely nothing came out.
    package func finishPrint(
        _ tries: [PrintAttempt.Key], as end: PaperState, detail: String?, voidsUnprinted: Bool,
        millimetres: Double = 0, at moment: Date
    ) async throws(RecordsError) {
        try Self.requireEnd(end)
        let isLost = end == .notPrinted || end == .unknown
        try await write { db in
            try Self.use(db, millimetres, end, at: moment)
            for key in tries {
                try Self.change(db, key, to: end, job: nil, detail: detail, at: moment)
                let ticket = try Self.require(db, key.ticketID)
                guard ticket.state == .printing else { continue }
                if isLost, voidsUnprinted {
                    try Self.setState(db, ticket, to: .void)
                } else if end != .notPrinted {
                    try Self.setState(db, ticket, to: .waiting)
                }
            }
        }
    }

    package func finishPrint(
        _ id: TicketID, attempt: Int, as end: PaperState, detail: String?, voidsUnprinted: Bool,
        millimetres: Double = 0, at moment: Date
    ) async throws(RecordsError) {
        try await finishPrint(
            [.init(ticketID: id, number: attempt)], as: end, detail: detail,
            voidsUnprinted: voidsUnprinted, millimetres: millimetres, at: moment)
    }

    /// A further copy, counted and on record (B7). Throws `refused` past `limit` copies, and for a
    /// number that is void, returned or expired.
    package func beginReprint(_ id: TicketID, limit: Int, who: String, at moment: Date)
        async throws(RecordsError) -> PrintAttempt
    {
        try await write { db in
            let ticket = try Self.require(db, id)
            guard !ticket.state.isOver else { throw RecordsError.cantBePrinted(ticket) }
            guard ![.queued, .sending].contains(ticket.paper) else {
                throw RecordsError.refused(
                    "The slip of \(ticket.number) is still on its way: wait for its end.")
            }
            guard ticket.reprints < limit else {
                throw RecordsError.refused(
                    "Ticket \(ticket.number) was printed again \(ticket.reprints) times already; "
                        + "\(limit) are allowed.")
            }
            try db.execute(
                sql: """
                    UPDATE ticket SET reprints = reprints + 1, paper = 'queued'
                    WHERE terminal = ? AND sequence = ?
                    """, arguments: [id.terminal, id.sequence])
            let last =
                try Int.fetchOne(
                    db,
                    sql: """
                        SELECT max(attempt) FROM print_attempt
                        WHERE terminal = ? AND sequence = ?
                        """, arguments: [id.terminal, id.sequence]) ?? 0
            try db.execute(
                sql: """
                    INSERT INTO print_attempt (terminal, sequence, attempt, state, changed_at)
                    VALUES (?, ?, ?, 'queued', ?)
                    """,
                arguments: [
                    id.terminal, id.sequence, last + 1, moment.timeIntervalSince1970,
                ])
            try Self.audit(db, "reprint", id, who: who, detail: nil, at: moment)
            return PrintAttempt(
                ticketID: id, number: last + 1, state: .queued, changedAt: moment)
        }
    }

    /// One more try after one that surely left nothing on paper; no copy, so not marked (B1). Throws
    /// `refused` where the newest try ended otherwise or the number is over, since then there might
    /// be two.
    package func retryPrint(_ id: TicketID, at moment: Date) async throws(RecordsError)
        -> PrintAttempt
    {
        try await write { db in
            let ticket = try Self.require(db, id)
            guard !ticket.state.isOver, ticket.reprints == 0 else {
                throw RecordsError.refused(
                    "Ticket \(ticket.number) can't be printed anew by itself.")
            }
            let states = try String.fetchAll(
                db,
                sql: "SELECT state FROM print_attempt WHERE terminal = ? AND sequence = ?",
                arguments: [id.terminal, id.sequence])
            guard !states.isEmpty, states.allSatisfy({ $0 == PaperState.notPrinted.rawValue })
            else {
                throw RecordsError.refused(
                    "Of ticket \(ticket.number) there may be paper already: a person decides.")
            }
            let number = states.count + 1
            try db.execute(
                sql: "UPDATE ticket SET paper = 'queued' WHERE terminal = ? AND sequence = ?",
                arguments: [id.terminal, id.sequence])
            try db.execute(
                sql: """
                    INSERT INTO print_attempt (terminal, sequence, attempt, state, changed_at)
                    VALUES (?, ?, ?, 'queued', ?)
                    """,
                arguments: [id.terminal, id.sequence, number, moment.timeIntervalSince1970])
            return PrintAttempt(ticketID: id, number: number, state: .queued, changedAt: moment)
        }
    }

    /// Attempts that an earlier run left open (B10).
    package func unfinishedAttempts() async throws(RecordsError) -> [PrintAttempt] {
        try await read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM print_attempt WHERE state IN ('queued', 'sending')
                    ORDER BY changed_at
                    """
            ).compactMap { row in
                PaperState(rawValue: row["state"]).map { state in
                    PrintAttempt(
                        ticketID: TicketID(terminal: row["terminal"], sequence: row["sequence"]),
                        number: row["attempt"], state: state, job: row["job"],
                        changedAt: Date(timeIntervalSince1970: row["changed_at"]))
                }
            }
        }
    }

    /// After a restart: what was being sent is *unknown*, what had not left is *not printed*;
    /// numbers that were neither shown nor printed are void and never called (B1, B10).
    /// Returns what was found, as it stood before.
    @discardableResult
    package func recover(voidsUnprinted: Bool, at moment: Date) async throws(RecordsError)
        -> [PrintAttempt]
    {
        let open = try await unfinishedAttempts()
        for attempt in open {
            try await finishPrint(
                attempt.ticketID, attempt: attempt.number,
                as: attempt.state == .sending ? .unknown : .notPrinted,
                detail: "the daemon ended meanwhile", voidsUnprinted: voidsUnprinted, at: moment)
        }
        try await endOpenDocuments(at: moment)
        let unseen = try await read { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM ticket WHERE state IN ('reserved', 'printing')"
            ).compactMap(Self.ticket)
        }
        for ticket in unseen { try await voidUnseen(ticket.id, at: moment) }
        return open
    }

    static func requireEnd(_ end: PaperState) throws(RecordsError) {
        guard [.printed, .sent, .notPrinted, .unknown].contains(end) else {
            throw .refused("A print can't end as \(end.rawValue).")
        }
    }

    private static func change(
        _ db: Database, _ key: PrintAttempt.Key, to state: PaperState, job: Int?,
        detail: String?, at moment: Date
    ) throws {
        let id = key.ticketID
        try db.cachedStatement(
            sql: """
                UPDATE print_attempt SET state = ?1, job = coalesce(?2, job), detail = ?3,
                    changed_at = ?4
                WHERE terminal = ?5 AND sequence = ?6 AND attempt = ?7
                    AND state IN ('queued', 'sending')
                """
        ).execute(arguments: [
            state.rawValue, job, detail, moment.timeIntervalSince1970, id.terminal, id.sequence,
            key.number,
        ])
        guard db.changesCount == 1 else {
            throw try refusal(db, id, key.number, to: state)
        }
        // What is known of the paper is what is known of its newest copy.
        try db.cachedStatement(
            sql: """
                UPDATE ticket SET paper = ?1 WHERE terminal = ?2 AND sequence = ?3
                AND ?4 = (SELECT max(attempt) FROM print_attempt
                    WHERE terminal = ?2 AND sequence = ?3)
                """
        ).execute(arguments: [state.rawValue, id.terminal, id.sequence, key.number])
    }

    private static func refusal(
        _ db: Database, _ id: TicketID, _ attempt: Int, to state: PaperState
    ) throws -> RecordsError {
        let end = try String.fetchOne(
            db,
            sql: """
                SELECT state FROM print_attempt
                WHERE terminal = ? AND sequence = ? AND attempt = ?
                """, arguments: [id.terminal, id.sequence, attempt])
        guard let end else { return .noTicket("\(id) with a print attempt \(attempt)") }
        return .refused(
            "Print attempt \(attempt) of ticket \(id) ended as \(end) and can't become "
                + "\(state.rawValue).")
    }
}
