import Yams

/// Type, range and unit of a value, as the reference and the error sentences state them.
package struct ValueFacts: Sendable, Equatable {
    /// Completes "must be": `a whole number from 3 to 3600 seconds`.
    package var demand: String
    /// Smallest and largest number. Nil for values that are not numbers.
    package var range: ClosedRange<Double>?
    /// Unit of a number, in the plural: `seconds`.
    package var unit: String?
    /// Words that the value is one of. Empty where it is not one of a few words.
    package var words: [String] = []
    /// Meaning of `null`. Nil where `null` only means the default.
    package var null: String?

    package init(_ demand: String) { self.demand = demand }
}

/// Way to read one type of value from YAML and to write it as a technician would.
package struct ValueRule<Value: Sendable>: Sendable {
    package var facts: ValueFacts
    /// Keys inside the value where it is a mapping or a list of mappings, below the given path.
    var fields: @Sendable (_ path: String) -> [KeyReference] = { _ in [] }
    /// Value of a node, or nil once a problem has been added.
    let read: @Sendable (ValuePlace) -> Value?
    /// Text of a value as it stands in the file, without its unit.
    let text: @Sendable (Value) -> String
    /// Value of a scalar, without a problem list. Nil for mappings and lists.
    let parse: (@Sendable (Node) -> Value?)?

    /// Rule for a mapping or a list, whose reader adds its own problems.
    init(
        _ facts: ValueFacts, text: @escaping @Sendable (Value) -> String,
        read: @escaping @Sendable (ValuePlace) -> Value?
    ) {
        (self.facts, self.read, self.text, parse) = (facts, read, text, nil)
    }

    /// Rule for a scalar. A node that `parse` refuses gets the sentence made from `facts`.
    init(
        _ facts: ValueFacts, text: @escaping @Sendable (Value) -> String,
        parse: @escaping @Sendable (Node) -> Value?
    ) {
        (self.facts, self.text, self.parse) = (facts, text, parse)
        read = { place in
            if let value = parse(place.node) { return value }
            place.refuse("\(place.quoted)must be \(facts.demand)")
            return nil
        }
    }

    /// Sentence about a value that the rule does not allow. Nil for an allowed value, and for a
    /// mapping or a list, which are checked only while they are read.
    func complaint(about value: Value) -> String? {
        guard let parse, parse(Node(text(value))) == nil else { return nil }
        return "'\(text(value))' must be \(facts.demand)"
    }
}

extension ValueRule {
    /// Rule for a value that may be absent, with the meaning of `null`.
    static func optional<Wrapped: Sendable>(
        _ rule: ValueRule<Wrapped>, null meaning: String
    ) -> Self where Value == Wrapped? {
        var facts = rule.facts
        facts.null = meaning
        let text: @Sendable (Value) -> String = { $0.map(rule.text) ?? "null" }
        var optional: Self
        if let parse = rule.parse {
            optional = ValueRule(
                facts, text: text,
                parse: { node in
                    if node.isNull { return .some(nil) }
                    return parse(node).map { .some($0) }
                })
        } else {
            optional = ValueRule(
                facts, text: text, read: { place in rule.read(place).map { .some($0) } })
        }
        optional.fields = rule.fields
        return optional
    }
}

/// Node of a value with the mapping and the key that it stands under.
struct ValuePlace {
    let map: YAMLMap
    let key: String
    let node: Node
    /// End of each sentence about this value: what the default is. Made only for a problem.
    var advice: () -> String = { "" }

    /// Text of a scalar in quotes and a space. Empty for a mapping or a list.
    var quoted: String { node.scalar.map { "'\($0.string)' " } ?? "" }

    func refuse(_ message: String) {
        map.problems.add(node, map.field(key), message + advice())
    }

    /// Item of a list at this place, which has the same key and advice.
    func item(_ node: Node) -> ValuePlace {
        ValuePlace(map: map, key: key, node: node, advice: advice)
    }
}
