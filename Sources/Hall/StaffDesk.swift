package import Foundation
package import Office
package import Records

/// Orders about tickets that belong to no counter: taken back, corrected, moved together.
package struct StaffDesk: Sendable {
    package init() {}

    /// Takes a no-show back into the queue at its old place, on its own date (D2). Throws `refused`.
    package func takeBack(
        _ ticket: Ticket, today: CalendarDate, who: String, in records: RecordsTransaction,
        at moment: Date
    ) throws {
        guard ticket.counts(on: today) else {
            throw RecordsError.refused(
                "Ticket \(ticket.number) is of \(ticket.businessDate), and its day is over.")
        }
        guard ticket.state == .noShow || ticket.state == .held else {
            throw RecordsError.refused(
                "Ticket \(ticket.number) is \(ticket.state.rawValue): only one that is held or did "
                    + "not come can be taken back.")
        }
        try records.tickets.setAside(
            ticket.id, until: nil, rounds: 0, who: who, detail: "taken back", at: moment)
    }

    /// Moves all who wait for a service to another one (L6). Returns how many.
    package func move(
        _ service: Service.ID, to other: Service.ID, on date: CalendarDate, who: String,
        in records: RecordsTransaction, at moment: Date
    ) throws -> Int {
        let tickets = try records.tickets.pending(service, on: date)
        for ticket in tickets {
            try records.tickets.transfer(ticket.id, to: other, who: who, at: moment)
        }
        return tickets.count
    }

    /// Ends all who wait for a service, with a reason (D10, L6). Returns how many.
    package func endAll(
        _ service: Service.ID, because reason: NotServedReason, on date: CalendarDate, who: String,
        in records: RecordsTransaction, at moment: Date
    ) throws -> Int {
        let tickets = try records.tickets.pending(service, on: date)
        for ticket in tickets {
            try records.tickets.move(
                ticket.id, to: .notServed, who: who, detail: reason.rawValue, at: moment)
        }
        return tickets.count
    }
}
