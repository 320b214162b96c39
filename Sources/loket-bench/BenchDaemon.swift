import Foundation
import Kernel

/// Daemon that a benchmark starts with a state folder of its own, and asks over its socket.
final class BenchDaemon {
    let process = Process()
    let state: String
    /// Time for one answer. What takes longer has failed.
    static let patience = Duration.seconds(30)

    /// Starts it and waits until it answers. The state folder is taken away by `stop`.
    init(_ daemon: String, config: String, state: String) throws {
        self.state = state
        process.executableURL = URL(fileURLWithPath: daemon)
        process.arguments = ["--config", config, "--state", state, "--port", "0"]
        let pipe = Foundation.Pipe()
        process.standardError = pipe
        try process.run()
        var log = ""
        while !log.contains("api.ready") {
            let data = pipe.fileHandleForReading.availableData
            if data.isEmpty { break }
            log += String(decoding: data, as: UTF8.self)
        }
        // Nobody reads the rest of the log.
        pipe.fileHandleForReading.readabilityHandler = { _ = $0.availableData }
    }

    var client: BenchClient { BenchClient(socket: state + "/loket.sock") }
    var held: Held { Held.now(of: "\(process.processIdentifier)") }

    /// Processor time that it has used since its start.
    var processorTime: Duration { ProcessorTime.used(by: process.processIdentifier) }

    func stop() {
        process.terminate()
        process.waitUntilExit()
        try? FileManager.default.removeItem(atPath: state)
    }
}

/// Caller of a daemon: one request and one answer for each connection, as `loket` does it.
struct BenchClient: Sendable {
    let socket: String

    struct Answer {
        var status: Int
        var body: [UInt8]
    }

    func ask(_ call: String, _ body: [UInt8] = []) throws -> Answer {
        let socket = try UnixSocket(connectingTo: socket, limit: BenchDaemon.patience)
        let head =
            "\(call) HTTP/1.1\r\nHost: loketd\r\nConnection: close\r\n"
            + "Content-Type: application/json\r\nContent-Length: \(body.count)\r\n\r\n"
        try socket.send(Array(head.utf8) + body)
        let answer = try socket.receiveAll()
        guard let end = answer.firstRange(of: Array("\r\n\r\n".utf8)) else {
            return Answer(status: 0, body: [])
        }
        let words = String(decoding: answer.prefix(16), as: UTF8.self).split(separator: " ")
        let status = words.dropFirst().first.flatMap { Int($0.prefix(3)) } ?? 0
        return Answer(status: status, body: Array(answer[end.upperBound...]))
    }

    func ask(_ call: String, sending value: some Encodable) throws -> Answer {
        try ask(call, Array(try JSONEncoder().encode(value)))
    }

    func get<Value: Decodable>(_ path: String, as: Value.Type = Value.self) throws -> Value {
        try JSONDecoder().decode(Value.self, from: Data(try ask("GET \(path)").body))
    }
}

/// Processor time of a process.
enum ProcessorTime {
    /// Returns `utime` and `stime` of proc(5), fields 14 and 15. Field 2 ends with the name's
    /// bracket.
    static func used(by pid: Int32) -> Duration {
        let stat = FileManager.default.contents(atPath: "/proc/\(pid)/stat") ?? Data()
        let fields =
            String(decoding: stat, as: UTF8.self).split(separator: ")").last?
            .split(separator: " ") ?? []
        let ticks = fields.count > 12 ? (Int(fields[11]) ?? 0) + (Int(fields[12]) ?? 0) : 0
        return .seconds(1) * ticks / sysconf(Int32(_SC_CLK_TCK))
    }

    /// Returns the percentage of one core that an idle process uses in this time.
    static func idleShare(of pid: Int32, seconds: Int) -> Double {
        // Let the work that was asked for end first.
        Uptime.pause(for: .seconds(2))
        let before = used(by: pid)
        Uptime.pause(for: .seconds(seconds))
        return (used(by: pid) - before) / .seconds(seconds) * 100
    }
}
