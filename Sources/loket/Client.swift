import Foundation
import Kernel
import Routes
import Wire

/// Client of the daemon on its Unix socket. A few lines of POSIX are enough: one request and one
/// answer per connection.
struct Client {
    var socket: String

    /// Calls a route. Throws `CommandFailure`, with the daemon's sentence where it refuses.
    /// `patienceSeconds` is the time to wait for the answer, where the route's own is too short.
    func call<Query, Body, Answer>(
        _ route: Route<Query, Body, Answer>, _ query: Query, _ body: Body,
        patienceSeconds: Int? = nil
    ) throws -> Answer {
        let patience = patienceSeconds ?? route.facts.patienceSeconds
        let end = Uptime.now() + .seconds(patience)
        let connection = try connect(patience)
        let request = try Self.request(route, query, body)
        let (head, content): (AnswerHead, [UInt8])
        do throws(SystemError) {
            try connection.send(request)
            let answer = try connection.receiveAll(until: end)
            guard let end = AnswerHead.end(in: answer) else {
                throw SystemError(call: "read", path: socket, code: EPROTO)
            }
            (head, content) = (AnswerHead(answer[..<end]), Array(answer[end...]))
        } catch { throw CommandFailure.silent(socket: socket) }
        guard (200..<300).contains(head.status) else {
            throw Self.refusal(head.status, content, route.facts)
        }
        do { return try Answer(content: content) } catch {
            throw CommandFailure.answered(
                Refusal(
                    .failed,
                    "The daemon's answer can't be read: loket and loketd are of different versions."
                ))
        }
    }

    func call<Query, Answer>(
        _ route: Route<Query, Nothing, Answer>, _ query: Query, patienceSeconds: Int? = nil
    ) throws -> Answer { try call(route, query, Nothing(), patienceSeconds: patienceSeconds) }

    func call<Body, Answer>(_ route: Route<Nothing, Body, Answer>, sending body: Body) throws
        -> Answer
    { try call(route, Nothing(), body) }

    func call<Answer>(_ route: Route<Nothing, Nothing, Answer>) throws -> Answer {
        try call(route, Nothing(), Nothing())
    }

    /// Time in seconds without a sign of life after which a stream is given up. The daemon gives
    /// one every 15 s.
    static let streamPatienceSeconds = 45

    /// Reads the stream of news until `body` returns false or the daemon ends the stream. Throws
    /// `CommandFailure`.
    func follow(since: String?, _ body: (Wire.News) throws -> Bool) throws {
        let route = RouteTable.events
        let connection = try connect(Self.streamPatienceSeconds)
        let request = try Self.request(route, Wire.NewsWish(since: since), Nothing())
        var received: [UInt8] = []
        var head: AnswerHead?
        var reader = NewsReader()
        do throws(SystemError) { try connection.send(request) } catch {
            throw CommandFailure.silent(socket: socket)
        }
        while true {
            let piece: [UInt8]
            do throws(SystemError) { piece = try connection.receive() } catch {
                if error.code == ECONNRESET { break }
                throw CommandFailure.silent(socket: socket)
            }
            if piece.isEmpty { break }
            received += piece
            if head == nil, let end = AnswerHead.end(in: received) {
                let found = AnswerHead(received[..<end])
                received.removeSubrange(..<end)
                head = found
                reader.isChunked = found.isChunked
            }
            guard let head, head.status == 200 else { continue }
            for news in try reader.take(received) where try !body(news) { return }
            received = []
        }
        guard let head else { throw CommandFailure.silent(socket: socket) }
        if head.status != 200 { throw Self.refusal(head.status, received, route.facts) }
    }

    // MARK: Exchange

    private static func request<Query, Body, Answer>(
        _ route: Route<Query, Body, Answer>, _ query: Query, _ body: Body
    ) throws -> [UInt8] {
        let target: String
        do { target = try route.target(query) } catch let refusal as Refusal {
            throw CommandFailure.answered(refusal)
        }
        var head =
            "\(route.facts.method.rawValue) \(target) HTTP/1.1\r\nHost: loketd\r\n"
            + "Connection: close\r\n"
        var content = Data()
        if !(body is Nothing) {
            content = try JSONEncoder().encode(body)
            head += "Content-Type: application/json\r\n"
        }
        if route.facts.method == .post { head += "Content-Length: \(content.count)\r\n" }
        return Array((head + "\r\n").utf8) + content
    }

    private static func refusal(
        _ status: Int, _ content: [UInt8], _ route: RouteFacts
    ) -> CommandFailure {
        if let failure = try? JSONDecoder().decode(Wire.Failure.self, from: Data(content)) {
            return .answered(failure.refusal)
        }
        let code = Refusal.Code(status: status)
        return .answered(Refusal(code, route.sentence(for: code)))
    }

    private func connect(_ patienceSeconds: Int) throws -> UnixSocket {
        do throws(SystemError) {
            return try UnixSocket(connectingTo: socket, limit: .seconds(patienceSeconds))
        } catch {
            if error.code == ENAMETOOLONG {
                throw CommandFailure.refused(
                    "\(socket) is too long for a socket: use a state folder with a shorter path.")
            }
            throw CommandFailure.noDaemon(socket: socket, code: error.code)
        }
    }
}

/// Head of an answer.
struct AnswerHead {
    var status: Int
    var isChunked: Bool

    init(_ bytes: ArraySlice<UInt8>) {
        let text = String(decoding: bytes, as: UTF8.self)
        status = text.split(separator: " ").dropFirst().first.flatMap { Int($0.prefix(3)) } ?? 0
        isChunked = text.lowercased().contains("transfer-encoding: chunked")
    }

    /// Place behind the head; nil where it is not there yet.
    static func end(in bytes: [UInt8]) -> Int? {
        bytes.firstRange(of: Array("\r\n\r\n".utf8))?.upperBound
    }
}
