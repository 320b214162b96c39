package import Office

/// News for a session: results of its effects, each with the request that it answers, and facts of
/// the rest of the machine. Touches, keys and time reach the session as `SessionInput`, whose
/// values are the screen's own.
package enum Event: Equatable, Sendable {
    case issued(RequestID, [IssuedTicket])
    case issueFailed(RequestID, IssueFailure)
    /// Times since an earlier run of the daemon issued its newest tickets, which count for the limit
    /// of a minute (C3).
    case issuedBefore(ages: [Duration])
    /// Progress or end of a ticket's slip.
    case paper(TicketID, PaperState)
    case listPaper(RequestID, PaperState)
    case testPaper(RequestID, PaperState)
    case found(RequestID, TicketStatus?)
    case scanAnswered(RequestID, ScanAnswer)
    case gaveBack(RequestID, Bool)
    case searchResults(RequestID, [Service.ID])
    /// A question or order that could not be dealt with, such as one to a disk that does not answer.
    /// It says nothing of what was asked for.
    case unanswered(RequestID)
    case surveySaved(RequestID, SurveyOutcome)

    // News of the terminal. The screen follows within the frame.
    case opening(Opening)
    /// Services that give no tickets while the office does, each with its reason (F1).
    case closedServices([Service.ID: Opening])
    /// Newest order of staff to open or close the office; nil: there is none.
    case openingOrder(OpeningOrder?)
    /// Tickets of a business date that count against the quotas of their services.
    case given([Service.ID: Int], CalendarDate)
    case waiting([Service.ID: Int])
    /// New estimates of the waiting time.
    case outlook([Newcomer: QueueOutlook])
    case printer(PrinterCondition)
    case fault(Fault?)
    /// Whether a keyboard that types letters is plugged in (T44).
    case keyboard(isThere: Bool)
    case catalogue(Catalogue)
    /// Command to lock the screen, so that the glass can be wiped (L7).
    case cleaning
    /// Command to show how to load a roll (L7).
    case loadPaper
    /// Report that the printer has paper again. The screen then offers a test slip (B5).
    case rollCame
}
