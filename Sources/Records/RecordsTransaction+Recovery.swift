package import Foundation
import GRDB
import Office

extension RecordsTransaction {
    /// Ends the attempts that an earlier run left open: a slip that was being sent is *unknown*,
    /// one that was still queued is *not printed*. Tickets that were neither shown nor printed
    /// become void and are never called (B1, B10). Returns the open attempts as they were before.
    @discardableResult
    package func recover(voidsUnprinted: Bool, at moment: Date) throws -> [PrintAttempt] {
        let open = try prints.unfinished()
        for attempt in open {
            try prints.finish(
                [attempt.key], as: attempt.state == .sending ? .unknown : .notPrinted,
                detail: Self.recovered, voidsUnprinted: voidsUnprinted, at: moment)
        }
        try documents.endOpen(detail: Self.recovered, at: moment)
        // Both lists: the first one has an index.
        let unseen = try all(
            """
            SELECT \(TicketTable.columns) FROM ticket WHERE state IN (\(TicketState.inQueue.sqlList))
                AND state IN (\(TicketState.unseen.sqlList))
            """, [], TicketTable.ticket)
        for ticket in unseen { try tickets.voidUnseen(ticket.id, at: moment) }
        return open
    }

    private static let recovered = "the daemon ended meanwhile"
}
