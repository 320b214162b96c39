package import Office

/// Which screen is up, with what only that screen knows.
package enum Screen: Hashable, Sendable {
    /// Why one looks for a service: to take a number or to read what it asks for.
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
    /// The code of the slip, which makes an answer count once for a visit (G2).
    case surveyCode(Typing)
    case question(Int)
    case profile(Int)
    case thanks(SurveyOutcome)
    /// Too many numbers from this screen: a child plays (C3).
    case paused
    case cleaning
    /// How to put a roll in, for the one who does it (L7).
    case loadPaper
    /// Whether the new roll prints (B5).
    case paperTest(PaperTest)

    /// The screen's name in the log, in `loket state` and in the tests.
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

    /// What becomes of it when nobody touches it.
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

/// What is being typed on the on-screen keyboard.
package struct Typing: Hashable, Sendable {
    package enum Layer: Hashable, Sendable { case letters, symbols }

    /// Characters at most.
    package static let maximumLength = 40

    package var text = ""
    package var layer = Layer.letters
    /// The next letter is a capital; sticky for one key (T42).
    package var shift = false
    /// Letters behind the key that is held.
    package var alternates: [String] = []

    package init(text: String = "", layer: Layer = .letters) {
        self.text = text
        self.layer = layer
    }
}

/// Where somebody is who has put a roll in.
package enum PaperTest: String, Hashable, Sendable, CaseIterable {
    /// Asks for a test slip.
    case offer
    case printing
    /// Asks whether the slip can be read: nobody else can tell that.
    case question
    /// It was blank: the roll may be the wrong way round.
    case blank
    case failed
}

/// How the paper of the tickets on the screen ended, as far as the visitor is concerned (B1).
package enum PaperOutcome: Hashable, Sendable {
    /// No printer, or none that can print now: the number on the screen is the ticket.
    case onScreenOnly
    case onPaper
    /// Nothing came out, or nobody knows; the number is valid all the same.
    case failedButValid
    /// Nothing came out, and the settings void the number then.
    case failedAndVoid
}
