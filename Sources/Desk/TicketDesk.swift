package import Errands
import Foundation
package import Office
import Records

/// Tickets, as visitors ask for them: looked up, given back, and void where nobody saw them.
package struct TicketDesk: Sendable {
    /// Tickets issued after their visit had ended. Never more than the slips in flight.
    package private(set) var unseen: [TicketID] = []

    package init() {}

    /// Issues all tickets of a visit or none, by the rules that the visitor has on the screen, and keeps
    /// what each was told of its wait. Where the day
    /// `carriesOver`, some of the date before may still wait.
    func issue(
        _ wishes: [TicketWish], _ language: Language, wantsPaper: Bool, waits: WaitBook,
        by rules: DeskRules, carriesOver: Bool, who: String = "screen",
        in records: RecordsTransaction, at moment: Moment
    ) throws -> [IssuedTicket] {
        let requests = wishes.compactMap { wish in
            rules.catalogue.service(wish.serviceID).map { service in
                IssueRequest(
                    serviceID: service.id, prefix: service.prefix, range: service.numberRange,
                    variantID: wish.variantID, group: wish.group, language: language,
                    wantsPaper: wantsPaper)
            }
        }
        guard requests.count == wishes.count, !wishes.isEmpty else {
            throw RecordsError.refused("no such service")
        }
        return try records.tickets.issue(
            requests, at: moment.wall, day: rules.day, policy: rules.clockPolicy,
            rules: rules.calling, carriesOver: carriesOver, who: who
        ).map { issued in
            var issued = issued
            let told = waits.wait(of: issued.ticket.newcomer, at: moment.wall)
            if let told { try records.waits.note(told, of: issued.id) }
            issued.wait = told?.range
            return issued
        }
    }

    /// Finds the ticket of today with this code or number (L4).
    func lookUp(
        _ text: String, today: CalendarDate, waits: WaitBook, by rules: DeskRules,
        in records: RecordsTransaction, at moment: Moment
    ) throws -> TicketStatus? {
        var isByCode = true
        var ticket = try records.tickets.ticket(code: text)
        if ticket == nil, let number = TicketNumber(text) {
            isByCode = false
            ticket = try records.tickets.ticket(number: number, on: today)
        }
        guard let ticket, ticket.counts(on: today) else { return nil }
        return try Self.status(
            of: ticket, on: today, isByCode: isByCode, waits: waits, by: rules, in: records,
            at: moment)
    }

    /// Finds what the slip with this code is good for.
    func scan(
        _ code: String, today: CalendarDate, waits: WaitBook, by rules: DeskRules,
        in records: RecordsTransaction, at moment: Moment
    ) throws -> ScanAnswer {
        guard let ticket = try records.tickets.ticket(code: code) else { return .unknown }
        return Self.answer(
            ticket,
            try Self.status(
                of: ticket, on: today, isByCode: true, waits: waits, by: rules, in: records,
                at: moment),
            today: today)
    }

    /// Use of a slip: on its day to see where it stands; once served to rate, on later days too.
    package static func answer(_ ticket: Ticket, _ status: TicketStatus, today: CalendarDate)
        -> ScanAnswer
    {
        if ticket.state == .done { return .survey(token: ticket.surveyToken) }
        return ticket.counts(on: today) ? .ticket(status) : .unknown
    }

    private static func status(
        of ticket: Ticket, on today: CalendarDate, isByCode: Bool, waits: WaitBook,
        by rules: DeskRules,
        in records: RecordsTransaction, at moment: Moment
    ) throws -> TicketStatus {
        let call = try records.calls.open(of: ticket.id)
        return TicketStatus(
            id: ticket.id, number: ticket.number, serviceID: ticket.serviceID,
            state: ticket.state,
            peopleAhead: try records.queue.peopleAhead(of: ticket, on: today, by: rules.calling),
            wait: wait(of: ticket, waits, at: moment)?.range,
            counter: call.flatMap { rules.calling.counter($0.counter) }, isByCode: isByCode)
    }

    /// Estimate for a ticket that waits; one that was issued a moment ago is not in the newest
    /// estimates yet.
    private static func wait(of ticket: Ticket, _ waits: WaitBook, at moment: Moment) -> ToldWait? {
        guard ticket.state.isInQueue else { return nil }
        return waits.wait(of: ticket.id, at: moment.wall)
            ?? waits.wait(of: ticket.newcomer, at: moment.wall)
    }

    /// Writes the slip of a further copy, which is counted and on record (B7). Throws `refused` past
    /// `limit` copies.
    func copy(
        _ id: TicketID, limit: Int, who: String, by rules: DeskRules,
        in records: RecordsTransaction, at moment: Moment
    ) throws -> TicketSlip {
        let attempt = try records.prints.beginReprint(
            id, limit: limit, who: who, at: moment.wall)
        let ticket = try records.tickets.require(id)
        return TicketSlip(
            ticket, peopleAhead: try records.queue.peopleAhead(of: ticket, by: rules.calling),
            wait: try records.waits.told(id), ticked: [], attempt: attempt.number, by: rules)
    }

    /// Notes tickets that were not shown, since their visits were over.
    mutating func note(unseen id: TicketID) {
        if !unseen.contains(id) { unseen.append(id) }
    }

    /// Voids unseen tickets among these that may not be on paper either (B1).
    mutating func voidUnseen(
        _ ids: [TicketID], in records: RecordsTransaction, at moment: Date
    ) throws {
        for id in ids where unseen.contains(id) {
            try records.tickets.voidUnseen(id, at: moment)
            if try records.tickets.ticket(id)?.paper.isEnd ?? true {
                unseen.removeAll { $0 == id }
            }
        }
    }
}
