import Foundation
import Office
import Testing

@testable import Settings

/// Temporary folder with valid settings, until a test breaks a file.
final class SettingsFolder {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory
            .appendingPathComponent("loket-settings-\(UUID().uuidString)")
        path = url.path
        for folder in ["catalogue", "languages", "keyboards", "Printers"] {
            try FileManager.default.createDirectory(
                at: url.appendingPathComponent(folder), withIntermediateDirectories: true)
        }
        try write("kiosk.yaml", Self.kiosk)
        try write("questionnaire.yaml", Self.questionnaire)
        try write("fonts.conf", "<fontconfig/>\n")
        try write("Printers/generic-escpos-80.yaml", Self.profile)
        try write("keyboards/latin.yaml", "letters: [ABC]\nsymbols: [\"123\"]\n")
        try write("catalogue/civil.yaml", Self.agency)
        try write(
            "languages/id.yaml",
            "language: id\nname: Bahasa Indonesia\nphrases:\n  back: Kembali\n  ahead: \"{n} orang\"\n"
        )
        try write(
            "languages/en.yaml",
            "language: en\nname: English\nphrases:\n  back: Back\n  ahead: \"{n} people\"\n")
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    func write(_ name: String, _ text: String) throws {
        try text.write(toFile: file(name), atomically: true, encoding: .utf8)
    }

    /// Replaces a text in a file. The test fails where it is missing.
    func edit(_ name: String, _ old: String, _ new: String) throws {
        let text = try String(contentsOfFile: file(name), encoding: .utf8)
        try #require(text.contains(old), "\(name) does not hold '\(old)'")
        try write(name, text.replacingOccurrences(of: old, with: new))
    }

    func file(_ name: String) -> String { path + "/" + name }

    func settings() -> Loaded<KioskSettings> { KioskSettings.load(file: file("kiosk.yaml")) }

    static let today = CalendarDate(year: 2026, month: 11, day: 22)

    func catalogue(today: CalendarDate = today) -> Loaded<Catalogue> {
        CatalogueLoader.load(folder: file("catalogue"), today: today)
    }

    func languages(_ order: [String] = ["id", "en"]) -> Loaded<PhraseBook> {
        LanguageLoader.load(folder: file("languages"), order: order)
    }

    func surveyQuestions() -> Loaded<Questionnaire> {
        QuestionnaireLoader.load(file: file("questionnaire.yaml"))
    }

    func bundle(today: CalendarDate = today) -> Loaded<SettingsBundle> {
        SettingsBundle.load(file: file("kiosk.yaml"), today: today)
    }

    static let kiosk = """
        terminal: test1
        office:
          name: Kantor
          timezone: Asia/Makassar
        languages: [id, en]
        printer:
          profile: generic-escpos-80
          onFault: closed
        timeouts:
          menu: 45
        hours:
          monday: 08:00-15:00
        printers: Printers

        """

    static let profile = """
        title: Any receipt printer
        language: escpos
        widthDots: 576
        paperMillimetres: 80
        columns: 48

        """

    static let questionnaire = """
        version: v1
        questions:
          - key: persyaratan
            name: Persyaratan
            text: Bagaimana persyaratannya?
            options: [Tidak sesuai, Kurang sesuai, Sesuai, Sangat sesuai]
        profile:
          - key: sex
            text: Jenis kelamin
            choices:
              - {key: male, text: Laki-laki}
              - {key: female, text: Perempuan}

        """

    static let agency = """
        agency:
          id: civil
          name: Dinas
          short: Dinas
          zone: Zona A
        services:
          - id: card
            prefix: K
            name: {id: Kartu, en: Card}
            variants:
              - id: new
                name: Baru
                requirements:
                  - text: KTP-el
                    kind: copies
                    count: 2
            procedure: [Serahkan berkas]
            time: "1 hari"
            cost: Gratis
            product: Kartu
            complaints: Kotak saran
            source: a sheet
            checkedOn: 2026-11-20
            sample: true
          - id: deed
            prefix: A
            name: Akta
            variants:
              - id: new
                name: Baru
                requirements:
                  - text: KTP-el
            procedure: [Serahkan berkas]
            time: "1 hari"
            cost: Gratis
            product: Akta
            complaints: Kotak saran
            source: a sheet
            checkedOn: 2026-01-31
            sample: false

        """
}

/// Returns place and field of each problem without the folder: `kiosk.yaml:12 printer.width`.
func places<Value>(_ loaded: Loaded<Value>, in folder: SettingsFolder) -> [String] {
    loaded.problems.map {
        "\($0.file.dropFirst(folder.path.count + 1)):\($0.line) \($0.field)"
    }
}
