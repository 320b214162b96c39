import Foundation
package import Wire

/// JSON of any shape, to be checked before a type is made of it.
package enum JSONValue: Hashable, Sendable, Codable {
    case null
    case boolean(Bool)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    package init(from decoder: any Decoder) throws {
        if let keyed = try? decoder.container(keyedBy: Name.self) {
            var object: [String: JSONValue] = [:]
            for key in keyed.allKeys {
                object[key.stringValue] = try keyed.decode(JSONValue.self, forKey: key)
            }
            self = .object(object)
        } else if var list = try? decoder.unkeyedContainer() {
            var array: [JSONValue] = []
            while !list.isAtEnd { array.append(try list.decode(JSONValue.self)) }
            self = .array(array)
        } else {
            let single = try decoder.singleValueContainer()
            if single.decodeNil() {
                self = .null
            } else if let value = try? single.decode(Bool.self) {
                self = .boolean(value)
            } else if let value = try? single.decode(String.self) {
                self = .string(value)
            } else if let value = try? single.decode(Double.self) {
                self = .number(value)
            } else {
                // Foundation's own error of a number that no Double holds has no path.
                throw DecodingError.dataCorrupted(
                    .init(codingPath: decoder.codingPath, debugDescription: "no such number"))
            }
        }
    }

    private struct Name: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue _: Int) { nil }
    }

    package func encode(to encoder: any Encoder) throws {
        var single = encoder.singleValueContainer()
        switch self {
        case .null: try single.encodeNil()
        case .boolean(let value): try single.encode(value)
        case .number(let value):
            // A whole number stays one.
            if let whole = Int64(exactly: value) {
                try single.encode(whole)
            } else {
                try single.encode(value)
            }
        case .string(let value): try single.encode(value)
        case .array(let values): try single.encode(values)
        case .object(let values): try single.encode(values)
        }
    }

    /// Word for what it is.
    var kind: String {
        switch self {
        case .null: "null"
        case .boolean: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }

    /// Checks that the value is of a shape and within its limits. Names beside those of the shape
    /// are allowed. Throws `Refusal` with the path of the first field that is wrong.
    package func check(_ shape: Shape, at path: String = "") throws(Refusal) {
        switch (shape, self) {
        case (.string, .string), (.boolean, .boolean), (.number, .number): break
        case (.integer, .number(let value)):
            // Beyond 2^53 a Double is no exact number any more.
            guard value.rounded() == value, abs(value) <= 9_007_199_254_740_992 else {
                throw Self.wrong(path, "must be a whole number, not \(value)")
            }
        case (.words(let words), .string(let word)):
            guard words.contains(word) else { throw Self.wrong(path, words, word) }
        case (.array(let element), .array(let values)):
            for (index, value) in values.enumerated() {
                try value.check(element, at: "\(path)[\(index)]")
            }
        case (.map(let element), .object(let values)):
            for (name, value) in values.sorted(by: { $0.key < $1.key }) {
                try value.check(element, at: Self.join(path, name))
            }
        case (.object(let object), .object(let values)):
            for field in object.fields { try Self.check(field, values[field.name], path) }
            for rule in object.rules { try rule.check(values) }
        default:
            throw Self.wrong(path, "must be \(shape.kind), not \(kind)")
        }
    }

    private static func check(
        _ field: Shape.Field, _ value: JSONValue?, _ path: String
    ) throws(Refusal) {
        let path = join(path, field.name)
        guard let value, value != .null else {
            if field.isRequired { throw wrong(path, "is missing") }
            return
        }
        try value.check(field.shape, at: path)
        switch (field.limit, value) {
        case (.range(let range)?, .number(let number)) where !range.contains(number):
            throw wrong(
                path,
                "must be from \(text(range.lowerBound)) to \(text(range.upperBound)), not "
                    + text(number))
        case (.length(let range)?, .string(let text))
        where !range.contains(text.unicodeScalars.count):
            throw wrong(
                path,
                "must have \(range.lowerBound) to \(range.upperBound) characters, not "
                    + "\(text.unicodeScalars.count)")
        case (.words(let words)?, .string(let word)) where !words.contains(word):
            throw wrong(path, words, word)
        case (.numbers(let numbers)?, .number(let number))
        where !numbers.contains { Double($0) == number }:
            throw wrong(
                path,
                "must be \(FieldRule.list(numbers.map { "\($0)" })), not \(text(number))")
        case (.form(let form)?, .string(let text)) where !form.takes(text):
            throw wrong(path, "\(form.demand), not '\(text.prefix(40))'")
        default: break
        }
    }

    private static func text(_ number: Double) -> String {
        Int64(exactly: number).map { "\($0)" } ?? "\(number)"
    }

    private static func join(_ path: String, _ name: String) -> String {
        path.isEmpty ? name : "\(path).\(name)"
    }

    private static func wrong(_ path: String, _ words: [String], _ word: String) -> Refusal {
        wrong(path, "must be \(FieldRule.list(words)), not '\(word.prefix(40))'")
    }

    private static func wrong(_ path: String, _ demand: String) -> Refusal {
        path.isEmpty
            ? Refusal(.invalid, "The body \(demand).")
            : .invalid(path, "The field '\(path)' \(demand).")
    }
}

extension Shape {
    /// Word for what a value of this shape is.
    var kind: String {
        switch self {
        case .string, .words: "a string"
        case .integer: "a whole number"
        case .number: "a number"
        case .boolean: "a boolean"
        case .array: "an array"
        case .map, .object: "an object"
        }
    }
}
