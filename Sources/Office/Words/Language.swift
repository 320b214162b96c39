/// Language of the screen, identified by its BCP 47 tag: `id`, `tet`, `pt`, `en`.
package struct Language: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    package var rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    package static let indonesian = Language(rawValue: "id")
    package static let tetum = Language(rawValue: "tet")
    package static let portuguese = Language(rawValue: "pt")
    package static let english = Language(rawValue: "en")

    package var description: String { rawValue }

    package init(from decoder: any Decoder) throws {
        rawValue = try decoder.singleValueContainer().decode(String.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}

/// Text in several languages. A missing language falls back to Indonesian, then to English, then to
/// any (K4).
package struct LocalizedText: Hashable, Sendable, ExpressibleByStringLiteral {
    package var values: [Language: String]

    package init(_ values: [Language: String]) {
        self.values = values
    }

    /// Creates a text in Indonesian only.
    package init(stringLiteral value: String) {
        values = [.indonesian: value]
    }

    package subscript(language: Language) -> String {
        values[language] ?? values[.indonesian] ?? values[.english]
            ?? values.min { $0.key.rawValue < $1.key.rawValue }?.value ?? ""
    }

    package func has(_ language: Language) -> Bool { values[language] != nil }
    package var isEmpty: Bool { values.allSatisfy { $0.value.isEmpty } }
}
