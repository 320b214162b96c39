import Foundation
import Office
import Testing

@testable import Settings

@Suite(.timeLimit(.minutes(5))) struct CatalogueLoaderTests {
    @Test("H1 a service is read with its variants and requirements")
    func reads() throws {
        let folder = try SettingsFolder()
        let loaded = folder.catalogue()
        #expect(loaded.problems == [])
        let card = try #require(loaded.value?.service("card"))
        #expect(card.prefix == "K")
        #expect(card.name[.english] == "Card")
        #expect(card.variants.first?.requirements == [.init(text: "KTP-el", kind: .copies(2))])
        #expect(card.isSample)
        #expect(loaded.value?.service("deed")?.variants[0].requirements[0].kind == .original)
    }

    /// Replacements that break the file, with the place of the problem and the services left.
    static let broken: [(old: String, new: String, place: String, says: String, left: [String])] =
        [
            ("prefix: A", "prefix: a", "services.prefix", "capital letters", ["card"]),
            ("prefix: A", "prefix: ABCD", "services.prefix", "1 to 3", ["card"]),
            ("prefix: A", "prefix: K", "services.deed", "prefix K is taken", ["card"]),
            ("id: deed", "id: card", "services.card", "service card is taken", ["card"]),
            ("    name: Akta\n", "", "services.name", "is missing", ["card"]),
            ("name: Akta", "name: {en: Deed}", "services.name", "no Indonesian text", ["card"]),
            ("name: Akta", "name: {ID: Akta}", "services.name.ID", "is no language", ["card"]),
            ("name: Akta", "nama: Akta", "services.nama", "did you mean 'name'", ["card"]),
            ("product: Akta", "product: []", "services.product", "keys and values", ["card"]),
            ("2026-01-31", "31-01-2026", "services.checkedOn", "such as", ["card"]),
            (
                "kind: copies", "kind: copy", "services.variants.requirements.kind", "one of",
                ["deed"]
            ),
            ("count: 2", "count: 0", "services.variants.requirements.count", "1 to 20", ["deed"]),
            ("sample: false", "sample: perhaps", "services.sample", "true or false", ["card"]),
            (
                "sample: false", "numbers: {first: 9, last: 1}", "services.numbers", "above",
                ["card"]
            ),
            ("sample: false", "featured: 0", "services.featured", "from 1 to 99", ["card"]),
            ("  id: civil\n", "", "agency.id", "is missing", []),
        ]

    @Test(
        "H3 a broken entry is left out, named by file and line, and blocks no other",
        arguments: broken)
    func problem(_ old: String, _ new: String, _ place: String, _ says: String, _ left: [String])
        throws
    {
        let folder = try SettingsFolder()
        try folder.edit("catalogue/civil.yaml", old, new)
        let loaded = folder.catalogue()
        #expect(loaded.value?.services.map(\.id) == left)
        let problem = try #require(
            loaded.errors.first { $0.field == place }, "\(loaded.problems)")
        #expect(problem.message.contains(says))
        #expect(problem.file == folder.file("catalogue/civil.yaml"))
        let lines = SettingsFolder.agency.split(separator: "\n")
        let line = lines.firstIndex { $0.contains(old.split(separator: "\n")[0]) } ?? 0
        let entry = lines[...line].lastIndex { $0.hasPrefix("  - id") || $0 == "agency:" } ?? 0
        #expect((entry + 1...line + 1).contains(problem.line), "\(problem)")
    }

    /// Replacements that leave no valid YAML, in the second of three entries.
    static let unparsable = [
        ("name: Akta", "name: \"Akta"), ("name: Akta", "name: Akta: baru"),
        ("name: Akta", "name: [Akta"), ("name: Akta", "  name: Akta"),
        ("name: Akta", "name: Akta\n    name: Akta"), ("product: Akta", "product: @Akta"),
    ]

    @Test(
        "H3 an entry that is no YAML is left out too, and the ones around it stay",
        arguments: unparsable)
    func noYAML(_ old: String, _ new: String) throws {
        let folder = try SettingsFolder()
        let third = SettingsFolder.agency.split(separator: "  - id: card")[1]
            .split(separator: "  - id: deed")[0]
            .replacing("prefix: K", with: "prefix: T")
        try folder.write(
            "catalogue/civil.yaml", SettingsFolder.agency + "  - id: third" + third)
        try #require(folder.catalogue().value?.services.count == 3)
        try folder.edit("catalogue/civil.yaml", old, new)
        let loaded = folder.catalogue()
        #expect(loaded.value?.services.map(\.id) == ["card", "third"])
        let problem = try #require(loaded.errors.first)
        #expect(loaded.errors.count == 1)
        #expect(problem.message.contains("left out"))
        #expect(problem.line >= 22, "\(problem)")
    }

    @Test("H3 two entries that are no YAML are both left out, and both named")
    func noYAMLTwice() throws {
        let folder = try SettingsFolder()
        try folder.edit("catalogue/civil.yaml", "product: Kartu", "product: \"Kartu")
        try folder.edit("catalogue/civil.yaml", "product: Akta", "product: Akta: baru")
        let third = SettingsFolder.agency.split(separator: "  - id: card")[1]
            .split(separator: "  - id: deed")[0]
            .replacing("prefix: K", with: "prefix: T")
        let text = try String(contentsOfFile: folder.file("catalogue/civil.yaml"), encoding: .utf8)
        try folder.write("catalogue/civil.yaml", text + "  - id: third" + third)
        let loaded = folder.catalogue()
        #expect(loaded.value?.services.map(\.id) == ["third"])
        // The lines of the missing quote and of the second colon.
        #expect(loaded.errors.map(\.line) == [20, 36], "\(loaded.errors)")
    }

    @Test("H3 a file that is broken outside its entries leaves out this agency only")
    func brokenHead() throws {
        let folder = try SettingsFolder()
        let other = SettingsFolder.agency.replacing("id: civil", with: "id: other")
            .replacing("id: card", with: "id: card2").replacing("id: deed", with: "id: deed2")
            .replacing("prefix: K", with: "prefix: B").replacing("prefix: A", with: "prefix: C")
        try folder.write("catalogue/other.yaml", other)
        try folder.edit("catalogue/civil.yaml", "agency:\n", "agency: \"\n")
        let loaded = folder.catalogue()
        #expect(loaded.value?.services.map(\.id) == ["card2", "deed2"])
        #expect(loaded.errors.map(\.file) == [folder.file("catalogue/civil.yaml")])
        #expect(loaded.errors.first?.line ?? 0 > 0)
    }

    @Test("A1 a prefix that two agencies use is named with the place of the first")
    func prefixOfAnother() throws {
        let folder = try SettingsFolder()
        let other = SettingsFolder.agency.replacing("id: civil", with: "id: other")
            .replacing("id: card", with: "id: card2").replacing("id: deed", with: "id: deed2")
        try folder.write("catalogue/other.yaml", other)
        let loaded = folder.catalogue()
        #expect(loaded.value?.services.map(\.id) == ["card", "deed"])
        #expect(
            loaded.errors.map(\.message).first
                == "prefix K is taken by \(folder.file("catalogue/civil.yaml")):7; choose another")
    }

    @Test("H3 an entry is stale when it was checked more than six months before")
    func stale() throws {
        let catalogue = try #require(try SettingsFolder().catalogue().value)
        func stale(_ year: Int, _ month: Int, _ day: Int) -> [String] {
            catalogue.stale(asOf: CalendarDate(year: year, month: month, day: day)).map(\.id)
        }
        #expect(stale(2026, 7, 31) == [])
        #expect(stale(2026, 8, 1) == ["deed"])
        #expect(stale(2027, 5, 20) == ["deed"])
        #expect(stale(2027, 5, 21) == ["card", "deed"])
    }

    @Test("K4 what an entry lacks in a language is counted")
    func missingTranslations() throws {
        let catalogue = try #require(try SettingsFolder().catalogue().value)
        let missing = catalogue.missingTranslations(in: [.indonesian, .english])
        #expect(missing.map(\.entry) == ["civil", "card", "deed"])
        #expect(missing.map(\.language) == [.english, .english, .english])
        // Only the name of the card is written in English.
        #expect(missing.map(\.missing) == [2, 7, 8])
        #expect(missing.map(\.total) == [2, 8, 8])
    }

    @Test("L2 an occasion names services that are there")
    func occasions() throws {
        let folder = try SettingsFolder()
        try folder.write(
            "catalogue/occasions.yaml",
            """
            occasions:
              - id: born
                name: Lahir
                services: [deed, cart, card]
              - id: lost
                name: Hilang
                services: [nothing]
              - id: born
                name: Lahir
                services: [deed]

            """)
        let loaded = folder.catalogue()
        #expect(loaded.value?.occasions.map(\.id) == ["born"])
        #expect(loaded.value?.occasions.first?.serviceIDs == ["deed", "card"])
        #expect(
            places(loaded, in: folder) == [
                "catalogue/occasions.yaml:2 occasions.born.services",
                "catalogue/occasions.yaml:5 occasions.lost.services",
                "catalogue/occasions.yaml:8 occasions.born",
            ])
    }

    @Test("H3 a folder without a catalogue says so")
    func emptyFolder() throws {
        let folder = try SettingsFolder()
        try FileManager.default.removeItem(atPath: folder.file("catalogue/civil.yaml"))
        let loaded = folder.catalogue()
        #expect(loaded.value == nil)
        #expect(loaded.problems.first?.message.contains("holds no catalogue") == true)
    }
}
