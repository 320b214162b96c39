import Foundation
import Terminal
import TestSupport
import Testing
import Wire

@testable import API

@Suite("API: the stream of news", .timeLimit(.minutes(5)))
struct EventStreamTests {
    private func ask(_ path: String = "/v1/events", _ head: String = "") -> String {
        "GET \(path) HTTP/1.1\r\nHost: x\r\n\(head)\r\n"
    }

    @Test("J1 news come as they happen, and the end of the daemon ends the stream")
    func stream() async throws {
        let live = try await LiveAPI()
        let bulletin = live.world.terminal.bulletin
        bulletin.publish("before", at: Date())
        let connection = try live.open(ask())
        let head = try await connection.read { $0.contains(": loketd") }
        #expect(head.hasPrefix("HTTP/1.1 200") && head.contains("text/event-stream"))
        bulletin.publish("ticket.issued", ["number": "K-001"], at: Date())
        let text = try await connection.read { $0.contains("K-001") }
        #expect(text.contains("event: ticket.issued\ndata: {"))
        let lines = text.split(whereSeparator: \.isNewline)
        let id = try #require(lines.first { $0.hasPrefix("id: ") }).dropFirst(4)
        bulletin.publish("later", at: Date())

        let again = try live.open(ask("/v1/events?since=\(id)"))
        var missed = try await again.read { $0.contains("later") }
        #expect(!missed.contains("ticket.issued") && !missed.contains("reset"))
        let page = try live.open(ask("/v1/events", "Last-Event-ID: \(id)\r\n"))
        missed = try await page.read { $0.contains("later") }
        #expect(!missed.contains("ticket.issued"))

        try await live.stop()
        let end = try await again.read { _ in false }
        #expect(end.contains("event: daemon.ends") && end.hasSuffix("0\r\n\r\n"))
    }

    @Test("J1 an identity from the future is told by reset, and all that is kept follows")
    func future() async throws {
        let live = try await LiveAPI()
        live.world.terminal.bulletin.publish("first", at: Date())
        let news = try await live.open(ask("/v1/events?since=0")).read { $0.contains("first") }
        let line = try #require(news.firstMatch(of: #/id: ([0-9a-f]+)-1\n/#))
        for later in ["\(line.1)-999999", "1-1"] {
            for request in [
                ask("/v1/events?since=\(later)"),
                ask("/v1/events", "Last-Event-ID: \(later)\r\n"),
            ] {
                let all = try await live.open(request).read { $0.contains("first") }
                let events = all.matches(of: #/event: (.+)\n/#).map { String($0.1) }
                #expect(events == [Wire.News.reset, "first"], "\(all)")
            }
        }
        for nonsense in ["x", "+1-1", "1-99999999999999999999"] {
            let answer = try await live.open(
                ask("/v1/events?since=0", "Connection: close\r\nLast-Event-ID: \(nonsense)\r\n")
            ).read { $0.contains("}") }
            #expect(answer.hasPrefix("HTTP/1.1 400") && answer.contains("\"Last-Event-ID\""))
        }
        try await live.stop()
    }

    @Test("J1 a reader who takes nothing is cut off, and holds up neither news nor readers")
    func slowReader() async throws {
        let live = try await LiveAPI()
        let bulletin = live.world.terminal.bulletin
        let slow = try live.open(ask())
        let quick = try live.open(ask())
        try await eventually("both read") { bulletin.readerCount == 2 }
        // More than the buffers of a socket and of the reader hold, at the pace of the quick one.
        let filler = String(repeating: "x", count: 4_000)
        for number in 1...1_000 {
            bulletin.publish("test", ["filler": filler, "number": "<\(number)>"], at: Date())
            if number % 100 == 0 {
                _ = try await quick.read { $0.contains("<\(number)>") }
            }
        }
        try await eventually("the slow one is cut off") { bulletin.readerCount == 1 }
        withExtendedLifetime(slow) {}
        try await live.stop()
    }

    @Test("J1 a reader who goes makes room, and one too many is refused") func tooMany()
        async throws
    {
        let live = try await LiveAPI()
        let bulletin = live.world.terminal.bulletin
        var readers = try (0..<Bulletin.maximumReaders).map { _ in try live.open(ask()) }
        try await eventually("all read") { bulletin.readerCount == Bulletin.maximumReaders }
        let refused = try await live.open(ask()).read { $0.contains("}") }
        #expect(refused.hasPrefix("HTTP/1.1 429") && refused.contains("tooMany"))
        readers.removeAll()
        try await eventually("none reads") { bulletin.readerCount == 0 }
        try await live.stop()
    }

    @Test("J4 half a request is not waited for longer than its limit") func halfRequest()
        async throws
    {
        let live = try await LiveAPI(idleSeconds: 1)
        for half in ["GET /v1/st", "POST /v1/touch HTTP/1.1\r\nContent-Length: 9\r\n\r\n{"] {
            let answer = try await live.open(half).read { _ in false }
            #expect(!answer.contains("HTTP/1.1 5"), "\(answer)")
        }
        try await live.stop()
    }
}
