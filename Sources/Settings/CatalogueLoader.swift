package import Office
import Yams

/// Reads the catalogue: one file for each agency, and the occasions. A broken entry is left out and
/// named by file and line; it never blocks the others (H3).
package enum CatalogueLoader {
    /// Months after its last check from which an entry is stale (H3).
    package static let staleMonths = 6

    /// Reads a folder. `today` is the date by the terminal's clock, or that of its newest record
    /// where that is later. An entry that was checked after it gives a warning.
    package static func load(folder: String, today: CalendarDate) -> Loaded<Catalogue> {
        let files = SettingsFiles(folder: folder)
        var problems = files.warnings
        if files.names.isEmpty {
            problems.append(
                SettingsProblem(
                    file: folder, message: "holds no catalogue; add a file *.yaml for each agency"))
            return Loaded(value: nil, problems: problems)
        }
        var catalogue = Catalogue()
        var places: [String: String] = [:]
        for name in files.names where SettingsFiles.stem(name) != "occasions" {
            let list = ProblemList(file: folder + "/" + name)
            readAgency(list, today, into: &catalogue, places: &places)
            problems += list.all
        }
        for name in files.names where SettingsFiles.stem(name) == "occasions" {
            let list = ProblemList(file: folder + "/" + name)
            readOccasions(list, into: &catalogue)
            problems += list.all
        }
        return Loaded(value: catalogue, problems: gatheringFutureDates(problems))
    }

    /// A clock that is wrong makes one warning, not one for each entry.
    private static func gatheringFutureDates(_ problems: [SettingsProblem]) -> [SettingsProblem] {
        let places = problems.indices.filter {
            problems[$0].severity == .warning && problems[$0].field == dateField
        }
        guard places.count > 1 else { return problems }
        var problems = problems
        problems[places[0]].message += "; \(places.count - 1) more entries have such a date"
        for place in places.dropFirst().reversed() { problems.remove(at: place) }
        return problems
    }

    private static let dateField = "services.checkedOn"

    private static func readAgency(
        _ problems: ProblemList, _ today: CalendarDate, into catalogue: inout Catalogue,
        places: inout [String: String]
    ) {
        guard
            let file = YAMLMap.file(problems.file, problems: problems, recovering: "services")
        else { return }
        _ = file.strings("unreviewed")
        guard let map = file.map("agency") ?? missing(file, "agency") else { return }
        guard let id = map.requiredString("id"), let name = map.requiredLocalized("name"),
            let short = map.requiredString("short"), let zone = map.requiredLocalized("zone")
        else { return }
        let present = readPresent(map)
        map.finish()
        if let other = places["agency \(id)"] {
            problems.add(map.node, "agency.id", "'\(id)' is taken by \(other); choose another")
            return
        }
        places["agency \(id)"] = problems.file
        catalogue.agencies.append(
            Agency(id: id, name: name, short: short, zone: zone, present: present))
        let before = problems.all.count
        let services = file.list("services")
        if services.isEmpty, problems.all.count == before, !file.isRecovered {
            problems.add(file.node, "services", "is missing or empty; add at least one service")
        }
        for node in services {
            guard let map = YAMLMap(node, path: "services", problems: problems),
                let service = readService(map, agency: id, today)
            else { continue }
            let keys = ["service \(service.id)", "prefix \(service.prefix)"]
            if let key = keys.first(where: { places[$0] != nil }) {
                problems.add(
                    node, "services.\(service.id)",
                    "\(key) is taken by \(places[key] ?? ""); choose another")
                continue
            }
            for key in keys { places[key] = "\(problems.file):\(node.mark?.line ?? 0)" }
            catalogue.services.append(service)
        }
        file.finish()
    }

    /// Weekdays on which an agency is in the office; nil: every day.
    private static func readPresent(_ map: YAMLMap) -> Set<Weekday>? {
        guard let node = map.value("present") else { return nil }
        var days: Set<Weekday> = []
        let before = map.problems.all.count
        for item in map.list("present") {
            guard let name = map.text(item, map.field("present")) else { continue }
            guard let day = Weekday(name: name) else {
                map.problems.add(
                    item, map.field("present"),
                    "'\(name)' must be one of: "
                        + Weekday.allCases.map(\.name).joined(separator: ", "))
                continue
            }
            if !days.insert(day).inserted {
                map.problems.add(
                    item, map.field("present"), "'\(name)' stands twice; keep one of them")
            }
        }
        if days.isEmpty, map.problems.all.count == before {
            map.problems.add(
                node, map.field("present"),
                "names no day, so the agency would never give numbers; name its weekdays, or take "
                    + "the key out where it is in every day")
        }
        // A list with a mistake counts as it stands, so that the agency's services are not lost.
        return days.isEmpty ? nil : days
    }

    private static func missing(_ map: YAMLMap, _ key: String) -> YAMLMap? {
        _ = map.required(key)
        return nil
    }

    private static func readService(_ map: YAMLMap, agency: Agency.ID, _ today: CalendarDate)
        -> Service?
    {
        let before = map.problems.all.count
        let id = map.requiredString("id")
        let prefix = map.requiredString("prefix")
        if let prefix, !isPrefix(prefix) {
            map.problems.add(
                map.node, map.field("prefix"),
                "'\(prefix)' must be 1 to 3 capital letters or digits, e.g. K")
        }
        let name = map.requiredLocalized("name")
        let variants = map.list("variants").compactMap { readVariant($0, map) }
        if !map.has("variants") || variants.isEmpty {
            map.problems.add(map.node, map.field("variants"), "is missing; add at least one")
        }
        for (index, variant) in variants.enumerated()
        where variants[..<index].contains(where: { $0.id == variant.id }) {
            map.problems.add(
                map.node, map.field("variants.\(variant.id)"), "stands twice; choose another id")
        }
        if !map.has("procedure") { _ = map.required("procedure") }
        let checked = map.date("checkedOn")
        if let checked, checked > today {
            // Never an error: a board without a battery starts in 1970 (H3, A2).
            map.problems.add(
                map.value("checkedOn") ?? map.node, dateField,
                "\(checked) is after today, which is \(today) by this terminal's clock; set the "
                    + "clock (timedatectl set-time) where that is wrong, else write the day on "
                    + "which the entry was checked", severity: .warning)
        }
        let range = readRange(map)
        let service = Service(
            id: id ?? "", agencyID: agency, prefix: prefix ?? "", numberRange: range,
            name: name ?? "", keywords: map.strings("keywords"),
            featured: map.int("featured", in: 1...99), variants: variants,
            procedure: map.localizedList("procedure"),
            time: map.requiredLocalized("time") ?? "", cost: map.requiredLocalized("cost") ?? "",
            product: map.requiredLocalized("product") ?? "",
            complaints: map.requiredLocalized("complaints") ?? "",
            legalBasis: map.strings("legalBasis"), source: map.requiredString("source") ?? "",
            checkedOn: checked ?? today, isSample: map.bool("sample") ?? false,
            zone: map.localized("zone"), quota: map.int("quota", in: 1...9_999))
        map.finish()
        return map.problems.all.dropFirst(before).contains { $0.severity == .error }
            ? nil : service
    }

    /// Whether the text can begin ticket numbers: 1 to 3 capital letters or digits (A1).
    private static func isPrefix(_ text: String) -> Bool {
        (1...3).contains(text.count)
            && text.allSatisfy { $0.isASCII && ($0.isUppercase || $0.isNumber) }
            && text.first?.isNumber == false
    }

    private static func readRange(_ map: YAMLMap) -> ClosedRange<Int>? {
        guard let range = map.map("numbers") else { return nil }
        let first = range.int("first", in: 1...99_999) ?? 1
        let last = range.int("last", in: 1...99_999) ?? 99_999
        range.finish()
        guard first <= last else {
            map.problems.add(range.node, range.path, "first must not be above last")
            return nil
        }
        return first...last
    }

    private static func readVariant(_ node: Node, _ service: YAMLMap) -> Variant? {
        guard
            let map = YAMLMap(node, path: service.field("variants"), problems: service.problems),
            let id = map.requiredString("id"), let name = map.requiredLocalized("name")
        else { return nil }
        let requirements = map.list("requirements").compactMap { readRequirement($0, map) }
        map.finish()
        return Variant(id: id, name: name, requirements: requirements)
    }

    private enum KindWord: String, CaseIterable {
        case original, copies, form, photos, online, condition
        case originalAndCopies = "original-and-copies"
    }

    private static func readRequirement(_ node: Node, _ variant: YAMLMap) -> Requirement? {
        guard
            let map = YAMLMap(
                node, path: variant.field("requirements"), problems: variant.problems),
            let text = map.requiredLocalized("text")
        else { return nil }
        let word = map.word("kind", KindWord.self) ?? .original
        let count = map.int("count", in: 1...20) ?? 1
        map.finish()
        let kind: Requirement.Kind =
            switch word {
            case .original: .original
            case .copies: .copies(count)
            case .originalAndCopies: .originalAndCopies(count)
            case .form: .form
            case .photos: .photos(count)
            case .online: .online
            case .condition: .condition
            }
        return Requirement(text: text, kind: kind)
    }

    private static func readOccasions(_ problems: ProblemList, into catalogue: inout Catalogue) {
        guard
            let file = YAMLMap.file(problems.file, problems: problems, recovering: "occasions")
        else { return }
        _ = file.strings("unreviewed")
        for node in file.list("occasions") {
            guard let map = YAMLMap(node, path: "occasions", problems: problems),
                let id = map.requiredString("id"), let name = map.requiredLocalized("name")
            else { continue }
            if catalogue.occasions.contains(where: { $0.id == id }) {
                problems.add(node, "occasions.\(id)", "stands twice; choose another id")
                continue
            }
            if map.list("services").isEmpty {
                problems.add(
                    node, "occasions.\(id).services", "is missing or empty; name at least one")
            }
            let services = map.strings("services").filter { service in
                if catalogue.service(service) != nil { return true }
                problems.add(
                    node, "occasions.\(id).services",
                    "there is no service '\(service)'; see loket service list")
                return false
            }
            map.finish()
            if !services.isEmpty {
                catalogue.occasions.append(Occasion(id: id, name: name, serviceIDs: services))
            }
        }
        file.finish()
    }
}

extension Catalogue {
    /// Services whose entry was checked after this day. Where the day is right, their dates are wrong.
    package func checked(after today: CalendarDate) -> [Service] {
        services.filter { $0.checkedOn > today }
    }

    /// Services whose entry was last checked more than six months before (H3).
    package func stale(asOf today: CalendarDate) -> [Service] {
        var month = today.month - CatalogueLoader.staleMonths
        var year = today.year
        if month < 1 {
            month += 12
            year -= 1
        }
        let border = CalendarDate(year: year, month: month, day: today.day)
        return services.filter { $0.checkedOn < border }
    }
}
