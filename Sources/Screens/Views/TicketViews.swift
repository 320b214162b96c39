import Drawing
import Errands
import Office

/// Plans from the confirm screen to the ticket's last screen.
struct TicketViews: Views {
    let context: ScreenContext

    // MARK: Before the ticket

    /// Service, queue and group, to be confirmed. Enter takes the ticket.
    func confirm(_ id: Service.ID) -> ScreenPlan {
        let service = catalogue.service(id)
        let others = visit.ticket.basket.filter { $0.serviceID != id }
        var aside = [
            Button(.showService, words("confirm.requirements"), icon: .clipboard)
                .enabled(!visit.ticket.isIssuing)
        ]
        let closed = ([id] + others.map(\.serviceID)).filter(context.isClosed)
        if visit.ticket.basket.count + 1 < context.rules.ticketsPerVisit {
            aside.append(
                Button(.addService, words("confirm.add"), icon: .add).enabled(
                    !visit.ticket.isIssuing && !context.isClosed(id)))
        }
        return ScreenPlan(
            title: name(of: service), back: backButton, aside: aside,
            main: issueButton(count: others.count + 1, isOpen: closed.isEmpty)
        ) { maker in
            var rows: [Row] = []
            if let failure = visit.ticket.failure, failure != .closed || closed.isEmpty {
                rows += maker.notice(.error, words("issue.\(failure)"))
            } else if let first = closed.first {
                rows += maker.notice(.clock, closedText(first, isOther: first != id))
            } else if let notice = printerNotice {
                rows += maker.notice(.warning, notice)
            }
            rows += outlookRows(id, service, maker)
            for wish in others {
                let name = name(of: catalogue.service(wish.serviceID))
                rows += maker.buttons(
                    [
                        Button(
                            .removeService(wish.serviceID),
                            words("confirm.also", ["service": name]), icon: .close, kind: .quiet)
                    ], columns: 1)
            }
            rows.append(maker.heading(words("confirm.group")))
            return rows + groupRows(maker)
        }
    }

    /// Rows on how long it takes, how many are ahead and where to go. What is known stands first.
    private func outlookRows(_ id: Service.ID, _ service: Service?, _ maker: RowMaker) -> [Row] {
        let place = words("confirm.where", ["zone": zone(of: service)])
        // Nobody can join the queue of a service that is closed.
        if context.isClosed(id) {
            return maker.component(.people, place, variantLine(of: service))
        }
        let newcomer = Newcomer(serviceID: id, queueClass: QueueClass(visit.ticket.group))
        guard let outlook = facts.outlook[newcomer] else {
            guard let waiting = facts.waiting else {
                return maker.component(.people, place, variantLine(of: service))
            }
            return maker.component(
                .people, words.ahead(waiting[id] ?? 0), [place] + variantLine(of: service))
        }
        let (ahead, wait) = (words.ahead(outlook.peopleAhead), words.wait(outlook.wait))
        let (first, second) = outlook.wait == nil ? (ahead, wait) : (wait, ahead)
        return maker.component(
            outlook.wait == nil ? .people : .timer, first,
            ["\(second). \(place)"] + variantLine(of: service))
    }

    /// Reason why a service of the visit gives no tickets. One that is not the screen's is named.
    private func closedText(_ id: Service.ID, isOther: Bool) -> String {
        let text = closing(of: id) ?? words("confirm.closed")
        return isOther ? "\(name(of: catalogue.service(id))): \(text)" : text
    }

    private func issueButton(count: Int, isOpen: Bool) -> Button {
        Button(
            .issue,
            count > 1
                ? words("confirm.issue.many", ["n": String(count)])
                : words(visit.ticket.isIssuing ? "confirm.issuing" : "confirm.issue"),
            icon: .ticket,
            kind: .primary
        ).enabled(!visit.ticket.isIssuing && isOpen)
    }

    /// Returns the variant that the slip's requirements are for. It is chosen on the service's own
    /// screen.
    private func variantLine(of service: Service?) -> [String] {
        guard let service, service.variants.count > 1, let variant = variant(of: service) else {
            return []
        }
        return [variant.name[language]]
    }

