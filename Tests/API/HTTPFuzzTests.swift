import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Routes
import TestSupport
import Testing
import Wire

@testable import API

/// Requests of broken and hostile callers: to every route with every value, and as bytes on a real
/// socket and a real port.
@Suite("API: whatever is asked", .serialized, .timeLimit(.minutes(600)))
struct HTTPFuzzTests {
    @Test("X8 Y4 J4 no request to any route makes a fault, and each answer is a documented one")
    func requests() async throws {
        let world = try FuzzWorld()
        let log = TestContext.Source().logger
        let doors: [(Door, Dispatcher<TestContext>)] = [
            (.socket, world.control.responder(for: TestContext.self, log: log)),
            (.page, world.page.responder(for: TestContext.self, log: log)),
        ]
        let found = await Fuzz("requests to routes", seconds: 35).run { one in
            let (door, responder) = one.pick(doors)
            let route = one.pick(RouteTable.all.filter { $0.door == door })
            let asked = FuzzRequest(route, &one)
            if asked.waits { return }
            one.about = "\(asked.method) \(asked.target) \(asked.body.prefix(300))"
            let request = Request(
                head: .init(
                    method: .init(rawValue: asked.method) ?? .get, scheme: "http",
                    authority: "127.0.0.1:8631", path: asked.target),
                body: .init(buffer: ByteBuffer(bytes: asked.body.utf8)))
            let response = try await responder.respond(to: request, context: TestContext())
            one.count("\(response.status.code)")
            // The stream of news has no end.
            if response.headers[.contentType] == "text/event-stream" { return }
            let box = Collector.TextBox()
            try await response.body.write(Collector(text: box))
            Self.check(response.status.code, box.text, route, &one)
        }
        await world.check(found.cases)
        #expect(found.faults.isEmpty, "\(found)")
        for status in ["200", "400", "404"] {
            #expect(found.counts[status, default: 0] > 0, "\(found.counts)")
        }
        await world.end()
    }

    private static func check(
        _ status: Int, _ text: String, _ route: RouteFacts, _ one: inout FuzzCase
    ) {
        if (200..<300).contains(status) { return }
        guard let failure = try? JSONDecoder().decode(Wire.Failure.self, from: Data(text.utf8))
        else { return one.fail("\(status) has no failure: \(text.prefix(200))") }
        // With another method the request is one to another route of this path.
        let documented =
            RouteTable.all.filter { $0.path == route.path }.flatMap(\.refusals.keys)
            + RouteFacts.commonRefusals.keys + [.notFound, .wrongMethod]
        one.check(failure.code != .failed, "a fault: \(failure)")
        one.check(documented.contains(failure.code), "not documented: \(failure)")
        one.check(failure.code.status == status, "\(status) for \(failure)")
        one.check(failure.error.hasSuffix("."), "no sentence: \(failure)")
    }

    @Test("X8 J4 bytes that are no request leave the servers as they are, on socket and port")
    func bytes() async throws {
        let live = try await LiveServers()
        let found = await Fuzz("bytes to the servers", seconds: 35).run { one in
            let usesPort = one.oneIn(2)
            let bytes = Self.stream(usesPort ? .page : .socket, &one)
            one.about = String(decoding: bytes.prefix(400), as: UTF8.self).debugDescription
            let closesHalf = one.oneIn(2)
            let answer = try await live.exchange(bytes, usesPort: usesPort, closesHalf: closesHalf)
            let text = String(decoding: answer, as: UTF8.self)
            one.count(answer.isEmpty ? "without an answer" : "answered")
            for line in text.components(separatedBy: "HTTP/1.1 ").dropFirst() {
                let status = Int(line.prefix(3)) ?? 0
                // 502 and others tell that CUPS is away, or that no server here knows a method.
                one.check(
                    (200..<600).contains(status) && status != 500, "answer \(line.prefix(300))")
            }
        }
        #expect(found.faults.isEmpty, "\(found)")
        // Both still serve.
        for usesPort in [false, true] {
            let path = usesPort ? "/" : "/v1/status"
            let host = usesPort ? "127.0.0.1:\(live.port)" : "x"
            let ask = "GET \(path) HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\r\n"
            try await eventually("an answer to \(ask)") {
                let answer = try await live.exchange(
                    Array(ask.utf8), usesPort: usesPort, closesHalf: false)
                return String(decoding: answer, as: UTF8.self).hasPrefix("HTTP/1.1 200")
            }
        }
        await live.world.check(found.cases)
        try await live.stop()
    }

    private static let tokens = [
        "\r\n", "\r\n\r\n", "\n", "\r", "\u{0}", "HTTP/1.1", "HTTP/2.0", "HTTP/1.0", ": ",
        "Content-Length: 99999999999999999999\r\n", "Content-Length: -1\r\n", "Host: ",
        "Content-Length: 4\r\nContent-Length: 5\r\n", "Transfer-Encoding: chunked\r\n",
        "Expect: 100-continue\r\n", "Upgrade: h2c\r\n", "Connection: upgrade\r\n", "%00", "%", "?",
        "#", "//", "/../", "GET ", "POST ", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "FFFFFFFFFFFFFFFF\r\n",
        "0\r\n\r\n", "-1\r\n",
    ]

    /// One to four requests in one stream, spoiled or whole.
    private static func stream(_ door: Door, _ one: inout FuzzCase) -> [UInt8] {
        var bytes: [UInt8] = []
        let routes = RouteTable.all.filter { $0.door == door && $0.name != "events" }
        for _ in 0..<one.number(1...4) {
            var asked = FuzzRequest(one.pick(routes), &one)
            while asked.waits { asked = FuzzRequest(one.pick(routes), &one) }
            let isChunked = one.oneIn(5)
            let body =
                isChunked
                ? "\(String(asked.body.utf8.count, radix: 16))\r\n\(asked.body)\r\n0\r\n\r\n"
                : asked.body
            var head = "\(asked.method) \(asked.target) HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            head +=
                isChunked
                ? "Transfer-Encoding: chunked\r\n" : "Content-Length: \(body.utf8.count)\r\n"
            if one.oneIn(10) {
                let size = one.pick([100, 8_000, 80_000, 300_000])
                head += "X-Long: \(String(repeating: "x", count: size))\r\n"
            }
            if one.oneIn(20) {
                head += (0..<one.pick([50, 500, 5_000])).map { "X-\($0): y\r\n" }.joined()
            }
            if one.oneIn(4) { head += "Connection: close\r\n" }
            bytes += Array("\(head)\r\n\(body)".utf8)
        }
        if !one.oneIn(3) {
            var mutator = ByteMutator(bytes, tokens: tokens)
            mutator.mutate(&one.random)
            bytes = mutator.bytes
        }
        return bytes
    }
}
