import Errands
import Office

/// Handling of taps.
extension Session {
    mutating func tap(_ action: Action) -> [Effect] {
        // The glass is being wiped: nothing may be touched (L7).
        if visit.screen == .cleaning { return [] }
        // Paused (C3) or at fault: only the helps respond (L3).
        if visit.screen == .paused || facts.fault != nil, !action.isHelp { return [] }
        switch action {
        case .home:
            let effects = leaving()
            goHome()
            return effects
        case .back: return back()
        case .nextPage: visit.page += 1
        case .previousPage: visit.page = max(0, visit.page - 1)
        case .language(let language):
            visit.language = language
            visit.page = 0
        case .textSize:
            visit.textSize = (visit.textSize + 1) % 4
            visit.page = 0
        case .contrast: visit.highContrast.toggle()
        case .lowReach:
            visit.lowReach.toggle()
            visit.page = 0
        case .callOfficer: return callOfficer()
        case .stillHere: break
        case .showAgencies: go(.agencies(.ticket))
        case .showRequirements: go(.agencies(.requirements))
        case .showOccasions: go(.occasions)
        case .showSearch: go(.search(Typing(), results: []))
        case .showWhereAmI: go(.whereAmI(Typing(), notFound: false))
        case .rate: go(.express)
        case .agency(let id): showAgency(id)
        case .occasion(let id): go(.occasion(id))
        case .service(let id): choose(id)
        case .variant(let id): choose(variant: id)
        case .showService: if let id = serviceOnScreen { go(.service(id)) }
        case .showChecklist: if let id = serviceOnScreen { go(.checklist(id)) }
        case .tick(let index): visit.ticked.formSymmetricDifference([index])
        case .printRequirements: return printRequirements()
        case .toConfirm: if let id = serviceOnScreen { toConfirm(id) }
        case .group(let group): visit.group = visit.group == group ? nil : group
        case .addService: addService()
        case .removeService(let id): visit.basket.removeAll { $0.serviceID == id }
        case .issue: return issue()
        case .lookUp: return lookUp()
        case .giveBack:
            if case .position(let status) = visit.screen { go(.givingBack(status)) }
        case .keepTicket: return back()
        case .confirmGiveBack: return giveBack()
        case .printAgain: return printAgain()
        case .printTest: return printTest()
        case .slipReadable: return slipReadable()
        case .slipBlank: if visit.screen == .paperTest(.question) { show(.paperTest(.blank)) }
        case .face(let rating): return rate(rating)
        case .startSurvey: startSurvey()
        case .showSurveyCode: go(.surveyCode(Typing()))
        case .answer(let value): return answer(value)
        case .profile(let choice): return profile(choice)
        case .skipQuestion: return profile(nil)
        case .skipProfile: return finishSurvey()
        case .letter(let letter): return type(letter)
        case .space: return type(" ")
        case .backspace: return erase()
        case .shift: editTyping { $0.shift.toggle() }
        case .layer:
            editTyping {
                $0.layer = $0.layer == .letters ? .symbols : .letters
                $0.alternates = []
            }
        case .acceptCalibration, .retryCalibration, .endTouchTest: break
        }
        return []
    }

    private mutating func back() -> [Effect] {
        guard let previous = visit.history.popLast() else {
            let effects = leaving()
            goHome()
            return effects
        }
        // Back from the first question leaves the survey.
        let effects = previous.patience == .survey ? [] : leaving()
        if previous.patience != .survey { visit.answers = [:] }
        show(previous)
        return effects
    }

    private mutating func callOfficer() -> [Effect] {
        // The hall is told at most once a minute (L3). The visitor sees the notice every time.
        let isTooSoon =
            facts.officerCalledAt.map { now.uptime - $0 < rules.officerInterval } ?? false
        if isTooSoon { return [] }
        facts.officerCalledAt = now.uptime
        return [.callOfficer(screen: visit.screen.name)]
    }

    /// Service that the screen is about; nil: none.
    var serviceOnScreen: Service.ID? {
        switch visit.screen {
        case .service(let id), .checklist(let id), .confirm(let id): id
        default: nil
        }
    }

    private mutating func showAgency(_ id: Agency.ID) {
        guard case .agencies(let purpose) = visit.screen else { return }
        go(.services(id, purpose))
    }

    /// Opens the confirm screen of a service, or its own page where the visitor came to read.
    private mutating func choose(_ id: Service.ID) {
        guard let service = content.catalogue.service(id) else { return }
        visit.variantID = service.variants.first?.id
        visit.ticked = []
        // The failure may have been of another service.
        visit.issueFailure = nil
        switch visit.screen {
        case .services(_, .requirements), .search, .occasion: go(.service(id))
        default: isClosed ? go(.service(id)) : go(.confirm(id))
        }
    }

    private mutating func choose(variant id: Variant.ID) {
        visit.variantID = id
        visit.ticked = []
        visit.page = 0
    }

    private mutating func toConfirm(_ id: Service.ID) {
        if isClosed { return }
        // Back from the details to the confirm screen is one step, not two.
        if visit.history.last == .confirm(id) { visit.history.removeLast() }
        go(.confirm(id))
    }
}
