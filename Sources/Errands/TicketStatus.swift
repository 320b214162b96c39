package import Office

/// Answer to a visitor who looks a ticket up (L4).
package struct TicketStatus: Hashable, Sendable {
    package var id: TicketID
    package var number: TicketNumber
    package var serviceID: Service.ID
    package var state: TicketState
    package var peopleAhead: Int
    package var wait: WaitRange?
    /// Counter that has called it; nil: none, or one that the settings no longer have.
    package var counter: Counter?
    /// Whether the ticket was found by its secret code. Only then may the visitor give it back.
    package var isByCode: Bool

    package init(
        id: TicketID, number: TicketNumber, serviceID: Service.ID, state: TicketState,
        peopleAhead: Int, wait: WaitRange?, counter: Counter? = nil, isByCode: Bool
    ) {
        self.id = id
        self.number = number
        self.serviceID = serviceID
        self.state = state
        self.peopleAhead = peopleAhead
        self.wait = wait
        self.counter = counter
        self.isByCode = isByCode
    }
}

/// Answer to a scanned code.
package enum ScanAnswer: Hashable, Sendable {
    /// Ticket of today that carries this code.
    case ticket(TicketStatus)
    /// Token of a served ticket. The slip now only serves to rate the visit (G2).
    case survey(token: String)
    /// Unknown code, or one of another day.
    case unknown
}
