import Drawing
import Errands
package import Office

/// Pages of the confirm screen, the ticket and its place in the queue.
extension Session {
    func zone(of service: Service?) -> String {
        guard let service else { return "" }
        return (service.zone ?? content.catalogue.agency(service.agencyID)?.zone)?[visit.language]
            ?? ""
    }

    func confirmPage(_ id: Service.ID, _ words: Words) -> PageContent {
        let service = content.catalogue.service(id)
        var footer = [
            backButton(words),
            Button(.showService, words("confirm.requirements"), icon: .clipboard)
                .enabled(!visit.isIssuing),
        ]
        if visit.basket.count + 1 < rules.ticketsPerVisit {
            footer.append(
                Button(.addService, words("confirm.add"), icon: .add).enabled(!visit.isIssuing))
        }
        let count = visit.basket.filter { $0.serviceID != id }.count + 1
        let issue = Button(
            .issue,
            count > 1
                ? words("confirm.issue.many", ["n": String(count)])
                : words(visit.isIssuing ? "confirm.issuing" : "confirm.issue"), icon: .ticket,
            kind: .primary
        ).enabled(!visit.isIssuing && !isClosed)
        return PageContent(
            title: service?.name[visit.language] ?? "",
            rows: { maker in
                var rows: [Row] = []
                if let failure = visit.issueFailure {
                    rows += maker.notice(.error, words("issue.\(failure)"))
                } else if isClosed {
                    rows += maker.notice(.clock, words("confirm.closed"))
                } else if let notice = printerNotice(words) {
                    rows += maker.notice(.warning, notice)
                }
                let waiting = facts.waiting[id] ?? 0
                rows += maker.component(
                    .people, words.ahead(waiting),
                    [words("confirm.where", ["zone": zone(of: service)])]
                        + variantLine(of: service))
                for wish in visit.basket where wish.serviceID != id {
                    let name =
                        content.catalogue.service(wish.serviceID)?.name[visit.language] ?? ""
                    rows += maker.buttons(
                        [
                            Button(
                                .removeService(wish.serviceID),
                                words("confirm.also", ["service": name]), icon: .close,
                                kind: .quiet)
                        ], columns: 1)
                }
                rows.append(maker.heading(words("confirm.group")))
                let groups: [(VulnerableGroup, Icon)] = [
                    (.elderly, .elderly), (.pregnant, .pregnant), (.disability, .wheelchair),
                    (.infant, .infant),
                ]
                rows += maker.buttons(
                    groups.map { group, icon in
                        Button(.group(group), words("group.\(group.rawValue)"), icon: icon)
                            .selected(visit.group == group).centered()
                            .compact(!maker.look.isRoomy)
                    }, columns: 4)
                return rows
            }, footer: footer + [issue])
    }

    /// Returns the variant that the slip's requirements are for. It is chosen on the service's own
    /// page.
    private func variantLine(of service: Service?) -> [String] {
        guard let service, service.variants.count > 1, let variant = variant(of: service) else {
            return []
        }
        return [variant.name[visit.language]]
    }

    func printingPage(_ tickets: [IssuedTicket], _ words: Words) -> PageContent {
        PageContent(
            title: words("printing.title"),
            rows: { maker in
                guard let fault = printingFault else {
                    return ticketRows(tickets, maker, words, .withoutCode)
                        + maker.notice(.printer, words("printing.wait"))
                }
                let notice = maker.notice(.warning, words("printing.\(fault.rawValue)"))
                return arranged(notice, maker) {
                    ticketRows(tickets, maker, words, .withoutCode, shape: $0)
                }
            }, showsHome: false, isCentered: true)
    }

    /// Printer's condition that somebody has to mend before the slip goes on (B2, B4); nil: none.
    package var printingFault: PrinterCondition? {
        [.paperOut, .coverOpen, .error].contains(facts.printer) ? facts.printer : nil
    }

    /// Arranges the warning first and the number beside it. The rest of the ticket moves to the
    /// next part of the page where the first has no room (B1).
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

