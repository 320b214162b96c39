import Foundation

/// Private CUPS of `Kiosk/virtual-printer` for a test.
package final class VirtualPrinter: @unchecked Sendable {
    // `script`, `second` and `isTakenOver` are set and read by the one test that owns this.
    package let folder: String
    /// Path of its scheduler's Unix socket.
    package var server: String { "\(folder)/cups.sock" }
    private var script: Spawned?
    private let home: TemporaryFolder
    /// Scheduler that replaced the script's own. It ends with this object.
    private var second: Spawned?
    /// Whether the script's own scheduler was killed.
    var isTakenOver = false
    var scriptID: Int32 { script?.pid ?? 0 }

    /// Starts another scheduler in place of a killed one.
    func startAgain(_ words: [String]) throws {
        second = try Spawned(
            "/usr/bin/env", words, log: home.file("second"), environment: Command.environment)
    }

    /// Ends the replacement scheduler. Returns false where there is none.
    func endSecond(by signal: Int32) async throws -> Bool {
        guard let second else { return false }
        kill(second.pid, signal)
        try await eventually("the scheduler is dead") { second.end != nil }
        self.second = nil
        try? FileManager.default.removeItem(atPath: server)
        return true
    }

    /// Starts a CUPS, runs the body with it and ends it in any case.
    package static func with<Value>(
        _ body: (VirtualPrinter) async throws -> Value
    ) async throws -> Value {
        let printer = try VirtualPrinter()
        do {
            try await printer.start()
            let value = try await body(printer)
            try await printer.stop()
            return value
        } catch {
            try? await printer.stop()
            throw error
        }
    }

    private init() throws {
        home = try TemporaryFolder("print")
        folder = home.file("p")
    }

    private func text(_ name: String) -> String {
        (try? String(contentsOfFile: home.file(name), encoding: .utf8)) ?? ""
    }

    private func start() async throws {
        var environment = Command.environment
        // Tests of the room that builds it find it as the back end "pos".
        let backend = "\(Daemon.binaries)/loket-pos"
        if FileManager.default.fileExists(atPath: backend) { environment["LOKET_POS"] = backend }
        let script = try Spawned(
            Repository.file("Kiosk/virtual-printer"), [folder], log: home.file("out"),
            errors: home.file("err"), environment: environment)
        self.script = script
        try await eventually("the virtual printer is ready or gone", within: .seconds(30)) {
            self.text("out").contains("ready") || !script.isRunning
        }
        guard script.isRunning else { throw NeverHappened(what: text("err")) }
    }

    /// Ends it with SIGTERM, together with its programs.
    package func stop() async throws {
        guard let script, script.isRunning else { return }
        second = nil
        if isTakenOver {
            // The script is stopped so that it doesn't notice the dead child; its programs end with
            // it.
            kill(script.pid, SIGKILL)
        } else {
            kill(script.pid, SIGTERM)
        }
        try await eventually("the virtual printer ends", within: .seconds(20)) {
            !script.isRunning
        }
    }

    /// Runs a command of CUPS against it.
    @discardableResult
    package func cups(_ program: String, _ arguments: [String]) async throws -> Command {
        let done = try await Command.run(
            program, arguments, environment: ["CUPS_SERVER": server])
        guard done.status == 0 else { throw NeverHappened(what: "\(program): \(done.errors)") }
        return done
    }

    /// Creates a queue that passes bytes on unchanged.
    package func addRawQueue(
        _ name: String, port: UInt16, options: String = "waiteof=off&snmp=off&contimeout=8",
        policy: String = "abort-job"
    ) async throws {
        try await cups(
            "lpadmin",
            [
                "-p", name, "-E", "-v", "socket://127.0.0.1:\(port)/?\(options)", "-m", "raw",
                "-o", "printer-error-policy=\(policy)",
            ])
    }

    /// Returns the process id of its scheduler.
    package func schedulerID() async throws -> Int32 {
        if let second { return second.pid }
        return try await programID("/bin/cupsd")
    }

    /// Returns the process id of its virtual IPP printer.
    package func printerID() async throws -> Int32 { try await programID("ippeveprinter") }

    private func programID(_ name: String) async throws -> Int32 {
        let found = try await Command.run(
            "ps", ["-o", "pid=,args=", "--ppid", String(scriptID)])
        let line = found.text.split(separator: "\n").first { $0.contains(name) }
        guard let id = line?.split(separator: " ").first.flatMap({ Int32($0) }) else {
            throw NeverHappened(what: "\(name) among \(found.text)")
        }
        return id
    }

    /// Waits for the nth sheet of paper, from 1, and returns the path of its page.
    package func page(_ number: Int) async throws -> String {
        let digits = String(number)
        let name = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        let path = "\(folder)/out/\(name).pdf"
        try await eventually("page \(number) comes out") {
            FileManager.default.fileExists(atPath: path)
        }
        return path
    }

    package var pageCount: Int {
        ((try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/out")) ?? [])
            .filter { $0.hasSuffix(".pdf") }.count
    }

    /// Sets the faults, in words of `Kiosk/virtual-printer --help`: "paperout", "cover", "".
    package func set(faults: String) throws {
        try faults.write(toFile: "\(folder)/faults", atomically: true, encoding: .utf8)
    }
}
