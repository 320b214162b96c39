import Errands
import Office

/// Way from the confirm screen to a ticket: its issue, its slip and its result (A6, B1, C3).
struct TicketFlow: Flow, Hashable {
    var group: VulnerableGroup?
    /// Further services of this visit beside the one on the confirm screen (A6).
    var basket: [TicketWish] = []
    /// Request for tickets. They are shown when they arrive, whatever screen is up by then.
    var request: RequestID?
    /// Uptime of that request.
    var requestedAt: Duration?
    /// Reason why the service on the confirm screen gave no ticket.
    var failure: IssueFailure?
    /// Print states of the slips of the tickets on the screen.
    var paper: [TicketID: PaperState] = [:]
    /// Uptime at which the last of these slips ended.
    var slipEndedAt: Duration?
    var hasReprinted = false

    var isIssuing: Bool { request != nil }

    mutating func handle(_ input: FlowInput, in context: ScreenContext) -> Step {
        switch input {
        case .tap(let action): tap(action, context)
        case .heard(.issued(let request, let tickets)): issued(request, tickets)
        case .heard(.issueFailed(let request, let failure)): issueFailed(request, failure)
        case .heard(.paper(let ticket, let state)): paper(ticket, state, context)
        case .printsAreSilent: giveUpSlips(context)
        case .deskIsSilent: giveUpRequest()
        case .heard, .edited, .scanned, .left: .stay
        }
    }

    private mutating func tap(_ action: Action, _ context: ScreenContext) -> Step {
        switch action {
        case .service(let id):
            // The failure may have been of another service.
            if context.content.catalogue.service(id) != nil { failure = nil }
        case .toConfirm:
            guard let id = context.visit.screen.serviceID, !context.isClosed(id) else { break }
            // Back from the details to the confirm screen is one step, not two.
            return Step(.reopen(.confirm(id)))
        case .group(let chosen): group = group == chosen ? nil : chosen
        case .addService: return addService(context)
        case .removeService(let id): basket.removeAll { $0.serviceID == id }
        case .issue: return issue(context)
        case .printAgain: return printAgain(context)
        default: break
        }
        return .stay
    }

    // MARK: Issue

    /// Returns the wish for the confirm screen's service.
    private func wish(_ id: Service.ID, _ context: ScreenContext) -> TicketWish {
        let choice = context.visit.service
        return TicketWish(
            serviceID: id, variantID: choice.variantID, group: group, ticked: choice.ticked)
    }

    private mutating func addService(_ context: ScreenContext) -> Step {
        guard case .confirm(let id) = context.visit.screen, !isIssuing, !context.isClosed(id),
            basket.count + 1 < context.rules.ticketsPerVisit
        else { return .stay }
        basket.removeAll { $0.serviceID == id }
        basket.append(wish(id, context))
        return Step(.begin(.agencies(.ticket)))
    }

    private mutating func issue(_ context: ScreenContext) -> Step {
        guard case .confirm(let id) = context.visit.screen, !isIssuing,
            !context.isClosed(id),
            !basket.contains(where: { context.isClosed($0.serviceID) })
        else { return .stay }
        if context.facts.lastIssued[id] != nil { return Step(.home) }
        if context.facts.issueTimes.count >= context.rules.ticketsPerMinute {
            return Step(.lock(.paused), [.pausedForChild])
        }
        var wishes = basket.filter { $0.serviceID != id } + [wish(id, context)]
        for index in wishes.indices { wishes[index].group = group }
        request = context.nextRequest
        requestedAt = context.now.uptime
        failure = nil
        return Step(.stay, [.issue(context.nextRequest, wishes, context.visit.language)])
    }

    private mutating func issued(_ answered: RequestID, _ tickets: [IssuedTicket]) -> Step {
        // An ended visit shows nothing. Its tickets stay uncalled unless they print.
        guard request == answered else { return Step(.stay, tickets.map { .unseen($0.id) }) }
        (request, requestedAt) = (nil, nil)
        let shown = tickets.map { Effect.shown($0.id) }
        guard tickets.contains(where: \.prints) else {
            return Step(.conclude(.ticket(tickets, .onScreenOnly)), shown)
        }
        for ticket in tickets { paper[ticket.id] = ticket.prints ? .queued : PaperState.none }
        return Step(.conclude(.printing(tickets)), shown, isNews: true)
    }

    private mutating func issueFailed(_ answered: RequestID, _ reason: IssueFailure) -> Step {
        guard request == answered else { return .stay }
        (request, requestedAt) = (nil, nil)
        failure = reason
        return Step(isActivity: true)
    }

    /// Tells the visitor that there is no ticket. One that is issued after all was not seen by
    /// anybody, and the desk takes it back.
    private mutating func giveUpRequest() -> Step {
        if request == nil { return .stay }
        (request, requestedAt) = (nil, nil)
        failure = .storage
        return Step(isActivity: true)
    }

    // MARK: Slips

    private mutating func paper(
        _ ticket: TicketID, _ state: PaperState, _ context: ScreenContext
    ) -> Step {
        guard paper[ticket] != nil else { return .stay }
        switch context.visit.screen {
        case .printing(let tickets):
            paper[ticket] = state
            guard paper.values.allSatisfy(\.isEnd) else { return Step(isNews: true) }
            return finish(tickets, context, isNews: true)
        case .ticket(let tickets, .failedButValid) where state == .queued:
            // Nothing came out for certain, and the printer is back (B1).
            paper[ticket] = state
            return Step(.replace(.printing(tickets)), isNews: true)
        case .ticket(let tickets, .failedButValid) where state.isOnPaper,
            .ticket(let tickets, .failedAndVoid) where state.isOnPaper:
            // The slip came out after it had counted as lost.
            paper[ticket] = state
            return finish(tickets, context)
        default: return .stay
        }
    }

    private mutating func finish(
        _ tickets: [IssuedTicket], _ context: ScreenContext, isNews: Bool = false
    ) -> Step {
        let isLost = paper.values.contains(where: \.isLost)
        let outcome: PaperOutcome =
            isLost ? (context.rules.unprintedIsVoid ? .failedAndVoid : .failedButValid) : .onPaper
        slipEndedAt = context.now.uptime
        return Step(.replace(.ticket(tickets, outcome)), isNews: isNews)
    }

    private mutating func giveUpSlips(_ context: ScreenContext) -> Step {
        guard case .printing(let tickets) = context.visit.screen else { return .stay }
        for ticket in tickets where paper[ticket.id]?.isEnd != true {
            paper[ticket.id] = .unknown
        }
        return finish(tickets, context)
    }

    private mutating func printAgain(_ context: ScreenContext) -> Step {
        guard case .ticket(let tickets, .onPaper) = context.visit.screen, context.offersReprint
        else { return .stay }
        hasReprinted = true
        return Step(.stay, tickets.map { .printAgain($0.id) })
    }
}
