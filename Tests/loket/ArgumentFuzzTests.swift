import Foundation
import TestSupport
import Testing

/// Command lines of people who mistype, of scripts without a value, and of strangers.
@Suite("Programs: whatever words they are given", .serialized, .timeLimit(.minutes(600)))
struct ArgumentFuzzTests {
    @Test("J1 loket ends with a documented code and a sentence, whatever its words are")
    func technician() async throws {
        let folder = try TemporaryFolder()
        let daemon = try await Daemon.ready(folder)
        // Commands that work at CUPS themselves ask one that is not there.
        let home = try TemporaryFolder()
        let settings = try SettingsCopy(home)
        try settings.replace("  server: null", with: "  server: \(folder.file("none.sock"))")
        // Files are written here.
        let place = try TemporaryFolder()
        let found = await Fuzz("words of loket", seconds: 25).run { one in
            let words = Self.words(&one)
            let state = one.oneIn(3) ? folder.path : daemon.state
            // The last of two options counts.
            let all = words + ["--state", state, "--config", settings.config]
            one.about = "\(all)"
            let done = try await Command.run(
                "env", ["-C", place.path, "\(Daemon.binaries)/loket"] + all)
            one.count("\(done.status)")
            one.check([0, 1, 2, 3, 4, 64].contains(done.status), "exit code \(done.status)")
            Self.check(done, &one)
            if [2, 3].contains(done.status) {
                one.check(isOneSentence(done.errors), "no sentence: \(done.errors)")
            }
            if done.status == 64 {
                one.check(done.errors.contains("Usage:") || isOneSentence(done.errors), done.errors)
            }
            one.check(!daemon.hasEnded, "the daemon has ended")
        }
        #expect(found.faults.isEmpty, "\(found)")
        #expect(found.counts["0", default: 0] > 0 && found.counts["64", default: 0] > 0)
        #expect(try await daemon.stop() == 0)
        withExtendedLifetime(home) {}
    }

    @Test("J1 loketd ends with a documented code and a sentence, whatever its words are")
    func daemon() async throws {
        let folder = try TemporaryFolder()
        // A state folder that is a file ends it before it runs.
        let state = try folder.write("a file", to: "state")
        let found = await Fuzz("words of loketd", seconds: 11).run { one in
            var words: [String] = []
            for _ in 0..<one.number(0...4) {
                let option = one.pick([
                    "--port", "--size", "--display", "--printer-queue", "--printer-server",
                    "--printer-profile", "--slips", "--config", "--real-display", "--version",
                    "--help", "-h", "--", "--por", "port",
                ])
                words.append(option)
                if one.oneIn(6) { continue }
                words.append(
                    option == "--display"
                        ? one.pick([
                            "memory", "memory:", "memory:1x1", "memory:99999x9", "screen", "",
                        ])
                        : Self.value(&one))
            }
            words = ["--display", "memory"] + words + ["--state", state]
            one.about = "\(words)"
            let done = try await Command.run("\(Daemon.binaries)/loketd", words)
            one.count("\(done.status)")
            one.check(
                [0, 64, 73].contains(done.status), "exit code \(done.status): \(done.errors)")
            Self.check(done, &one)
        }
        #expect(found.faults.isEmpty, "\(found)")
        #expect(try String(contentsOfFile: state, encoding: .utf8) == "a file")
    }

    /// No program says where in its source it failed.
    private static func check(_ done: Command, _ one: inout FuzzCase) {
        for mark in ["Fatal error", "Stack dump", ".swift:", "Crash", "Error Domain"] {
            one.check(!done.errors.contains(mark), done.errors)
        }
        // What is wrong with what was asked for may stand in the answer.
        one.check(
            done.status == 0 || !done.errors.isEmpty || done.status == 1 && !done.text.isEmpty,
            "ends in silence")
    }

    /// Words of a command, spoiled or whole. What waits for a person or for long is left out.
    private static func words(_ one: inout FuzzCase) -> [String] {
        let all =
            commands.filter { !["watch", "wait-idle"].contains($0.words[0]) }.map(\.words)
            + lonely.filter { $0[0] != "touch" && $0 != ["printer", "add"] } + [
                ["wait-idle", "--seconds", "0"], ["watch"],
            ]
        var words = one.pick(all)
        let needed = commands.first { $0.words == words }?.needed ?? []
        if words == ["watch"] { words += ["--wait", "0", "--count", "1", "--since", "0"] }
        for word in needed where !one.oneIn(6) { words.append(one.oneIn(4) ? value(&one) : word) }
        for _ in 0..<one.number(0...3) {
            let option = one.pick([
                "--json", "--reason", "--service", "--limit", "--metres", "--date", "--from",
                "--to",
                "--points", "--device", "--profile", "--stale", "--print", "--help", "--version",
                "--seconds", "-x", "--", "-", "",
            ])
            if option == "--seconds", words[0] != "report" { continue }
            words.append(option)
            if one.oneIn(2) { words.append(value(&one)) }
        }
        if one.oneIn(5), words.count > 1 { words.remove(at: one.number(0...words.count - 1)) }
        if one.oneIn(8) { words.insert(value(&one), at: one.number(0...words.count)) }
        // A watch without its end goes on for ever.
        return words.first == "watch" && words.count < 7 ? ["watch", "--count", "0"] : words
    }

    private static func value(_ one: inout FuzzCase) -> String {
        let words = [
            "K-001", "ktp-el", "2026-02-30", "ä\u{301}", "😀", "a b", "'", "\"", "$(id)", "../..",
            "/",
            "--", "-1", "%s%n", "\u{1B}[31m", "\u{202E}", "pos://", "receipts", "/dev/null/x",
            "640",
        ]
        return switch one.number(0...5) {
        case 0...1: one.pick(Edges.texts)
        case 2:
            String(repeating: one.pick(["x", "9", "/", "ä"]), count: one.pick([107, 300, 5_000]))
        default: one.pick(words)
        }
    }
}
