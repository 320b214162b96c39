import Foundation
import TestSupport
import Testing

/// Commands of loket, with the words that each requires.
let commands: [(words: [String], needed: [String])] = [
    (["status"], []), (["watch"], []), (["queue", "list"], []), (["ticket", "show"], ["K-001"]),
    (["ticket", "print"], ["K-001"]), (["ticket", "void"], ["K-001", "--reason", "left"]),
    (["ticket", "issue"], ["ktp-el"]), (["ticket", "class"], ["K-001", "elderly"]),
    (["ticket", "take-back"], ["K-001"]), (["queue", "next"], ["1"]),
    (["queue", "call"], ["1", "K-001", "--reason", "ill"]), (["queue", "recall"], ["1"]),
    (["queue", "no-show"], ["1"]), (["queue", "serve"], ["1"]), (["queue", "finish"], ["1"]),
    (["queue", "not-served"], ["1", "--reason", "closing"]), (["queue", "hold"], ["1"]),
    (["queue", "resume"], ["1", "K-001"]), (["queue", "transfer"], ["1", "--to-counter", "2"]),
    (["queue", "move"], ["kk", "--to", "ktp-el"]), (["queue", "why"], ["1"]),
    (["queue", "history"], ["K-001"]), (["counter", "list"], []), (["counter", "open"], ["1"]),
    (["counter", "close"], ["1"]), (["counter", "pause"], ["1"]),
    (["office", "status"], []), (["office", "open"], []), (["office", "close"], []),
    (["office", "auto"], []), (["service", "list"], []),
    (["keypad", "list"], []), (["keypad", "bind"], ["1"]), (["keypad", "unbind"], ["1"]),
    (["keypad", "chart"], []), (["sound", "test"], []),
    (["service", "show"], ["ktp-el"]), (["service", "search"], ["kartu"]),
    (["printer", "list"], []), (["printer", "test"], []), (["printer", "paper"], []),
    (["printer", "history"], []), (["printer", "preview"], ["/dev/null"]),
    (["survey", "summary"], []), (["report", "day"], []),
    (["clock", "show"], []), (["clock", "accept"], []),
    (["screenshot"], ["/dev/null"]), (["tap"], ["1", "2"]), (["state"], []),
    (["wait-idle"], []), (["clean"], []), (["paper"], []), (["touch", "calibrate"], []),
]

/// Commands that need no daemon.
let lonely = [
    ["config", "check"], ["config", "explain"], ["touch", "list"], ["touch", "test"],
    ["touch", "record"],
    ["display", "list"], ["printer", "profiles"], ["clock", "set"], ["journal", "verify"],
    ["display", "list"], ["printer", "discover"], ["printer", "add"], ["printer", "remove"],
    ["printer", "default"], ["printer", "status"], ["printer", "resume"], ["printer", "mend"],
]

