package import Office

/// Catalogue entry with texts that are missing in one language. Indonesian is shown instead (K4).
package struct MissingTranslation: Hashable, Sendable {
    /// Id of the agency, service or occasion.
    package var entry: String
    package var language: Language
    /// Number of missing texts, at least 1, and of all texts of the entry.
    package var missing: Int
    package var total: Int
}

extension Catalogue {
    /// Texts that are not written yet, entry by entry, so that they can be listed and worked off.
    package func missingTranslations(in languages: [Language]) -> [MissingTranslation] {
        let entries: [(String, [LocalizedText])] =
            agencies.map { ($0.id, [$0.name, $0.zone]) }
            + services.map { ($0.id, $0.texts) }
            + occasions.map { ($0.id, [$0.name]) }
        return entries.flatMap { id, texts in
            languages.compactMap { language in
                let missing = texts.count { !$0.has(language) }
                return missing == 0
                    ? nil
                    : MissingTranslation(
                        entry: id, language: language, missing: missing, total: texts.count)
            }
        }
    }
}

extension Service {
    /// Every text of the service that a visitor reads.
    var texts: [LocalizedText] {
        [name, time, cost, product, complaints] + procedure + [zone].compactMap { $0 }
            + variants.flatMap { [$0.name] + $0.requirements.map(\.text) }
    }
}
