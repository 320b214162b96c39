package import Office

/// All that one visitor has said, and nothing else: when the visit ends it is thrown away whole,
/// so that nothing of a person can stay behind (C4).
package struct Visit: Hashable, Sendable {
    package var language: Language
    /// 0...3: capitals of 3.5, 4.2, 5.6, 7.1 mm (K1).
    package var textSize = 0
    package var highContrast = false
    package var lowReach: Bool
    package var screen = Screen.welcome
    package var history: [Screen] = []
    /// Which part of a screen that is longer than the glass.
    package var page = 0

    package var variantID: Variant.ID?
    package var group: VulnerableGroup?
    package var ticked: Set<Int> = []
    /// Services chosen beside the one on the confirm screen (A6).
    package var basket: [TicketWish] = []
    /// The request whose answer the screen awaits; an answer to any other is dropped.
    package var pending: RequestID?
    /// The list of requirements that was asked for last. It prints while its visitor goes on, so
    /// its answer is awaited beside any other.
    package var listRequest: RequestID?
    /// The numbers that were asked for: they come, and are shown, wherever the visitor has gone on
    /// to meanwhile.
    package var issuing: RequestID?
    package var isIssuing: Bool { issuing != nil }
    package var issueFailure: IssueFailure?
    package var paper: [TicketID: PaperState] = [:]
    package var listPaper: PaperState?
    package var answers: [String: Int] = [:]
    package var profile: [String: String] = [:]
    /// Uptime at which the newest slip of the tickets on the screen ended.
    package var slipEndedAt: Duration?
    package var hasReprinted = false
    /// The code typed from the slip, until the answers are saved.
    package var surveyToken: String?

    /// A scanned code that is being looked up.
    package var scan: RequestID?
    /// Since when the screen says that a scanned code is not known.
    package var scanRefusedAt: Duration?

    package var isWarned = false
    package var pressed: Action?

    /// A visitor of whom nothing is known yet.
    package init(language: Language, lowReach: Bool) {
        self.language = language
        self.lowReach = lowReach
    }

    /// The same person at the welcome screen again: what makes reading easier stays.
    func restarted() -> Visit {
        var visit = Visit(language: language, lowReach: lowReach)
        visit.textSize = textSize
        visit.highContrast = highContrast
        return visit
    }
}

/// What the terminal knows besides its visitor.
package struct TerminalFacts: Hashable, Sendable {
    package var opening = Opening.open(lastTicketAt: nil)
    package var waiting: [Service.ID: Int] = [:]
    package var printer = PrinterCondition.none
    package var fault: Fault?
    /// When tickets were issued in the last minute, for the limit of C3.
    package var issueTimes: [Duration] = []
    /// The last service of which a number was taken, and when (C3).
    package var lastIssued: [Service.ID: Duration] = [:]
    package var officerCalledAt: Duration?
    /// A roll came, and whoever put it in was not asked for a test slip yet, or has not answered
    /// (B5). It survives the visit in which it came: paper ends where somebody prints.
    package var hasUntestedRoll = false
    /// A keyboard that types letters is plugged in.
    package var hasKeyboard = false

    package init() {}
}
