import Foundation
import Kernel
import Wire

/// Client of the daemon on its Unix socket. A few lines of POSIX are enough: one request and one
/// answer per connection.
struct Client {
    /// Maximum time to wait for an answer in seconds, unless the call sets another.
    static let timeoutSeconds = 15

    var socket: String

    func get<Answer: Decodable>(_ path: String, as _: Answer.Type = Answer.self) throws -> Answer {
        try JSONDecoder().decode(Answer.self, from: request("GET", path).body)
    }

    func post<Answer: Decodable>(
        _ path: String, _ body: some Encodable, timeoutSeconds: Int = timeoutSeconds,
        as _: Answer.Type = Answer.self
    ) throws -> Answer {
        let data = try JSONEncoder().encode(body)
        return try JSONDecoder().decode(
            Answer.self, from: request("POST", path, data, timeoutSeconds).body)
    }

    /// Sends a request and returns the answer. Throws `CommandFailure`, with the daemon's sentence
    /// where it refuses.
    @discardableResult
    func request(
        _ method: String, _ path: String, _ body: Data? = nil,
        _ timeoutSeconds: Int = timeoutSeconds
    ) throws -> (status: Int, body: Data) {
        let connection = try connect(timeoutSeconds)
        var head = "\(method) \(path) HTTP/1.1\r\nHost: loketd\r\nConnection: close\r\n"
        if let body {
            head += "Content-Type: application/json\r\nContent-Length: \(body.count)\r\n"
        }
        let question = Data((head + "\r\n").utf8) + (body ?? Data())
        let (status, answer) = try exchange(question, connection)
        guard (200..<300).contains(status) else { throw refusal(status, answer) }
        return (status, answer)
    }

    private func refusal(_ status: Int, _ body: Data) -> CommandFailure {
        if status == 408 { return .notIdle }
        if let failure = try? JSONDecoder().decode(Wire.Failure.self, from: body) {
            return switch status {
            case 502: .noService(failure.error)
            case 503: .atFault(failure.error)
            default: .refused(failure.error)
            }
        }
        struct Nested: Decodable {
            struct Inner: Decodable { var message: String }
            var error: Inner
        }
        if let nested = try? JSONDecoder().decode(Nested.self, from: body) {
            return .refused(nested.error.message)
        }
        return .refused("The daemon answered with HTTP status \(status).")
    }

    private func connect(_ timeoutSeconds: Int) throws -> UnixSocket {
        do throws(SystemError) {
            return try UnixSocket(connectingTo: socket, limit: .seconds(timeoutSeconds))
        } catch {
            if error.code == ENAMETOOLONG {
                throw CommandFailure.refused(
                    "\(socket) is too long for a socket: use a state folder with a shorter path.")
            }
            throw CommandFailure.noDaemon(socket: socket, code: error.code)
        }
    }

    private func exchange(
        _ question: Data, _ connection: borrowing UnixSocket
    ) throws -> (Int, Data) {
        let answer: Data
        do throws(SystemError) {
            try connection.send(Array(question))
            answer = Data(try connection.receiveAll())
        } catch { throw CommandFailure.silent(socket: socket) }
        guard let end = answer.range(of: Data("\r\n\r\n".utf8)) else {
            throw CommandFailure.silent(socket: socket)
        }
        let head = String(decoding: answer[..<end.lowerBound], as: UTF8.self)
        let status = head.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return (status, answer[end.upperBound...])
    }
}

/// Failure of a command, with its exit code.
enum CommandFailure: Error, CustomStringConvertible {
    case noDaemon(socket: String, code: Int32)
    case silent(socket: String)
    case refused(String)
    /// The terminal shows its fault screen, and its daemon can answer nothing else.
    case atFault(String)
    /// A service other than the daemon does not answer.
    case noService(String)
    case notIdle
    case broken(String)

    var description: String {
        switch self {
        case .noDaemon(let socket, let code):
            code == EACCES
                ? "You may not open \(socket): run this as root or as a member of the group "
                    + "loket."
                : "No daemon answers at \(socket): start loketd, or name its state folder by "
                    + "--state."
        case .silent(let socket):
            "The daemon at \(socket) did not answer in time: see its log (journalctl -u loketd)."
        case .refused(let sentence), .atFault(let sentence), .noService(let sentence),
            .broken(let sentence):
            sentence
        case .notIdle: "The terminal was still busy when the time was up."
        }
    }

    /// Exit code, as documented in `loket --help`.
    var exitCode: Int32 {
        switch self {
        case .broken: 1
        case .refused, .atFault: 2
        case .noDaemon, .silent, .noService: 3
        case .notIdle: 4
        }
    }
}
