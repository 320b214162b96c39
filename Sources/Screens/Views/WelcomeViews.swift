import Drawing
import Errands
import Office

/// Plans of the welcome screen. Neither has a main or a back button.
struct WelcomeViews: Views {
    let context: ScreenContext

    var open: ScreenPlan {
        ScreenPlan(title: words("welcome.title"), showsHome: false) { maker in
            var rows: [Row] = []
            if let notice = printerNotice {
                rows += maker.notice(.warning, notice)
            }
            rows += maker.buttons(together: languageButtons, columns: 4)
            let isWide = maker.width >= maker.look.mm(170)
            rows += maker.buttons(
                catalogue.featured.map { featuredButton($0, maker.look) },
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
        }
    }

    /// Welcome screen while no tickets are issued. It says why and until when.
    var closed: ScreenPlan {
        ScreenPlan(title: words("closed.title"), showsHome: false) { maker in
            var rows: [Row] = []
            if case .closed(let reason, let next) = facts.opening {
                rows += maker.notice(.clock, words.closing(reason, now: context.now.wall))
                if let next {
                    rows += maker.paragraph(words.opening(next, now: context.now.wall), .title)
                }
            } else {
                let cause = printerFault ?? words("printer.offline")
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
        }
    }

    private var languageButtons: [Button] {
        phrases.languages.map {
            Button(.language($0), phrases.name(of: $0)).selected($0 == language).centered()
        }
    }

    /// Makes the button of a frequently used service: the name alone, and larger on a roomy panel.
    private func featuredButton(_ service: Service, _ look: Look) -> Button {
        Button(.service(service.id), service.name[language], subtitle: tileNews(of: service.id))
            .centered().compact(!look.isRoomy)
            .atLeast(look.isRoomy ? 40 : Look.targetMillimetres)
    }
}
