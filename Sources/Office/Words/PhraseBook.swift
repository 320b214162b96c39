/// Phrases of screens and slips, by key, in every language with a file.
package struct PhraseBook: Sendable, Equatable {
    /// Phrases of one language's file.
    package struct Dictionary: Sendable, Equatable {
        package var language: Language
        /// Name of the language in itself: "Bahasa Indonesia", "Tetun".
        package var name: String
        package var phrases: [String: String]
        /// Keys whose wording no native speaker has reviewed.
        package var unreviewed: Set<String>

        package init(
            language: Language, name: String, phrases: [String: String],
            unreviewed: Set<String> = []
        ) {
            self.language = language
            self.name = name
            self.phrases = phrases
            self.unreviewed = unreviewed
        }
    }

    /// Dictionaries in the order of the welcome screen. The first is the default.
    package var dictionaries: [Dictionary]

    package init(dictionaries: [Dictionary]) {
        self.dictionaries = dictionaries
    }

    package var languages: [Language] { dictionaries.map(\.language) }
    package var defaultLanguage: Language { dictionaries.first?.language ?? .indonesian }

    package func name(of language: Language) -> String {
        dictionaries.first { $0.language == language }?.name ?? language.rawValue
    }

    /// Returns the phrase in this language, else in the default one, else the key itself, so that a
    /// missing phrase is never blank (K4). `{name}` is replaced from `values`.
    package func callAsFunction(
        _ key: String, _ language: Language, _ values: [String: String] = [:]
    ) -> String {
        let text =
            dictionaries.first { $0.language == language }?.phrases[key]
            ?? dictionaries.first?.phrases[key] ?? key
        return values.isEmpty ? text : Self.filled(text, values)
    }

    /// Replaces each `{name}` that has a value, in one pass, so that no value is read as a pattern.
    private static func filled(_ text: String, _ values: [String: String]) -> String {
        var result = ""
        var rest = text[...]
        while let open = rest.utf8.firstIndex(of: UInt8(ascii: "{")),
            let close = rest[open...].utf8.firstIndex(of: UInt8(ascii: "}"))
        {
            result += rest[..<open]
            let behind = rest.index(after: open)
            if let value = values[String(rest[behind..<close])] {
                result += value
                rest = rest[rest.index(after: close)...]
            } else {
                result += "{"
                rest = rest[behind...]
            }
        }
        return result + rest
    }

    /// Returns the keys that the default language has and this one lacks.
    package func missing(in language: Language) -> [String] {
        guard let first = dictionaries.first,
            let other = dictionaries.first(where: { $0.language == language })
        else { return [] }
        return first.phrases.keys.filter { other.phrases[$0] == nil }.sorted()
    }
}

extension PhraseBook {
    /// Returns the form in which a requirement is brought: "original", "2 copies"; nil for a
    /// condition.
    package func kind(_ kind: Requirement.Kind, _ language: Language) -> String? {
        switch kind {
        case .original: self("kind.original", language)
        case .copies(let count): self("kind.copies", language, ["n": String(count)])
        case .originalAndCopies(let count):
            self("kind.originalAndCopies", language, ["n": String(count)])
        case .form: self("kind.form", language)
        case .photos(let count): self("kind.photos", language, ["n": String(count)])
        case .online: self("kind.online", language)
        case .condition: nil
        }
    }

    /// Returns a requirement with its form: "Family card (1 copy)".
    package func line(_ requirement: Requirement, _ language: Language) -> String {
        let text = requirement.text[language]
        return kind(requirement.kind, language).map { "\(text) (\($0))" } ?? text
    }
}
