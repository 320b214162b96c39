import Office

/// Problems of counters that show only beside the catalogue (D8).
enum CounterCheck {
    /// Looks for counters of unknown services, and for services and classes that no counter calls.
    /// Where entries of the catalogue are left out, a service that a counter names may be one of them.
    static func problems(
        _ counters: [Counter], _ rules: CallingRules, _ catalogue: Catalogue, file: String,
        isWhole: Bool
    ) -> [SettingsProblem] {
        if counters.isEmpty { return [] }
        let known = Set(catalogue.services.map(\.id))
        var found: [(index: Int?, field: String, message: String)] = []
        for (index, counter) in counters.enumerated() where isWhole {
            for service in counter.services where !known.contains(service) {
                let advice =
                    service.nearest(in: known).map { "did you mean '\($0)'?" }
                    ?? "see loket service list"
                found.append(
                    (index, "counters[\(index + 1)]", "there is no service '\(service)'; \(advice)")
                )
            }
        }
        let uncalled = Dictionary(grouping: rules.uncalled(catalogue.services.map(\.id))) {
            $0.service
        }
        for service in catalogue.services.map(\.id) {
            guard let classes = uncalled[service]?.map(\.class) else { continue }
            let whom = classes.count == 1 ? " for the \(classes[0].rawValue) class" : ""
            found.append(
                (
                    nil, "counters",
                    "no counter calls '\(service)'\(whom); add it to the primary or secondary "
                        + "services of one"
                ))
        }
        guard !found.isEmpty else { return [] }
        // Lines are read again only for a file with problems.
        let map = YAMLMap.file(file, problems: ProblemList(file: file))
        let nodes = map?.list("counters") ?? []
        let all = ProblemList(file: file)
        for one in found {
            let node = one.index.flatMap { nodes.indices.contains($0) ? nodes[$0] : nil }
            all.add(node ?? map?.value("counters"), one.field, one.message)
        }
        return all.all
    }
}
