import Foundation
import Geometry
import Office
import Testing

@testable import Settings

@Suite(.timeLimit(.minutes(5))) struct KioskSettingsTests {
    @Test("J1 a file with little in it has the defaults for the rest")
    func defaults() throws {
        let folder = try SettingsFolder()
        let loaded = folder.settings()
        #expect(loaded.problems == [])
        let settings = try #require(loaded.value)
        #expect(settings.terminal == "test1")
        #expect(settings.office.timeZone.identifier == "Asia/Makassar")
        #expect(settings.printer.onFault == .closed)
        #expect(settings.printer.queue == nil)
        #expect(settings.timeouts.menuSeconds == 45)
        #expect(settings.timeouts.requirementsSeconds == 90)
        #expect(settings.touch.slopMillimetres == 12)
        #expect(settings.limits.ticketsPerMinute == 30)
        #expect(settings.page.port == 8631)
        #expect(settings.hours.week[1] == .init(from: 480, to: 900))
        #expect(!settings.hours.isForcedOpen)
    }

    /// Replacements that break the file, with the place of the problem.
    static let broken: [(old: String, new: String, place: String, says: String)] = [
        ("terminal: test1", "terminal: Belu 1", "1 terminal", "1 to 8 small letters"),
        ("terminal: test1", "", "2 terminal", "is missing"),
        ("  name: Kantor\n", "", "3 office.name", "is missing"),
        ("Asia/Makassar", "Asia/Atambua", "4 office.timezone", "must be a time zone"),
        ("name: Kantor", "name: [a, b]", "3 office.name", "must be a text"),
        ("office:", "ofice:", "2 ofice", "did you mean 'office'"),
        ("office:", "office: here\nx:", "2 office", "must be a list of keys and values"),
        ("languages: [id, en]", "languages: []", "5 languages", "at least one language"),
        ("languages: [id, en]", "languages: [id, id]", "5 languages", "each once"),
        ("languages: [id, en]", "languages: id", "5 languages", "must be a list"),
        ("onFault: closed", "onFault: shut", "8 printer.onFault", "number-on-screen, closed"),
        ("onFault: closed", "onfault: closed", "8 printer.onfault", "did you mean 'onFault'"),
        ("onFault: closed", "onFault: closed\nqueue: slips", "9 queue", "'printer.queue'"),
        ("onFault: closed", "visitorReprint: often", "8 printer.visitorReprint", "true or false"),
        ("menu: 45", "menu: abc", "10 timeouts.menu", "'abc' must be a whole number"),
        ("menu: 45", "menu: 2", "10 timeouts.menu", "from 3 to 3600"),
        ("08:00-15:00", "15:00-08:00", "12 hours.monday", "must be from and to"),
        ("08:00-15:00", "08:00-25:00", "12 hours.monday", "must be from and to"),
        ("08:00-15:00", "08:00-08:00", "12 hours.monday", "must be from and to"),
        ("  monday:", "  montag:", "12 hours.montag", "did you mean 'monday'"),
        ("menu: 45", "menu: 45\ndayStart: noon", "11 dayStart", "must be a time"),
        ("menu: 45", "menu: 45\ndisplay: {width: 10}", "11 display.width", "from 320 to 7680"),
        (
            "menu: 45", "menu: 45\ndisplay: {screenKeyboard: never}", "11 display.screenKeyboard",
            "auto, always"
        ),
        (
            "menu: 45", "menu: 45\nkeyboards: [{role: mouse, name: X}]", "11 keyboards[1].role",
            "scanner, keypad, typing"
        ),
        ("menu: 45", "menu: 45\ntouch: {slopMillimetres: x}", "11 touch.slopMillimetres", "number"),
        ("menu: 45", "menu: 45\npage: {port: 70000}", "11 page.port", "from 0 to 65535"),
        ("menu: 45", "menu: 45\nclockBehind: ask", "11 clockBehind", "refuse, continue"),
        ("menu: 45", "menu: 45\n  menu: 46", "10 ", "'menu' stands twice"),
        ("name: Kantor", "name: \"Kantor", "3 ", "is no valid YAML"),
        (
            "  monday: 08:00-15:00", "  monday: 08:00-15:00\n  holidays: [2026-02-30]",
            "13 hours.holidays", "must be a date"
        ),
    ]

    @Test("J1 what is wrong is named by line and field, and gives no settings", arguments: broken)
    func problem(_ old: String, _ new: String, _ place: String, _ says: String) throws {
        let folder = try SettingsFolder()
        try folder.edit("kiosk.yaml", old, new)
        let loaded = folder.settings()
        #expect(loaded.value == nil)
        #expect(places(loaded, in: folder).contains("kiosk.yaml:\(place)"), "\(loaded.problems)")
        #expect(
            loaded.problems.contains { $0.message.contains(says) && $0.severity == .error },
            "\(loaded.problems)")
    }

    @Test("J1 all that is wrong is said at once")
    func several() throws {
        let folder = try SettingsFolder()
        try folder.edit("kiosk.yaml", "terminal: test1", "terminal: NO")
        try folder.edit("kiosk.yaml", "onFault: closed", "onFault: shut")
        try folder.edit("kiosk.yaml", "menu: 45", "menus: 45")
        #expect(
            places(folder.settings(), in: folder) == [
                "kiosk.yaml:1 terminal", "kiosk.yaml:8 printer.onFault",
                "kiosk.yaml:10 timeouts.menus",
            ])
    }

    @Test("J1 a problem is a sentence with file, line, column, key, range, unit and default")
    func sentence() throws {
        let folder = try SettingsFolder()
        try folder.edit("kiosk.yaml", "menu: 45", "menu: abc")
        let problem = try #require(folder.settings().problems.first)
        #expect((problem.line, problem.column) == (10, 9))
        #expect(
            problem.description
                == folder.file("kiosk.yaml")
                + ":10:9: timeouts.menu: 'abc' must be a whole number from 3 to 3600 seconds; "
                + "without this key it is 30 seconds")
    }

    @Test("X12 K1 glass that is too small for the keys is named with the least size")
    func smallGlass() throws {
        let small = [
            "{backend: \"memory:800x480\", width: 800, height: 480, widthMillimetres: 154, heightMillimetres: 86}",
            "{backend: \"memory:800x480\"}", "{backend: memory, width: 800, height: 480}",
            "{widthMillimetres: 217, heightMillimetres: 120}",
            "{backend: kms, widthMillimetres: 136, heightMillimetres: 217}",
        ]
        for display in small {
            let folder = try SettingsFolder()
            try folder.edit("kiosk.yaml", "menu: 45", "menu: 45\ndisplay: \(display)")
            let loaded = folder.settings()
            #expect(places(loaded, in: folder) == ["kiosk.yaml:11 display"], "\(display)")
            #expect(loaded.problems.map(\.severity) == [.warning])
            let message = loaded.problems.first?.message ?? ""
            #expect(message.contains("201 x 136 mm, or 166 x 172 mm upright"))
        }
        for display in ["{backend: kms}", "{backend: memory}", "{width: 800, height: 480}"] {
            let folder = try SettingsFolder()
            try folder.edit("kiosk.yaml", "menu: 45", "menu: 45\ndisplay: \(display)")
            #expect(folder.settings().problems == [], "\(display)")
        }
    }

    @Test("J1 a file that is not there, empty or no text is said to be so")
    func unreadable() throws {
        let folder = try SettingsFolder()
        try folder.write("kiosk.yaml", "")
        #expect(folder.settings().problems.map(\.message) == ["is empty"])
        try Data([0xff, 0xfe, 0x41]).write(to: URL(fileURLWithPath: folder.file("kiosk.yaml")))
        #expect(
            folder.settings().problems.map(\.message) == ["is not UTF-8 text; save it as UTF-8"])
        try FileManager.default.removeItem(atPath: folder.file("kiosk.yaml"))
        let loaded = folder.settings()
        #expect(loaded.value == nil)
        #expect(loaded.problems.map(\.line) == [0])
        #expect(loaded.problems.first?.message.contains("can't be read") == true)
    }

    @Test("J1 a whole folder is read together, with every file's problems")
    func bundle() throws {
        let folder = try SettingsFolder()
        let good = folder.bundle()
        #expect(good.problems == [])
        #expect(good.value?.catalogue.services.count == 2)
        #expect(good.value?.printersFolder.hasSuffix("/Printers") == true)

        try folder.edit("catalogue/civil.yaml", "prefix: A", "prefix: ab")
        try folder.edit("questionnaire.yaml", "version: v1\n", "")
        try folder.edit("languages/en.yaml", "  back: Back\n", "")
        let broken = folder.bundle()
        #expect(
            places(broken, in: folder) == [
                "catalogue/civil.yaml:25 services.prefix", "languages/en.yaml:4 phrases.back",
                "questionnaire.yaml:1 version",
            ])
        let value = try #require(broken.value, "tickets are given all the same (H3)")
        #expect(value.catalogue.services.map(\.id) == ["card"])
        #expect(value.questionnaire.questions.isEmpty)
    }

    @Test(
        "J1 glass, devices and queue are for the next start; words, hours and limits count at once")
    func atStart() {
        let old = KioskSettings(terminal: "t1", officeName: "Office", timeZone: .gmt)
        func needsStart(_ edit: (inout KioskSettings) -> Void) -> Bool {
            var new = old
            edit(&new)
            #expect(new != old)
            return !new.startKeys(changedFrom: old).isEmpty
        }
        #expect(needsStart { $0.display.orientation.rotation = .quarter })
        #expect(needsStart { $0.display.darkAfterSeconds = 1 })
        #expect(needsStart { $0.touch.slopMillimetres = 3 })
        #expect(needsStart { $0.keyboards = [.init()] })
        #expect(needsStart { $0.printer.queue = "slips" })
        #expect(needsStart { $0.page.port = 1 })
        #expect(needsStart { $0.terminal = "t2" })
        #expect(!needsStart { $0.office.name = "Other" })
        #expect(!needsStart { $0.languages = ["en"] })
        #expect(!needsStart { $0.hours = OfficeHours() })
        #expect(!needsStart { $0.limits.ticketsPerMinute = 1 })
        #expect(!needsStart { $0.printer.onFault = .closed })
        #expect(!needsStart { $0.timeouts.menuSeconds = 9 })
    }
}
