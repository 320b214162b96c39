import Foundation
import Office
import Testing

@testable import Settings

/// Judgements of check, start and reload about the same files.
@Suite("One judgement of a file", .timeLimit(.minutes(5)))
struct JudgementTests {
    private static let boot = CalendarDate(year: 1970, month: 1, day: 1)

    @Test("Y1 H3 a wrong clock leaves no entry out, and the advice is to set it")
    func wrongClock() throws {
        let folder = try SettingsFolder()
        for today in [Self.boot, CalendarDate(year: 2026, month: 11, day: 11)] {
            let loaded = folder.bundle(today: today)
            #expect(loaded.errors == [])
            #expect(loaded.value?.catalogue.services.map(\.id) == ["card", "deed"])
            #expect(loaded.problems.count == 1, "one clock, one warning: \(loaded.problems)")
            let warning = try #require(loaded.problems.first)
            #expect(warning.message.contains("timedatectl set-time"))
            #expect(warning.message.contains(today.description))
            #expect(warning.file == folder.file("catalogue/civil.yaml") && warning.line > 0)
        }
        // The clock is set, or a record is newer than it.
        #expect(folder.bundle().problems == [])
    }

    @Test("Y1 H3 a date after today is a warning that goes by itself")
    func future() throws {
        let folder = try SettingsFolder()
        try folder.edit("catalogue/civil.yaml", "2026-01-31", "2027-01-31")
        let catalogue = folder.catalogue()
        #expect(catalogue.value?.services.map(\.id) == ["card", "deed"])
        #expect(places(catalogue, in: folder) == ["catalogue/civil.yaml:39 services.checkedOn"])
        #expect(catalogue.problems.map(\.severity) == [.warning])
        let value = try #require(catalogue.value)
        #expect(value.checked(after: SettingsFolder.today).map(\.id) == ["deed"])
        #expect(value.checked(after: CalendarDate(year: 2027, month: 1, day: 31)).isEmpty)
        #expect(value.stale(asOf: Self.boot).isEmpty)
    }

    /// Edits of one file, each of which must keep the settings in use.
    static let broken: [(what: String, edit: @Sendable (SettingsFolder) throws -> Void)] = [
        ("a profile that is not there", { try $0.edit("kiosk.yaml", "escpos-80", "escpos-81") }),
        ("an empty profile", { try $0.write("Printers/generic-escpos-80.yaml", "") }),
        (
            "an empty catalogue",
            { try FileManager.default.removeItem(atPath: $0.file("catalogue/civil.yaml")) }
        ),
        ("an empty agency", { try $0.write("catalogue/civil.yaml", "") }),
        ("a broken service", { try $0.edit("catalogue/civil.yaml", "prefix: A", "prefix: a") }),
        ("an empty language", { try $0.write("languages/id.yaml", "") }),
        (
            "a language without phrases",
            { try $0.write("languages/id.yaml", "language: id\nname: B\n") }
        ),
        (
            "a language with an empty list of phrases",
            { try $0.write("languages/id.yaml", "language: id\nname: B\nphrases: {}\n") }
        ),
        (
            "an agency without services",
            {
                let head = SettingsFolder.agency.components(separatedBy: "  - id: card")[0]
                try $0.write("catalogue/civil.yaml", head)
            }
        ),
        (
            "an occasion without services",
            {
                let text = "occasions: [{id: born, name: Lahir, services: []}]\n"
                try $0.write("catalogue/occasions.yaml", text)
            }
        ),
        ("an empty questionnaire", { try $0.write("questionnaire.yaml", "") }),
        ("an empty keyboard", { try $0.write("keyboards/latin.yaml", "") }),
        (
            "fonts that are not there",
            { try FileManager.default.removeItem(atPath: $0.file("fonts.conf")) }
        ),
        ("empty settings", { try $0.write("kiosk.yaml", "") }),
    ]

    @Test(
        "Y5 J1 what check calls broken never replaces what is in use",
        arguments: broken.indices)
    func refused(_ index: Int) throws {
        let folder = try SettingsFolder()
        let inUse = folder.bundle()
        let bundle = try #require(inUse.value)
        #expect(inUse.problems == [])
        try Self.broken[index].edit(folder)
        let checked = folder.bundle()
        #expect(!checked.errors.isEmpty, "\(Self.broken[index].what) is called good")
        let reloaded = bundle.reloaded(today: SettingsFolder.today)
        #expect(reloaded.problems == checked.problems)
        #expect(!reloaded.newErrors(since: inUse.problems).isEmpty)
    }

    @Test("Y5 J1 H3 one of two mistakes that is mended counts, and a new one does not")
    func mended() throws {
        let folder = try SettingsFolder()
        try folder.edit("catalogue/civil.yaml", "prefix: A", "prefix: a")
        try folder.edit("questionnaire.yaml", "version: v1\n", "")
        let inUse = folder.bundle()
        #expect(inUse.errors.count == 2)
        try folder.edit("catalogue/civil.yaml", "prefix: a", "prefix: A")
        try folder.write(
            "questionnaire.yaml",
            "# moved\n"
                + String(
                    contentsOfFile: folder.file("questionnaire.yaml"), encoding: .utf8))
        #expect(folder.bundle().errors.count == 1)
        #expect(folder.bundle().newErrors(since: inUse.problems) == [])
        try folder.edit("catalogue/civil.yaml", "prefix: K", "prefix: k")
        #expect(
            folder.bundle().newErrors(since: inUse.problems).map(\.field) == ["services.prefix"])
    }
}
