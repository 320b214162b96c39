package import Errands
package import Office
package import Records
package import Slips

/// Attempt at one ticket's slip.
package struct TicketSlip: Sendable {
    package var ticket: Ticket
    package var slip: Slip
    /// Whether the screen said beside the number that it is void without its slip (B1).
    package var voidsUnprinted: Bool
    /// Number of the attempt, 1 or more.
    package var attempt: Int

    /// Writes the slip by the rules that its visitor has on the screen.
    package init(
        _ ticket: Ticket, peopleAhead: Int, wait: WaitRange?, ticked: Set<Int>, attempt: Int,
        by rules: DeskRules
    ) {
        self.ticket = ticket
        self.attempt = attempt
        slip = rules.slipWriter.ticket(
            ticket, peopleAhead: peopleAhead, waitMinutes: wait?.minutes, ticked: ticked,
            copy: ticket.reprints)
        voidsUnprinted = rules.voidsUnprinted
    }

    var key: PrintAttempt.Key { PrintAttempt.Key(ticketID: ticket.id, number: attempt) }
}

/// Order to print, which has a row in the records already.
package struct PrintOrder: Sendable, Identifiable {
    package enum Paper: Sendable {
        /// Slips in one job: those of one visit on sheets, else a single one. Never none.
        case tickets([TicketSlip])
        case document(Document)
    }

    /// List, report or test slip.
    package struct Document: Sendable {
        package var kind: DocumentKind
        package var slip: Slip
        package var id: DocumentID
        /// Request that it answers, where it was asked for on the screen.
        package var request: RequestID?

        package init(kind: DocumentKind, slip: Slip, id: DocumentID, request: RequestID? = nil) {
            self.kind = kind
            self.slip = slip
            self.id = id
            self.request = request
        }
    }

    /// Age past which an order is not printed: a printer that comes back must not pour out the slips
    /// of an hour (B3).
    package static let lifetime = Duration.seconds(120)

    package let id: WorkID
    package var paper: Paper
    /// Uptime at which it was asked for.
    package var since: Duration

    /// Slips of tickets in it.
    package var slips: [TicketSlip] {
        if case .tickets(let slips) = paper { slips } else { [] }
    }

    /// Whether it is the first attempt at a number's slip, or one more that leaves no second slip.
    var isFirst: Bool { !slips.isEmpty && slips.allSatisfy { $0.ticket.reprints == 0 } }

    func isLate(at uptime: Duration) -> Bool { uptime - since > Self.lifetime }

    /// Everything that is printed in the job.
    var allSlips: [Slip] {
        switch paper {
        case .tickets(let slips): slips.map(\.slip)
        case .document(let document): [document.slip]
        }
    }

    /// Name of the job at CUPS, where it is found again by it (B3).
    var jobName: String {
        switch paper {
        case .tickets(let slips): slips[0].key.jobName
        case .document(let document): document.id.jobName(document.kind)
        }
    }

    /// News for the screen about what became of it.
    func events(_ state: PaperState) -> [Event] {
        switch paper {
        case .tickets(let slips): slips.map { .paper($0.ticket.id, state) }
        case .document(let document):
            switch (document.kind, document.request) {
            case (.list, let request?): [.listPaper(request, state)]
            case (.test, let request?): [.testPaper(request, state)]
            case (.report, _), (.chart, _), (_, nil): []
            }
        }
    }
}
