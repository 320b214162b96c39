import Errands
import Foundation
package import Office

/// Knowledge of the simulator that is certain, apart from all records.
package struct Truth: Sendable {
    /// Ticket that the desk has told of.
    package struct Known: Sendable {
        package var ticket: Ticket
        /// Service after the last transfer.
        package var serviceID: Service.ID
        /// Services of transfers of which nobody knows whether they were stored.
        var possibleServices: Set<Service.ID> = []
        /// Whether a screen has shown its number.
        package var isShown = false
        /// Business date that the office's own clock and rules give.
        package var expectedDate: CalendarDate?
        /// Pieces of paper with its code.
        package var pieces: [Piece] = []
        /// Copies that were asked for.
        package var copies = 0
    }

    /// Visit's wish for tickets, from the tap to the answer.
    struct Wish: Sendable {
        var request: RequestID
        var services: [Service.ID]
    }

    package var tickets: [TicketID: Known] = [:]
    /// Identities in the order of their issue.
    package var order: [TicketID] = []
    package var ids: [String: TicketID] = [:]
    /// Tickets of each visit that were told together.
    package var visits: [[TicketID]] = []
    /// Wishes that were not answered, or that the records failed to fulfil, in this life.
    var openWishes: [Wish] = []
    /// Newest row of the journal that must be on the disk, by incarnation.
    package var heads: [Int64: (sequence: Int64, hash: Inspector.Value)] = [:]
    /// Newest date on which the desk turned the day.
    package var turnedTo: CalendarDate?
    /// Tokens by their responses that were told as saved.
    package var spent: [String: Int] = [:]
    /// Responses and ratings that were told or may have been saved.
    package var responses = 0
    package var uncertainResponses = 0
    /// Millimetres of rolls whose use was written down, and of more that may have been (B6).
    package var paperUsed = 0.0
    package var paperUncertain = 0.0
    /// Findings of the moment in which they happened, as "B11 ...".
    package var findings: [String] = []
    /// Prints that were open when the newest life began: table, identity, attempt and state.
    package var leftOpen: [[Inspector.Value]] = []
    /// Whether the wall clock was wrong at some time, so that times do not tell what came first.
    package var hasWrongClock = false
    /// Newest ticket when staff called the clock right, the time of that, and the date.
    package struct Mark: Sendable {
        var sequence: Int64
        var moment: Double
        var date: CalendarDate
    }

    package var mark: Mark?
    /// Dates and prefixes between which tickets were moved with their numbers.
    package var moved: Set<[String]> = []
    /// Incarnations of the records, one of each life.
    var lives: [Int64] = []
    /// Presses of officers that were done (D6).
    package var presses = KnownPresses()
    /// Ranges in minutes that uncalled tickets were told, and when (E1).
    var ranges: [TicketID: (minutes: ClosedRange<Int>, at: Duration)] = [:]
    /// Whether the office never closes, so that who waits over the day start is still served (A3).
    package var carriesOver = false
    /// Services whose numbers wrap.
    package var rangedServices: Set<Service.ID> = []

    package init() {}

    /// Notes tickets that the desk tells of.
    mutating func note(_ issued: [IssuedTicket], date: CalendarDate) {
        for one in issued {
            tickets[one.id] = Known(
                ticket: one.ticket, serviceID: one.serviceID, expectedDate: date)
            order.append(one.id)
            ids[one.code] = one.id
        }
        visits.append(issued.map(\.id))
    }

    /// Notes that a ticket was moved to another date, as `from 2026-11-24 to 2026-11-23`.
    mutating func noteMoved(_ id: TicketID, _ words: String) {
        let parts = words.split(separator: " ").map(String.init)
        guard let known = tickets[id], parts.count == 4, let date = CalendarDate(parts[3]) else {
            return
        }
        for date in [parts[1], parts[3]] { moved.insert([date, known.ticket.number.prefix]) }
        tickets[id]?.ticket.businessDate = date
        tickets[id]?.expectedDate = date
    }

    /// Takes paper out of the printer.
    mutating func note(_ pieces: [Piece]) {
        for piece in pieces {
            guard let id = ids[piece.code] else { continue }
            tickets[id]?.pieces.append(piece)
        }
    }

    /// Secrets on the slips, which no log and no journal may name.
    package var secrets: Set<String> {
        Set(tickets.values.flatMap { [$0.ticket.code, $0.ticket.surveyToken] })
    }
}

/// All that an invariant looks at.
package struct Evidence {
    package var records: Inspector
    package var truth: Truth
    /// Tickets to look at; nil: all.
    package var touched: Set<TicketID>?
    /// Incarnation that runs.
    package var incarnation: Int64
    /// Whether the run that writes has ended what earlier ones left open.
    package var isRecovered = true

    package init(
        records: Inspector, truth: Truth, touched: Set<TicketID>? = nil, incarnation: Int64,
        isRecovered: Bool = true
    ) {
        self.records = records
        self.truth = truth
        self.touched = touched
        self.incarnation = incarnation
        self.isRecovered = isRecovered
    }

    /// States of the tickets, read once for all invariants of a step; without them each reads anew.
    private var knownStates: [TicketID: PaperChecks.States]?

    /// Reads the states of the tickets to look at.
    mutating func readStates() throws {
        var states: [TicketID: PaperChecks.States] = [:]
        for known in tickets {
            states[known.ticket.id] = try PaperChecks.states(of: known.ticket.id, records)
        }
        knownStates = states
    }

    func states(of known: Truth.Known) throws -> PaperChecks.States? {
        let id = known.ticket.id
        return try knownStates.map { $0[id] } ?? PaperChecks.states(of: id, records)
    }

    /// Tickets to look at, in the order of their issue.
    var tickets: [Truth.Known] {
        if let touched { return touched.compactMap { truth.tickets[$0] } }
        return truth.order.compactMap { truth.tickets[$0] }
    }
}