    private func groupRows(_ maker: RowMaker) -> [Row] {
        let groups: [(VulnerableGroup, Icon)] = [
            (.elderly, .elderly), (.pregnant, .pregnant), (.disability, .wheelchair),
            (.infant, .infant),
        ]
        return maker.buttons(
            groups.map { group, icon in
                Button(.group(group), words("group.\(group.rawValue)"), icon: icon)
                    .selected(visit.ticket.group == group).centered()
                    .compact(!maker.look.isRoomy)
            }, columns: 4)
    }

    /// Pause after more tickets a minute than people need (C3).
    var paused: ScreenPlan {
        ScreenPlan(title: words("paused.title"), showsHome: false, isCentered: true) { maker in
            [maker.symbol(.timer)]
                + maker.paragraph(words("paused.explain"), .strong, alignment: .center)
        }
    }

    // MARK: Tickets

    /// Numbers of the tickets while their slips print. The footer is empty.
    func printing(_ tickets: [IssuedTicket]) -> ScreenPlan {
        ScreenPlan(title: words("printing.title"), showsHome: false, isCentered: true) { maker in
            guard let fault = facts.printingFault else {
                return ticketRows(tickets, maker, .withoutCode)
                    + maker.notice(.printer, words("printing.wait"))
            }
            let notice = maker.notice(.warning, words("printing.\(fault.rawValue)"))
            return arranged(notice, maker) {
                ticketRows(tickets, maker, .withoutCode, shape: $0)
            }
        }
    }

    /// Tickets and what became of their slips (B1). Enter ends the visit.
    func result(_ tickets: [IssuedTicket], _ outcome: PaperOutcome) -> ScreenPlan {
        let key =
            switch outcome {
            case .onPaper: ""
            case .onScreenOnly: "ticket.onScreen"
            case .failedButValid: "ticket.failedButValid"
            case .failedAndVoid: "ticket.failedAndVoid"
            }
        // Some slips of several may have come out: those tickets are shown apart.
        let lost = outcome == .onPaper ? [] : tickets.filter { !isOnPaper($0) }
        let printed = tickets.filter { !lost.contains($0) }
        return ScreenPlan(
            title: words(
                outcome == .failedAndVoid && printed.isEmpty ? "ticket.title.void" : "ticket.title"),
            aside: context.offersReprint
                ? [Button(.printAgain, words("ticket.again"), icon: .printer)] : [],
            main: doneButton
        ) { maker in
            let good =
                printed.isEmpty
                ? []
                : ticketRows(printed, maker, .whole)
                    + maker.notice(.done, words("ticket.onPaper"))
            if lost.isEmpty { return good }
            // What went well comes last.
            return arranged(maker.notice(.warning, words(key)), maker) {
                ticketRows(
                    lost, maker, outcome == .failedAndVoid ? .void : .whole, shape: $0)
            } + good
        }
    }

    private func isOnPaper(_ ticket: IssuedTicket) -> Bool {
        visit.ticket.paper[ticket.id]?.isOnPaper == true
    }

    /// Arranges the warning first and the number beside it. The rest of the ticket moves to the
    /// next page where the first has no room (B1).
    private func arranged(
        _ warning: [Row], _ maker: RowMaker, _ tickets: (TicketShape) -> [Row]
    ) -> [Row] {
        for shape in TicketShape.allCases {
            let rows = tickets(shape)
            let first = warning + rows.prefix(1)
            let height = first.reduce(-maker.look.gap) { $0 + $1.height + maker.look.gap }
            if height <= maker.pageHeight { return warning + rows }
        }
        let rows = tickets(.whole)
        return rows.prefix(1) + warning + rows.dropFirst()
    }

    /// Details of a ticket that are shown. The code waits until it is of use. A void number has
    /// neither a place nor a waiting time, which would suggest that it is valid.
    private enum TicketDetail { case whole, withoutCode, void }

    private func ticketRows(
        _ tickets: [IssuedTicket], _ maker: RowMaker, _ detail: TicketDetail,
        shape: TicketShape = .whole
    ) -> [Row] {
        tickets.flatMap { ticket in
            let service = catalogue.service(ticket.serviceID)
            let code = TicketCode(
                text: ticket.code, caption: words("ticket.code", ["code": ticket.code]))
            let lines = [
                words("confirm.where", ["zone": zone(of: service)]),
                words.ahead(ticket.peopleAhead), words.wait(ticket.wait),
            ]
            return maker.ticket(
                number: ticket.number.description, service: name(of: service),
                lines: detail == .void ? [] : lines,
                code: detail == .whole ? code : nil, shape: shape)
        }
    }
}
