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
}

/// Record of the print of a ticket or document.
package struct PrintRecord: Sendable, Hashable {
    /// Number of the ticket, such as `K-001`, or kind of the document: `list`, `test`, `report`.
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

    /// Records a print before anything is made or sent, so that no request is forgotten. Returns the
    /// row's number.
    package func spool(_ kind: DocumentKind, at moment: Date) throws -> Int64 {
        try transaction.execute(
            """
            INSERT INTO document_print (kind, state, created_at, changed_at)
            VALUES (?1, 'queued', ?2, ?2)
            """, [kind.rawValue, moment.timeIntervalSince1970])
        return transaction.db.lastInsertedRowID
    }

    /// Marks a print as being sent. This is committed before the first byte leaves.
    package func markSending(_ id: Int64, job: Int?, at moment: Date) throws {
        try change(id, to: .sending, job, nil, at: moment)
    }

    /// Records how a print ended, and takes its millimetres off the roll. Throws `refused` where it
    /// has ended already.
    package func finish(
        _ id: Int64, as end: PaperState, detail: String?, millimetres: Double = 0, at moment: Date
    ) throws {
        try PrintTable.requireEnd(end)
        try change(id, to: end, nil, detail, at: moment)
        try transaction.paper.use(millimetres, end, at: moment)
    }

    /// Prints of tickets and documents, newest first.
    package func history(limit: Int) throws -> [PrintRecord] {
        try transaction.rows(
            """
            SELECT prefix, value, NULL AS kind, attempt, a.state AS state, job, detail, changed_at
            FROM print_attempt a JOIN ticket USING (terminal, sequence)
            UNION ALL
            SELECT NULL, NULL, kind, 1, state, job, detail, changed_at FROM document_print
            ORDER BY changed_at DESC LIMIT ?
            """, [limit]
        ).compactMap { row in
            guard let state = PaperState(rawValue: row["state"]) else { return nil }
            let kind: String? = row["kind"]
            let number = { TicketNumber(prefix: row["prefix"], value: row["value"]) }
            return PrintRecord(
                what: kind ?? "\(number())", attempt: row["attempt"], state: state,
                job: row["job"], detail: row["detail"],
                changedAt: Date(timeIntervalSince1970: row["changed_at"]))
        }
    }

    /// Ends the documents that an earlier run left open, since no visitor waits for them any more.
    func endOpen(detail: String, at moment: Date) throws {
        try transaction.execute(
            """
            UPDATE document_print SET changed_at = ?, detail = ?,
                state = CASE state WHEN 'sending' THEN 'unknown' ELSE 'notPrinted' END
            WHERE state IN (\(PaperState.open.sqlList))
            """, [moment.timeIntervalSince1970, detail])
    }

    private func change(
        _ id: Int64, to state: PaperState, _ job: Int?, _ detail: String?, at moment: Date
    ) throws {
        try transaction.execute(
            """
            UPDATE document_print SET state = ?, job = coalesce(?, job), detail = ?,
                changed_at = ?
            WHERE id = ? AND state IN (\(PaperState.open.sqlList))
            """, [state.rawValue, job, detail, moment.timeIntervalSince1970, id])
        guard transaction.db.changesCount == 1 else {
            throw RecordsError.refused("Print \(id) has ended or is unknown.")
        }
    }
}
