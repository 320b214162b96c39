package import Errands
package import Office

/// Screen that is up, with the state that only it has.
package enum Screen: Hashable, Sendable {
    /// Reason to look for a service: to take a ticket, or to read its requirements.
    package enum Purpose: Hashable, Sendable { case ticket, requirements }

    case welcome
    case agencies(Purpose)
    case services(Agency.ID, Purpose)
    case occasions
    case occasion(Occasion.ID)
    case search(Typing, results: [Service.ID])
    case service(Service.ID)
    case checklist(Service.ID)
    case confirm(Service.ID)
    case whereAmI(Typing, notFound: Bool)
    case position(TicketStatus)
    case givingBack(TicketStatus)
    case gaveBack
    case printing([IssuedTicket])
    case ticket([IssuedTicket], PaperOutcome)
    case express
    /// Entry of the slip's code, which limits a survey to one answer a visit (G2).
    case surveyCode(Typing)
    case question(Int)
    case profile(Int)
    case thanks(SurveyOutcome)
    /// Pause after too many tickets from this screen, as when a child plays (C3).
    case paused
    case cleaning
    /// Instructions for loading a roll (L7).
    case loadPaper
    /// Test of a new roll (B5).
    case paperTest(PaperTest)

    /// Name of the screen in the log, in `loket state` and in tests.
    package var name: String {
        switch self {
        case .welcome: "welcome"
        case .agencies: "agencies"
        case .services: "services"
        case .occasions: "occasions"
        case .occasion: "occasion"
        case .search: "search"
        case .service: "service"
        case .checklist: "checklist"
        case .confirm: "confirm"
        case .whereAmI: "where-am-i"
        case .position: "position"
        case .givingBack: "giving-back"
        case .gaveBack: "gave-back"
        case .printing: "printing"
        case .ticket: "ticket"
        case .express: "express"
        case .surveyCode: "survey-code"
        case .question: "question"
        case .profile: "profile"
        case .thanks: "thanks"
        case .paused: "paused"
        case .cleaning: "cleaning"
        case .loadPaper: "load-paper"
        case .paperTest(let step): "paper-test-\(step.rawValue)"
        }
    }

    /// Service that the screen is about; nil: none.
    var serviceID: Service.ID? {
        switch self {
        case .service(let id), .checklist(let id), .confirm(let id): id
        default: nil
        }
    }

    var isPaperTest: Bool {
        if case .paperTest = self { true } else { false }
    }

    /// Time-out class of a screen. `SessionRules` has the durations.
    enum Patience { case forever, menu, requirements, survey, last, printing, fixed }

    var patience: Patience {
        switch self {
        case .welcome: .forever
        case .agencies, .services, .occasions, .occasion, .search, .confirm, .whereAmI,
            .position, .givingBack, .express, .surveyCode:
            .menu
        case .service, .checklist, .loadPaper, .paperTest: .requirements
        case .question, .profile: .survey
        case .printing: .printing
        case .ticket, .gaveBack, .thanks: .last
        case .paused, .cleaning: .fixed
        }
    }
}

/// Step of the test of a new roll.
package enum PaperTest: String, Hashable, Sendable, CaseIterable {
    /// Offer to print a test slip.
    case offer
    case printing
    /// Question whether the slip can be read, which only a person can tell.
    case question
    /// Answer that the slip was blank: the roll may be the wrong way round.
    case blank
    case failed
}

/// Result of printing the tickets on the screen, as the visitor sees it (B1).
package enum PaperOutcome: Hashable, Sendable {
    /// No printer, or none that can print now. The number on the screen is the ticket.
    case onScreenOnly
    case onPaper
    /// The slip did not come out, or its result is unknown. The number is valid all the same.
    case failedButValid
    /// The slip did not come out, and the settings void the number in that case.
    case failedAndVoid
}
