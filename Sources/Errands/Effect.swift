package import Office

/// Work that a session asks the desk to do. The loop hands it on and does not wait. The result
/// comes back as an `Event`.
package enum Effect: Hashable, Sendable {
    case issue(RequestID, [TicketWish], Language)
    case lookUp(RequestID, String)
    /// Looks up the ticket whose slip carries this code. It accepts codes only, never numbers.
    case lookUpScan(RequestID, code: String)
    case giveBack(RequestID, TicketID)
    case search(RequestID, String, Language)
    case printRequirements(RequestID, Service.ID, Variant.ID?, ticked: Set<Int>, Language)
    case printAgain(TicketID)
    case printTest(RequestID)
    /// Counts a new roll before its first test slip, when the printer reported none (B6).
    case loadRoll
    /// Confirms that a person has read a test slip of the current roll (B5).
    case confirmRoll
    case saveExpress(rating: Int)
    case saveSurvey(RequestID, SurveyResponse, token: String?)
    /// Reports the question at which a visitor left a survey (G3).
    case surveyAbandoned(question: String)
    case callOfficer(screen: String)
    /// Reports a visit that ended by time-out: the screen's name and nothing about the person (C4).
    case timedOut(screen: String)
    /// Reports that the screen pauses, because more tickets a minute were taken than people need
    /// (C3).
    case pausedForChild
    /// Reports that the screen has shown the ticket's number (B1, B11).
    case shown(TicketID)
    /// Reports that the visit ended before the ticket's number could be shown (B1).
    case unseen(TicketID)
    /// Reports that new settings are on the screen from now on. Earlier effects were asked for
    /// under the old ones.
    case contentTaken
}
