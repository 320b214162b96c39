import Office

/// Checks of the day that need the catalogue: quotas of `kiosk.yaml`, and agencies that are in
/// only while the office is closed.
enum DayCheck {
    /// Lays the quotas of the settings over those of the catalogue. A quota of a service that the
    /// catalogue does not have does no harm and is a warning.
    static func apply(_ settings: KioskSettings, to catalogue: inout Catalogue, file: String)
        -> [SettingsProblem]
    {
        var unknown: [(index: Int, service: Service.ID)] = []
        for (index, quota) in settings.quotas.enumerated() {
            let place = catalogue.services.firstIndex { $0.id == quota.service }
            guard let place else {
                unknown.append((index, quota.service))
                continue
            }
            catalogue.services[place].quota = quota.perDay
        }
        let known = Set(catalogue.services.map(\.id))
        guard !unknown.isEmpty else { return absences(settings, catalogue, file: file) }
        // Lines are read again only for a file with problems.
        let map = YAMLMap.file(file, problems: ProblemList(file: file))
        let nodes = map?.list("quotas") ?? []
        let list = ProblemList(file: file)
        for one in unknown {
            let advice =
                one.service.nearest(in: known).map { "did you mean '\($0)'?" }
                ?? "see loket service list"
            list.add(
                nodes.indices.contains(one.index) ? nodes[one.index] : nil,
                "quotas[\(one.index + 1)].service",
                "there is no service '\(one.service)'; \(advice)", severity: .warning)
        }
        return list.all + absences(settings, catalogue, file: file)
    }

    /// Agencies that are present only on days without hours: their services give no numbers.
    private static func absences(
        _ settings: KioskSettings, _ catalogue: Catalogue, file: String
    ) -> [SettingsProblem] {
        if settings.hours.isForcedOpen { return [] }
        return catalogue.agencies.compactMap { agency in
            guard let present = agency.present,
                present.allSatisfy({ settings.hours.week[$0.rawValue] == nil })
            else { return nil }
            return SettingsProblem(
                .warning, file: file, field: "hours",
                message:
                    "has no hours on a day on which '\(agency.id)' is present, so its services "
                    + "give no numbers; add the day, or change `present` of the agency")
        }
    }
}
