import Foundation
import Kernel
import TestSupport
import Testing
import Wire

/// Daemon that may open no further file.
@Suite("loketd: out of file descriptors", .timeLimit(.minutes(5)))
struct DescriptorLimitTests {
    /// Connection that stays open from one request to the next.
    private final class KeptConnection: Sendable {
        private let socket: UnixSocket

        init(_ daemon: Daemon) throws {
            socket = try UnixSocket(connectingTo: daemon.socket, limit: .seconds(60))
        }

        /// Sends a request and returns the answer's content.
        func ask(_ method: String, _ path: String, _ body: String = "") async throws -> Data {
            try send(method, path, body)
            return try await answer()
        }

        func send(_ method: String, _ path: String, _ body: String = "") throws {
            let head = "\(method) \(path) HTTP/1.1\r\nHost: x\r\n"
            let length = "Content-Length: \(body.utf8.count)\r\n\r\n"
            try socket.send(Array((head + length + body).utf8))
        }

        /// Waits for the content of an answer, without a thread of the tests.
        func answer() async throws -> Data {
            try await withCheckedThrowingContinuation { continuation in
                DispatchQueue.global().async {
                    continuation.resume(with: Result { try self.receive() })
                }
            }
        }

        private func receive() throws -> Data {
            var answer = ""
            while true {
                let piece = try socket.receive()
                if piece.isEmpty { throw NeverHappened(what: "a whole answer: \(answer)") }
                answer += String(decoding: piece, as: UTF8.self)
                guard let head = answer.range(of: "\r\n\r\n"),
                    let field = answer.range(of: "content-length: ", options: .caseInsensitive)
                else { continue }
                let length = Int(answer[field.upperBound...].prefix { $0.isNumber }) ?? 0
                let content = answer[head.upperBound...]
                if content.utf8.count >= length { return Data(content.utf8) }
            }
        }

        func screen() async throws -> Wire.Screen {
            try JSONDecoder().decode(Wire.Screen.self, from: await ask("GET", "/v1/screen"))
        }

        /// Touches the middle of the first target whose name satisfies `isWanted`.
        func touch(_ isWanted: @Sendable (String) -> Bool) async throws {
            let targets = try await screen().targets
            let target = try #require(targets.first { $0.isEnabled && isWanted($0.action) })
            let (x, y) = (target.x + target.width / 2, target.y + target.height / 2)
            _ = try await ask("POST", "/v1/touch", #"{"x": \#(x), "y": \#(y)}"#)
        }
    }

    /// Lets the daemon open nothing above its lowest free number, or as much as before.
    private func setLimit(_ limit: Int, of daemon: Daemon) async throws {
        let done = try await Command.run(
            "/usr/bin/prlimit", ["--pid", "\(daemon.pid)", "--nofile=\(limit):"])
        try #require(done.status == 0, "\(done.errors)")
    }

    private func lowestFree(of daemon: Daemon) throws -> Int {
        let used = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(daemon.pid)/fd")
        let numbers = Set(used.compactMap(Int.init))
        return (0...).first { !numbers.contains($0) } ?? 0
    }

    /// Time that a processor has worked for the daemon.
    private func work(of daemon: Daemon) throws -> Duration {
        let stat = try String(contentsOfFile: "/proc/\(daemon.pid)/stat", encoding: .utf8)
        // utime and stime, fields 14 and 15 of proc_pid_stat(5), in ticks of 10 ms. Field 3 follows the
        // bracket behind the name.
        let fields = stat.drop { $0 != ")" }.split(separator: " ").dropFirst()
        let ticks = fields.dropFirst(11).prefix(2).compactMap { Int($0) }
        try #require(ticks.count == 2)
        return .milliseconds(10 * (ticks[0] + ticks[1]))
    }

    @Test("I3 Y7 a ticket is given, no loop spins, and the socket is heard again afterwards")
    func outOfDescriptors() async throws {
        let daemon = try await Daemon.ready(TemporaryFolder())
        // What is opened once is open from now on.
        try await daemon.tap("service(ktp-el)", "issue", "home")
        let kept = try KeptConnection(daemon)
        #expect(try await kept.screen().screen == "welcome")

        let lines = daemon.events.count
        try await setLimit(lowestFree(of: daemon), of: daemon)
        let begun = try work(of: daemon)
        let start = ContinuousClock.now
        // It stands at the door, since nothing can be opened for it.
        let waiting = try KeptConnection(daemon)
        try waiting.send("GET", "/v1/status")
        try await eventually("four seconds have passed") {
            ContinuousClock.now - start > .seconds(4)
        }
        let (worked, passed) = (try work(of: daemon) - begun, ContinuousClock.now - start)
        #expect(worked < passed / 4, "\(worked) in \(passed)")

        try await kept.touch { $0.hasPrefix("service(") && !$0.contains("ktp-el") }
        try await eventually("the confirm screen") {
            try await kept.screen().targets.contains { $0.action == "issue" && $0.isEnabled }
        }
        try await kept.touch { $0 == "issue" }
        try await eventually("the ticket is in the queue") {
            // It is refused while another reads the database, for no second reader can be opened.
            let queue = try await kept.ask("GET", "/v1/queue")
            return (try? JSONDecoder().decode([Wire.Ticket].self, from: queue))?.count == 2
        }
        #expect(!daemon.hasEnded && daemon.events.count < lines + 60, "\(daemon.text)")

        try await setLimit(1_024, of: daemon)
        // The connection that stood at the door is answered.
        _ = try JSONDecoder().decode(Wire.Status.self, from: await waiting.answer())
        // The ticket's screen may have timed out by itself.
        try await eventually("the first screen") {
            if try await kept.screen().screen == "welcome" { return true }
            try? await kept.touch { $0 == "home" }
            return false
        }
        try await daemon.tap("service(ktp-el)", "issue")
        #expect(try await daemon.stop() == 0)
    }
}
