/// All keys of `kiosk.yaml`, in the order of the file. Loading, checking, the question what needs
/// a start over, and the reference are made from these declarations.
package enum KioskKeys {
    package static let groups: [KeyGroup] = [
        terminal, office, files, display, touch, keyboards, sound, printer, hours, breaks, quotas,
        days, counters, ratios, calling, timeouts, limits, survey, page, control, reach,
    ]

    /// Reference of every key.
    package static let references: [KeyReference] = groups.flatMap(\.references)

    /// Key that stores its value in this property.
    static func key(at place: AnyKeyPath) -> (path: String, key: Key<KioskSettings>)? {
        for group in groups {
            if let key = group.keys.first(where: { $0.place == place }) {
                return (group.path.isEmpty ? key.name : "\(group.path).\(key.name)", key)
            }
        }
        return nil
    }

    /// Reads all groups. Problems are added to the list of the map.
    static func read(_ file: YAMLMap, into settings: inout KioskSettings) {
        var maps: [String: YAMLMap] = ["": file]
        for group in groups {
            guard let map = maps[group.path] ?? self.map(of: group, in: maps) else { continue }
            maps[group.path] = map
            group.begin(&settings)
            let defaults = group.defaults
            for key in group.keys { key.read(map, &settings, defaults) }
        }
        for group in groups {
            if let map = maps[group.path] { group.check(map, settings) }
        }
        for map in maps.values { map.finish(elsewhere: references.map(\.path)) }
    }

    private static func map(of group: KeyGroup, in maps: [String: YAMLMap]) -> YAMLMap? {
        let (path, name) = group.parent
        guard let parent = maps[path] else { return nil }
        if group.isRequired { _ = parent.required(name) }
        return parent.map(name)
    }
}

extension KioskSettings {
    /// Paths of the keys that differ and count only when the daemon starts. Without any, the new
    /// settings can follow the old ones while the daemon runs.
    package func startKeys(changedFrom old: KioskSettings) -> [String] {
        KioskKeys.groups.flatMap { group in
            group.keys.filter { $0.counts == .atStart && !$0.isSame(self, old) }.map {
                group.path.isEmpty ? $0.name : "\(group.path).\($0.name)"
            }
        }
    }
}
