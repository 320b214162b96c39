import Office
import Yams

extension ValueRule where Value == LocalizedText {
    private static var localizedDemand: String {
        "a text, or a text for each language, e.g. {id: Kotak saran, en: Box}"
    }

    /// Text in several languages: a plain text (Indonesian) or a mapping of languages.
    static var localized: Self {
        ValueRule(
            ValueFacts(localizedDemand),
            text: { $0[.indonesian] },
            read: { place in
                if place.node.sequence != nil {
                    place.refuse("must be \(localizedDemand)")
                    return nil
                }
                // Nothing to say is the default.
                if case .blank = place.node.scalar?.string.flaw { return "" }
                return place.map.localized(place.node, place.key)
            })
    }
}

extension ValueRule {
    /// List whose items follow another rule. A list that `isAllowed` refuses is a problem too.
    static func list<Item: Sendable>(
        of rule: ValueRule<Item>, _ demand: String,
        where isAllowed: @escaping @Sendable ([Item]) -> Bool = { _ in true }
    ) -> Self where Value == [Item] {
        var list = ValueRule(
            ValueFacts(demand),
            text: { "[\($0.map(rule.text).joined(separator: ", "))]" },
            read: { place in
                guard let nodes = place.node.sequence else {
                    place.refuse("\(place.quoted)must be \(demand)")
                    return nil
                }
                let items = nodes.enumerated().map { index, node in
                    rule.read(place.item(node, number: index + 1, of: rule))
                }
                let known = items.compactMap { $0 }
                guard known.count == items.count else { return nil }
                guard isAllowed(known) else {
                    place.refuse("must be \(demand)")
                    return nil
                }
                return known
            })
        list.fields = rule.fields
        return list
    }

    /// The same rule for a value that is stored in another form.
    func map<Other: Sendable>(
        _ wrap: @escaping @Sendable (Value) -> Other, back: @escaping @Sendable (Other) -> Value
    ) -> ValueRule<Other> {
        var rule = ValueRule<Other>(
            facts, text: { [text] in text(back($0)) }, read: { [read] in read($0).map(wrap) })
        rule.fields = fields
        return rule
    }

    /// Mapping whose keys are declared as well. `isEmpty` refuses a mapping that says nothing.
    static func record(
        _ keys: [Key<Value>], _ demand: String, initial: Value,
        isEmpty: @escaping @Sendable (Value) -> Bool
    ) -> Self {
        var rule = ValueRule(
            ValueFacts(demand),
            text: { value in
                let parts = keys.filter { !$0.isSame(value, initial) }.map {
                    "\($0.name): \($0.text(value))"
                }
                return "{\(parts.joined(separator: ", "))}"
            },
            read: { place in
                let problems = place.map.problems
                guard let map = YAMLMap(place.node, path: place.path, problems: problems) else {
                    return nil
                }
                var value = initial
                let before = problems.all.count
                for key in keys { key.read(map, &value, initial) }
                map.finish()
                if problems.all.count == before, isEmpty(value) {
                    problems.add(map.node, map.path, "must be \(demand)")
                }
                return problems.all.count == before ? value : nil
            })
        rule.fields = { path in keys.flatMap { $0.references(below: path, initial) } }
        return rule
    }
}

extension ValuePlace {
    /// Path that the keys of a mapping at this place stand below.
    var path: String { map.field(key) }

    /// Item of a list. A mapping in a list is told from its neighbours by its number, from 1.
    fileprivate func item<Item>(_ node: Node, number: Int, of rule: ValueRule<Item>) -> ValuePlace {
        let name = rule.fields("").isEmpty ? key : "\(key)[\(number)]"
        return ValuePlace(map: map, key: name, node: node, advice: advice)
    }
}
