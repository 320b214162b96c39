import Foundation
import Office
import Testing

@testable import Settings

/// Texts that are there and show nothing.
@Suite("Blank texts", .timeLimit(.minutes(5)))
struct BlankTests {
    static let blanks = [
        "\"\"", "\"   \"", "\"\\u200B\"", "\"\\u3164\"", "\"\\u2800\"", "\"\\u00A0\"",
        "\"\\u00AD\"",
        "\"\\uFEFF\"", "\"\\u0301\"", "\"\\t\\n\"", "\"\\U000E0020\"",
    ]

    @Test(
        "X13 H3 a name that shows nothing is refused with file, line and field", arguments: blanks)
    func name(_ blank: String) throws {
        let folder = try SettingsFolder()
        try folder.edit("catalogue/civil.yaml", "name: Akta", "name: \(blank)")
        let loaded = folder.catalogue()
        #expect(loaded.value?.services.map(\.id) == ["card"])
        #expect(
            places(loaded, in: folder) == ["catalogue/civil.yaml:27 services.name"],
            "\(loaded.problems)")
        #expect(loaded.errors.first?.message.contains("is blank") == true)
    }

    @Test("X13 a text that shows something is taken", arguments: ["K", "…", "٣", "漢", "\u{1F5FA}"])
    func shown(_ text: String) { #expect(text.flaw == nil) }

    /// Places of texts, with a replacement that leaves a blank one.
    static let catalogueTexts = [
        ("zone: Zona A", "zone: ' '"), ("short: Dinas", "short: ''"),
        ("name: {id: Kartu, en: Card}", "name: {id: Kartu, en: ' '}"),
        ("name: {id: Kartu, en: Card}", "name: {id: Kartu, en: null}"),
        ("name: {id: Kartu, en: Card}", "name: {id: ~, en: Card}"),
        (
            "procedure: [Serahkan berkas]\n    time: \"1 hari\"\n    cost: Gratis\n    product: Kartu",
            "procedure: [' ']\n    time: \"1 hari\"\n    cost: Gratis\n    product: Kartu"
        ),
        ("product: Akta", "product: ' '"), ("id: deed", "id: ''"),
        ("sample: true", "keywords: [kartu, ' ']"), ("sample: true", "legalBasis: [~]"),
    ]

    @Test("X13 H3 every text of the catalogue must show something", arguments: catalogueTexts)
    func catalogue(_ old: String, _ new: String) throws {
        let folder = try SettingsFolder()
        try folder.edit("catalogue/civil.yaml", old, new)
        let errors = folder.catalogue().errors
        #expect(errors.count == 1, "\(errors)")
        #expect(errors.first?.message.contains("is blank") == true, "\(errors)")
    }

    @Test("X13 K4 a blank phrase is refused, and the default language is shown instead")
    func phrases() throws {
        for blank in ["''", "' '", "null", "", "\"\\u200B\""] {
            let folder = try SettingsFolder()
            try folder.edit("languages/en.yaml", "back: Back", "back: \(blank)")
            let loaded = folder.languages()
            #expect(loaded.errors.map(\.field) == ["phrases.back"])
            #expect(loaded.errors.map(\.line) == [4])
            #expect(loaded.value?("back", .english) == "Kembali")
        }
    }

    @Test("X13 J1 blank texts of kiosk.yaml are refused, and an address may be empty")
    func kiosk() throws {
        let cases = [
            ("name: Kantor", "name: ''", "office.name"),
            ("name: Kantor", "name: ' '", "office.name"),
            ("onFault: closed", "queue: ''", "printer.queue"),
            ("languages: [id, en]", "languages: [id, '']", "languages"),
        ]
        for (old, new, field) in cases {
            let folder = try SettingsFolder()
            try folder.edit("kiosk.yaml", old, new)
            #expect(folder.settings().errors.map(\.field) == [field])
        }
        let folder = try SettingsFolder()
        try folder.edit(
            "kiosk.yaml", "name: Kantor", "name: Kantor\n  address: ' '\n  complaints: ''")
        #expect(folder.settings().problems == [])
        #expect(folder.settings().value?.office.address == "")
    }

    @Test("X13 G1 T42 questions, choices and keys must show something")
    func others() throws {
        let folder = try SettingsFolder()
        try folder.edit("questionnaire.yaml", "[Tidak sesuai", "[' '")
        #expect(folder.surveyQuestions().value == nil)
        try folder.write("keyboards/latin.yaml", "letters: [\"A B\"]\nsymbols: [\"123\"]\n")
        let keyboard = KeyboardLoader.load(file: folder.file("keyboards/latin.yaml"))
        #expect(keyboard.errors.map(\.field) == ["letters"])
        try folder.write(
            "keyboards/latin.yaml", "letters: [AB]\nsymbols: [\"1\"]\nalternates: {A: [Á]}\n")
        let alternates = KeyboardLoader.load(file: folder.file("keyboards/latin.yaml"))
        #expect(alternates.errors.map(\.field) == ["alternates.A"])
    }

    @Test("X13 B3 a character that a printer takes for a command is refused")
    func control() throws {
        let folder = try SettingsFolder()
        try folder.edit("catalogue/civil.yaml", "name: Akta", "name: \"Ak\\eta\"")
        let errors = folder.catalogue().errors
        #expect(errors.map(\.line) == [27])
        #expect(errors.first?.message.contains("U+1B") == true)
    }
}
