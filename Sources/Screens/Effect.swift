package import Office

/// What a session wants done. The loop hands it on and does not wait; the result comes back as
/// an event.
package enum Effect: Hashable, Sendable {
    case issue(RequestID, [TicketWish], Language)
    case lookUp(RequestID, String)
    /// Whose slip has this code; by code alone, never by number.
    case lookUpScan(RequestID, code: String)
    case giveBack(RequestID, TicketID)
    case search(RequestID, String, Language)
    case printRequirements(RequestID, Service.ID, Variant.ID?, ticked: Set<Int>, Language)
    case printAgain(TicketID)
    case printTest(RequestID)
    /// Whoever put a roll in by the screen asks for its test slip: its count begins (B6).
    case loadRoll
    /// A person has read a test slip of the roll that is in (B5).
    case confirmRoll
    case saveExpress(rating: Int)
    case saveSurvey(RequestID, SurveyResponse, token: String?)
    /// A survey was left at this question (G3).
    case surveyAbandoned(question: String)
    case callOfficer(screen: String)
    /// A visit ended by time-out; the screen's name and nothing of the person (C4).
    case timedOut(screen: String)
    /// More numbers a minute than people can want (C3).
    case pausedForChild
    /// A ticket's number was seen on the screen (B1, B11).
    case shown(TicketID)
    /// It was not: the visit was over before (B1).
    case unseen(TicketID)
    /// New settings are on the screen from here on; what came before was asked for by the old ones.
    case contentTaken
}

/// One service that a visitor wants a ticket for.
package struct TicketWish: Hashable, Sendable {
    package var serviceID: Service.ID
    package var variantID: Variant.ID?
    package var group: VulnerableGroup?
    /// Requirements that the visitor ticked as brought, by their place.
    package var ticked: Set<Int>

    package init(
        serviceID: Service.ID, variantID: Variant.ID? = nil, group: VulnerableGroup? = nil,
        ticked: Set<Int> = []
    ) {
        self.serviceID = serviceID
        self.variantID = variantID
        self.group = group
        self.ticked = ticked
    }
}
