/// Ticket as it was just committed, with what its screen and its slip say of the queue.
package struct IssuedTicket: Identifiable, Hashable, Sendable {
    package var ticket: Ticket
    /// Number of people who wait and can be called before (E1).
    package var peopleAhead: Int
    /// Estimate of the wait; nil: not yet known.
    package var wait: WaitRange?

    package init(ticket: Ticket, peopleAhead: Int, wait: WaitRange? = nil) {
        self.ticket = ticket
        self.peopleAhead = peopleAhead
        self.wait = wait
    }

    package var id: TicketID { ticket.id }
    package var number: TicketNumber { ticket.number }
    package var serviceID: Service.ID { ticket.serviceID }
    package var code: String { ticket.code }
    /// Whether a slip was ordered with the number.
    package var prints: Bool { ticket.paper != .none }
}
