package import Foundation
package import Office
package import Touch

/// What can happen to a session. Everything arrives this way: touches, time, and the results of
/// effects, each with the request it answers.
package enum Event: Equatable, Sendable {
    case tap(Action)
    /// A finger went down or moved on: somebody is there, whatever was touched.
    case touched
    /// A key was held for the long-press time.
    case held(Action)
    /// A key of a bound keyboard.
    case typed(TypedKey)
    /// A scanner read this code, or one too long to be any of ours.
    case scanned(String?)
    /// Nothing but that time went by.
    case time

    case issued(RequestID, [IssuedTicket])
    case issueFailed(RequestID, IssueFailure)
    /// How a ticket's paper ended, or that it is under way.
    case paper(TicketID, PaperState)
    case listPaper(RequestID, PaperState)
    case testPaper(RequestID, PaperState)
    case found(RequestID, TicketStatus?)
    case scanAnswered(RequestID, ScanAnswer)
    case gaveBack(RequestID, Bool)
    case searchResults(RequestID, [Service.ID])
    case surveySaved(RequestID, SurveyOutcome)

    /// What the rest of the machine knows; the screen follows within the frame.
    case opening(Opening)
    case waiting([Service.ID: Int])
    case printer(PrinterCondition)
    case fault(Fault?)
    /// Whether a keyboard that types letters is plugged in (T44).
    case keyboard(isThere: Bool)
    case catalogue(Catalogue)
    /// `loket` locks the screen so that the glass can be wiped (L7).
    case cleaning
    /// `loket` shows how to put a roll in (L7).
    case loadPaper
    /// The printer has paper again: whoever put it in is asked for a test slip (B5).
    case rollCame
}

/// Which request an answer belongs to: an answer to a session that has ended is dropped.
package struct RequestID: Hashable, Sendable {
    package var value: UInt64

    package init(_ value: UInt64) {
        self.value = value
    }
}

/// A ticket fresh from the database, with what its screen says of it.
package struct IssuedTicket: Hashable, Sendable {
    package var id: TicketID
    package var number: TicketNumber
    package var serviceID: Service.ID
    package var code: String
    package var peopleAhead: Int
    package var wait: WaitRange?
    /// Whether a slip is on its way.
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

/// Minutes of waiting, from and to, in steps of five (E1).
package struct WaitRange: Hashable, Sendable {
    package var minutes: ClosedRange<Int>

    package init(minutes: ClosedRange<Int>) {
        self.minutes = minutes
    }
}

/// What the visitor reads of a ticket that was looked up (L4).
package struct TicketStatus: Hashable, Sendable {
    package var id: TicketID
    package var number: TicketNumber
    package var serviceID: Service.ID
    package var state: TicketState
    package var peopleAhead: Int
    package var wait: WaitRange?
    /// Looked up by its secret code, so the one who asks holds it and may give it back.
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

/// Whose code was scanned.
package enum ScanAnswer: Hashable, Sendable {
    /// Today's ticket, by the code on its slip.
    case ticket(TicketStatus)
    /// A ticket that was served: what is left to do with its slip is to rate (G2).
    case survey(token: String)
    /// None of ours, or not of today.
    case unknown
}

/// Why no number came.
package enum IssueFailure: Hashable, Sendable {
    /// Every number of the range still waits (A1).
    case numbersUsedUp
    /// The clock stands before the newest record, and the settings refuse then (A2).
    case clockBehind
    case closed
    /// The database can't be written: disk full, read-only, gone (I2).
    case storage
}

package enum SurveyOutcome: Hashable, Sendable { case saved, tooSoon, codeSpent, failed }

/// What stops the terminal as a whole; it has a screen of its own.
package enum Fault: String, Hashable, Sendable, CaseIterable {
    case settings, storage, storageFull, touchscreen, fonts, clock
}
