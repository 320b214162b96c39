import Office
import Yams

extension YAMLMap {
    /// Text in several languages: a plain text (Indonesian) or a mapping of languages.
    func localized(_ key: String) -> LocalizedText? {
        value(key).flatMap { localized($0, key) }
    }

    func requiredLocalized(_ key: String) -> LocalizedText? {
        required(key).flatMap { localized($0, key) }
    }

    func localized(_ node: Node, _ key: String) -> LocalizedText? {
        if node.scalar != nil {
            return text(node, field(key)).map { LocalizedText([.indonesian: $0]) }
        }
        guard let map = YAMLMap(node, path: field(key), problems: problems) else { return nil }
        var values: [Language: String] = [:]
        for (language, keyNode, value) in map.all() {
            guard let text = text(value, map.field(language)) else { continue }
            guard (2...3).contains(language.count), language.allSatisfy(\.isLowercase) else {
                problems.add(
                    keyNode, map.field(language),
                    "is no language; write its short name, e.g. id, tet, pt, en")
                continue
            }
            values[Language(rawValue: language)] = text
        }
        guard values[.indonesian] != nil else {
            if !map.has("id") {
                problems.add(node, field(key), "has no Indonesian text; add 'id:'")
            }
            return nil
        }
        return LocalizedText(values)
    }

    func localizedList(_ key: String) -> [LocalizedText] {
        list(key).compactMap { localized($0, key) }
    }
}
