import Errands

extension ScreenContext {
    /// Plan of the screen that is up: one line a screen. The functions named here say what it shows, what
    /// its buttons do, and where Enter and Escape lead.
    var plan: ScreenPlan {
        let welcome = WelcomeViews(context: self)
        let service = ServiceViews(context: self)
        let ticket = TicketViews(context: self)
        let lookup = LookupViews(context: self)
        let survey = SurveyViews(context: self)
        let staff = StaffViews(context: self)
        if let fault = facts.fault { return staff.fault(fault) }
        return switch visit.screen {
        case .welcome: isClosed ? welcome.closed : welcome.open

        case .agencies(let purpose): service.agencies(purpose)
        case .services(let agency, _): service.services(of: agency)
        case .occasions: service.occasions
        case .occasion(let id): service.occasion(id)
        case .search(let typing, let results): service.search(typing, results)
        case .service(let id): service.requirements(of: id)
        case .checklist(let id): service.checklist(of: id)

        case .confirm(let id): ticket.confirm(id)
        case .printing(let tickets): ticket.printing(tickets)
        case .ticket(let tickets, let outcome): ticket.result(tickets, outcome)
        case .paused: ticket.paused

        case .whereAmI(let typing, let notFound): lookup.whereAmI(typing, notFound: notFound)
        case .position(let status): lookup.position(status)
        case .givingBack(let status): lookup.givingBack(status)
        case .gaveBack: lookup.gaveBack

        case .express: survey.express
        case .surveyCode(let typing): survey.code(typing)
        case .question(let index): survey.question(index)
        case .profile(let index): survey.profile(index)
        case .thanks(let outcome): survey.thanks(outcome)

        case .cleaning: staff.cleaning
        case .loadPaper: staff.loadPaper
        case .paperTest(let step): staff.paperTest(step)
        }
    }
}
