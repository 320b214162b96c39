package import Errands
package import Office

/// State of one visit: everything that a visitor entered. It is discarded as a whole when the visit
/// ends, so that nothing about a person stays behind (C4).
package struct Visit: Hashable, Sendable {
    package var language: Language
    /// Index of the text size, 0 to 3: capitals of 3.5, 4.2, 5.6 or 7.1 mm (K1).
    package var textSize = 0
    package var highContrast = false
    package var lowReach: Bool
    package var screen = Screen.welcome
    package var history: [Screen] = []
    /// Part of the body that is shown, from 0, where it is longer than the glass.
    package var page = 0

    package var variantID: Variant.ID?
    package var group: VulnerableGroup?
    package var ticked: Set<Int> = []
    /// Further services of this visit beside the one on the confirm screen (A6).
    package var basket: [TicketWish] = []
    /// Request whose answer the screen awaits. Answers to others are dropped.
    package var pending: RequestID?
    /// Request of the last list of requirements. The list prints while the visitor goes on, so it
    /// has an answer of its own.
    package var listRequest: RequestID?
    /// Request for tickets. They are shown when they arrive, whatever screen is up by then.
    package var issuing: RequestID?
    package var isIssuing: Bool { issuing != nil }
    package var issueFailure: IssueFailure?
    package var paper: [TicketID: PaperState] = [:]
    package var listPaper: PaperState?
    package var answers: [String: Int] = [:]
    package var profile: [String: String] = [:]
    /// Uptime at which the last slip of the tickets on the screen ended.
    package var slipEndedAt: Duration?
    package var hasReprinted = false
    /// Code typed from the slip, until the answers are saved.
    package var surveyToken: String?

    /// Request of the scanned code that is being looked up.
    package var scan: RequestID?
    /// Uptime since which the screen says that a scanned code is not known; nil: it does not.
    package var scanRefusedAt: Duration?

    package var isWarned = false
    package var pressed: Action?

    /// Creates a visit in its initial state.
    package init(language: Language, lowReach: Bool) {
        self.language = language
        self.lowReach = lowReach
    }

    /// Returns the same visit at the welcome screen. Settings that make reading easier stay.
    func restarted() -> Visit {
        var visit = Visit(language: language, lowReach: lowReach)
        visit.textSize = textSize
        visit.highContrast = highContrast
        return visit
    }

    /// Uptime until which the visitor may ask for one more print (B7); nil: not allowed. Touches do
    /// not extend it.
    func reprintEnd(by rules: SessionRules, at now: Moment) -> Duration? {
        guard case .ticket(_, .onPaper) = screen, rules.visitorReprint, !hasReprinted,
            let slipEndedAt
        else { return nil }
        let end = slipEndedAt + rules.lastTimeoutWithReprint
        return end > now.uptime ? end : nil
    }
}

/// Facts about the terminal that do not belong to a visit.
package struct TerminalFacts: Hashable, Sendable {
    package var opening = Opening.open(lastTicketAt: nil)
    package var waiting: [Service.ID: Int] = [:]
    package var printer = PrinterCondition.none
    package var fault: Fault?
    /// Uptimes at which tickets were issued in the last minute, for the limit of C3.
    package var issueTimes: [Duration] = []
    /// Uptimes of the last ticket to each service (C3).
    package var lastIssued: [Service.ID: Duration] = [:]
    package var officerCalledAt: Duration?
    /// Whether a new roll has no test slip yet, neither offered nor answered (B5). It outlives the
    /// visit, since paper runs out while somebody prints.
    package var hasUntestedRoll = false
    /// Whether a keyboard that types letters is plugged in.
    package var hasKeyboard = false

    package init() {}

    /// Whether no tickets are issued now: outside hours, or without a printer where the settings
    /// require one.
    func isClosed(by rules: SessionRules) -> Bool {
        !opening.isOpen || (rules.closesWithoutPrinter && !printer.canPrint)
    }

    /// Whether the on-screen keyboard is hidden because a keyboard is plugged in (T44).
    func hidesKeyboard(by rules: SessionRules) -> Bool {
        rules.hidesScreenKeyboard && hasKeyboard
    }

    /// Printer's condition that somebody has to mend before the slip goes on (B2, B4); nil: none.
    package var printingFault: PrinterCondition? {
        [.paperOut, .coverOpen, .error].contains(printer) ? printer : nil
    }
}
