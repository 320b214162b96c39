package import Errands
package import Office

/// Facts about the session that its views and the rest of the terminal ask for.
extension Session {
    /// Name of the current screen in the log and in tests.
    package var screenName: String {
        if facts.fault != nil { return "fault" }
        if visit.screen == .welcome, facts.isClosed(by: rules) { return "closed" }
        return visit.screen.name
    }

    /// Identity of the screen: its name with what it shows. Another one is another screen for a
    /// finger (C2).
    package var identity: String {
        let detail: String =
            switch visit.screen {
            case .services(let id, _): id
            case .occasion(let id): id
            case .service(let id), .checklist(let id), .confirm(let id): id
            case .question(let index), .profile(let index): String(index)
            case .search, .whereAmI, .surveyCode:
                facts.hidesKeyboard(by: rules) ? "field" : "keys"
            default: ""
            }
        return "\(screenName)/\(detail)/\(visit.page)"
    }

    /// Whether no visit is under way: the welcome screen in its initial state.
    package var isFresh: Bool {
        visit == Visit(language: content.phrases.defaultLanguage, lowReach: rules.lowReach)
    }

    /// Whether the visitor waits for paper. No countdown runs meanwhile (C5).
    var isPrinting: Bool { visit.isPrinting }

    /// Whether tickets of the visit are under way (C3).
    package var isIssuing: Bool { visit.ticket.isIssuing }

    /// Whether a request is unanswered or a slip is being printed.
    package var isBusy: Bool { !openRequests.isEmpty || isPrinting }

    /// Requests whose answers the visit awaits. The list of requirements is not among them.
    var openRequests: [RequestID] {
        [
            visit.service.searchRequest, visit.ticket.request, visit.lookup.request,
            visit.lookup.scanRequest, visit.survey.request, staff.request,
        ].compactMap { $0 }
    }

    /// Whether the screen may go dim: the office is closed, no visit is under way and nothing is at
    /// fault.
    package var mayRest: Bool { isFresh && !facts.opening.isOpen && facts.fault == nil }

    // MARK: Staff

    /// Whether "An officer was called" is on the screen.
    package var showsOfficerNotice: Bool { staff.noticeEnd(by: rules, at: now) != nil }

    /// Whether a new roll has no test slip yet, neither offered nor answered (B5).
    package var hasUntestedRoll: Bool { staff.hasUntestedRoll }

    /// Whether a test slip is offered, printed or asked about.
    package var isTestingRoll: Bool { visit.screen.isPaperTest && facts.fault == nil }

    // MARK: Keys

    /// Text entry of the current screen; nil: it has no field.
    var typing: Typing? { visit.screen.typing }

    /// Action of Enter on this screen; nil: none.
    var mainAction: Action? { context.plan.mainAction }

    /// Action of Escape on this screen; nil: none.
    var backAction: Action? { context.plan.backAction }

    // MARK: Slips

    /// Returns what the screen shows of this ticket. `stillPrinting`: another slip of the same
    /// visit is being printed.
    package func sight(ofUnprinted ticket: TicketID) -> UnprintedSight {
        switch visit.screen {
        case .ticket(let tickets, .failedButValid) where tickets.contains { $0.id == ticket }:
            .failed
        case .printing(let tickets) where tickets.contains { $0.id == ticket }: .stillPrinting
        default: .gone
        }
    }
}
