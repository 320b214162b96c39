import Foundation
import Office
import Testing

@testable import Settings

@Suite("Counters in the settings", .timeLimit(.minutes(5)))
struct CounterSettingsTests {
    private func load(_ counters: String) throws -> Loaded<SettingsBundle> {
        let kiosk = RepositoryContentTests.kiosk
        let folder = try SettingsFolder()
        let text = try String(contentsOfFile: kiosk + "/kiosk.yaml", encoding: .utf8)
        let begin = try #require(text.range(of: "counters:\n")).lowerBound
        let end = try #require(text.range(of: "\n# The order of calls")).lowerBound
        var changed = text.replacingCharacters(in: begin..<end, with: counters)
        for name in ["catalogue", "languages", "questionnaire.yaml", "fonts.conf"] {
            changed = changed.replacingOccurrences(
                of: ": \(name)\n", with: ": \(kiosk)/\(name)\n")
        }
        changed = changed.replacingOccurrences(
            of: "holidays: holidays", with: "holidays: \(kiosk)/holidays")
        changed = changed.replacingOccurrences(of: "keyboards/", with: "\(kiosk)/keyboards/")
            .replacingOccurrences(of: "../Printers", with: "\(kiosk)/../Printers")
        try folder.write("kiosk.yaml", changed)
        return SettingsBundle.load(
            file: folder.file("kiosk.yaml"), today: CalendarDate(year: 2026, month: 11, day: 23))
    }

    @Test("D8 the sample's counters call every service, for both classes") func sample() throws {
        let loaded = SettingsBundle.load(
            file: RepositoryContentTests.kiosk + "/kiosk.yaml",
            today: CalendarDate(year: 2026, month: 11, day: 23))
        #expect(loaded.problems == [])
        let bundle = try #require(loaded.value)
        let calling = bundle.settings.calling
        #expect(calling.counters.count == 18)
        #expect(calling.uncalled(bundle.catalogue.services.map(\.id)).isEmpty)
        var usual = CallingRules()
        usual.counters = calling.counters
        #expect(calling == usual, "the sample shows the defaults")
        #expect(calling.counters[3].classes == .priority && calling.counters[3].zone == "A")
    }

    @Test("D8 without counters nothing is asked for") func none() throws {
        #expect(try load("counters: []\n").problems == [])
    }

    @Test(
        "D8 J1 counters that don't go together are refused, with line and field",
        arguments: [
            ("{id: A, number: 1, primary: [kk]}", "counters[1].id", "small letters"),
            ("{id: a, number: 1}", "counters[1]", "services in primary or secondary"),
            ("{id: a, number: 0, primary: [kk]}", "counters[1].number", "from 1 to 99"),
            (
                "{id: a, number: 1, primary: [kk], classes: none}", "counters[1].classes",
                "all, priority, regular"
            ),
            (
                "{id: a, number: 1, primary: [kk]}, {id: a, number: 2, primary: [kk]}",
                "counters[2].id", "another counter's"
            ),
            (
                "{id: a, number: 1, primary: [kk]}, {id: b, number: 1, primary: [kk]}",
                "counters[2].number", "on another counter's sign"
            ),
            ("{id: a, number: 1, primary: [kk, kk]}", "counters[1]", "names 'kk' twice"),
            ("{id: a, number: 1, primary: [kk]}", "counters", "no counter calls 'paspor';"),
            (
                "{id: a, number: 1, primary: [paspor], classes: regular}", "counters",
                "no counter calls 'paspor' for the priority class;"
            ),
        ])
    func broken(counters: String, field: String, says: String) throws {
        let problems = try load("counters: [\(counters)]\n").problems
        let found = problems.first { $0.field == field && $0.message.contains(says) }
        #expect(found != nil, "\(problems)")
        #expect(found.map { $0.line > 0 && $0.severity == .error } == true)
    }

    @Test("D3 a service group has a ratio of its own, one for all services that hang together")
    func groupRatios() throws {
        func load(_ ratios: String) throws -> Loaded<SettingsBundle> {
            let kiosk = RepositoryContentTests.kiosk
            let folder = try SettingsFolder()
            var text = try String(contentsOfFile: kiosk + "/kiosk.yaml", encoding: .utf8)
            text = text.replacing("\nratios: []", with: "\nratios: [\(ratios)]")
            for name in ["catalogue", "languages", "questionnaire.yaml", "fonts.conf"] {
                text = text.replacing(": \(name)\n", with: ": \(kiosk)/\(name)\n")
            }
            text = text.replacing("holidays: holidays", with: "holidays: \(kiosk)/holidays")
                .replacing("keyboards/", with: "\(kiosk)/keyboards/")
                .replacing("../Printers", with: "\(kiosk)/../Printers")
            try folder.write("kiosk.yaml", text)
            return SettingsBundle.load(
                file: folder.file("kiosk.yaml"),
                today: CalendarDate(year: 2026, month: 11, day: 23))
        }
        let good = try load("{service: paspor, priorityCalls: 3, regularCalls: 1}")
        #expect(good.problems == [])
        let calling = try #require(good.value).settings.calling
        let passport = try #require(calling.counters.first { $0.services.contains("paspor") })
        let identity = try #require(calling.counters.first { $0.services.contains("ktp-el") })
        #expect(calling.ratio(at: passport) == CallRatio(priority: 3, regular: 1))
        #expect(calling.ratio(at: identity) == CallRatio(priority: 1, regular: 2))
        for (ratios, says) in [
            ("{service: none}", "no counter calls 'none'"),
            ("{service: paspor}, {service: paspor}", "has a ratio already"),
            ("{service: paspor, regularCalls: 0}", "from 1 to 20"),
            ("{priorityCalls: 2}", "service"),
        ] {
            let problems = try load(ratios).problems
            let found = problems.first {
                $0.field.hasPrefix("ratios[") && "\($0)".contains(says)
            }
            #expect(found.map { $0.line > 0 && $0.severity == .error } == true, "\(problems)")
        }
    }

    @Test("D8 H3 a service that the catalogue does not have, or leaves out, is a warning")
    func unknown() throws {
        let problems = try load("counters: [{id: a, number: 1, primary: [ktp-e]}]\n").problems
        let found = problems.first { $0.field == "counters[1]" }
        #expect(found?.message == "there is no service 'ktp-e'; did you mean 'ktp-el'?")
        #expect(found.map { $0.severity == .warning && $0.line > 0 } == true)
        #expect(
            problems.contains {
                $0.severity == .error && $0.message.hasPrefix("no counter calls 'ktp-el';")
            })
    }

    @Test("D8 two signs may have one number under different words") func words() throws {
        let all = "primary: [ktp-el]"
        let problems = try load(
            "counters: [{id: a, number: 1, \(all)}, {id: b, number: 1, place: Meja, \(all)}]\n"
        ).problems
        #expect(!problems.contains { $0.message.contains("sign") })
    }
}
