/// Writer of YAML: maps in their order, every string in double quotes unless it is a plain word.
struct YAML {
    indirect enum Value {
        case string(String)
        case number(Double)
        case boolean(Bool)
        case null
        case list([Value])
        case map([(String, Value)])
    }

    let value: Value

    init(_ value: Value) { self.value = value }

    var text: String { Self.lines(value).joined(separator: "\n") + "\n" }

    private static func lines(_ value: Value) -> [String] {
        switch value {
        case .map(let fields):
            fields.flatMap { name, value -> [String] in
                if let short = inline(value) { return ["\(key(name)): \(short)"] }
                return ["\(key(name)):"] + lines(value).map { "  \($0)" }
            }
        case .list(let values):
            values.flatMap { value -> [String] in
                if let short = inline(value) { return ["- \(short)"] }
                let inner = lines(value)
                return ["- \(inner[0])"] + inner.dropFirst().map { "  \($0)" }
            }
        case .string, .number, .boolean, .null: [inline(value) ?? ""]
        }
    }

    /// Value that fits behind its name; nil: it has lines of its own.
    private static func inline(_ value: Value) -> String? {
        switch value {
        case .string(let text): quoted(text)
        case .number(let number): Int64(exactly: number).map { "\($0)" } ?? "\(number)"
        case .boolean(let isTrue): "\(isTrue)"
        case .null: "null"
        case .list(let values):
            values.isEmpty
                ? "[]"
                : values.allSatisfy(\.isWord)
                    ? "[\(values.compactMap(inline).joined(separator: ", "))]" : nil
        case .map(let fields): fields.isEmpty ? "{}" : nil
        }
    }

    /// Names that are numbers are strings here, as OpenAPI demands of statuses.
    private static func key(_ name: String) -> String {
        name.allSatisfy { $0.isASCII && ($0.isLetter || "-_/{}.$".contains($0)) }
            && name.first?.isLetter == true
            ? name : quoted(name)
    }

    private static func quoted(_ text: String) -> String {
        if isWord(text) { return text }
        var quoted = "\""
        for character in text {
            switch character {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            default: quoted.append(character)
            }
        }
        return quoted + "\""
    }

    /// Words that YAML reads as another type have quotes.
    static func isWord(_ text: String) -> Bool {
        let reserved = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"]
        return text.first?.isLetter == true && text.allSatisfy { $0.isASCII && $0.isLetter }
            && !reserved.contains(text.lowercased())
    }
}

extension YAML.Value {
    /// Plain word, which a list can have in one line.
    fileprivate var isWord: Bool {
        if case .string(let text) = self { YAML.isWord(text) } else { false }
    }
}
