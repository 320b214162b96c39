import Foundation
import Office
import Testing

@testable import Settings

@Suite("Holidays, quotas and days of agencies in the settings", .timeLimit(.minutes(5)))
struct DaySettingsTests {
    private static let good = """
        source: a decree
        holidays:
          - date: 2026-01-01
            name: Tahun Baru
          - date: 2026-12-24
            name: {id: Cuti bersama Natal, en: Joint leave}
            kind: joint-leave
            decreed: false

        """

    private static let next = """
        source: a decree
        holidays:
          - {date: 2027-01-01, name: Tahun Baru}

        """

    /// Folder whose `kiosk.yaml` names a folder of holidays.
    private func folder(_ holidays: String = good) throws -> SettingsFolder {
        let folder = try SettingsFolder()
        try FileManager.default.createDirectory(
            atPath: folder.file("holidays"), withIntermediateDirectories: true)
        try folder.write("holidays/2026.yaml", holidays)
        try folder.write("holidays/2027.yaml", Self.next)
        try folder.edit(
            "kiosk.yaml", "  monday: 08:00-15:00", "  holidays: holidays\n  monday: 08:00-15:00")
        return folder
    }

    @Test("F1 a folder has the holidays of each year, with name, kind and whether they are decreed")
    func loads() throws {
        let loaded = try folder().bundle(today: CalendarDate(year: 2026, month: 5, day: 2))
        let value = try #require(loaded.value)
        let days = value.settings.hours.holidays
        #expect(days.count == 3)
        let leave = try #require(days[CalendarDate(year: 2026, month: 12, day: 24)])
        #expect(leave.kind == .jointLeave && !leave.isDecreed)
        #expect(leave.name?[.english] == "Joint leave")
        #expect(days[CalendarDate(year: 2027, month: 1, day: 1)]?.name?[.english] == "Tahun Baru")
        let problems = loaded.problems.filter { $0.file.contains("/holidays") }
        #expect(
            problems.map(\.message) == [
                "has 1 holidays of 2026 that are not yet decreed; complete 2026.yaml once the decree "
                    + "is out"
            ])
        #expect(loaded.errors.isEmpty)
    }

    @Test("F1 dates in kiosk.yaml itself are holidays without a name") func dates() throws {
        let folder = try SettingsFolder()
        try folder.edit(
            "kiosk.yaml", "  monday:", "  holidays: [2026-12-25, 2026-12-24]\n  monday:")
        let bundle = try #require(folder.bundle().value)
        #expect(bundle.settings.hours.holidays.count == 2 && bundle.holidays == nil)
        #expect(
            bundle.settings.hours.holidays[CalendarDate(year: 2026, month: 12, day: 25)]
                == Holiday())
    }

    @Test(
        "J1 H3 what is wrong in a file of holidays is named by line and field, and the rest counts",
        arguments: [
            ("date: 2026-01-01", "date: 2026-02-30", 3, "holidays[1].date", "must be a date"),
            ("date: 2026-01-01", "date: 2027-01-01", 3, "holidays[1].date", "is not of 2026"),
            ("date: 2026-01-01", "date: 2026-12-24", 5, "holidays[2].date", "stands twice"),
            ("    name: Tahun Baru\n", "", 3, "holidays[1].name", "is missing"),
            ("joint-leave", "leave", 7, "holidays[2].kind", "national, joint-leave"),
            ("decreed: false", "decreed: maybe", 8, "holidays[2].decreed", "true or false"),
            ("decreed: false", "decree: false", 8, "holidays[2].decree", "did you mean 'decreed'"),
            ("source: a decree\n", "", 1, "source", "is missing"),
        ])
    func broken(_ old: String, _ new: String, line: Int, field: String, says: String) throws {
        let folder = try folder()
        try folder.edit("holidays/2026.yaml", old, new)
        let loaded = folder.bundle(today: CalendarDate(year: 2026, month: 5, day: 2))
        let problem = try #require(
            loaded.errors.first { $0.field == field }, "\(loaded.problems)")
        #expect(problem.line == line && problem.column > 0)
        #expect(problem.file == folder.file("holidays/2026.yaml"))
        #expect(problem.message.contains(says), "\(problem)")
        #expect(loaded.errors.count == 1, "\(loaded.errors)")
        let days = try #require(loaded.value).settings.hours.holidays
        #expect(days[CalendarDate(year: 2027, month: 1, day: 1)] != nil)
    }

    @Test("J1 a folder without files, a file without dates, and one of no year are each a sentence")
    func empty() throws {
        let folder = try folder("source: a decree\nholidays: []\n")
        func sentences() -> [String] {
            folder.bundle(today: CalendarDate(year: 2026, month: 5, day: 2)).errors.map(\.message)
        }
        #expect(sentences() == ["is missing or empty; write the holidays of 2026"])
        try folder.write("holidays/2026.yaml", Self.good)
        try folder.write("holidays/extra.yaml", Self.next)
        #expect(
            sentences() == ["is no file of a year; give it the year as its name, e.g. 2026.yaml"])
        try folder.edit("kiosk.yaml", "holidays: holidays", "holidays: nowhere")
        #expect(sentences() == ["holds no holidays; add a file for each year, e.g. 2026.yaml"])
        try folder.edit("kiosk.yaml", "holidays: nowhere", "holidays: 2026-12-25")
        #expect(sentences().count == 1 && sentences()[0].contains("a folder with a file"))
    }

    @Test("J1 a year without a file is a warning when it comes near, and never an error")
    func missingYear() throws {
        let folder = try folder()
        try FileManager.default.removeItem(atPath: folder.file("holidays/2027.yaml"))
        try folder.edit("holidays/2026.yaml", "    decreed: false\n", "")
        let early = folder.bundle(today: CalendarDate(year: 2026, month: 5, day: 2))
        #expect(!early.problems.contains { $0.file.contains("/holidays") })
        let late = folder.bundle(today: CalendarDate(year: 2026, month: 12, day: 1))
        #expect(late.problems.map(\.severity) == [.warning])
        #expect(late.problems[0].message.contains("no file 2027.yaml"))
    }

    @Test(
        "F1 the repository's holidays are those of the decrees: 17 and 8 of 2026, 18 and 8 of 2027")
    func repository() throws {
        let loaded = HolidayLoader.load(
            folder: RepositoryContentTests.kiosk + "/holidays",
            today: CalendarDate(year: 2026, month: 11, day: 29))
        #expect(loaded.problems.isEmpty, "\(loaded.problems)")
        let calendar = try #require(loaded.value)
        for (year, national) in [(2026, 17), (2027, 18)] {
            let days = calendar.days.filter { $0.key.year == year }.values
            #expect(days.count { $0.kind == .national } == national)
            #expect(days.count { $0.kind == .jointLeave } == 8)
            #expect(days.allSatisfy { $0.isDecreed })
        }
        for (date, day) in calendar.days {
            #expect(
                RepositoryContentTests.languages.allSatisfy { day.name?.has($0) == true }, "\(date)"
            )
        }
        #expect(calendar.days[CalendarDate(year: 2026, month: 8, day: 17)] != nil)
    }

    @Test("F1 an agency is in on some weekdays, and a service has a quota") func agency() throws {
        let folder = try SettingsFolder()
        try folder.edit(
            "catalogue/civil.yaml", "  zone: Zona A",
            "  zone: Zona A\n  present: [monday, wednesday]")
        try folder.edit("catalogue/civil.yaml", "    prefix: K", "    prefix: K\n    quota: 40")
        let catalogue = try #require(folder.catalogue().value)
        #expect(folder.catalogue().errors.isEmpty)
        #expect(catalogue.agencies[0].present == [.monday, .wednesday])
        #expect(catalogue.service("card")?.quota == 40 && catalogue.service("deed")?.quota == nil)
        #expect(catalogue.limited.count == 2)
    }

    @Test(
        "J1 weekdays and quotas that can't be are named by line and field",
        arguments: [
            ("  zone: Zona A", "  zone: Zona A\n  present: []", "agency.present", "names no day"),
            (
                "  zone: Zona A", "  zone: Zona A\n  present: [mon]", "agency.present",
                "'mon' must be one of: monday"
            ),
            (
                "  zone: Zona A", "  zone: Zona A\n  present: [monday, monday]", "agency.present",
                "stands twice"
            ),
            ("    prefix: K", "    prefix: K\n    quota: 0", "services.quota", "from 1 to 9999"),
        ])
    func brokenAgency(_ old: String, _ new: String, field: String, says: String) throws {
        let folder = try SettingsFolder()
        try folder.edit("catalogue/civil.yaml", old, new)
        let problems = folder.catalogue().problems
        let found = problems.first { $0.field == field && $0.message.contains(says) }
        #expect(found.map { $0.line > 0 && $0.severity == .error } == true, "\(problems)")
    }

    @Test("J1 an agency that is in only while the office is closed is a warning") func neverIn()
        throws
    {
        let folder = try SettingsFolder()
        try folder.edit(
            "catalogue/civil.yaml", "  zone: Zona A", "  zone: Zona A\n  present: [sunday]")
        let problems = folder.bundle().problems
        #expect(problems.map(\.severity) == [.warning])
        #expect(problems.first?.message.contains("on which 'civil' is present") == true)
    }

    @Test("F1 J1 a quota of kiosk.yaml overrules the catalogue's; mistakes are named")
    func quotas() throws {
        let folder = try SettingsFolder()
        try folder.edit("catalogue/civil.yaml", "    prefix: K", "    prefix: K\n    quota: 40")
        let plain = try String(contentsOfFile: folder.file("kiosk.yaml"), encoding: .utf8)
        func load(_ quotas: String) throws -> Loaded<SettingsBundle> {
            try folder.write("kiosk.yaml", plain + "quotas: [\(quotas)]\n")
            return folder.bundle()
        }
        let loaded = try load("{service: card, perDay: 3}")
        #expect(loaded.problems.isEmpty)
        #expect(loaded.value?.catalogue.service("card")?.quota == 3)
        let unknown = try load("{service: kard, perDay: 3}").problems
        #expect(unknown.map(\.severity) == [.warning])
        #expect(unknown.first?.message == "there is no service 'kard'; did you mean 'card'?")
        for (text, says) in [
            ("{service: card, perDay: 0}", "'0' must be a whole number from 1 to 9999"),
            ("{service: card}", "is missing"), ("{perDay: 3}", "is missing"),
            ("{service: card, perDay: 1}, {service: card, perDay: 2}", "'card' stands twice"),
        ] {
            let problems = try load(text).problems
            #expect(
                problems.contains {
                    $0.message.contains(says) && $0.severity == .error && $0.line > 0
                },
                "\(text): \(problems)")
        }
    }
}
