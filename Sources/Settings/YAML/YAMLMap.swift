import Office
package import Yams

/// YAML mapping with its path and the set of keys that were asked for. A key that was never asked
/// for is a mistake, which Yams' own decoding would pass over.
package final class YAMLMap {
    package let problems: ProblemList
    package let node: Node
    package let path: String
    /// Keys and values in the order of the file. Nodes are costly to copy, and stay where they are.
    private let mapping: Node.Mapping
    /// Places of the names in the mapping.
    private var places: [String: Int] = [:]
    private var asked: Set<String> = []
    /// Whether entries of this file were no YAML and are left out.
    private(set) var isRecovered = false

    /// Adds a problem and gives nil where the node is no mapping.
    package init?(_ node: Node, path: String, problems: ProblemList) {
        guard let mapping = node.mapping else {
            problems.add(node, path, "must be a list of keys and values")
            return nil
        }
        self.node = node
        self.path = path
        self.problems = problems
        self.mapping = mapping
        places.reserveCapacity(mapping.count)
        for (place, key) in mapping.keys.enumerated() {
            guard case .scalar(let scalar) = key else {
                problems.add(key, path, "a key must be a word, not a list or a mapping")
                continue
            }
            let name = scalar.string
            if places.updateValue(place, forKey: name) != nil {
                problems.add(key, field(name), "stands twice; keep one of them")
            }
        }
    }

    /// Reads the outermost mapping of a file. Adds a problem and gives nil where the file can't be
    /// read or is no YAML. In the list `recovering` an entry that is no YAML is left out (H3).
    package static func file(
        _ path: String, problems: ProblemList, recovering list: String? = nil
    ) -> YAMLMap? {
        guard let source = SettingsText(file: path, problems: problems) else { return nil }
        problems.lineCount = source.lineCount
        do {
            let composed: Node?
            if let list {
                composed = try EntryRecovery(key: list).compose(source, problems: problems)
            } else if let line = source.brokenLines.first {
                throw NotUTF8(line: line)
            } else {
                composed = try YAMLText.compose(source.text)
            }
            guard let node = composed, !node.isNull else {
                problems.add(nil, "", "is empty")
                return nil
            }
            let map = YAMLMap(node, path: "", problems: problems)
            map?.isRecovered = problems.all.contains { $0.severity == .error }
            return map
        } catch {
            problems.add(error)
            return nil
        }
    }

    package func field(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    package func has(_ key: String) -> Bool { places[key] != nil }

    /// Value of a key that is there and not null.
    package func value(_ key: String) -> Node? {
        asked.insert(key)
        guard let place = places[key] else { return nil }
        let value = mapping[place].value
        return value.isNull ? nil : value
    }

    package func required(_ key: String) -> Node? {
        let value = value(key)
        if value == nil { problems.add(node, field(key), "is missing; add it") }
        return value
    }

    package func map(_ key: String) -> YAMLMap? {
        value(key).flatMap { YAMLMap($0, path: field(key), problems: problems) }
    }

    package func string(_ key: String) -> String? { value(key).flatMap { string($0, key) } }
    package func requiredString(_ key: String) -> String? {
        required(key).flatMap { string($0, key) }
    }

    private func string(_ node: Node, _ key: String) -> String? { text(node, field(key)) }

    /// Text of a scalar that shows something. Adds a problem for any other node.
    func text(_ node: Node, _ field: String) -> String? {
        guard let scalar = node.scalar else {
            problems.add(node, field, "must be a text")
            return nil
        }
        switch node.isNull ? .blank : scalar.string.flaw {
        case nil: return scalar.string
        case .blank: problems.add(node, field, "is blank; write a text that can be seen")
        case .control(let character):
            let code = String(character.value, radix: 16, uppercase: true)
            problems.add(
                node, field, "holds a character that can't be shown (U+\(code)); take it out")
        }
        return nil
    }

    package func int(_ key: String, in range: ClosedRange<Int>) -> Int? {
        guard let node = value(key) else { return nil }
        guard let number = node.wholeNumber, range.contains(number) else {
            problems.add(
                node, field(key),
                "'\(node.scalar?.string ?? "…")' must be a whole number from "
                    + "\(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return number
    }

    package func double(_ key: String, in range: ClosedRange<Double>) -> Double? {
        guard let node = value(key) else { return nil }
        guard let number = node.decimalNumber, range.contains(number) else {
            problems.add(
                node, field(key),
                "'\(node.scalar?.string ?? "…")' must be a number from \(range.lowerBound) to "
                    + "\(range.upperBound)")
            return nil
        }
        return number
    }

    package func bool(_ key: String) -> Bool? {
        guard let node = value(key) else { return nil }
        guard let value = node.truth else {
            problems.add(node, field(key), "must be true or false")
            return nil
        }
        return value
    }

    /// Value that is one of a few words.
    package func word<Word: RawRepresentable & CaseIterable>(_ key: String, _: Word.Type) -> Word?
    where Word.RawValue == String {
        guard let node = value(key) else { return nil }
        guard let word = node.scalar.flatMap({ Word(rawValue: $0.string) }) else {
            let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
            problems.add(
                node, field(key), "'\(node.scalar?.string ?? "…")' must be one of: \(words)")
            return nil
        }
        return word
    }

    package func list(_ key: String) -> [Node] {
        guard let node = value(key) else { return [] }
        guard let sequence = node.sequence else {
            problems.add(node, field(key), "must be a list")
            return []
        }
        return Array(sequence)
    }

    package func maps(_ key: String) -> [YAMLMap] {
        list(key).enumerated().compactMap { index, node in
            YAMLMap(node, path: "\(field(key))[\(index + 1)]", problems: problems)
        }
    }

    package func strings(_ key: String) -> [String] {
        list(key).compactMap { text($0, field(key)) }
    }

    func date(_ key: String) -> CalendarDate? { required(key).flatMap { date($0, key) } }

    func date(_ node: Node, _ key: String) -> CalendarDate? {
        guard let date = node.scalar.flatMap({ CalendarDate($0.string) }) else {
            problems.add(node, field(key), "must be a date such as 2026-11-22")
            return nil
        }
        return date
    }

    /// Every entry in the order of the file, for mappings whose keys are not known beforehand.
    func all() -> [(name: String, key: Node, value: Node)] {
        asked.formUnion(places.keys)
        return mapping.compactMap { key, value in
            key.scalar.map { ($0.string, key, value) }
        }
    }

    var isEmpty: Bool { places.isEmpty }

    /// Refuses every key that nothing asked for. Called once all known keys have been asked for.
    /// `elsewhere` are paths of keys in other mappings, for a key in the wrong place.
    package func finish(elsewhere paths: @autoclosure () -> [String] = []) {
        let unknown = places.filter { !asked.contains($0.key) }.sorted { $0.value < $1.value }
        for (name, place) in unknown {
            let advice =
                (name.nearest(in: asked) ?? name.namesake(in: paths()))
                .map { "; did you mean '\($0)'?" }
                ?? "; known are: \(asked.sorted().joined(separator: ", "))"
            problems.add(mapping[place].key, field(name), "is not known here\(advice)")
        }
    }
}
