import Foundation

/// Where the built programs are: beside the tests.
public enum Built {
    public static func program(_ name: String) -> String {
        URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appending(path: name).path(percentEncoded: false)
    }
}

/// A `loketd` of a test's own, with a state folder of its own, and the `loket` that talks to it.
public final class Daemon: @unchecked Sendable {
    // `process` is set up before `start` and afterwards only signalled and waited for.
    public let state: String
    public let config: String
    private let process = Process()
    private let home: TemporaryFolder
    private let logFile: String

    /// Starts it and waits until its socket answers. `arguments` come behind `--config`,
    /// `--state` and `--port 0`.
    public static func with<Value>(
        config: String = Repository.file("Kiosk/kiosk.yaml"), state: String? = nil,
        arguments: [String] = [], _ body: (Daemon) async throws -> Value
    ) async throws -> Value {
        let daemon = try Daemon(config: config, state: state, arguments: arguments)
        do {
            try await daemon.start()
            let value = try await body(daemon)
            try await daemon.stop()
            return value
        } catch {
            daemon.kill()
            throw error
        }
    }

    public init(config: String, state: String? = nil, arguments: [String] = []) throws {
        home = try TemporaryFolder("ld")
        self.state = state ?? home.file("s")
        self.config = config
        logFile = home.file("log")
        _ = FileManager.default.createFile(atPath: logFile, contents: nil)
        process.executableURL = URL(filePath: Built.program("loketd"))
        process.arguments =
            ["--config", config, "--state", self.state, "--port", "0"] + arguments
        process.environment = Command.environment
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle(forWritingAtPath: logFile)
    }

    /// Its log lines so far.
    public var log: String {
        (try? String(contentsOfFile: logFile, encoding: .utf8)) ?? ""
    }

    public var pid: Int32 { process.processIdentifier }
    public var isRunning: Bool { process.isRunning }

    public func start() async throws {
        try process.runUnmasked()
        try await eventually("loketd answers or ends: \(log)", within: .seconds(30)) {
            guard self.process.isRunning else { throw NeverHappened(what: self.log) }
            return try await self.loket(["status"]).status != 3
        }
    }

    /// SIGTERM; returns the exit status.
    @discardableResult
    public func stop() async throws -> Int32 {
        if process.isRunning { process.terminate() }
        try await eventually("loketd ends", within: .seconds(20)) { !self.process.isRunning }
        return process.terminationStatus
    }

    public func kill() { signal(SIGKILL) }

    public func signal(_ number: Int32) {
        if process.isRunning { Foundation.kill(process.processIdentifier, number) }
    }

    /// Waits until it has died of a signal.
    public func waitForDeath() async throws {
        try await eventually("loketd is dead") { !self.process.isRunning }
    }

    /// Runs `loket` against it.
    @discardableResult
    public func loket(_ arguments: [String]) async throws -> Command {
        try await Command.run(
            Built.program("loket"), arguments + ["--state", state, "--config", config])
    }

    /// Runs `loket` with `--json` and decodes what it prints.
    public func ask<Answer: Decodable>(_ arguments: [String], as _: Answer.Type = Answer.self)
        async throws -> Answer
    {
        let done = try await loket(arguments + ["--json"])
        guard done.status == 0 else { throw NeverHappened(what: done.errors) }
        return try JSONDecoder().decode(Answer.self, from: done.output)
    }

    /// Touches what is on the screen and waits until it is done with.
    public func tap(_ action: String) async throws {
        let tap = try await loket(["tap", action])
        guard tap.status == 0 else { throw NeverHappened(what: tap.errors) }
        let idle = try await loket(["wait-idle", "--seconds", "30"])
        guard idle.status == 0 else { throw NeverHappened(what: "idle: \(idle.errors)") }
    }

    /// Where the page is.
    public func page() async throws -> String {
        try await eventually("the page is ready") { self.log.contains("page.ready") }
        let line = log.split(separator: "\n").first { $0.contains("page.ready") } ?? ""
        struct Ready: Decodable { var url: String }
        return try JSONDecoder().decode(Ready.self, from: Data(line.utf8)).url
    }
}
