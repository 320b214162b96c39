package import Errands
package import Foundation
package import Office
package import Records
import Slips

/// Tickets that staff issue (D12) and send to counters.
extension Desk {
    /// Lets others call the visitors who were sent to a counter that the settings no longer have (A5).
    mutating func releaseSent(in records: RecordsTransaction, at moment: Moment) throws
        -> DeskOutcome
    {
        var (today, outcome) = try today(moment.wall, in: records)
        let count = try records.tickets.releaseSent(
            except: Set(rules.calling.counters.map(\.id)), on: today, at: moment.wall)
        if count > 0 { outcome.log(.notice, "tickets.released", ["count": "\(count)"]) }
        return outcome
    }

    /// Opens or closes the office by order of staff, whatever its hours say (F1).
    package mutating func order(
        _ state: OpeningOrder.State, until: Date?, reason: String?, who: String,
        in records: RecordsTransaction, at moment: Moment
    ) throws -> DeskOutcome {
        try opening.set(
            state, until: until, reason: reason, who: who, by: rules, in: records, at: moment.wall)
    }

    /// Lets the hours of the office count again.
    package mutating func endOrder(
        who: String, in records: RecordsTransaction, at moment: Moment
    ) throws -> DeskOutcome {
        try opening.clear(who: who, in: records, at: moment.wall)
    }

    /// Issues a ticket for somebody who can't use the glass, and orders its slip. Staff read the number
    /// at once, so it is shown. Throws `closed`, or `refused` where a slip is wanted and none can be
    /// printed.
    package mutating func issue(
        _ wish: TicketWish, _ language: Language, wantsPaper: Bool, who: String,
        in records: RecordsTransaction, at moment: Moment
    ) throws -> (ticket: IssuedTicket, outcome: DeskOutcome) {
        let canPrint = printer != nil && prints.condition.canPrint
        try opening.requireOpen(
            [wish], by: rules, canPrint: canPrint, in: records, at: moment.wall)
        if wantsPaper, !canPrint {
            throw RecordsError.refused(
                "The printer can't print now: see loket printer status, or issue the number "
                    + "without paper.")
        }
        var outcome = try recover(in: records, at: moment)
        outcome += try turnDay(in: records, at: moment).outcome
        let issued = try tickets.issue(
            [wish], language, wantsPaper: wantsPaper, waits: waits, by: rules,
            carriesOver: day.carriesOver, who: who, in: records, at: moment
        )[0]
        if wantsPaper {
            let slip = TicketSlip(
                issued.ticket, peopleAhead: issued.peopleAhead, wait: issued.wait,
                ticked: wish.ticked, attempt: 1, by: rules)
            outcome += try order(.tickets([slip]), in: records, at: moment).outcome
        }
        try records.tickets.markShown(
            issued.id, awaitsPaper: wantsPaper && rules.voidsUnprinted, who: who, at: moment.wall)
        outcome.log(.info, "ticket.issued", ["count": "1", "by": "staff"])
        return (issued, outcome + (try waiting(in: records, at: moment)))
    }
}
