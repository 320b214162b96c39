import Drawing
import Errands
import Office

/// Pages from the welcome screen to a service.
extension Session {
    func welcomePage(_ words: Words) -> PageContent {
        PageContent(
            title: words("welcome.title"),
            rows: { maker in
                var rows: [Row] = []
                if let notice = printerNotice(words) {
                    rows += maker.notice(.warning, notice)
                }
                rows += maker.buttons(together: languageButtons, columns: 4)
                let isWide = maker.width >= maker.look.mm(170)
                rows += maker.buttons(
                    content.catalogue.featured.map { featuredButton($0, maker.look) },
                    columns: isWide ? 4 : 2)
                rows += maker.buttons(
                    [
                        Button(.showAgencies, words("welcome.all"), icon: .agency),
                        Button(.showSearch, words("welcome.search"), icon: .search),
                        Button(.showRequirements, words("welcome.requirements"), icon: .clipboard),
                        Button(.showOccasions, words("welcome.unsure"), icon: .question),
                        Button(.showWhereAmI, words("welcome.where"), icon: .people),
                        Button(.rate, words("welcome.rate"), icon: .faceVeryGood),
                    ].map { $0.compact(!maker.look.isRoomy) }, columns: isWide ? 3 : 2)
                return rows
            }, showsHome: false)
    }

    func closedPage(_ words: Words) -> PageContent {
        PageContent(
            title: words("closed.title"),
            rows: { maker in
                var rows: [Row] = []
                if case .closed(let reason, let next) = facts.opening {
                    rows += maker.notice(.clock, words("closed.\(reason.rawValue)"))
                    if let next {
                        rows += maker.paragraph(words.opening(next, now: now.wall), .title)
                    }
                } else {
                    let cause = printerFault(words) ?? words("printer.offline")
                    rows += maker.notice(.printer, cause + " " + words("printer.askOfficer"))
                }
                rows += maker.paragraph(words("closed.meanwhile"))
                rows += maker.buttons(
                    [
                        Button(.showRequirements, words("welcome.requirements"), icon: .clipboard),
                        Button(.showSearch, words("welcome.search"), icon: .search),
                        Button(.showWhereAmI, words("welcome.where"), icon: .people),
                        Button(.rate, words("welcome.rate"), icon: .faceVeryGood),
                    ], columns: 2)
                return rows + maker.buttons(together: languageButtons, columns: 4)
            }, showsHome: false)
    }

    private var languageButtons: [Button] {
        content.phrases.languages.map { language in
            Button(.language(language), content.phrases.name(of: language))
                .selected(language == visit.language).centered()
        }
    }

    /// Returns the printer's fault that the visitor should know before taking a number (B2); nil:
    /// none.
    func printerNotice(_ words: Words) -> String? {
        printerFault(words).map { $0 + " " + words("printer.onScreen") }
    }

    private func printerFault(_ words: Words) -> String? {
        switch facts.printer {
        case .ready, .paperLow, .unknown, .none: nil
        default: words("printer.\(facts.printer.rawValue)")
        }
    }

    func agenciesPage(_ purpose: Screen.Purpose, _ words: Words) -> PageContent {
        PageContent(
            title: words(purpose == .ticket ? "agencies.title" : "agencies.requirements"),
            rows: { maker in
                maker.buttons(
                    content.catalogue.agencies.map { agency in
                        Button(
                            .agency(agency.id), agency.short,
                            subtitle: agency.name[visit.language] == agency.short
                                ? nil : agency.name[visit.language],
                            icon: .agency)
                    }, columns: maker.width >= maker.look.mm(240) ? 3 : 2)
            },
            footer: [
                backButton(words), Button(.showSearch, words("welcome.search"), icon: .search),
            ])
    }

    func servicesPage(_ id: Agency.ID, _ purpose: Screen.Purpose, _ words: Words) -> PageContent {
        let agency = content.catalogue.agency(id)
        return PageContent(
            title: agency?.name[visit.language] ?? "",
            rows: { maker in
                let services = content.catalogue.services(of: id)
                if services.isEmpty { return maker.notice(.info, words("services.none")) }
                return maker.buttons(
                    services.map { serviceButton($0, words) },
                    columns: maker.width >= maker.look.mm(240) ? 3 : 2)
            }, footer: [backButton(words)])
    }

    func occasionsPage(_ words: Words) -> PageContent {
        PageContent(
            title: words("occasions.title"),
            rows: { maker in
                maker.buttons(
                    content.catalogue.occasions.map {
                        Button(.occasion($0.id), $0.name[visit.language], icon: .family)
                    }, columns: maker.width >= maker.look.mm(240) ? 3 : 2)
                    + maker.notice(.bell, words("occasions.ask"))
            }, footer: [backButton(words)])
    }

    func occasionPage(_ id: Occasion.ID, _ words: Words) -> PageContent {
        let occasion = content.catalogue.occasions.first { $0.id == id }
        return PageContent(
            title: occasion?.name[visit.language] ?? "",
            rows: { maker in
                maker.paragraph(words("occasion.needs"))
                    + maker.buttons(
                        (occasion?.serviceIDs ?? []).compactMap { content.catalogue.service($0) }
                            .map { serviceButton($0, words) },
                        columns: maker.width >= maker.look.mm(240) ? 3 : 2)
            }, footer: [backButton(words)])
    }

    func searchPage(_ words: Words) -> PageContent {
        guard case .search(let typing, let results) = visit.screen else {
            return PageContent(title: "", rows: { _ in [] })
        }
        return PageContent(
            title: words("search.title"),
            rows: { maker in
                let found = results.compactMap { content.catalogue.service($0) }
                if found.isEmpty {
                    let isAnswered = !typing.text.isEmpty && visit.pending == nil
                    return maker.paragraph(
                        words(isAnswered ? "search.none" : "search.examples"))
                }
                // Between the field and large letters at the foot there is room for low buttons
                // only.
                let isNarrow = hidesKeyboard && maker.look.isCrowded
                return maker.buttons(
                    found.prefix(12).map { serviceButton($0, words) },
                    columns: maker.width >= maker.look.mm(240) ? 3 : isNarrow ? 1 : 2)
            })
    }

    func serviceButton(_ service: Service, _ words: Words) -> Button {
        Button(
            .service(service.id), service.name[visit.language],
            subtitle: content.catalogue.agency(service.agencyID)?.short, icon: .document)
    }

    /// Makes the button of a frequently used service: the name alone, and larger on a roomy panel.
    private func featuredButton(_ service: Service, _ look: Look) -> Button {
        Button(.service(service.id), service.name[visit.language])
            .centered().compact(!look.isRoomy)
            .atLeast(look.isRoomy ? 40 : Look.targetMillimetres)
    }

    func backButton(_ words: Words) -> Button {
        Button(.back, words("back"), icon: .back, kind: .quiet)
    }
}
