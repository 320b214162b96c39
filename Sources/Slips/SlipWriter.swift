package import Foundation
package import Office

/// Writer of slips in the office's words (B8).
package struct SlipWriter: Sendable {
    package var officeName: String
    package var address: String
    package var complaints: LocalizedText
    package var catalogue: Catalogue
    package var phrases: PhraseBook
    package var zone: TimeZone
    /// Abbreviation of the time zone: "WITA".
    package var zoneName: String

    package init(
        officeName: String, address: String, complaints: LocalizedText, catalogue: Catalogue,
        phrases: PhraseBook, zone: TimeZone, zoneName: String
    ) {
        self.officeName = officeName
        self.address = address
        self.complaints = complaints
        self.catalogue = catalogue
        self.phrases = phrases
        self.zone = zone
        self.zoneName = zoneName
    }

    /// Writes a ticket's slip. `waitMinutes` nil: not yet known. `copy` 0 is the first and only
    /// unmarked one; n is marked `CETAK ULANG n`, with the first one's time (B4).
    package func ticket(
        _ ticket: Ticket, peopleAhead: Int, waitMinutes: ClosedRange<Int>?, ticked: Set<Int> = [],
        copy: Int = 0
    ) -> Slip {
        let language = ticket.language
        func words(_ key: String, _ values: [String: String] = [:]) -> String {
            phrases(key, language, values)
        }
        let service = catalogue.service(ticket.serviceID)
        let agency = service.flatMap { catalogue.agency($0.agencyID) }
        let variant =
            service.flatMap { service in
                ticket.variantID.flatMap(service.variant) ?? service.variants.first
            }
        var blocks: [Slip.Block] = [
            .text(officeName, isBold: true, isCentered: true),
            .text(agency?.name[language] ?? "", size: .small, isCentered: true),
            .rule,
        ]
        if copy > 0 {
            blocks.append(
                .text(
                    words("slip.reprint", ["n": String(copy)]), size: .large, isBold: true,
                    isCentered: true))
        }
        blocks += [
            .text(words("slip.number"), isCentered: true), .number(ticket.number.description),
            .text(service?.name[language] ?? ticket.serviceID, isBold: true, isCentered: true),
        ]
        if let service, let variant, service.variants.count > 1 {
            blocks.append(.text(variant.name[language], isCentered: true))
        }
        if ticket.group != nil { blocks.append(.text(words("slip.group"), isCentered: true)) }
        let zoneText = (service?.zone ?? agency?.zone)?[language] ?? ""
        blocks += [
            .rule, .text(words("slip.issued", issued(ticket.issuedAt, language))),
            .text(words("slip.where", ["zone": zoneText]), isBold: true),
            .text(words("slip.ahead", ["n": String(peopleAhead)])),
            .text(words("slip.wait", ["wait": wait(waitMinutes, language)])),
        ]
        if let requirements = variant?.requirements, !requirements.isEmpty {
            blocks += [.rule, .text(words("slip.requirements"), isBold: true)]
            blocks += boxes(requirements, ticked, language)
        }
        blocks += [
            .rule, .qr(ticket.code),
            .text(words("slip.code", ["code": ticket.code]), isCentered: true),
            .text(words("slip.survey", ["token": ticket.surveyToken]), size: .small),
            .text(words("slip.complaints", ["where": complaints[language]]), size: .small),
            .text(words("slip.keep"), size: .small, isCentered: true),
        ]
        return Slip(blocks: blocks)
    }

    /// Writes a service's requirements to take home (H2). `opens` is the next opening of one that gives no
    /// numbers now (F2).
    package func requirements(
        of service: Service, variant: Variant?, ticked: Set<Int>, language: Language, at: Date,
        opens: Date? = nil
    ) -> Slip {
        func words(_ key: String, _ values: [String: String] = [:]) -> String {
            phrases(key, language, values)
        }
        let agency = catalogue.agency(service.agencyID)
        var blocks: [Slip.Block] = [
            .text(officeName, isBold: true, isCentered: true),
            .text(agency?.name[language] ?? "", size: .small, isCentered: true), .rule,
            .text(words("slip.list"), size: .large, isBold: true, isCentered: true),
            .text(service.name[language], isBold: true, isCentered: true),
        ]
        if let variant, service.variants.count > 1 {
            blocks.append(.text(variant.name[language], isCentered: true))
        }
        blocks.append(.rule)
        blocks += boxes(variant?.requirements ?? [], ticked, language)
        blocks += [
            .rule, .text("\(words("slip.time")): \(service.time[language])"),
            .text("\(words("slip.cost")): \(service.cost[language])"),
            .text(words("slip.where", ["zone": (service.zone ?? agency?.zone)?[language] ?? ""])),
            .text(words("slip.complaints", ["where": complaints[language]]), size: .small),
            .text(words("slip.issued", issued(at, language)), size: .small),
        ]
        if let opens {
            blocks += [.rule, .text(words("opens.later", day(opens, language)), isBold: true)]
        }
        return Slip(blocks: blocks)
    }

    /// Writes a slip that tests everything that the printer must print.
    package func test(at moment: Date, printer: String) -> Slip {
        let language = phrases.defaultLanguage
        return Slip(blocks: [
            .text(officeName, isBold: true, isCentered: true), .rule,
            .text(phrases("slip.test", language), size: .large, isBold: true, isCentered: true),
            .number("T-000"),
            .text(phrases("slip.issued", language, issued(moment, language))),
            .text(printer, size: .small), .text("ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789"),
            .text("áéíóú âêô ãõ ç ñ “…” – €"), .box("□ ☐ 中文", isTicked: true), .qr("LOKET-TEST"),
        ])
    }

    /// Returns boxes for the requirements, missing ones first, as on the screen (H2).
    private func boxes(_ requirements: [Requirement], _ ticked: Set<Int>, _ language: Language)
        -> [Slip.Block]
    {
        let missing = requirements.indices.filter { !ticked.contains($0) }
        return (missing + requirements.indices.filter(ticked.contains)).map { index in
            .box(line(requirements[index], language), isTicked: ticked.contains(index))
        }
    }

    /// Returns a requirement's line in the visitor's language, and in Indonesian for the officer
    /// (B11). A name without a translation appears once.
    private func line(_ requirement: Requirement, _ language: Language) -> String {
        let indonesian = phrases.line(requirement, .indonesian)
        if requirement.text[language] == requirement.text[.indonesian] { return indonesian }
        return "\(phrases.line(requirement, language)) / \(indonesian)"
    }

    private func wait(_ minutes: ClosedRange<Int>?, _ language: Language) -> String {
        guard let minutes else { return phrases("slip.wait.unknown", language) }
        return phrases(
            "slip.wait.range", language,
            ["from": String(minutes.lowerBound), "to": String(minutes.upperBound)])
    }

    /// Day and time as paper says them, which is read on other days too.
    private func day(_ moment: Date, _ language: Language) -> [String: String] {
        let local = LocalTime(moment, in: zone)
        var values = issued(moment, language)
        values["weekday"] = phrases("weekday.\(local.weekday)", language)
        values["day"] = String(local.date.day)
        values["month"] = phrases("month.\(local.date.month)", language)
        return values
    }

    private func issued(_ moment: Date, _ language: Language) -> [String: String] {
        let local = LocalTime(moment, in: zone)
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }
        let separator = phrases("time.separator", language)
        return [
            "date": "\(local.date.day) \(phrases("month.\(local.date.month)", language)) "
                + "\(local.date.year)",
            "time": "\(two(local.hour))\(separator)\(two(local.minute)) \(zoneName)",
        ]
    }
}
