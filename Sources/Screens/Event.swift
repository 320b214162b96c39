import Foundation
package import Office
package import Touch

/// Input of a session. Touches, time and the results of effects all arrive this way. A result
/// carries the request that it answers.
package enum Event: Equatable, Sendable {
    case tap(Action)
    /// Contact that began or moved. It counts as activity, wherever it is.
    case touched
    /// Key of the screen held for the long-press time.
    case held(Action)
    /// Key of a bound keyboard.
    case typed(TypedKey)
    /// Code read by a scanner; nil if it is longer than any code of this system.
    case scanned(String?)
    /// Time that passed without other input.
    case time

    case issued(RequestID, [IssuedTicket])
    case issueFailed(RequestID, IssueFailure)
    /// Progress or end of a ticket's slip.
    case paper(TicketID, PaperState)
    case listPaper(RequestID, PaperState)
    case testPaper(RequestID, PaperState)
    case found(RequestID, TicketStatus?)
    case scanAnswered(RequestID, ScanAnswer)
    case gaveBack(RequestID, Bool)
    case searchResults(RequestID, [Service.ID])
    case surveySaved(RequestID, SurveyOutcome)

    /// News of the terminal. The screen follows within the frame.
    case opening(Opening)
    case waiting([Service.ID: Int])
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

/// Identifier that matches an answer to its request. A session drops answers to ended visits.
package struct RequestID: Hashable, Sendable {
    package var value: UInt64

    package init(_ value: UInt64) {
        self.value = value
    }
}

/// Ticket just committed to the database, with what its screen shows.
package struct IssuedTicket: Hashable, Sendable {
    package var id: TicketID
    package var number: TicketNumber
    package var serviceID: Service.ID
    package var code: String
    package var peopleAhead: Int
    package var wait: WaitRange?
    /// Whether a slip is being printed.
    package var prints: Bool

    package init(
        id: TicketID, number: TicketNumber, serviceID: Service.ID, code: String,
        peopleAhead: Int, wait: WaitRange?, prints: Bool
    ) {
        self.id = id
        self.number = number
        self.serviceID = serviceID
        self.code = code
        self.peopleAhead = peopleAhead
        self.wait = wait
        self.prints = prints
    }
}

/// Range of waiting time in minutes, in steps of 5 (E1).
package struct WaitRange: Hashable, Sendable {
    package var minutes: ClosedRange<Int>

    package init(minutes: ClosedRange<Int>) {
        self.minutes = minutes
    }
}

/// Answer to a visitor who looks a ticket up (L4).
package struct TicketStatus: Hashable, Sendable {
    package var id: TicketID
    package var number: TicketNumber
    package var serviceID: Service.ID
    package var state: TicketState
    package var peopleAhead: Int
    package var wait: WaitRange?
    /// Whether the ticket was found by its secret code. Only then may the visitor give it back.
    package var isByCode: Bool

    package init(
        id: TicketID, number: TicketNumber, serviceID: Service.ID, state: TicketState,
        peopleAhead: Int, wait: WaitRange?, isByCode: Bool
    ) {
        self.id = id
        self.number = number
        self.serviceID = serviceID
        self.state = state
        self.peopleAhead = peopleAhead
        self.wait = wait
        self.isByCode = isByCode
    }
}

/// Answer to a scanned code.
package enum ScanAnswer: Hashable, Sendable {
    /// Ticket of today that carries this code.
    case ticket(TicketStatus)
    /// Token of a served ticket. The slip now only serves to rate the visit (G2).
    case survey(token: String)
    /// Unknown code, or one of another day.
    case unknown
}

/// Reason why no ticket was issued.
package enum IssueFailure: Hashable, Sendable {
    /// Every number of the range belongs to a ticket that still waits (A1).
    case numbersUsedUp
    /// The clock is behind the newest record, and the settings refuse tickets in that case (A2).
    case clockBehind
    case closed
    /// The database cannot be written: the disk is full, read-only or gone (I2).
    case storage
}

package enum SurveyOutcome: Hashable, Sendable { case saved, tooSoon, codeSpent, failed }

/// Fault that stops the whole terminal and has a screen of its own.
package enum Fault: String, Hashable, Sendable, CaseIterable {
    case settings, storage, storageFull, touchscreen, fonts, clock
}
