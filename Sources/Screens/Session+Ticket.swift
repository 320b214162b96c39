import Errands
import Office

/// Issue of tickets, and the lookup of their places in the queue.
extension Session {
    /// Returns the wish for the confirm screen's service.
    private func wish(_ id: Service.ID) -> TicketWish {
        TicketWish(
            serviceID: id, variantID: visit.variantID, group: visit.group, ticked: visit.ticked)
    }

    mutating func addService() {
        guard case .confirm(let id) = visit.screen, !visit.isIssuing,
            visit.basket.count + 1 < rules.ticketsPerVisit
        else { return }
        visit.basket.removeAll { $0.serviceID == id }
        visit.basket.append(wish(id))
        visit.variantID = nil
        visit.ticked = []
        visit.history = [.welcome]
        show(.agencies(.ticket))
    }

    mutating func issue() -> [Effect] {
        guard case .confirm(let id) = visit.screen, !visit.isIssuing, !isClosed else { return [] }
        if facts.lastIssued[id] != nil {
            goHome()
            return []
        }
        if facts.issueTimes.count >= rules.ticketsPerMinute {
            end()
            show(.paused)
            return [.pausedForChild]
        }
        var wishes = visit.basket.filter { $0.serviceID != id } + [wish(id)]
        for index in wishes.indices { wishes[index].group = visit.group }
        let request = request()
        visit.issuing = request
        visit.issueFailure = nil
        return [.issue(request, wishes, visit.language)]
    }

    mutating func issued(_ request: RequestID, _ tickets: [IssuedTicket]) -> [Effect] {
        for ticket in tickets { facts.lastIssued[ticket.serviceID] = now.uptime }
        facts.issueTimes += Array(repeating: now.uptime, count: tickets.count)
        // An ended visit shows nothing. Its tickets stay uncalled unless they print.
        guard visit.issuing == request else { return tickets.map { Effect.unseen($0.id) } }
        visit.issuing = nil
        // No other answer may replace the number on the screen.
        visit.pending = nil
        visit.history = []
        if tickets.contains(where: \.prints) {
            for ticket in tickets {
                visit.paper[ticket.id] = ticket.prints ? .queued : PaperState.none
            }
            show(.printing(tickets))
            noteNews()
        } else {
            show(.ticket(tickets, .onScreenOnly))
        }
        return tickets.map { Effect.shown($0.id) }
    }

    mutating func issueFailed(_ request: RequestID, _ failure: IssueFailure) {
        guard visit.issuing == request else { return }
        visit.issuing = nil
        visit.issueFailure = failure
        lastActivity = now.uptime
    }

    mutating func lookUp() -> [Effect] {
        guard case .whereAmI(let typing, _) = visit.screen, !typing.text.isEmpty else { return [] }
        let request = request()
        visit.pending = request
        return [.lookUp(request, typing.text)]
    }

    mutating func found(_ request: RequestID, _ status: TicketStatus?) {
        guard visit.pending == request else { return }
        visit.pending = nil
        guard case .whereAmI(let typing, _) = visit.screen else { return }
        if let status {
            go(.position(status))
        } else {
            visit.screen = .whereAmI(typing, notFound: true)
        }
    }

    mutating func giveBack() -> [Effect] {
        guard case .givingBack(let status) = visit.screen, visit.pending == nil else { return [] }
        let request = request()
        visit.pending = request
        return [.giveBack(request, status.id)]
    }

    mutating func gaveBack(_ request: RequestID, _ done: Bool) {
        guard visit.pending == request else { return }
        visit.pending = nil
        visit.history = []
        show(done ? .gaveBack : .whereAmI(Typing(), notFound: true))
    }
}
