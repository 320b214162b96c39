import Errands
import Office

/// Lookup of a ticket's place in the queue, by number, by code or by a scanned slip, and its return
/// (L4).
struct LookupFlow: Flow, Hashable {
    /// Lookup or return whose answer the screen awaits.
    var request: RequestID?
    /// Scanned code that is being looked up.
    var scanRequest: RequestID?
    /// Uptime since which the screen says that a scanned code leads nowhere; nil: it does not.
    var scanRefusedAt: Duration?
    /// Whether that code could not be looked up; else it is not known.
    var hasScanFailed = false
    /// Whether the last lookup or return could not be dealt with, so that nothing is known of it.
    var hasFailed = false

    mutating func handle(_ input: FlowInput, in context: ScreenContext) -> Step {
        switch input {
        case .tap(let action): return tap(action, context)
        case .scanned(let text): return scanned(text, context)
        case .heard(.found(let request, let status)): return found(request, status, context)
        case .heard(.scanAnswered(let request, let answer)):
            return scanAnswered(request, answer, context)
        case .heard(.gaveBack(let request, let done)): return gaveBack(request, done)
        case .heard(.unanswered(let request)): return unanswered(request, context)
        case .heard(.issued(let request, _)):
            // No other answer may replace the number on the screen.
            if context.visit.ticket.request == request { self.request = nil }
            return .stay
        case .edited:
            hasFailed = false
            return .stay
        case .heard, .printsAreSilent, .deskIsSilent, .left: return .stay
        }
    }

    /// Forgets a scan: another screen is up.
    mutating func screenChanged() {
        scanRequest = nil
        scanRefusedAt = nil
        hasFailed = false
    }

    /// Ends the notice about a scanned code after `SessionRules.scanNotice`.
    mutating func expire(by rules: SessionRules, at now: Moment) {
        if let refused = scanRefusedAt, now.uptime - refused >= rules.scanNotice {
            scanRefusedAt = nil
        }
    }

    private mutating func tap(_ action: Action, _ context: ScreenContext) -> Step {
        switch (action, context.visit.screen) {
        case (.showWhereAmI, _): return .open(.whereAmI(Typing(), notFound: false))
        case (.lookUp, .whereAmI(let typing, _)) where !typing.text.isEmpty:
            request = context.nextRequest
            hasFailed = false
            return Step(.stay, [.lookUp(context.nextRequest, typing.text)])
        case (.giveBack, .position(let status)): return .open(.givingBack(status))
        case (.keepTicket, _): return Step(.back)
        case (.confirmGiveBack, .givingBack(let status)) where request == nil:
            request = context.nextRequest
            hasFailed = false
            return Step(.stay, [.giveBack(context.nextRequest, status.id)])
        default: return .stay
        }
    }

    private mutating func found(
        _ answered: RequestID, _ status: TicketStatus?, _ context: ScreenContext
    ) -> Step {
        guard request == answered else { return .stay }
        request = nil
        guard case .whereAmI(let typing, _) = context.visit.screen else { return .stay }
        return Step(
            status.map { .open(.position($0)) } ?? .correct(.whereAmI(typing, notFound: true)))
    }

    private mutating func gaveBack(_ answered: RequestID, _ done: Bool) -> Step {
        guard request == answered else { return .stay }
        request = nil
        return Step(.conclude(done ? .gaveBack : .whereAmI(Typing(), notFound: true)))
    }

    /// Says that nobody knows. The screen stays, so that the visitor can try again.
    private mutating func unanswered(_ answered: RequestID, _ context: ScreenContext) -> Step {
        if request == answered {
            request = nil
            hasFailed = true
        } else if scanRequest == answered {
            scanRequest = nil
            if takesScans(context) { refuseScan(hasFailed: true, context) }
        }
        return .stay
    }

    // MARK: Scanner

    /// Whether a scanned slip may open another screen. Not while a number is being issued or is not
    /// on paper (B1), not in a survey, whose answers would be lost, and not in the steps of staff.
    private func takesScans(_ context: ScreenContext) -> Bool {
        if context.facts.fault != nil || context.visit.ticket.isIssuing { return false }
        switch context.visit.screen {
        case .printing, .question, .profile, .paused, .cleaning, .loadPaper, .paperTest:
            return false
        case .ticket(_, let outcome): return outcome == .onPaper
        case .givingBack: return request == nil
        default: return true
        }
    }

    private mutating func scanned(_ text: String?, _ context: ScreenContext) -> Step {
        guard takesScans(context) else { return .stay }
        scanRefusedAt = nil
        guard let code = text.map(Tokens.normalised), Tokens.isTicketCode(code) else {
            scanRequest = nil
            refuseScan(hasFailed: false, context)
            return .stay
        }
        scanRequest = context.nextRequest
        return Step(.stay, [.lookUpScan(context.nextRequest, code: code)])
    }

    private mutating func refuseScan(hasFailed: Bool, _ context: ScreenContext) {
        scanRefusedAt = context.now.uptime
        hasScanFailed = hasFailed
    }

    private mutating func scanAnswered(
        _ answered: RequestID, _ answer: ScanAnswer, _ context: ScreenContext
    ) -> Step {
        guard scanRequest == answered else { return .stay }
        scanRequest = nil
        guard takesScans(context) else { return .stay }
        let screen: Screen
        switch answer {
        case .unknown:
            refuseScan(hasFailed: false, context)
            return .stay
        case .ticket(let status): screen = .position(status)
        case .survey(let token): screen = .surveyCode(Typing(text: token))
        }
        // Successive slips add no screens to go back through, and thanks are not kept for Back.
        switch context.visit.screen {
        case .position, .surveyCode, .thanks, .gaveBack: return Step(.replace(screen))
        default: return .open(screen)
        }
    }
}
