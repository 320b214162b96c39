package import Foundation
import GRDB
package import Office

/// Kind of a printed document other than a ticket.
package enum DocumentKind: String, Sendable, Codable, CaseIterable {
    /// Requirements for a visitor to take home.
    case list
    case test
    /// Counts of a day, for staff.
    case report
    /// Keys of an officer's keypad, to be stuck beside it.
    case chart
}

/// Identity of a print that is no ticket.
package struct DocumentID: Sendable, Hashable {
    package var terminal: String
    package var incarnation: Incarnation
    package var sequence: Int64

    /// Name of the job at CUPS.
    package func jobName(_ kind: DocumentKind) -> String {
        PrintAttempt.jobPrefix(terminal) + "\(kind.rawValue)-\(sequence)"
    }

    var subject: String { "document \(terminal)-\(sequence).\(incarnation)" }
    var key: StatementArguments { [terminal, sequence, incarnation.column] }
}

/// Print of a ticket or of something else, as it is on record.
package struct PrintRecord: Sendable, Hashable {
    /// Number of the ticket, such as `K-001`, or kind of the document: `list`, `test`, `report`,
    /// `chart`.
    package var what: String
    /// Number of the attempt, 1 or more.
    package var attempt: Int
    package var state: PaperState
    /// Number of the job at CUPS.
    package var job: Int?
    /// Reason for an uncertain or failed end; else nil.
    package var detail: String?
    package var changedAt: Date
}

/// Prints of lists, reports and test slips.
package struct DocumentTable {
    let transaction: RecordsTransaction

    /// Records a print before anything is made or sent, so that no request is forgotten.
    package func spool(_ kind: DocumentKind, at moment: Date) throws -> DocumentID {
        let id = DocumentID(
            terminal: transaction.terminal, incarnation: transaction.incarnation,
            sequence: try transaction.nextSequence(in: "document_print"))
        let seconds = moment.timeIntervalSince1970
        try transaction.execute(
            """
            INSERT INTO document_print (terminal, sequence, incarnation, kind, state, created_at,
                changed_at)
            VALUES (?, ?, ?, ?, 'queued', ?, ?)
            """, id.key + [kind.rawValue, seconds, seconds])
        try transaction.journal.add(
            "document.queued", id.subject, who: "terminal", detail: kind.rawValue, at: moment)
        return id
    }

    /// Marks a print as sent from now on. Committed before the first byte leaves.
    package func markSending(_ id: DocumentID, job: Int?, at moment: Date) throws {
        try change(id, to: .sending, job, nil, at: moment)
    }

    /// Records how a print ended, and takes its millimetres off the roll. Throws `refused` where it
    /// has ended already.
    package func finish(
        _ id: DocumentID, as end: PaperState, detail: String?, millimetres: Double = 0,
        at moment: Date
    ) throws {
        try PrintTable.requireEnd(end)
        try change(id, to: end, nil, detail, at: moment)
        try transaction.paper.use(millimetres, end, at: moment)
    }

    /// Prints of tickets and documents, newest first.
    package func history(limit: Int) throws -> [PrintRecord] {
        try transaction.rows(Self.newestPrints, [limit]).compactMap { row in
            guard let state = PaperState(rawValue: try row.at("state")) else { return nil }
            let kind: String? = try row.at("kind")
            let number = { TicketNumber(prefix: try row.at("prefix"), value: try row.at("value")) }
            return try PrintRecord(
                what: kind ?? "\(number())", attempt: row.at("attempt"), state: state,
                job: row.at("job"), detail: row.at("detail"),
                changedAt: Date(timeIntervalSince1970: row.at("changed_at")))
        }
    }

    /// Newest ?1 prints. Those that have ended are found by their indexes, so that no older one is
    /// read; few are open.
    private static let newestPrints = """
        WITH attempt_part AS (
            SELECT * FROM (
                SELECT terminal, sequence, incarnation, attempt, state, job, detail, changed_at
                FROM print_attempt WHERE state NOT IN (\(PaperState.open.sqlList))
                ORDER BY changed_at DESC LIMIT ?1)
            UNION ALL
            SELECT terminal, sequence, incarnation, attempt, state, job, detail, changed_at
            FROM print_attempt WHERE state IN (\(PaperState.open.sqlList)))
        SELECT prefix, value, NULL AS kind, attempt, a.state AS state, job, detail, changed_at
        FROM attempt_part a JOIN ticket USING (terminal, sequence, incarnation)
        UNION ALL
        SELECT * FROM (
            SELECT NULL, NULL, kind, 1, state, job, detail, changed_at FROM document_print
            WHERE state NOT IN (\(PaperState.open.sqlList))
            ORDER BY changed_at DESC LIMIT ?1)
        UNION ALL
        SELECT NULL, NULL, kind, 1, state, job, detail, changed_at FROM document_print
        WHERE state IN (\(PaperState.open.sqlList))
        ORDER BY changed_at DESC LIMIT ?1
        """

    /// Ends the documents that an earlier run left open, since no visitor waits for them any more.
    func endOpen(detail: String, at moment: Date) throws {
        let open = try transaction.rows(
            """
            SELECT terminal, sequence, incarnation, state FROM document_print
            WHERE state IN (\(PaperState.open.sqlList))
            """)
        for row in open {
            let id = try DocumentID(
                terminal: row.at("terminal"),
                incarnation: Incarnation(column: row.at("incarnation")),
                sequence: row.at("sequence"))
            let wasSending = try row.at("state") == PaperState.sending.rawValue
            try change(id, to: wasSending ? .unknown : .notPrinted, nil, detail, at: moment)
        }
    }

    private func change(
        _ id: DocumentID, to state: PaperState, _ job: Int?, _ detail: String?, at moment: Date
    ) throws {
        try transaction.execute(
            """
            UPDATE document_print SET state = ?1, job = coalesce(?2, job), detail = ?3,
                changed_at = ?4
            WHERE terminal = ?5 AND sequence = ?6 AND incarnation = ?7
                AND state IN (\(PaperState.open.sqlList))
            """, [state.rawValue, job, detail, moment.timeIntervalSince1970] + id.key)
        guard transaction.db.changesCount == 1 else {
            throw RecordsError.refused("Print \(id.sequence) has ended or is unknown.")
        }
        try transaction.journal.add(
            "document.\(state.rawValue)", id.subject, who: "terminal",
            detail: job.map { "job \($0)" }, at: moment)
    }
}
