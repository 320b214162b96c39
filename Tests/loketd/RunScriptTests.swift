import Foundation
import TestSupport
import Testing

@Suite("Kiosk/run", .timeLimit(.minutes(10)))
struct RunScriptTests {
    private static let script = Repository.file("Kiosk/run")

    /// Starts the script on built programs; its output goes to a file of the folder.
    private func start(_ folder: TemporaryFolder, state: String, output: String) throws -> Spawned {
        try Spawned(
            Self.script,
            ["--programs", Daemon.binaries, "--no-install", "--state", state, "--port", "0"],
            log: folder.file(output), environment: Command.environment)
    }

    private func text(_ folder: TemporaryFolder, _ output: String) -> String {
        (try? String(contentsOfFile: folder.file(output), encoding: .utf8)) ?? ""
    }

    @Test(
        "Y20 wrong options and a folder that can't be one are told before anything is built",
        arguments: [
            (["--port", "99999"], 64, "--port"), (["--port", "x"], 64, "--port"),
            (["--size", "10"], 64, "--size"), (["--state", "/dev/null/x"], 73, "/dev/null/x"),
            (["--state", "/tmp/" + String(repeating: "s", count: 120)], 73, "too long"),
        ])
    func refused(_ words: [String], _ code: Int32, _ said: String) async throws {
        let done = try await Command.run(Self.script, ["--no-install"] + words)
        #expect(done.status == code && done.errors.contains(said))
        #expect(!done.text.contains("Building"))
    }

    @Test("Y20 a folder with a space and an umlaut prints, and a killed run is followed by another")
    func killed() async throws {
        let folder = try TemporaryFolder()
        let state = folder.file("zu Hause \u{FC}")
        let killed = try start(folder, state: state, output: "first")
        try await eventually("it says where to look", within: .seconds(120)) {
            text(folder, "first").contains("Look:   http://127.0.0.1:") || killed.end != nil
        }
        try #require(killed.end == nil, "\(text(folder, "first"))")
        let status = try await Daemon.loket(["printer", "status", "--state", state])
        #expect(status.status == 0, "\(status.errors)\(status.text)")
        kill(killed.pid, SIGKILL)
        try await eventually("it is killed") { killed.end != nil }
        try await eventually("its daemon ends as well", within: Daemon.patience) {
            try await Daemon.loket(["status", "--state", state]).status == 3
        }
        let next = try start(folder, state: state, output: "next")
        try await eventually("the next says where to look", within: .seconds(120)) {
            text(folder, "next").contains("Look:   http://127.0.0.1:") || next.end != nil
        }
        #expect(next.end == nil, "\(text(folder, "next"))")
        kill(next.pid, SIGTERM)
        try await eventually("it ends", within: Daemon.patience) { next.end != nil }
        #expect(next.end == 0)
        let slips = text(folder, "next").split(separator: "\n").first { $0.hasPrefix("Slips:") }
        let path = slips?.split(separator: " ").dropFirst().first.map {
            $0.split(separator: "/out")
        }
        if let printer = path?.first { try FileManager.default.removeItem(atPath: String(printer)) }
    }
}
