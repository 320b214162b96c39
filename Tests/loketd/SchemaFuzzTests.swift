import Foundation
import Records
import TestSupport
import Testing

/// Requests that schemathesis makes of `Kiosk/openapi.yaml`, valid and invalid ones, to a real daemon.
@Suite("loketd: requests made of Kiosk/openapi.yaml", .serialized, .timeLimit(.minutes(600)))
struct SchemaFuzzTests {
    /// Program that `Kiosk/test` installs.
    private static let program = Repository.file(".build-schemathesis/bin/st")
    private static let isThere = FileManager.default.isExecutableFile(atPath: program)

    /// Outcome of a run.
    private struct Run {
        var status: Int32
        var text: String

        /// Number before a word of the summary: `2475 generated`.
        func count(_ word: String) -> Int {
            let words = text.split(whereSeparator: \.isWhitespace)
            let place = words.lastIndex {
                $0.trimmingCharacters(in: .punctuationCharacters) == word
            }
            guard let place, place > 0 else { return 0 }
            return Int(words[place - 1]) ?? 0
        }

        /// Failures and summary; the whole text of a run that did not get that far.
        var faults: String {
            let start =
                text.range(
                    of: #"\n=+ (FAILURES|ERRORS|SUMMARY) =+\n"#, options: .regularExpression)?
                .lowerBound ?? text.startIndex
            return String(text[start...].prefix(20_000))
        }
    }

    /// Longest run in seconds. A longer search is several of them, so that it shows that it goes on.
    private static let longestRun = 300

    /// Runs schemathesis with this seed on the routes of one door.
    private func run(
        _ url: String, _ words: [String], seed: UInt64, _ environment: [String: String] = [:]
    ) async throws -> Run {
        let home = try TemporaryFolder("schema")
        let begun = ContinuousClock.now
        // It writes what it learned into its folder and its home.
        let done = try await Command.run(
            "env",
            [
                "-C", home.path, Self.program, "--no-color", "--config-file",
                Repository.file("Tests/loketd/Schema/schemathesis.toml"), "run",
                Repository.file("Kiosk/openapi.yaml"), "--url", url, "--seed", "\(seed)",
                "--continue-on-failure", "--warnings", "off",
            ] + words,
            environment: environment.merging(["HOME": home.path, "PYTHONDONTWRITEBYTECODE": "1"]) {
                one, _ in one
            })
        let run = Run(status: done.status, text: done.text + done.errors)
        let time = (ContinuousClock.now - begun) / .seconds(1)
        Fuzz.say(
            "fuzz: requests made of the schema to \(url) \(run.count("generated")) cases in "
                + "\(time.formatted(.number.precision(.fractionLength(1)))) s, exit \(run.status), "
                + "seed \(seed)")
        return run
    }

    @Test(
        "X8 Y4 J1 J4 the socket answers what the schema documents, to requests that fit it and others",
        .enabled(if: isThere, "there is no schemathesis: Kiosk/test installs it"))
    func socket() async throws {
        try await VirtualPrinter.with { virtual in
            let receipts = try ReceiptPrinter()
            try await virtual.addQueue(
                "pos", device: "pos://127.0.0.1:\(receipts.port)/?confirm=H&connect=1&answer=1")
            let folder = try TemporaryFolder()
            let settings = try SettingsCopy(folder)
            // Two calls of a counter need no time between them.
            try settings.replace("nextPause: 5 ", with: "nextPause: 0 ")
            let daemon = try await Daemon.ready(
                folder, config: settings.config,
                ["--printer-queue", "pos", "--printer-server", virtual.server])
            try await daemon.event("printer.ready")
            try await hold(4, daemon)
            var seed = SeededRandom(test: "socket").seed
            var left = Int(max(20, Fuzz.share(of: 80)))
            while left > 0 {
                let seconds = min(left, Self.longestRun)
                let run = try await run(
                    "http://loketd", ["--exclude-tag", "page", "--max-time", "\(seconds)"],
                    seed: seed,
                    [
                        "PYTHONPATH": Repository.file("Tests/loketd/Schema"),
                        "SCHEMATHESIS_HOOKS": "unix_socket", "LOKET_SOCKET": daemon.socket,
                    ])
                #expect(run.status == 0, "seed \(seed)\n\(run.faults)")
                #expect(run.count("generated") > 200 || seconds < 20, "\(run.faults)")
                if run.status != 0 { break }
                left -= seconds
                seed &+= 1
            }
            let faults = daemon.events.filter { ["api.failed", "api.late"].contains($0["event"]) }
            #expect(faults.isEmpty, "\(faults)")
            #expect(try await daemon.stop() == 0)
            let records = try Records(folder: daemon.state, terminal: "belu1")
            #expect(try await records.read { try $0.journal.verify() } == nil)
            #expect(try await records.damage() == nil)
            records.close()
        }
    }

    /// Puts tickets aside, so that there is something to take back from the first request on.
    private func hold(_ count: Int, _ daemon: Daemon) async throws {
        for _ in 0..<count {
            for words in [
                ["ticket", "issue", "ktp-el", "--no-paper"], ["queue", "next", "1"],
                ["queue", "hold", "1"],
            ] {
                let done = try await Daemon.loket(words + ["--state", daemon.state])
                #expect(done.status == 0, "\(words): \(done.errors)")
            }
        }
    }

    @Test(
        "X8 J1 J4 the page answers what the schema documents, to requests that fit it and others",
        .enabled(if: isThere, "there is no schemathesis: Kiosk/test installs it"))
    func page() async throws {
        let daemon = try await Daemon.ready(TemporaryFolder())
        let url = try #require(URL(string: try await daemon.page()))
        let run = try await run(
            "http://127.0.0.1:\(url.port ?? 0)",
            ["--include-tag", "page", "--max-examples", "30"],
            seed: SeededRandom(test: "page").seed)
        #expect(run.status == 0, "\(run.faults)")
        #expect(run.count("generated") > 50, "\(run.faults)")
        #expect(try await daemon.stop() == 0)
    }
}
