import GRDB
package import Office

/// Full-text search over the services.
package struct SearchTable {
    let transaction: RecordsTransaction

    /// Replaces the index by these services, in all of their languages.
    package func index(_ catalogue: Catalogue) throws {
        try transaction.execute("DELETE FROM service_search")
        for service in catalogue.services {
            let agency = catalogue.agency(service.agencyID)
            let keywords =
                service.keywords + [agency?.short ?? ""]
                + (agency.map { Self.texts($0.name) } ?? [])
            let requirements = service.variants.flatMap(\.requirements)
                .flatMap { Self.texts($0.text) }
            try transaction.execute(
                """
                INSERT INTO service_search (service, name, keywords, requirements)
                VALUES (?, ?, ?, ?)
                """,
                [
                    service.id, Self.texts(service.name).joined(separator: " · "),
                    keywords.joined(separator: " · "), requirements.joined(separator: " · "),
                ])
        }
    }

    /// Text in all languages, always in the same order, so that the same catalogue is stored as the
    /// same bytes.
    private static func texts(_ text: LocalizedText) -> [String] {
        text.values.sorted { $0.key.rawValue < $1.key.rawValue }.map(\.value)
    }

    /// Services with words that begin with the words of `text`, best match first. Quotes and
    /// operators in `text` have no special meaning.
    package func services(_ text: String, limit: Int = 12) throws -> [Service.ID] {
        let words = text.split { !$0.isLetter && !$0.isNumber }.prefix(6)
        if words.isEmpty { return [] }
        let query = words.map { "\"\($0)\"*" }.joined(separator: " ")
        // A match in the name counts most, one in the requirements least.
        return try transaction.values(
            """
            SELECT service FROM service_search WHERE service_search MATCH ?
            ORDER BY bm25(service_search, 0, 10, 5, 1) LIMIT ?
            """, [query, limit])
    }
}
