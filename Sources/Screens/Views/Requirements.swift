import Drawing
import Office

/// Pages of a service's requirements and of the visitor's checklist.
extension Session {
    func variant(of service: Service) -> Variant? {
        visit.variantID.flatMap(service.variant) ?? service.variants.first
    }

    func servicePage(_ id: Service.ID, _ words: Words) -> PageContent {
        guard let service = content.catalogue.service(id) else {
            return PageContent(title: "", rows: { _ in [] }, footer: [backButton(words)])
        }
        let language = visit.language
        var footer = [
            backButton(words),
            Button(.showChecklist, words("service.checklist"), icon: .checked),
        ]
        if facts.printer.canPrint { footer.append(printListButton(words)) }
        footer.append(
            Button(.toConfirm, words("service.ticket"), icon: .ticket, kind: .primary)
                .enabled(!isClosed))
        return PageContent(
            title: service.name[language],
            rows: { maker in
                var rows: [Row] = []
                if service.variants.count > 1 {
                    rows += maker.buttons(
                        variantButtons(service), columns: maker.width >= maker.look.mm(170) ? 4 : 2)
                }
                if let variant = variant(of: service) {
                    rows += maker.component(
                        .clipboard, words("component.requirements"),
                        variant.requirements.enumerated().map {
                            "\($0.offset + 1). \(content.phrases.line($0.element, language))"
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
                return rows + maker.paragraph(sourceLine(service, words))
            }, footer: footer)
    }

    private func printListButton(_ words: Words) -> Button {
        let isBusy = visit.listPaper.map { !$0.isEnd } ?? false
        let key =
            switch visit.listPaper {
            case nil: "service.print"
            case .printed?, .sent?: "service.printed"
            case .notPrinted?, .unknown?: "service.notPrinted"
            default: "service.printing"
            }
        return Button(.printRequirements, words(key), icon: .printer).enabled(!isBusy)
    }

    /// Returns the source of the entry and the date when it was last checked (H3).
    private func sourceLine(_ service: Service, _ words: Words) -> String {
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

    private func variantButtons(_ service: Service) -> [Button] {
        service.variants.map { variant in
            Button(.variant(variant.id), variant.name[visit.language])
                .selected(variant.id == self.variant(of: service)?.id).centered()
        }
    }

    func checklistPage(_ id: Service.ID, _ words: Words) -> PageContent {
        guard let service = content.catalogue.service(id), let variant = variant(of: service)
        else { return PageContent(title: "", rows: { _ in [] }, footer: [backButton(words)]) }
        let count = variant.requirements.count
        let brought = visit.ticked.intersection(Set(0..<count)).count
        var footer = [backButton(words)]
        if facts.printer.canPrint { footer.append(printListButton(words)) }
        footer.append(
            Button(.toConfirm, words("service.ticket"), icon: .ticket, kind: .primary)
                .enabled(!isClosed))
        return PageContent(
            title: service.name[visit.language],
            rows: { maker in
                var rows: [Row] = []
                if service.variants.count > 1 {
                    rows += maker.buttons(
                        variantButtons(service), columns: maker.width >= maker.look.mm(170) ? 4 : 2)
                }
                let summary =
                    brought == count
                    ? words("checklist.complete")
                    : words("checklist.missing", ["n": String(count - brought)])
                rows.append(maker.progress(brought, of: count, summary))
                // Missing requirements stay on top (H2).
                let order =
                    variant.requirements.indices.filter { !visit.ticked.contains($0) }
                    + variant.requirements.indices.filter { visit.ticked.contains($0) }
                rows += maker.buttons(
                    order.map { index in
                        let isTicked = visit.ticked.contains(index)
                        return Button(
                            .tick(index),
                            content.phrases.line(
                                variant.requirements[index], visit.language),
                            icon: isTicked ? .checked : .unchecked
                        ).selected(isTicked)
                    }, columns: maker.width >= maker.look.mm(240) ? 2 : 1)
                return rows
            }, footer: footer)
    }
}
