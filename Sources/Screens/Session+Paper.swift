import Errands
import Office

/// Printing for a visit, and its results on the screen.
extension Session {
    /// Whether the visitor waits for paper. No countdown runs meanwhile (C5).
    var isPrinting: Bool {
        switch visit.screen {
        case .printing, .paperTest(.printing): true
        default: visit.listPaper?.isEnd == false
        }
    }

    /// Notes that news of a print or of the printer arrived now.
    mutating func noteNews() { lastNews = now.uptime }

    mutating func paper(_ ticket: TicketID, _ state: PaperState) {
        guard visit.paper[ticket] != nil else { return }
        switch visit.screen {
        case .printing(let tickets):
            noteNews()
            visit.paper[ticket] = state
            if visit.paper.values.allSatisfy(\.isEnd) { finishPrinting(tickets) }
        case .ticket(let tickets, .failedButValid) where state == .queued:
            // Nothing came out for certain, and the printer is back (B1).
            visit.paper[ticket] = state
            show(.printing(tickets))
            noteNews()
        case .ticket(let tickets, .failedButValid) where state.isOnPaper,
            .ticket(let tickets, .failedAndVoid) where state.isOnPaper:
            // The slip came out after it had counted as lost.
            visit.paper[ticket] = state
            finishPrinting(tickets)
        default: break
        }
    }

    mutating func finishPrinting(_ tickets: [IssuedTicket]) {
        let isLost = visit.paper.values.contains { $0 == .notPrinted || $0 == .unknown }
        let outcome: PaperOutcome =
            isLost ? (rules.unprintedIsVoid ? .failedAndVoid : .failedButValid) : .onPaper
        visit.slipEndedAt = now.uptime
        show(.ticket(tickets, outcome))
    }

    var reprintEnd: Duration? { visit.reprintEnd(by: rules, at: now) }

    mutating func printAgain() -> [Effect] {
        guard case .ticket(let tickets, .onPaper) = visit.screen, reprintEnd != nil else {
            return []
        }
        visit.hasReprinted = true
        return tickets.map { .printAgain($0.id) }
    }

    mutating func printRequirements() -> [Effect] {
        guard let id = serviceOnScreen, facts.printer.canPrint, visit.listPaper?.isEnd != false
        else { return [] }
        let request = request()
        visit.listRequest = request
        visit.listPaper = .queued
        noteNews()
        return [
            .printRequirements(
                request, id, visit.variantID, ticked: visit.ticked, visit.language)
        ]
    }

    mutating func listPaper(_ request: RequestID, _ state: PaperState) {
        guard visit.listRequest == request else { return }
        noteNews()
        visit.listPaper = state
        // The visitor's time to read starts when the print ends.
        if state.isEnd { touched() }
    }

    /// Ends a wait for a print without news: the result counts as unknown until news arrive (B3).
    mutating func giveUpPrint() {
        if visit.listPaper?.isEnd == false {
            visit.listPaper = .unknown
            touched()
        }
        switch visit.screen {
        case .printing(let tickets):
            for ticket in tickets where visit.paper[ticket.id]?.isEnd != true {
                visit.paper[ticket.id] = .unknown
            }
            finishPrinting(tickets)
        case .paperTest(.printing): show(.paperTest(.failed))
        default: break
        }
    }
}
