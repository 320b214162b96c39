/// Moment from which a new value of a key counts.
package enum Counts: String, Sendable, Codable, CaseIterable {
    /// The next first screen after SIGHUP. Staff commands use the new value at once.
    case atNextFirstScreen = "next first screen"
    /// Start of the daemon. After SIGHUP the daemon starts over once nobody uses the terminal.
    case atStart = "start"
}

/// Declaration of one key of a mapping: where its value is stored, what it may be, when it counts
/// and what it is for.
package struct Key<Root: Sendable>: Sendable {
    package let name: String
    package let counts: Counts
    /// One or two plain sentences for a technician.
    package let help: String
    /// A file without this key can't be used.
    package let isRequired: Bool
    let facts: ValueFacts
    /// Property that holds the value.
    let place: any AnyKeyPath & Sendable
    /// Reads the value from the mapping. The third argument holds the default.
    let read: @Sendable (YAMLMap, inout Root, Root) -> Void
    let isSame: @Sendable (Root, Root) -> Bool
    /// Text of the value as it stands in the file, without its unit.
    let text: @Sendable (Root) -> String
    /// Sentence about a value that is not allowed.
    let complaint: @Sendable (Root) -> String?
    private let fields: @Sendable (String) -> [KeyReference]

    package init<Value: Equatable & Sendable>(
        _ name: String, _ place: any WritableKeyPath<Root, Value> & Sendable,
        _ rule: ValueRule<Value>, _ counts: Counts, isRequired: Bool = false, _ help: String
    ) {
        self.name = name
        self.counts = counts
        self.help = help
        self.isRequired = isRequired
        self.place = place
        facts = rule.facts
        fields = rule.fields
        isSame = { $0[keyPath: place] == $1[keyPath: place] }
        text = { rule.text($0[keyPath: place]) }
        complaint = { rule.complaint(about: $0[keyPath: place]) }
        read = { map, root, initial in
            guard let node = map.value(name) else {
                if isRequired {
                    map.problems.add(
                        map.node, map.field(name),
                        "is missing; add it: it must be \(rule.facts.demand)")
                }
                return
            }
            var found = ValuePlace(map: map, key: name, node: node)
            if !isRequired {
                found.advice = {
                    let value = rule.facts.shown(rule.text(initial[keyPath: place]))
                    return "; without this key it is \(value)"
                }
            }
            if let value = rule.read(found) { root[keyPath: place] = value }
        }
    }
}

extension ValueFacts {
    /// Text of a value with its unit, or with the meaning of `null`.
    func shown(_ text: String) -> String {
        if text == "null", let null { return "null: \(null)" }
        if text.isEmpty { return "empty" }
        return unit.map { "\(text) \($0)" } ?? text
    }
}

/// Entry of the reference for one key, with its whole path.
package struct KeyReference: Sendable, Equatable {
    /// Names from the top of the file: `printer.queue`.
    package var path: String
    package var facts: ValueFacts
    /// Default as the file would say it, without its unit. Nil for a key that is required.
    package var defaultText: String?
    package var counts: Counts
    package var help: String

    package var isRequired: Bool { defaultText == nil }

    /// Default with its unit or the meaning of `null`. Nil for a key that is required.
    package var shownDefault: String? { defaultText.map(facts.shown) }
}

extension Key {
    /// Reference of this key and of the keys inside its value. `initial` holds the default.
    func references(below path: String, _ initial: Root) -> [KeyReference] {
        let whole = path.isEmpty ? name : "\(path).\(name)"
        let own = KeyReference(
            path: whole, facts: facts, defaultText: isRequired ? nil : text(initial),
            counts: counts, help: help)
        return [own] + fields(whole)
    }

    /// The same key of a record that stands inside another one.
    func within<Outer: Sendable>(_ base: any WritableKeyPath<Outer, Root> & Sendable) -> Key<Outer>
    {
        Key<Outer>(inner: self, base: base)
    }

    private init<Inner: Sendable>(
        inner: Key<Inner>, base: any WritableKeyPath<Root, Inner> & Sendable
    ) {
        name = inner.name
        counts = inner.counts
        help = inner.help
        isRequired = inner.isRequired
        facts = inner.facts
        place = base
        fields = inner.fields
        isSame = { inner.isSame($0[keyPath: base], $1[keyPath: base]) }
        text = { inner.text($0[keyPath: base]) }
        complaint = { inner.complaint($0[keyPath: base]) }
        read = { inner.read($0, &$1[keyPath: base], $2[keyPath: base]) }
    }
}
