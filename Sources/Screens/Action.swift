import Office

/// What a place on the screen does when it is touched.
public enum Action: Hashable, Sendable {
    // On every screen.
    case home, back, nextPage, previousPage
    case language(Language)
    case textSize, contrast, lowReach, callOfficer, stillHere

    // From the welcome screen.
    case showAgencies, showOccasions, showSearch, showRequirements, showWhereAmI, rate

    // To a service.
    case agency(Agency.ID)
    case occasion(Occasion.ID)
    case service(Service.ID)
    case variant(Variant.ID)
    case showService, showChecklist
    case tick(Int)
    case printRequirements

    // To a ticket.
    case toConfirm
    case group(VulnerableGroup)
    case addService
    case removeService(Service.ID)
    case issue
    case lookUp, giveBack, confirmGiveBack, keepTicket, printAgain

    // Ratings.
    case face(Int)
    case startSurvey
    case answer(Int)
    case profile(String)
    case skipProfile, skipQuestion

    // The on-screen keyboard.
    case letter(String)
    case space, backspace, shift, layer
}
