import Foundation

/// Private `loketd` of a test, and the `loket` that asks it.
package final class Daemon: Sendable {
    /// Maximum time to wait for the daemon, on a busy machine.
    package static let patience = Duration.seconds(60)

    package let state: String
    private let process: Spawned
    private let log: String
    /// Folder kept for the life of the daemon.
    private let folder: TemporaryFolder

    /// Folder of the built programs, which is that of the tests.
    package static let binaries = URL(filePath: CommandLine.arguments[0])
        .deletingLastPathComponent().path(percentEncoded: false)

    /// Starts a daemon on the state folder without waiting for it. `log` receives its standard
    /// error, unless `errors` is an open file that does. `environment` comes on top of the tests'.
    package init(
        _ folder: TemporaryFolder, state: String = "state",
        config: String = Repository.file("Kiosk/kiosk.yaml"), log: String = "loketd.log",
        errors: Int32? = nil, environment: [String: String] = [:], _ options: [String] = []
    ) throws {
        self.folder = folder
        self.state = folder.file(state)
        self.log = folder.file(log)
        _ = FileManager.default.createFile(atPath: self.log, contents: nil)
        process = try Spawned(
            "\(Self.binaries)/loketd",
            ["--config", config, "--state", self.state, "--port", "0"] + options,
            descriptors: errors.map { [2: $0] } ?? [:], log: self.log,
            environment: Command.environment.merging(environment) { $1 })
    }

    /// Starts a daemon and waits until it answers and its page can be opened.
    package static func ready(
        _ folder: TemporaryFolder, config: String = Repository.file("Kiosk/kiosk.yaml"),
        log: String = "loketd.log", _ options: [String] = []
    ) async throws -> Daemon {
        let daemon = try Daemon(folder, config: config, log: log, options)
        try await daemon.event("api.ready")
        try await daemon.event("page.ready")
        return daemon
    }

    package var pid: Int32 { process.pid }
    package var socket: String { "\(state)/loket.sock" }
    package var text: String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }

    /// Complete lines of its log.
    package var events: [[String: String]] {
        text.split(separator: "\n").compactMap {
            try? JSONDecoder().decode([String: String].self, from: Data($0.utf8))
        }
    }

    /// Waits for the nth event of this name and returns its fields. Throws where the daemon ends
    /// first.
    @discardableResult
    package func event(_ name: String, _ count: Int = 1) async throws -> [String: String] {
        func found() -> [[String: String]] { events.filter { $0["event"] == name } }
        do {
            try await eventually("\(name) in the log", within: Self.patience) {
                self.events.count { $0["event"] == name } >= count || self.process.end != nil
            }
        } catch { throw NeverHappened(what: "\(name) in the log:\n\(text)") }
        guard found().count >= count else {
            throw NeverHappened(what: "\(name), for the daemon ended:\n\(text)")
        }
        return found()[count - 1]
    }

    /// Returns the address of the page.
    package func page() async throws -> String {
        try await event("page.ready")["url"] ?? ""
    }

    package var hasEnded: Bool { process.end != nil }

    package func signal(_ number: Int32) {
        kill(pid, number)
    }

    /// Waits for its end. Returns its exit code, or the negative number of the signal.
    package func end(within limit: Duration = patience) async throws -> Int32 {
        do {
            try await eventually("loketd ends", within: limit) { self.process.end != nil }
        } catch { throw NeverHappened(what: "loketd ends:\n\(text.suffix(2_000))") }
        return process.end ?? 0
    }

    /// Sends SIGTERM and waits for the end.
    package func stop(within limit: Duration = patience) async throws -> Int32 {
        signal(SIGTERM)
        return try await end(within: limit)
    }

    /// Returns the number of files and sockets that it has open.
    package func handleCount() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd").count
    }

    // MARK: Its command line

    /// Runs `loket` with these words against the daemon.
    package func loket(_ words: String...) async throws -> Command {
        try await Self.loket(words + ["--state", state])
    }

    package static func loket(_ words: [String]) async throws -> Command {
        try await Command.run("\(binaries)/loket", words)
    }

    /// Returns the answer to these words with `--json`. Throws where it was refused.
    package func ask<Answer: Decodable>(
        _ words: String..., as _: Answer.Type = Answer.self
    ) async throws -> Answer {
        let done = try await Self.loket(words + ["--json", "--state", state])
        // 1: it answered, and something is to be looked at.
        guard done.status <= 1, !done.output.isEmpty else {
            throw NeverHappened(what: "loket \(words.joined(separator: " ")): \(done.errors)")
        }
        return try JSONDecoder().decode(Answer.self, from: done.output)
    }

    /// Taps these actions in order, and waits after each until everything is done and drawn.
    package func tap(_ actions: String...) async throws {
        for words in actions.flatMap({ [["tap", $0], ["wait-idle", "--seconds", "60"]] }) {
            var done = try await Self.loket(words + ["--state", state])
            // On a slow machine the screen may have asked whether the visitor is still here.
            if done.status != 0, done.errors.contains("stillHere") {
                _ = try await Self.loket(["tap", "stillHere", "--state", state])
                done = try await Self.loket(words + ["--state", state])
            }
            // Or it went there by itself, since the visitor did nothing for so long.
            if words[1] == "home", done.errors.contains("'welcome' has no 'home'") { continue }
            guard done.status == 0 else {
                throw NeverHappened(
                    what: "loket \(words.joined(separator: " ")): \(done.errors)")
            }
        }
    }
}

/// Copy of the repository's settings that a test may change.
package struct SettingsCopy: Sendable {
    package let folder: String
    package var config: String { "\(folder)/kiosk.yaml" }

    package init(_ home: TemporaryFolder) throws {
        folder = home.file("Kiosk")
        try FileManager.default.copyItem(atPath: Repository.file("Kiosk"), toPath: folder)
        try FileManager.default.createSymbolicLink(
            atPath: home.file("Printers"), withDestinationPath: Repository.file("Printers"))
    }

    /// Replaces a text in a file. Throws where it is missing.
    package func replace(_ old: String, with new: String, in file: String = "kiosk.yaml") throws {
        let path = "\(folder)/\(file)"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        guard text.contains(old) else { throw NeverHappened(what: "«\(old)» in \(path)") }
        try text.replacingOccurrences(of: old, with: new)
            .write(toFile: path, atomically: true, encoding: .utf8)
    }
}
