import Wire

/// Demand on several fields of an object at once. The fields are texts that may be left out.
package indirect enum FieldRule: Hashable, Sendable {
    /// The field is given.
    case given(String)
    /// The field is given and is one of these words.
    case words(String, [String])
    /// One of two fields is given, and the other is not.
    case oneOf(String, String)
    /// Demand that holds only where a field is this word.
    case when(String, is: String, FieldRule)

    /// Checks the values of an object. Throws `Refusal` with the first field that is wrong.
    func check(_ values: [String: JSONValue]) throws(Refusal) {
        func has(_ name: String) -> Bool { values[name].map { $0 != .null } ?? false }
        switch self {
        case .given(let name):
            if !has(name) { throw .invalid(name, "The field '\(name)' is missing.") }
        case .words(let name, let words):
            guard case .string(let word)? = values[name] else {
                throw .invalid(name, "The field '\(name)' is missing: give \(Self.list(words)).")
            }
            if !words.contains(word) {
                throw .invalid(
                    name,
                    "The field '\(name)' must be \(Self.list(words)), not '\(word.prefix(40))'.")
            }
        case .oneOf(let first, let second):
            if has(first) == has(second) {
                throw .invalid(first, "Give '\(first)' or '\(second)', one of the two.")
            }
        case .when(let name, let word, let rule):
            if values[name] == .string(word) { try rule.check(values) }
        }
    }

    /// Words as a part of a sentence.
    static func list(_ words: [String]) -> String {
        "\(words.dropLast().joined(separator: ", ")) or \(words.last ?? "")"
    }

    /// The demand as JSON Schema.
    var schema: [(String, YAML.Value)] {
        func text(_ name: String, _ more: [(String, YAML.Value)] = []) -> (String, YAML.Value) {
            (name, .map([("type", .string("string"))] + more))
        }
        func given(_ name: String, _ fields: [(String, YAML.Value)]) -> [(String, YAML.Value)] {
            [("required", .list([.string(name)])), ("properties", .map(fields))]
        }
        switch self {
        case .given(let name): return given(name, [text(name)])
        case .words(let name, let words):
            return given(name, [text(name, [("enum", .list(words.map { .string($0) }))])])
        case .oneOf(let first, let second):
            let choices = [(first, second), (second, first)].map { this, other in
                YAML.Value.map(
                    given(this, [text(this), (other, .map([("type", .string("null"))]))]))
            }
            return [("oneOf", .list(choices))]
        case .when(let name, let word, let rule):
            return [
                ("if", .map([("properties", .map([(name, .map([("const", .string(word))]))]))])),
                ("then", .map(rule.schema)),
            ]
        }
    }
}
