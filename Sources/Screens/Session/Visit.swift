import Errands
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
    /// Page that is shown, from 0, where the screen is longer than the glass.
    package var page = 0

    var service = ServiceFlow()
    var ticket = TicketFlow()
    var lookup = LookupFlow()
    var survey = SurveyFlow()

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

    /// Whether the visitor waits for paper.
    var isPrinting: Bool {
        switch screen {
        case .printing, .paperTest(.printing): true
        default: service.isPrinting
        }
    }

    /// Whether the screen says that a scanned code is not known.
    package var isScanRefused: Bool { lookup.scanRefusedAt != nil }

    /// Uptime until which the visitor may ask for one more print (B7); nil: not allowed. Touches do
    /// not extend it.
    func reprintEnd(by rules: SessionRules, at now: Moment) -> Duration? {
        guard case .ticket(_, .onPaper) = screen, rules.visitorReprint, !ticket.hasReprinted,
            let ended = ticket.slipEndedAt
        else { return nil }
        let end = ended + rules.lastTimeoutWithReprint
        return end > now.uptime ? end : nil
    }
}
