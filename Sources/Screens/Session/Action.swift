package import Office

/// Action of a target on the screen when it is tapped.
package enum Action: Hashable, Sendable {
    /// Whether the action helps to read or calls an officer, and leaves the visit as it is.
    var isHelp: Bool {
        [.textSize, .contrast, .lowReach, .callOfficer, .nextPage, .previousPage].contains(self)
    }

    // On every screen.
    case home, back, nextPage, previousPage
    case language(Language)
    case textSize, contrast, lowReach, callOfficer, stillHere

    // On the welcome screen.
    case showAgencies, showOccasions, showSearch, showRequirements, showWhereAmI, rate

    // On the way to a service.
    case agency(Agency.ID)
    case occasion(Occasion.ID)
    case service(Service.ID)
    case variant(Variant.ID)
    case showService, showChecklist
    case tick(Int)
    case printRequirements

    // On the way to a ticket.
    case toConfirm
    case group(VulnerableGroup)
    case addService
    case removeService(Service.ID)
    case issue
    case lookUp, giveBack, confirmGiveBack, keepTicket, printAgain

    // After a new roll of paper.
    case printTest, slipReadable, slipBlank

    // Ratings.
    case face(Int)
    case startSurvey, showSurveyCode
    case answer(Int)
    case profile(String)
    case skipProfile, skipQuestion

    // The on-screen keyboard.
    case letter(String)
    case space, backspace, shift, layer

    // During a calibration. They are hit under the new matrix, and no session handles them (T40).
    case acceptCalibration, retryCalibration
    // During a touchscreen trial (C7).
    case endTouchTest
}

extension Action {
    /// Name of the action for tests and technicians: `service(ktp-el)`, `issue`.
    package var name: String {
        switch self {
        case .language(let language): "language(\(language))"
        case .agency(let id), .occasion(let id), .service(let id), .variant(let id),
            .removeService(let id):
            "\(caseName)(\(id))"
        case .tick(let index): "tick(\(index))"
        case .group(let group): "group(\(group.rawValue))"
        case .face(let rating): "face(\(rating))"
        case .answer(let value): "answer(\(value))"
        case .profile(let choice): "profile(\(choice))"
        case .letter(let letter): "letter(\(letter))"
        default: caseName
        }
    }

    private var caseName: String {
        String("\(self)".prefix { $0 != "(" })
    }
}
