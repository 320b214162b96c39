import Foundation
import Office
import Testing
import Yams

@testable import Settings

/// The declared keys against `Kiosk/kiosk.yaml`, the error sentences and the reference.
@Suite(.timeLimit(.minutes(5))) struct KioskKeysTests {
    static let paths = KioskKeys.references.map(\.path)
    static let file = RepositoryContentTests.kiosk + "/kiosk.yaml"

    private func reference(_ path: String) throws -> KeyReference {
        try #require(KioskKeys.references.first { $0.path == path })
    }

    // MARK: Kiosk/kiosk.yaml

    @Test("J1 every key stands in Kiosk/kiosk.yaml or in its comments", arguments: paths)
    func stands(_ path: String) throws {
        let text = try String(contentsOfFile: Self.file, encoding: .utf8)
        var node = try Yams.compose(yaml: text)
        for name in path.split(separator: ".") { node = node?[String(name)] }
        let name = path.split(separator: ".").last.map(String.init) ?? path
        let comments = text.split(separator: "\n").map { $0.drop { $0 != "#" } }
        let words = comments.flatMap { $0.split(whereSeparator: { !$0.isLetter && !$0.isNumber }) }
        #expect(node != nil || words.contains(Substring(name)), "\(path)")
    }

    @Test("J1 Kiosk/kiosk.yaml names every word that a key may be", arguments: paths)
    func words(_ path: String) throws {
        let text = try String(contentsOfFile: Self.file, encoding: .utf8)
        for word in try reference(path).facts.words {
            #expect(text.contains(word), "\(path): \(word)")
        }
    }

    @Test("J1 every value that Kiosk/kiosk.yaml shows can be used, also those of its comments")
    func shown() throws {
        let text = try String(contentsOfFile: Self.file, encoding: .utf8)
        let folder = try SettingsFolder()
        var tried = 0
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let pattern = /^(\s*\w+: )(\S+)(\s+#.*)$/
            guard let match = line.wholeMatch(of: pattern) else { continue }
            // `# or closed: no numbers`, `; or always`, `# 0, 90, 180, 270: picture`
            let comment = match.3
            var values = comment.matches(of: /\bor ([a-z-]+)(?=[:;]|$)/).map { $0.1 }
            if let list = comment.firstMatch(of: /^\s+# (\d+(, \d+)+):/) {
                values += list.1.split(separator: ",").map { $0.drop { $0 == " " } }
            }
            for value in values {
                tried += 1
                try folder.write(
                    "kiosk.yaml",
                    text.replacingOccurrences(of: String(line), with: match.1 + value))
                #expect(folder.settings().problems.map(\.description) == [], "\(line)")
            }
        }
        #expect(tried >= 8, "\(tried)")
    }

    // MARK: Sentences

    /// YAML value that no setting of this key may have.
    private func wrong(_ key: KeyReference) -> [String] {
        if let range = key.facts.range {
            return [range.lowerBound - 1, range.upperBound + 1].map { String(Int($0)) } + ["much"]
        }
        if !key.facts.words.isEmpty { return ["no-such-word"] }
        switch key.facts.demand {
        case "a text": return ["[a, b]"]
        case let demand where demand.hasPrefix("a list"): return ["once"]
        case let demand where demand.hasPrefix("a description"): return ["{}"]
        case let demand where demand.hasPrefix("a text"): return ["[a, b]"]
        default: return ["15:00-08:00"]
        }
    }

    /// A file in which this key has this value and all else is right.
    private func text(_ path: String, _ value: String) -> String {
        var parts = path.split(separator: ".").map(String.init)
        let top = parts.removeFirst()
        var whole = parts.reversed().reduce(value) { inner, name in
            var fields = ["\(name): \(inner)"]
            if top == "office" && name != "name" { fields.append("name: Kantor") }
            if top == "office" && name != "timezone" { fields.append("timezone: Asia/Makassar") }
            if top == "hours" && parts.first == name {
                fields.append(name == "alwaysOpen" ? "monday: 08:00-15:00" : "alwaysOpen: true")
            }
            if top == "keyboards" && name != "role" { fields.append("role: scanner") }
            if top == "keyboards" && name == "role" { fields.append("name: X") }
            if top == "counters" {
                let others = ["id: a", "number: 1", "primary: [ktp-el]"]
                fields += others.filter { !$0.hasPrefix("\(name):") }
            }
            if top == "quotas" {
                fields += ["service: kk", "perDay: 1"].filter { !$0.hasPrefix("\(name):") }
            }
            if top == "ratios" && name != "service" { fields.append("service: kk") }
            return "{\(fields.joined(separator: ", "))}"
        }
        if ["keyboards", "counters", "quotas", "ratios"].contains(top) && !parts.isEmpty {
            whole = "[\(whole)]"
        }
        var lines = ["terminal": "t1", "office": "{name: Kantor, timezone: Asia/Makassar}"]
        lines[top] = whole
        return lines.map { "\($0.key): \($0.value)\n" }.joined()
    }

    @Test(
        "J1 a value out of range gives a sentence with key, range, unit and default",
        arguments: paths)
    func outOfRange(_ path: String) throws {
        let key = try reference(path)
        let folder = try SettingsFolder()
        for value in wrong(key) {
            try folder.write("kiosk.yaml", text(path, value))
            let loaded = folder.settings()
            #expect(loaded.value == nil)
            try #require(loaded.problems.count == 1, "\(value): \(loaded.problems)")
            let problem = loaded.problems[0]
            #expect(problem.line > 0 && problem.column > 0)
            #expect(problem.field.replacing("[1]", with: "") == path)
            #expect(problem.message.contains("must be \(key.facts.demand)"), "\(problem)")
            if let range = key.facts.range {
                #expect(problem.message.contains(String(Int(range.lowerBound))))
                #expect(problem.message.contains(String(Int(range.upperBound))))
                if let unit = key.facts.unit { #expect(problem.message.contains(unit)) }
            }
            if let value = key.shownDefault, !path.hasPrefix("touch.device") {
                #expect(problem.message.hasSuffix("without this key it is \(value)"), "\(problem)")
            }
        }
    }

    @Test("J1 every default is in its range, and every number has a unit or is a plain count")
    func defaults() {
        for group in KioskKeys.groups {
            for key in group.keys where !key.isRequired {
                #expect(key.complaint(group.defaults) == nil, "\(group.path) \(key.name)")
            }
        }
        let plain = KioskKeys.references.filter { $0.facts.range != nil && $0.facts.unit == nil }
        #expect(plain.map(\.path) == ["display.console", "counters.number", "page.port"])
    }

    // MARK: Reference

    @Test("J1 every key is declared once, with a plain sentence of help")
    func help() {
        #expect(Set(Self.paths).count == Self.paths.count)
        #expect(Self.paths.count > 60)
        for key in KioskKeys.references {
            #expect(key.help.first?.isUppercase == true, "\(key.path)")
            #expect(key.help.hasSuffix("."), "\(key.path)")
        }
    }

    @Test("J1 a path is found as key or group, and an unknown one leads to the nearest")
    func find() throws {
        guard case .key(let keys) = KioskKeys.find("printer.unprinted") else {
            Issue.record("no key")
            return
        }
        #expect(keys.map(\.path) == ["printer.unprinted"])
        #expect(keys.first?.shownDefault == "valid")
        guard case .group(_, let hours) = KioskKeys.find("hours") else {
            Issue.record("no group")
            return
        }
        #expect(hours.map(\.path).contains("hours.breaks.friday"))
        guard case .key(let device) = KioskKeys.find("touch.device") else {
            Issue.record("no key with fields")
            return
        }
        #expect(device.count == 5)
        #expect(KioskKeys.find("printer.que") == .nothing(nearest: "printer.queue"))
        #expect(KioskKeys.find("queue") == .nothing(nearest: "printer.queue"))
        #expect(KioskKeys.find("printr") == .nothing(nearest: "printer"))
        #expect(KioskKeys.find("something else") == .nothing(nearest: nil))
    }

    // MARK: Layers

    @Test("J1 the command line wins over the file, and the file over the defaults")
    func layers() throws {
        let folder = try SettingsFolder()
        var overrides = SettingsOverrides()
        overrides.set(\.timeouts.menuSeconds, to: 50, option: "--menu")
        overrides.set(\.printer.queue, to: "slips", option: "--printer-queue")
        #expect(overrides.problems == [])
        let bundle = SettingsBundle.load(
            file: folder.file("kiosk.yaml"), overrides: overrides,
            today: RepositoryContentTests.today)
        let settings = try #require(bundle.value?.settings)
        #expect(settings.timeouts.menuSeconds == 50)
        #expect(settings.printer.queue == "slips")
        #expect(settings.printer.onFault == .closed)
        #expect(settings.timeouts.surveySeconds == 60)

        try folder.edit("kiosk.yaml", "menu: 45", "menu: 46\n  survey: 70")
        let again = try #require(
            bundle.value?.reloaded(today: RepositoryContentTests.today).value?.settings)
        #expect(again.timeouts.menuSeconds == 50)
        #expect(again.timeouts.surveySeconds == 70)
        #expect(again.startKeys(changedFrom: settings) == [])
        try folder.edit("kiosk.yaml", "onFault: closed", "server: localhost:631")
        let other = try #require(
            bundle.value?.reloaded(today: RepositoryContentTests.today).value?.settings)
        #expect(other.startKeys(changedFrom: settings) == ["printer.server"])
    }

    @Test("J1 a value of the command line that is out of range is refused by option and key")
    func refusedOverride() {
        var overrides = SettingsOverrides()
        overrides.set(\.page.port, to: 70_000, option: "--port")
        #expect(
            overrides.problems == [
                "--port: page.port: '70000' must be a whole number from 0 to 65535"
            ])
        var settings = KioskSettings.standIn
        overrides.apply(to: &settings)
        #expect(settings == .standIn)
    }
}
