import Office

/// Problems of counters that show only beside the catalogue (D8).
enum CounterCheck {
    /// Looks for services and classes that no counter calls, and for services of counters that the
    /// catalogue does not have. The latter do no harm alone, and an entry of the catalogue may be left
    /// out for a mistake of its own (H3): they are warnings.
    static func problems(_ rules: CallingRules, _ catalogue: Catalogue, file: String)
        -> [SettingsProblem]
    {
        if rules.counters.isEmpty { return [] }
        let services = catalogue.services.map(\.id)
        let known = Set(services)
        let found = unknown(rules, known) + uncalled(rules, services)
        let ratios = ratioFindings(rules)
        guard !found.isEmpty || !ratios.isEmpty else { return [] }
        // Lines are read again only for a file with problems.
        let map = YAMLMap.file(file, problems: ProblemList(file: file))
        let nodes = map?.list("counters") ?? []
        let all = ProblemList(file: file)
        for one in found {
            let node = one.index.flatMap { nodes.indices.contains($0) ? nodes[$0] : nil }
            all.add(
                node ?? map?.value("counters"),
                one.index.map { "counters[\($0 + 1)]" } ?? "counters", one.message,
                severity: one.index == nil ? .error : .warning)
        }
        for (index, message) in ratios {
            let nodes = map?.list("ratios") ?? []
            all.add(
                nodes.indices.contains(index) ? nodes[index] : map?.value("ratios"),
                "ratios[\(index + 1)].service", message, severity: .error)
        }
        return all.all
    }

    /// Ratios that belong to no counter, and second ones of a group, by their places in the list.
    private static func ratioFindings(_ rules: CallingRules) -> [(index: Int, message: String)] {
        var groups: [Service.ID: Service.ID] = [:]
        return rules.groupRatios.enumerated().compactMap { index, own in
            let service = own.serviceID
            guard let counter = rules.counters.first(where: { $0.services.contains(service) })
            else { return (index, "no counter calls '\(service)'; name a service of the group") }
            let group = rules.serviceGroup(of: counter)
            guard let other = groups[group] else {
                groups[group] = service
                return nil
            }
            return (
                index,
                "'\(service)' hangs together with '\(other)' by their counters, which has a ratio "
                    + "already; keep one of them"
            )
        }
    }

    /// Finding about one counter, by its place in the list, or about all of them.
    private typealias Finding = (index: Int?, message: String)

    private static func unknown(_ rules: CallingRules, _ known: Set<Service.ID>) -> [Finding] {
        rules.counters.enumerated().flatMap { index, counter in
            counter.services.filter { !known.contains($0) }.map { service in
                let advice =
                    service.nearest(in: known).map { "did you mean '\($0)'?" }
                    ?? "see loket service list"
                return (index, "there is no service '\(service)'; \(advice)")
            }
        }
    }

    private static func uncalled(_ rules: CallingRules, _ services: [Service.ID]) -> [Finding] {
        let uncalled = Dictionary(grouping: rules.uncalled(services)) { $0.service }
        return services.compactMap { service in
            guard let classes = uncalled[service]?.map(\.class) else { return nil }
            let whom = classes.count == 1 ? " for the \(classes[0].rawValue) class" : ""
            return (
                nil,
                "no counter calls '\(service)'\(whom); add it to the primary or secondary services "
                    + "of one"
            )
        }
    }
}
