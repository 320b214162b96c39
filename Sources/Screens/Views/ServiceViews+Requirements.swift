import Drawing
import Office

/// Plans of a service's requirements and of the visitor's checklist.
extension ServiceViews {
    /// Requirements of a service and its other components. Enter leads on to a ticket.
    func requirements(of id: Service.ID) -> ScreenPlan {
        guard let service = catalogue.service(id) else { return missing }
        return ScreenPlan(
            title: name(of: service), back: backButton,
            aside: [Button(.showChecklist, words("service.checklist"), icon: .checked)]
                + printListButtons,
            main: ticketButton(of: id)
        ) { maker in
            var rows = closedRows(of: id, maker) + variantRows(service, maker)
            if let variant = variant(of: service) {
                rows += maker.component(
                    .clipboard, words("component.requirements"),
                    variant.requirements.enumerated().map {
                        "\($0.offset + 1). \(phrases.line($0.element, language))"
                    })
            }
            let components: [(Icon, String, [String])] = [
                (
                    .list, "component.procedure",
                    service.procedure.enumerated().map {
                        "\($0.offset + 1). \($0.element[language])"
                    }
                ),
                (.clock, "component.time", [service.time[language]]),
                (.money, "component.cost", [service.cost[language]]),
                (.receipt, "component.product", [service.product[language]]),
                (.feedback, "component.complaints", [service.complaints[language]]),
            ]
            for (icon, key, texts) in components {
                rows += maker.component(icon, words(key), texts)
            }
            return rows + maker.paragraph(sourceLine(service))
        }
    }

    /// Requirements to tick as brought. Enter leads on to a ticket.
    func checklist(of id: Service.ID) -> ScreenPlan {
        guard let service = catalogue.service(id), let variant = variant(of: service)
        else { return missing }
        let requirements = variant.requirements
        let ticked = visit.service.ticked
        let count = requirements.count
        let brought = ticked.intersection(Set(0..<count)).count
        return ScreenPlan(
            title: name(of: service), back: backButton, aside: printListButtons,
            main: ticketButton(of: id)
        ) { maker in
            var rows = closedRows(of: id, maker) + variantRows(service, maker)
            let summary =
                brought == count
                ? words("checklist.complete")
                : words("checklist.missing", ["n": String(count - brought)])
            rows.append(maker.progress(brought, of: count, summary))
            // Missing requirements stay on top (H2).
            let order =
                requirements.indices.filter { !ticked.contains($0) }
                + requirements.indices.filter { ticked.contains($0) }
            rows += maker.buttons(
                order.map { index in
                    let isTicked = ticked.contains(index)
                    return Button(
                        .tick(index), phrases.line(requirements[index], language),
                        icon: isTicked ? .checked : .unchecked
                    ).selected(isTicked)
                }, columns: maker.width >= maker.look.mm(240) ? 2 : 1)
            return rows
        }
    }

    private func ticketButton(of id: Service.ID) -> Button {
        Button(.toConfirm, words("service.ticket"), icon: .ticket, kind: .primary)
            .enabled(!context.isClosed(id))
    }

    /// Button that prints the list and says what became of the print; empty: nothing prints now.
    private var printListButtons: [Button] {
        guard facts.printer.canPrint else { return [] }
        let paper = visit.service.listPaper
        let key =
            switch paper {
            case nil: "service.print"
            case .printed?, .sent?: "service.printed"
            case .notPrinted?, .unknown?: "service.notPrinted"
            default: "service.printing"
            }
        return [
            Button(.printRequirements, words(key), icon: .printer)
                .enabled(paper?.isEnd != false)
        ]
    }

    private func variantRows(_ service: Service, _ maker: RowMaker) -> [Row] {
        guard service.variants.count > 1 else { return [] }
        let chosen = variant(of: service)?.id
        return maker.buttons(
            service.variants.map {
                Button(.variant($0.id), $0.name[language]).selected($0.id == chosen).centered()
            }, columns: maker.width >= maker.look.mm(170) ? 4 : 2)
    }

    /// Returns the source of the entry and the date when it was last checked (H3).
    private func sourceLine(_ service: Service) -> String {
        let date = service.checkedOn
        let values = [
            "date":
                "\(date.day) \(words("month.\(date.month)")) \(date.year)",
            "source": service.source,
            "law": service.legalBasis.joined(separator: ", "),
        ]
        let law = service.legalBasis.isEmpty ? "" : words("service.law", values) + " "
        let sample = service.isSample ? words("service.sample") + " " : ""
        return sample + law + words("service.checked", values)
    }
}
