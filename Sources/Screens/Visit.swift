import Office

/// All that one visitor has said, and nothing else: when the visit ends it is thrown away whole,
/// so that nothing of a person can stay behind (C4).
public struct Visit: Hashable, Sendable {
    public var language: Language
    /// 0...3: capitals of 3.5, 4.2, 5.6, 7.1 mm (K1).
    public var textSize = 0
    public var highContrast = false
    public var lowReach: Bool
    public var screen = Screen.welcome
    public var history: [Screen] = []
    /// Which part of a screen that is longer than the glass.
    public var page = 0

    public var variantID: Variant.ID?
    public var group: VulnerableGroup?
    public var ticked: Set<Int> = []
    /// Services chosen beside the one on the confirm screen (A6).
    public var basket: [TicketWish] = []
    /// The request whose answer the screen awaits; an answer to any other is dropped.
    public var pending: RequestID?
    /// The list of requirements that was asked for last. It prints while its visitor goes on, so
    /// its answer is awaited beside any other.
    public var listRequest: RequestID?
    /// The numbers that were asked for: they come, and are shown, wherever the visitor has gone on
    /// to meanwhile.
    public var issuing: RequestID?
    public var isIssuing: Bool { issuing != nil }
    public var issueFailure: IssueFailure?
    public var paper: [TicketID: PaperState] = [:]
    public var listPaper: PaperState?
    public var answers: [String: Int] = [:]
    public var profile: [String: String] = [:]
    /// Uptime at which the newest slip of the tickets on the screen ended.
    public var slipEndedAt: Duration?
    public var hasReprinted = false
    /// The code typed from the slip, until the answers are saved.
    public var surveyToken: String?

    /// A scanned code that is being looked up.
    public var scan: RequestID?
    /// Since when the screen says that a scanned code is not known.
    public var scanRefusedAt: Duration?

    public var isWarned = false
    public var pressed: Action?

    /// A visitor of whom nothing is known yet.
    public init(language: Language, lowReach: Bool) {
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
public struct TerminalFacts: Hashable, Sendable {
    public var opening = Opening.open(lastTicketAt: nil)
    public var waiting: [Service.ID: Int] = [:]
    public var printer = PrinterCondition.none
    public var fault: Fault?
    /// When tickets were issued in the last minute, for the limit of C3.
    public var issueTimes: [Duration] = []
    /// The last service of which a number was taken, and when (C3).
    public var lastIssued: [Service.ID: Duration] = [:]
    public var officerCalledAt: Duration?
    /// A roll came, and whoever put it in was not asked for a test slip yet, or has not answered
    /// (B5). It survives the visit in which it came: paper ends where somebody prints.
    public var hasUntestedRoll = false
    /// A keyboard that types letters is plugged in.
    public var hasKeyboard = false

    public init() {}
}