    func ticketPage(_ tickets: [IssuedTicket], _ outcome: PaperOutcome, _ words: Words)
        -> PageContent
    {
        let key =
            switch outcome {
            case .onPaper: ""
            case .onScreenOnly: "ticket.onScreen"
            case .failedButValid: "ticket.failedButValid"
            case .failedAndVoid: "ticket.failedAndVoid"
            }
        var footer = [
            Button(.home, words("done"), icon: .check, kind: .primary)
        ]
        if reprintEnd != nil {
            footer.insert(Button(.printAgain, words("ticket.again"), icon: .printer), at: 0)
        }
        // Some slips of several may have come out: those tickets are shown apart.
        let lost = outcome == .onPaper ? [] : tickets.filter { !isOnPaper($0) }
        let printed = tickets.filter { !lost.contains($0) }
        return PageContent(
            title: words(
                outcome == .failedAndVoid && printed.isEmpty ? "ticket.title.void" : "ticket.title"),
            rows: { maker in
                let good =
                    printed.isEmpty
                    ? []
                    : ticketRows(printed, maker, words, .whole)
                        + maker.notice(.done, words("ticket.onPaper"))
                if lost.isEmpty { return good }
                // What went well comes last.
                return arranged(maker.notice(.warning, words(key)), maker) {
                    ticketRows(
                        lost, maker, words, outcome == .failedAndVoid ? .void : .whole,
                        shape: $0)
                } + good
            }, footer: footer)
    }

    private func isOnPaper(_ ticket: IssuedTicket) -> Bool {
        visit.paper[ticket.id]?.isOnPaper == true
    }

    /// Details of a ticket that are shown. The code waits until it is of use. A void number has
    /// neither a place nor a waiting time, which would suggest that it is valid.
    private enum TicketDetail { case whole, withoutCode, void }

    private func ticketRows(
        _ tickets: [IssuedTicket], _ maker: RowMaker, _ words: Words, _ detail: TicketDetail,
        shape: TicketShape = .whole
    ) -> [Row] {
        tickets.flatMap { ticket in
            let service = content.catalogue.service(ticket.serviceID)
            let code = TicketCode(
                text: ticket.code, caption: words("ticket.code", ["code": ticket.code]))
            let lines = [
                words("confirm.where", ["zone": zone(of: service)]),
                words.ahead(ticket.peopleAhead), words.wait(ticket.wait),
            ]
            return maker.ticket(
                number: ticket.number.description, service: service?.name[visit.language] ?? "",
                lines: detail == .void ? [] : lines,
                code: detail == .whole ? code : nil, shape: shape)
        }
    }

    func whereAmIPage(notFound: Bool, _ words: Words) -> PageContent {
        PageContent(
            title: words("where.title"),
            rows: { maker in
                notFound
                    ? maker.notice(.info, words("where.notFound"))
                    : maker.paragraph(words("where.explain"))
            })
    }

    func positionPage(_ status: TicketStatus, _ words: Words) -> PageContent {
        let service = content.catalogue.service(status.serviceID)
        let isWaiting = status.state == .waiting || status.state == .printing
        var footer = [backButton(words)]
        if isWaiting, status.isByCode {
            footer.append(Button(.giveBack, words("position.giveBack"), icon: .giveBack))
        }
        footer.append(Button(.home, words("done"), icon: .check, kind: .primary))
        return PageContent(
            title: words("position.title"),
            rows: { maker in
                var lines = [words("state.\(status.state.rawValue)")]
                if isWaiting {
                    lines += [words.ahead(status.peopleAhead), words.wait(status.wait)]
                }
                lines.append(words("confirm.where", ["zone": zone(of: service)]))
                var rows = maker.ticket(
                    number: status.number.description,
                    service: service?.name[visit.language] ?? "", lines: lines, code: nil)
                if isWaiting, !status.isByCode {
                    rows += maker.paragraph(words("position.codeNeeded"))
                }
                return rows
            }, footer: footer)
    }

    func givingBackPage(_ status: TicketStatus, _ words: Words) -> PageContent {
        PageContent(
            title: words("giveBack.title", ["number": status.number.description]),
            rows: { maker in
                [maker.symbol(.giveBack)]
                    + maker.paragraph(words("giveBack.explain"), .strong, alignment: .center)
            },
            footer: [
                Button(.keepTicket, words("giveBack.keep"), icon: .back),
                Button(.confirmGiveBack, words("giveBack.confirm"), icon: .giveBack, kind: .primary)
                    .enabled(visit.pending == nil),
            ], isCentered: true)
    }

    func gaveBackPage(_ words: Words) -> PageContent {
        PageContent(
            title: words("gaveBack.title"),
            rows: { maker in
                [maker.symbol(.done)]
                    + maker.paragraph(words("gaveBack.explain"), .strong, alignment: .center)
            }, footer: [Button(.home, words("done"), icon: .check, kind: .primary)],
            isCentered: true)
    }
}
