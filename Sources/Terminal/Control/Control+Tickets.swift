import Desk
import Display
import Errands
import Face
import Foundation
import Geometry
import Logging
import Office
import Records
import Screens
import Settings
package import Slips
import Touch
package import Wire

/// The queue and its tickets.
extension Control {
    package func queue(service: String?) async throws -> [Wire.Ticket] {
        let bundle = await terminal.bundle
        if let service, bundle.catalogue.service(service) == nil {
            throw Refusal.notFound("There is no service '\(service)': see loket service list.")
        }
        let (today, desk, wall) = (await today(), await terminal.desk, now().wall)
        let (tickets, line) = try await records.read { records in
            (
                try records.queue.tickets(on: today, service: service),
                try records.queue.line(on: today)
            )
        }
        let ahead = desk.rules.calling.peopleAhead(in: line)
        let longest = line.min { $0.isBefore($1) }?.id
        return tickets.map { ticket in
            var wire = wire(
                ticket, ahead: ahead[ticket.id] ?? 0,
                wait: desk.waits.wait(of: ticket.id, at: wall), bundle)
            wire.waitsLongest = ticket.id == longest
            return wire
        }
    }

    /// Finds a ticket by its identity, its number of today or its code.
    func find(_ text: String) async throws -> Ticket {
        var ticket: Ticket?
        if let named = TicketReference(text) { ticket = try await records.ticket(named) }
        if ticket == nil, let number = TicketNumber(text) {
            ticket = try await records.ticket(
                number: number, on: await today())
        }
        if ticket == nil { ticket = try await records.ticket(code: text) }
        guard let ticket else {
            throw Refusal.notFound(
                "There is no ticket '\(text)' today: give its number (K-012), its code or "
                    + "its identity (\(records.terminal)-12).")
        }
        return ticket
    }

    package func ticket(_ text: String) async throws -> Wire.Ticket {
        let ticket = try await find(text)
        guard ticket.state.isInQueue else {
            return wire(ticket, ahead: nil, await terminal.bundle)
        }
        let (desk, today) = (await terminal.desk, await today())
        let ahead = try await records.read {
            try $0.queue.peopleAhead(of: ticket, on: today, by: desk.rules.calling)
        }
        // One that was issued a moment ago is not in the newest estimates yet.
        let wait =
            desk.waits.wait(of: ticket.id, at: now().wall)
            ?? desk.waits.wait(of: ticket.newcomer, at: now().wall)
        return wire(ticket, ahead: ahead, wait: wait, await terminal.bundle)
    }

    package func void(_ text: String, reason: String, by caller: Caller) async throws -> Wire.Ticket
    {
        let id = try await find(text).id
        try await terminal.transact { desk, records, moment in
            try records.tickets.void(id, reason: reason, who: caller.who, at: moment.wall)
            return ((), try desk.waiting(in: records, at: moment))
        }
        terminal.log.notice("ticket.void", metadata: ["ticket": "\(id)", "who": "\(caller)"])
        return try await ticket(id.description)
    }

    /// Prints a ticket again: marked, on record, at most three times (B7). Waits for the end.
    package func printAgain(_ text: String, by caller: Caller) async throws -> PrintEnd {
        try requirePrinter()
        let id = try await find(text).id
        try await requireRecovery()
        let end = try await terminal.printed { desk, records, moment in
            try desk.copy(
                id, limit: Desk.maximumCopies.staff, who: caller.who, in: records, at: moment)
        }
        terminal.log.notice("ticket.reprint", metadata: ["ticket": "\(id)", "who": "\(caller)"])
        return end
    }

    func wire(
        _ ticket: Ticket, ahead: Int?, wait: ToldWait? = nil, _ bundle: SettingsBundle
    ) -> Wire.Ticket {
        Wire.Ticket(
            id: ticket.id.description, number: ticket.number.description,
            businessDate: ticket.businessDate.description, service: ticket.serviceID,
            serviceName: bundle.catalogue.service(ticket.serviceID)?.name[.indonesian]
                ?? ticket.serviceID,
            variant: ticket.variantID, group: ticket.group?.rawValue,
            language: ticket.language.rawValue, issuedAt: ticket.issuedAt.ISO8601Format(),
            state: ticket.state.rawValue, paper: ticket.paper.rawValue,
            reprints: ticket.reprints, peopleAhead: ahead,
            wait: wait.map {
                .init(from: $0.range.minutes.lowerBound, to: $0.range.minutes.upperBound)
            })
    }
}
