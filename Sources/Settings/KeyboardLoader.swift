package import Office
import Yams

/// Reads a layout of the on-screen keyboard (T42).
package enum KeyboardLoader {
    /// Most keys in a row. More would be narrower than a thumb on the smallest panel (K1).
    package static let maximumKeys = 10

    package static func load(file: String) -> Loaded<KeyboardLayout> {
        let problems = ProblemList(file: file)
        guard let map = YAMLMap.file(file, problems: problems) else {
            return Loaded(value: nil, problems: problems.all)
        }
        let letters = rows("letters", map)
        let symbols = rows("symbols", map)
        var alternates: [String: [String]] = [:]
        for (key, keyNode, value) in map.map("alternates")?.all() ?? [] {
            guard letters.contains(where: { $0.contains(key) }) else {
                problems.add(keyNode, "alternates.\(key)", "is no key of `letters`")
                continue
            }
            alternates[key] = keys(value, "alternates.\(key)", map)
        }
        map.finish()
        let isUsable = !problems.all.contains { $0.severity == .error }
        return Loaded(
            value: isUsable
                ? KeyboardLayout(letters: letters, symbols: symbols, alternates: alternates)
                : nil, problems: problems.all)
    }

    private static func rows(_ key: String, _ map: YAMLMap) -> [[String]] {
        let nodes = map.list(key)
        if nodes.isEmpty { map.problems.add(map.node, key, "is missing; write rows of keys") }
        return nodes.map { node in
            let row = keys(node, key, map)
            if row.count > maximumKeys {
                map.problems.add(
                    node, key, "a row must have 1 to \(maximumKeys) keys, not \(row.count)")
            }
            if Set(row).count < row.count {
                map.problems.add(node, key, "a key stands twice in this row; keep one of them")
            }
            return row
        }
    }

    /// Letters of a text, each a key that can be seen.
    private static func keys(_ node: Node, _ field: String, _ map: YAMLMap) -> [String] {
        guard let text = map.text(node, field) else { return [] }
        let keys = text.map(String.init)
        if keys.contains(where: { $0.flaw != nil }) {
            map.problems.add(node, field, "holds a key that shows nothing; take the space out")
        }
        return keys
    }
}
