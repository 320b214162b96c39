import Drawing
import Office

/// Plans on the way to a service: by agency, by occasion and by search.
struct ServiceViews: Views {
    let context: ScreenContext

    func agencies(_ purpose: Screen.Purpose) -> ScreenPlan {
        ScreenPlan(
            title: words(purpose == .ticket ? "agencies.title" : "agencies.requirements"),
            back: backButton,
            aside: [Button(.showSearch, words("welcome.search"), icon: .search)]
        ) { maker in
            maker.buttons(
                catalogue.agencies.map { agency in
                    let name = agency.name[language]
                    return Button(
                        .agency(agency.id), agency.short,
                        subtitle: isAbsent(agency.id)
                            ? words("tile.agencyAbsent") : name == agency.short ? nil : name,
                        icon: .agency)
                }, columns: columns(maker))
        }
    }

    /// Whether none of the agency's services is given today, since it is not in the office.
    private func isAbsent(_ id: Agency.ID) -> Bool {
        let services = catalogue.services(of: id)
        return !services.isEmpty
            && services.allSatisfy { service in
                if case .closed(.agencyAbsent, _)? = context.facts.closedServices[service.id] {
                    return true
                }
                return false
            }
    }

    func services(of id: Agency.ID) -> ScreenPlan {
        ScreenPlan(title: catalogue.agency(id)?.name[language] ?? "", back: backButton) { maker in
            let services = catalogue.services(of: id)
            if services.isEmpty { return maker.notice(.info, words("services.none")) }
            return maker.buttons(services.map(serviceButton), columns: columns(maker))
        }
    }

    var occasions: ScreenPlan {
        ScreenPlan(title: words("occasions.title"), back: backButton) { maker in
            maker.buttons(
                catalogue.occasions.map {
                    Button(.occasion($0.id), $0.name[language], icon: .family)
                }, columns: columns(maker))
                + maker.notice(.bell, words("occasions.ask"))
        }
    }

    func occasion(_ id: Occasion.ID) -> ScreenPlan {
        let occasion = catalogue.occasions.first { $0.id == id }
        return ScreenPlan(title: occasion?.name[language] ?? "", back: backButton) { maker in
            let services = (occasion?.serviceIDs ?? []).compactMap { catalogue.service($0) }
            return maker.paragraph(words("occasion.needs"))
                + maker.buttons(services.map(serviceButton), columns: columns(maker))
        }
    }

    /// Search for a service. Enter opens the only result.
    func search(_ typing: Typing, _ results: [Service.ID]) -> ScreenPlan {
        let isAnswered = visit.service.searchRequest == nil
        return ScreenPlan(
            title: words("search.title"), back: backButton,
            enter: isAnswered && results.count == 1 ? .service(results[0]) : nil,
            field: TextField(typing: typing, placeholder: words("search.hint"))
        ) { maker in
            let found = results.compactMap { catalogue.service($0) }
            if visit.service.hasSearchFailed, !typing.text.isEmpty {
                return maker.notice(.error, words("unanswered"))
            }
            if found.isEmpty {
                let isVain = !typing.text.isEmpty && isAnswered
                return maker.paragraph(words(isVain ? "search.none" : "search.examples"))
            }
            // Between the field and large letters at the foot there is room for low buttons only.
            let isNarrow = context.hidesKeyboard && maker.look.isCrowded
            return maker.buttons(
                found.prefix(12).map(serviceButton), columns: columns(maker) - (isNarrow ? 1 : 0))
        }
    }

    private func columns(_ maker: RowMaker) -> Int {
        maker.width >= maker.look.mm(240) ? 3 : 2
    }
}
