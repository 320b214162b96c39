package import Office
package import Records

/// Place that a ticket is passed on to (A5).
package enum Destination: Hashable, Sendable {
    case service(Service.ID)
    case counter(Counter.ID)
}

/// Order of an officer at a counter: what a key, a button or a command means (D6).
package enum Order: Hashable, Sendable {
    /// Finishes the open ticket and calls the next one, in one step (D7).
    case next
    /// Calls a given ticket. A right of its own, with a reason, on record (D9).
    case call(TicketID, reason: String)
    case recall
    case noShow
    case serve
    case finish
    case notServed(NotServedReason)
    case hold
    /// Calls a held ticket back.
    case resume(TicketID)
    case transfer(to: Destination)
    case open
    case pause(PauseReason)
    case close

    /// Order in words that stay the same, by which a press that is sent again is known.
    var words: String {
        switch self {
        case .next: "next"
        case .call(let id, _): "call \(id.fullText)"
        case .recall: "recall"
        case .noShow: "no-show"
        case .serve: "serve"
        case .finish: "finish"
        case .notServed(let reason): "not-served \(reason.rawValue)"
        case .hold: "hold"
        case .resume(let id): "resume \(id.fullText)"
        case .transfer(.service(let service)): "transfer service \(service)"
        case .transfer(.counter(let counter)): "transfer counter \(counter)"
        case .open: "open"
        case .pause(let reason): "pause \(reason.rawValue)"
        case .close: "close"
        }
    }
}

/// Order with the identity that makes it once (D6).
package struct Press: Hashable, Sendable {
    /// Identity, made where the finger is; a press that is sent again has the same one.
    package var id: String
    package var counterID: Counter.ID
    package var order: Order
    /// Account or officer, for the record.
    package var who: String

    package init(id: String, counterID: Counter.ID, order: Order, who: String) {
        self.id = id
        self.counterID = counterID
        self.order = order
        self.who = who
    }
}

/// Answer to a press: the row of the journal, and the tickets that it is about.
package struct PressAnswer: Hashable, Sendable {
    /// Transition, as in the journal: `ticket.called`, `counter.paused`; `counter.idle` where
    /// nobody waits.
    package var what: String
    package var entry: JournalKey
    package var ticketID: TicketID?
    /// Ticket that was finished on the way.
    package var finishedID: TicketID?
    /// Whether the press had been done before, and this is its answer once more.
    package var isRepeat = false
}
