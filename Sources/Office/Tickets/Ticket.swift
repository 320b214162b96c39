package import Foundation

/// Special treatment that a visitor asks for (UU 25/2009 art. 29; D4).
package enum VulnerableGroup: String, Sendable, Codable, CaseIterable {
    case elderly, pregnant, disability, infant
}

/// Ticket as stored.
package struct Ticket: Identifiable, Hashable, Sendable {
    package var id: TicketID
    package var number: TicketNumber
    package var businessDate: CalendarDate
    package var serviceID: Service.ID
    package var variantID: Variant.ID?
    package var group: VulnerableGroup?
    package var language: Language
    package var issuedAt: Date
    package var state: TicketState
    package var paper: PaperState
    /// Number of copies after the first, marked `CETAK ULANG n` (B4).
    package var reprints: Int
    /// Code in the slip's QR symbol: eight characters, hard to confuse and hard to guess.
    package var code: String
    /// Token that lets its bearer answer the survey once. It is not linked to the answers (G2).
    package var surveyToken: String

    /// Service and class, by which its turn comes.
    package var newcomer: Newcomer {
        Newcomer(serviceID: serviceID, queueClass: QueueClass(group))
    }

    /// Whether the ticket counts on a date: one of that date, or of the one before that nobody ended
    /// yet, since the office was open over the day start (A3).
    package func counts(on date: CalendarDate) -> Bool {
        businessDate == date || businessDate == date.previous && TicketState.open.contains(state)
    }

    package init(
        id: TicketID, number: TicketNumber, businessDate: CalendarDate, serviceID: Service.ID,
        variantID: Variant.ID? = nil, group: VulnerableGroup? = nil, language: Language,
        issuedAt: Date, state: TicketState = .reserved, paper: PaperState = .none,
        reprints: Int = 0, code: String, surveyToken: String
    ) {
        self.id = id
        self.number = number
        self.businessDate = businessDate
        self.serviceID = serviceID
        self.variantID = variantID
        self.group = group
        self.language = language
        self.issuedAt = issuedAt
        self.state = state
        self.paper = paper
        self.reprints = reprints
        self.code = code
        self.surveyToken = surveyToken
    }
}
