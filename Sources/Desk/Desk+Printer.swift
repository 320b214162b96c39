import Errands
import Office
import Records
import Slips

/// Reports of the printer's steps.
extension Desk {
    /// Takes a report that needs no records; nil where it needs them.
    mutating func takeAlone(_ report: PrintDesk.Report, at moment: Moment) -> DeskOutcome? {
        var outcome = DeskOutcome()
        switch report {
        case .leftovers(let count):
            prints.leftoversCancelled(count)
            if let count, count > 0 {
                outcome.log(.warning, "printer.leftovers", ["count": "\(count)"])
            }
        case .condition(let new, let warnings) where !prints.isNews(new):
            _ = prints.see(new, at: moment.uptime)
            looked(new, warnings, &outcome)
        case .sees(let new) where !prints.isNews(new):
            _ = prints.see(new, at: moment.uptime)
        case .resumed: prints.resumed()
        case .condition, .sees, .willSend, .ended, .sights: return nil
        }
        return outcome
    }

    mutating func take(
        _ report: PrintDesk.Report, in records: RecordsTransaction, at moment: Moment
    ) throws -> DeskOutcome {
        var outcome = DeskOutcome()
        switch report {
        case .condition(let new, let warnings):
            outcome = try see(new, in: records, at: moment)
            looked(new, warnings, &outcome)
        case .sees(let new): outcome = try see(new, in: records, at: moment)
        case .willSend(let job): try markSending(job, in: records, at: moment)
        case .ended(let end, let millimetres):
            guard let order = prints.ended(end, at: moment.uptime) else { break }
            try record(order, end, millimetres: millimetres, in: records, at: moment)
            outcome = Self.ended(order, end)
            outcome += try roll.tellLow(prints.condition, on: printer, in: records)
        case .sights(let sights):
            for var order in prints.takeUnprinted(sights, at: moment.uptime) {
                outcome += try retry(&order, in: records, at: moment)
            }
        case .leftovers, .resumed: break
        }
        return outcome
    }

    mutating func failed(_ report: PrintDesk.Report, _ error: RecordsError, at moment: Moment)
        -> DeskOutcome
    {
        var outcome = DeskOutcome()
        switch report {
        case .condition(let new, let warnings):
            outcome = seeUnrecorded(new, error, at: moment)
            looked(new, warnings, &outcome)
        case .sees(let new): outcome = seeUnrecorded(new, error, at: moment)
        case .willSend: outcome.log("paper.sending.failed", error)
        case .ended(let end, let millimetres):
            guard let order = prints.ended(end, at: moment.uptime) else { break }
            outcome = Self.ended(order, end)
            outcome += owed.owe(
                Self.fact(order, end, millimetres: millimetres, at: moment), error)
        case .sights:
            // They stay for the next turn.
            prints.keepUnprinted()
            outcome = tellOnce("paper.retry.failed", error)
        case .leftovers, .resumed: break
        }
        return outcome
    }

    private mutating func looked(
        _ new: PrinterCondition, _ warnings: [String]?, _ outcome: inout DeskOutcome
    ) {
        if case .asked(let id) = prints.looked(new, warnings: warnings) {
            outcome.ends[id] = .looked
        }
    }

    /// Takes a condition of the printer, also while it prints (B2).
    private mutating func see(
        _ new: PrinterCondition, in records: RecordsTransaction, at moment: Moment
    ) throws -> DeskOutcome {
        guard prints.see(new, at: moment.uptime) else { return DeskOutcome() }
        return try roll.follow(new, on: printer, in: records, at: moment.wall)
            + Self.saw(new)
    }

    private mutating func seeUnrecorded(
        _ new: PrinterCondition, _ error: RecordsError, at moment: Moment
    ) -> DeskOutcome {
        guard prints.see(new, at: moment.uptime) else { return DeskOutcome() }
        return roll.followUnrecorded(new, error) + Self.saw(new)
    }

    private static func saw(_ new: PrinterCondition) -> DeskOutcome {
        var outcome = DeskOutcome(.printer(new))
        outcome.log(.notice, "printer.\(new.rawValue)", ["advice": new.advice])
        return outcome
    }

    /// Marks the order at the printer as sent from now on. Committed before a byte leaves (B1).
    private func markSending(
        _ job: Int, in records: RecordsTransaction, at moment: Moment
    ) throws {
        switch prints.printing?.paper {
        case .tickets(let slips)?:
            try records.prints.markSending(slips.map(\.key), job: job, at: moment.wall)
        case .document(let document)?:
            try records.documents.markSending(document.id, job: job, at: moment.wall)
        case nil: throw RecordsError.refused("nothing prints")
        }
    }

    private static func ended(_ order: PrintOrder, _ end: PrintEnd) -> DeskOutcome {
        var outcome = DeskOutcome()
        outcome.events = order.events(end.state)
        outcome.ends[order.id] = .printed(end)
        switch end {
        case .printed, .sent: outcome.log(.info, "paper.\(end.state.rawValue)")
        case .notPrinted(let why), .unknown(let why):
            outcome.log(.error, "paper.\(end.state.rawValue)", ["why": why])
        }
        return outcome
    }

    /// Orders again what surely did not come out, unmarked, while its visitor reads so (B1, B11).
    private mutating func retry(
        _ order: inout PrintOrder, in records: RecordsTransaction, at moment: Moment
    ) throws -> DeskOutcome {
        var again: [TicketSlip] = []
        for var slip in order.slips {
            do {
                slip.attempt = try records.prints.retry(slip.ticket.id, at: moment.wall).number
                again.append(slip)
            } catch RecordsError.refused {
                // The number is over, or a person decides.
            }
        }
        guard !again.isEmpty else { return DeskOutcome() }
        // Its age counts from the first one: the visitor came then.
        order.paper = .tickets(again)
        guard prints.add(.print(order)) else { return DeskOutcome() }
        var outcome = DeskOutcome()
        outcome.events = again.map { .paper($0.ticket.id, .queued) }
        outcome.log(.notice, "paper.retry")
        return outcome
    }
}