@Suite("loket: without a daemon", .timeLimit(.minutes(5)))
struct AloneTests {
    @Test("J1 every command has a help page with an example of itself") func help() async throws {
        for words in commands.map(\.words) + lonely {
            let done = try await Daemon.loket(words + ["--help"])
            #expect(done.status == 0)
            let call = "loket " + words.joined(separator: " ")
            let example = done.text.split(separator: "Example").dropFirst().joined()
            #expect(example.contains(call), "\(done.text)")
        }
        let all = try await Daemon.loket(["--help"])
        #expect(all.status == 0 && all.text.contains("Exit codes:"))
        for words in commands.map(\.words) { #expect(all.text.contains(words[0])) }
    }

    @Test("J1 the list of commands here is whole") func complete() async throws {
        func subcommands(_ words: [String]) async throws -> [String] {
            let text = try await Daemon.loket(words + ["--help"]).text
            guard let part = text.components(separatedBy: "SUBCOMMANDS:\n").dropFirst().first
            else { return [] }
            let table = part.components(separatedBy: "\n\n").first ?? ""
            return table.split(separator: "\n").filter {
                $0.hasPrefix("  ") && !$0.hasPrefix("   ")
            }
            .compactMap { $0.split(separator: " ").first.map(String.init) }
        }
        var found: Set<[String]> = []
        for name in try await subcommands([]) {
            let below = try await subcommands([name])
            if below.isEmpty { found.insert([name]) }
            for inner in below { found.insert([name, inner]) }
        }
        #expect(found == Set(commands.map(\.words) + lonely))
    }

    @Test("J1 where no daemon answers, one sentence and exit code 3", arguments: [false, true])
    func noDaemon(leftover: Bool) async throws {
        let folder = try TemporaryFolder()
        // The file that a killed daemon leaves looks like a socket in a listing.
        if leftover { try folder.write("", to: "loket.sock") }
        for command in commands {
            let done = try await Daemon.loket(
                command.words + command.needed + ["--state", folder.path])
            #expect(done.status == 3 && done.text.isEmpty, "\(command.words)")
            #expect(isOneSentence(done.errors) && done.errors.contains(folder.path))
        }
    }

    @Test("J1 wrong options end with exit code 64 and say which") func wrongOptions()
        async throws
    {
        for words in [
            ["--sideways"], ["status", "--sideways"], ["ticket", "show"],
            ["ticket", "void", "K-001"], ["wait-idle", "--seconds", "soon"], ["no-such-command"],
        ] {
            let done = try await Daemon.loket(words)
            #expect(done.status == 64 && done.errors.contains("Usage:"), "\(words)")
        }
        for words in [["--size", "small"], ["--port", "70000"]] {
            let daemon = try await Command.run("\(Daemon.binaries)/loketd", words)
            #expect(daemon.status == 64 && daemon.errors.contains(words[0]), "\(daemon.errors)")
        }
    }

    @Test("J1 H3 config check finds the sample good, and names a broken line") func configCheck()
        async throws
    {
        let folder = try TemporaryFolder()
        let settings = try SettingsCopy(folder)
        let words = ["config", "check", "--config", settings.config]
        let good = try await Daemon.loket(words)
        #expect(good.status == 0 && good.text.hasSuffix("Good.\n"), "\(good.text)")

        try settings.replace("clockBehind: continue", with: "clockBehind: sometimes")
        let line = try String(contentsOfFile: settings.config, encoding: .utf8)
            .split(separator: "\n", omittingEmptySubsequences: false)
            .firstIndex { $0.hasPrefix("clockBehind") }.map { $0 + 1 }
        let bad = try await Daemon.loket(words)
        #expect(bad.status == 1 && bad.text.contains("kiosk.yaml:\(line ?? 0)"), "\(bad.text)")
        #expect(bad.text.contains("clockBehind"))
        struct Line: Decodable {
            var severity, file, field, message: String
            var line, column: Int
        }
        let json = try await Daemon.loket(words + ["--json"])
        #expect(json.status == 1)
        let lines = try JSONDecoder().decode([Line].self, from: json.output)
        let errors = lines.filter { $0.severity == "error" }
        #expect(errors.map(\.field) == ["clockBehind"] && errors.map(\.line) == [line])
        #expect(errors.map(\.column) == [14])
    }

    @Test("J1 config explain tells of a key, a group or all, and exits 64 for an unknown key")
    func configExplain() async throws {
        let key = try await Daemon.loket(["config", "explain", "timeouts.menu"])
        #expect(key.status == 0 && key.text.hasPrefix("timeouts.menu\n"), "\(key.text)")
        #expect(key.text.contains("3 to 3600 seconds") && key.text.contains("30 seconds"))
        #expect(key.text.contains("next first screen"))
        let group = try await Daemon.loket(["config", "explain", "printer"])
        #expect(group.status == 0 && group.text.contains("printer.visitorReprint"))
        #expect(!group.text.contains("timeouts"))
        let all = try await Daemon.loket(["config", "explain"])
        #expect(all.status == 0)
        #expect(all.text.contains("hours.breaks.monday") && all.text.contains("keyboards.role"))
        struct Line: Decodable {
            var key, value, counts, help: String
            var minimum, maximum: Double?
            var unit, `default`: String?
            var isRequired: Bool
        }
        let json = try await Daemon.loket(["config", "explain", "timeouts.menu", "--json"])
        let lines = try JSONDecoder().decode([Line].self, from: json.output)
        #expect(lines.map(\.maximum) == [3600] && lines.first?.unit == "seconds")
        #expect(lines.first?.default == "30" && lines.first?.isRequired == false)
        let unknown = try await Daemon.loket(["config", "explain", "printer.que"])
        #expect(unknown.status == 64 && unknown.errors.contains("did you mean printer.queue?"))
    }

    @Test("J1 C6 devices are listed without a daemon, and a wrong time is refused")
    func devices() async throws {
        let folder = try TemporaryFolder()
        for words in [["touch", "list"], ["display", "list"]] {
            let done = try await Daemon.loket(words + ["--state", folder.path])
            #expect(done.status == 0 && !done.text.isEmpty, "\(done.errors)")
            let json = try await Daemon.loket(words + ["--json", "--state", folder.path])
            #expect(json.text.hasPrefix("["), "\(json.text)")
        }
        let wrong = try await Daemon.loket(["touch", "test", "--seconds", "0"])
        #expect(wrong.status == 64 && wrong.errors.contains("1 to 3600"))
        let file = folder.file("none.evemu")
        let none = try await Daemon.loket(
            ["touch", "record", file, "--device", folder.file("event0")])
        #expect(none.status == 2 && none.errors.contains("event0"), "\(none.errors)")
        #expect(!FileManager.default.fileExists(atPath: file))
    }
}
