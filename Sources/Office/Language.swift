/// A language of the screen, named by its BCP 47 tag: `id`, `tet`, `pt`, `en`.
public struct Language: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    public var rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let indonesian = Language(rawValue: "id")
    public static let tetum = Language(rawValue: "tet")
    public static let portuguese = Language(rawValue: "pt")
    public static let english = Language(rawValue: "en")

    public var description: String { rawValue }

    public init(from decoder: any Decoder) throws {
        rawValue = try decoder.singleValueContainer().decode(String.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}

/// The same words in several languages. A language that is missing falls back to Indonesian,
/// then to English, then to whatever there is (K4).
public struct LocalizedText: Hashable, Sendable, ExpressibleByStringLiteral {
    public var values: [Language: String]

    public init(_ values: [Language: String]) {
        self.values = values
    }

    /// A text that stands in Indonesian only.
    public init(stringLiteral value: String) {
        values = [.indonesian: value]
    }

    public subscript(language: Language) -> String {
        values[language] ?? values[.indonesian] ?? values[.english]
            ?? values.min { $0.key.rawValue < $1.key.rawValue }?.value ?? ""
    }

    public func has(_ language: Language) -> Bool { values[language] != nil }
    public var isEmpty: Bool { values.allSatisfy { $0.value.isEmpty } }
}
