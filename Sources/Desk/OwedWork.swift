package import Foundation
package import Office
package import Records
package import Slips

/// Facts that are known and that the records had no room for. Each is owed until it is written
/// (I2).
package struct OwedWork: Sendable {
    /// End of a print, or sight of a number. Without it on record a number would not be called.
    package enum Fact: Sendable {
        case slips(
            [PrintAttempt.Key], PrintEnd, voidsUnprinted: Bool, millimetres: Double, at: Date)
        case document(DocumentID, PrintEnd, millimetres: Double, at: Date)
        case shown(TicketID, awaitsPaper: Bool, at: Date)
    }

    /// Facts in the order in which they happened.
    package private(set) var facts: [Fact] = []
    /// Whether what an earlier run left on record has no end yet. Until then nothing new is put on
    /// record, which the recovery would take for the earlier run's.
    package private(set) var owesRecovery = true

    package init() {}

    /// Writes a fact down, or owes it where others are owed: they stay in their order.
    mutating func write(_ fact: Fact, in records: RecordsTransaction) throws {
        if facts.isEmpty { try fact.write(in: records) } else { facts.append(fact) }
    }

    /// Owes a fact that could not be written. One that was refused has an end already.
    mutating func owe(_ fact: Fact, _ error: RecordsError) -> DeskOutcome {
        var outcome = DeskOutcome()
        outcome.log("paper.record.failed", error)
        if case .refused = error { return outcome }
        facts.append(fact)
        return outcome
    }

    /// Writes all facts that are owed.
    mutating func settle(in records: RecordsTransaction) throws {
        for fact in facts {
            do { try records.nested { try fact.write(in: records) } } catch RecordsError.refused {
                // It has an end already.
            }
        }
        facts = []
    }

    /// Ends what an earlier run left open (B10). Does nothing once that is done.
    mutating func recover(voidsUnprinted: Bool, in records: RecordsTransaction, at moment: Date)
        throws -> DeskOutcome
    {
        var outcome = DeskOutcome()
        guard owesRecovery else { return outcome }
        let open = try records.recover(voidsUnprinted: voidsUnprinted, at: moment)
        owesRecovery = false
        if !open.isEmpty {
            outcome.log(.warning, "recovery.prints", ["count": "\(open.count)"])
        }
        return outcome
    }
}

extension OwedWork.Fact {
    func write(in records: RecordsTransaction) throws {
        switch self {
        case .slips(let keys, let end, let voidsUnprinted, let millimetres, let moment):
            try records.prints.finish(
                keys, as: end.state, detail: end.detail, voidsUnprinted: voidsUnprinted,
                millimetres: millimetres, at: moment)
        case .document(let id, let end, let millimetres, let moment):
            try records.documents.finish(
                id, as: end.state, detail: end.detail, millimetres: millimetres, at: moment)
        case .shown(let id, let awaitsPaper, let moment):
            try records.tickets.markShown(id, awaitsPaper: awaitsPaper, at: moment)
        }
    }
}
