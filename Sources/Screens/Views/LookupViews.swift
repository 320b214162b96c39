import Drawing
import Errands
import Office

/// Plans of the screens that look up a ticket's place in the queue and give the ticket back (L4).
struct LookupViews: Views {
    let context: ScreenContext

    /// Entry of a number or code. Enter looks it up.
    func whereAmI(_ typing: Typing, notFound: Bool) -> ScreenPlan {
        ScreenPlan(
            title: words("where.title"), back: backButton,
            main: Button(.lookUp, words("where.find"), icon: .search, kind: .primary)
                .enabled(!typing.text.isEmpty),
            field: TextField(typing: typing, placeholder: words("where.hint"))
        ) { maker in
            if visit.lookup.hasFailed { return maker.notice(.error, words("unanswered")) }
            return notFound
                ? maker.notice(.info, words("where.notFound"))
                : maker.paragraph(words("where.explain"))
        }
    }

    /// State and place of the ticket that was found. Enter ends the visit.
    func position(_ status: TicketStatus) -> ScreenPlan {
        let service = catalogue.service(status.serviceID)
        let isWaiting = status.state == .waiting || status.state == .printing
        return ScreenPlan(
            title: words("position.title"), back: backButton,
            aside: isWaiting && status.isByCode
                ? [Button(.giveBack, words("position.giveBack"), icon: .giveBack)] : [],
            main: doneButton
        ) { maker in
            var lines = [words("state.\(status.state.rawValue)")]
            if isWaiting {
                lines += [words.ahead(status.peopleAhead), words.wait(status.wait)]
            }
            if let counter = status.counter {
                lines.append("\(counter.place[language]) \(counter.number)")
            } else if isWaiting {
                lines.append(words("confirm.where", ["zone": zone(of: service)]))
            }
            var rows = maker.ticket(
                number: status.number.description, service: name(of: service), lines: lines,
                code: nil)
            if isWaiting, !status.isByCode {
                rows += maker.paragraph(words("position.codeNeeded"))
            }
            return rows
        }
    }

    /// Question whether to give the ticket back. Enter gives it back, Escape keeps it.
    func givingBack(_ status: TicketStatus) -> ScreenPlan {
        ScreenPlan(
            title: words("giveBack.title", ["number": status.number.description]),
            back: Button(.keepTicket, words("giveBack.keep"), icon: .back),
            main: Button(
                .confirmGiveBack, words("giveBack.confirm"), icon: .giveBack, kind: .primary
            ).enabled(visit.lookup.request == nil),
            isCentered: true
        ) { maker in
            let rows = [maker.symbol(.giveBack)]
            if visit.lookup.hasFailed { return rows + maker.notice(.error, words("unanswered")) }
            return rows
                + maker.paragraph(words("giveBack.explain"), .strong, alignment: .center)
        }
    }

    /// Thanks for the ticket given back. Enter ends the visit.
    var gaveBack: ScreenPlan {
        ScreenPlan(title: words("gaveBack.title"), main: doneButton, isCentered: true) { maker in
            [maker.symbol(.done)]
                + maker.paragraph(words("gaveBack.explain"), .strong, alignment: .center)
        }
    }
}
