import Foundation
import HTTPTypes
import Kernel
import Office
import Records
import Settings
import Synchronization
import Terminal
import TestSupport
import Testing
import Wire

@testable import API

/// An office that works with the socket's API alone.
@Suite("API: counters", .timeLimit(.minutes(5)))
struct CounterTests {
    private let world: World
    private let responder: Dispatcher<TestContext>

    init() throws {
        world = try World { $0.settings.calling.nextPauseSeconds = 0 }
        responder = ControlAPI(terminal: world.terminal, page: { nil }, allowsTaps: false)
            .responder(for: TestContext.self, log: TestContext.Source().logger)
    }

    private func ask<Answer: Decodable>(
        _ method: HTTPRequest.Method, _ path: String, _ body: String = "{}",
        as: Answer.Type = Answer.self
    ) async throws -> Answer {
        let got = try await outcome(responder, httpRequest(method, path, body: body))
        #expect(got.status == .ok, "\(path): \(got.text)")
        return try JSONDecoder().decode(Answer.self, from: Data(got.text.utf8))
    }

    private func refusal(_ path: String, _ body: String = "{}") async throws -> Wire.Failure {
        let got = try await outcome(responder, httpRequest(.post, path, body: body))
        return try JSONDecoder().decode(Wire.Failure.self, from: Data(got.text.utf8))
    }

    private func issue(_ service: String, _ group: String? = nil) async throws -> Wire.Ticket {
        let group = group.map { #", "group": "\#($0)""# } ?? ""
        return try await ask(
            .post, "/v1/tickets", #"{"service": "\#(service)", "paper": false\#(group)}"#)
    }

    private func press(_ counter: String, _ order: String, _ more: String = "", id: String)
        async throws -> Wire.PressAnswer
    {
        try await ask(
            .post, "/v1/counters/\(counter)/press",
            #"{"id": "\#(id)", "order": "\#(order)"\#(more)}"#)
    }

    @Test("D12 D7 D11 L6 a morning: tickets, calls, a pause, a transfer, and all moved")
    func morning() async throws {
        let first = try await issue("ktp-el")
        let elder = try await issue("kk", "elderly")
        let plain = try await issue("kk")
        #expect(first.state == "waiting" && first.paper == "none" && elder.group == "elderly")
        let why: Wire.Choice = try await ask(.get, "/v1/counters/1/next")
        #expect(why.number == elder.number)
        #expect(why.sentence.contains("this call is for the priority class"), "\(why.sentence)")
        let called = try await press("1", "next", id: "a")
        #expect(called.what == "ticket.called" && called.ticket?.number == elder.number)
        let again = try await press("1", "next", id: "a")
        #expect(again.isRepeat && again.entry == called.entry)
        let next = try await press("1", "next", id: "b")
        #expect(next.finished?.number == elder.number && next.ticket?.number == first.number)
        let held = try await press("1", "hold", id: "c")
        #expect(held.ticket?.state == "held")
        let back = try await press("1", "resume", #", "ticket": "\#(first.number)""#, id: "d")
        #expect(back.ticket?.state == "called")
        _ = try await press("6", "open", id: "e")
        let sent = try await press("1", "transfer", #", "toCounter": "6""#, id: "f")
        #expect(sent.ticket?.state == "waiting")
        let counters: [Wire.Counter] = try await ask(.get, "/v1/counters")
        #expect(counters.count == 18 && counters[0].state == "open" && counters[0].ticket == nil)
        #expect(counters[1].state == "closed" && counters[1].waiting == 2)
        let there: Wire.Choice = try await ask(.get, "/v1/counters/6/next")
        #expect(there.number == first.number && there.sentence.contains("was sent to this counter"))
        let paused = try await press("1", "pause", #", "reason": "prayer""#, id: "g")
        #expect(paused.what == "counter.paused")
        let moved: Wire.MoveAnswer = try await ask(
            .post, "/v1/queue/move", #"{"service": "kk", "reason": "agency-away"}"#)
        #expect(moved.count == 1)
        let ended: Wire.Ticket = try await ask(.get, "/v1/tickets/\(plain.number)")
        #expect(ended.state == "notServed")
        let idle = try await press("2", "next", id: "h")
        #expect(idle.what == "counter.idle" && idle.ticket == nil)
        let lines: [Wire.HistoryLine] = try await ask(.get, "/v1/tickets/\(first.number)/history")
        #expect(
            lines.map(\.what) == [
                "ticket.issued", "ticket.waiting", "ticket.called", "ticket.held", "ticket.called",
                "ticket.sent", "ticket.waiting",
            ])
    }

    @Test("D9 D13 the reason that a person gave is in the history, and none is no reason")
    func reasons() async throws {
        let ticket = try await issue("ktp-el")
        let path = "/v1/tickets/\(ticket.number)"
        let given = #"{"id": "a", "ticket": "\#(ticket.number)", "reason": "the child is ill"}"#
        let _: Wire.PressAnswer = try await ask(.post, "/v1/counters/1/call", given)
        let lines: [Wire.HistoryLine] = try await ask(.get, path + "/history")
        #expect(lines.last?.what == "ticket.called" && lines.last?.note == "the child is ill")
        let other = try await issue("ktp-el")
        let void = "/v1/tickets/\(other.number)/void"
        #expect(try await refusal(void, #"{"reason": ""}"#).code == .invalid)
        let _: Wire.Ticket = try await ask(.post, void, #"{"reason": "left the hall"}"#)
        let story: [Wire.HistoryLine] = try await ask(
            .get, "/v1/tickets/\(other.number)/history")
        #expect(story.last?.what == "ticket.void" && story.last?.note == "left the hall")
    }

    @Test("D1 D9 D13 what counters and tickets refuse, with the reason") func refused() async throws
    {
        let ticket = try await issue("ktp-el")
        let given = #"{"id": "a", "ticket": "\#(ticket.number)", "reason": "the child is ill"}"#
        let _: Wire.PressAnswer = try await ask(.post, "/v1/counters/1/call", given)
        let taken = given.replacingOccurrences(of: #""a""#, with: #""b""#)
        #expect(try await refusal("/v1/counters/2/call", taken).code == .conflict)
        #expect(
            try await refusal("/v1/tickets/\(ticket.number)/take-back").code == .conflict)
        _ = try await press("1", "finish", id: "c")
        #expect(
            try await refusal("/v1/tickets/\(ticket.number)/class", #"{"group": "infant"}"#).code
                == .conflict)
        let other = try await refusal(
            "/v1/counters/1/press", #"{"id": "c", "order": "next"}"#)
        #expect(other.code == .conflict && other.error.contains("an identity of its own"))
        for (path, body) in [
            ("/v1/counters/2/press", #"{"id": "c", "order": "finish"}"#),
            ("/v1/counters/1/call", given.replacingOccurrences(of: #""a""#, with: #""c""#)),
            ("/v1/counters/1/press", #"{"id": "a", "order": "recall"}"#),
        ] {
            let failure = try await refusal(path, body)
            #expect(failure.code == .conflict && failure.error.contains("identity of its own"))
        }
        let closed = try World {
            $0.settings.hours = OfficeHours()
        }
        let responder = ControlAPI(terminal: closed.terminal, page: { nil }, allowsTaps: false)
            .responder(for: TestContext.self, log: TestContext.Source().logger)
        let got = try await outcome(
            responder,
            httpRequest(.post, "/v1/tickets", body: #"{"service": "kk", "paper": false}"#))
        #expect(got.text.contains("closed"), "\(got.text)")
    }

    /// Number of tickets that two counters call at once; `LOKET_CALLS` is another one, such as 10000.
    private static let callCount =
        ProcessInfo.processInfo.environment["LOKET_CALLS"].flatMap(Int.init) ?? 1_000

    @Test("D1 D6 two counters press at once, over HTTP: never the same ticket, and a press once")
    func atOnce() async throws {
        let count = Self.callCount
        try await world.terminal.records.transaction { records in
            let day = BusinessDay(zone: TimeZone(identifier: "Asia/Makassar") ?? .gmt)
            for number in 0..<count {
                let request = IssueRequest(
                    serviceID: number % 2 == 0 ? "ktp-el" : "kk",
                    prefix: number % 2 == 0 ? "K" : "G", language: .indonesian, wantsPaper: false)
                let issued = try records.tickets.issue(
                    [request], at: Date(), day: day, policy: .continue)
                for ticket in issued { try records.tickets.markShown(ticket.id, at: Date()) }
            }
        }
        let live = try await LiveAPI(world: world)
        let begun = Uptime.now()
        let numbers = try await withThrowingTaskGroup(of: [String].self) { group in
            for counter in ["1", "2"] {
                group.addTask { try await callAll(counter, live) }
            }
            var all: [String] = []
            for try await some in group { all += some }
            return all
        }
        let time = (Uptime.now() - begun) / .seconds(1)
        print("presses: \(count) calls of two counters, each pressed twice, in \(Int(time)) s")
        #expect(numbers.count == count && Set(numbers).count == count)
        #expect(try await world.terminal.records.read { try $0.journal.verify() } == nil)
        try await live.stop()
    }

    /// Calls until nobody waits. The answer of each press gets lost, and it is sent again: every third
    /// time its connection is closed before there is one. Returns the numbers that were called.
    private func callAll(_ counter: String, _ live: LiveAPI) async throws -> [String] {
        var numbers: [String] = []
        while true {
            let id = "\(counter)-\(numbers.count)"
            var lost: Wire.PressAnswer?
            if numbers.count % 3 == 0 {
                withExtendedLifetime(try live.open(Self.request(counter, id))) {}
            } else {
                lost = try await next(counter, id, live)
            }
            var answer = try await next(counter, id, live)
            while answer == nil { answer = try await next(counter, id, live) }
            if let lost {
                #expect(!lost.isRepeat && answer?.isRepeat == true && answer?.entry == lost.entry)
            }
            guard let number = answer?.ticket?.number else { return numbers }
            numbers.append(number)
        }
    }

    private static func request(_ counter: String, _ id: String) -> String {
        let body = #"{"id": "\#(id)", "order": "next"}"#
        return "POST /v1/counters/\(counter)/press HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    /// Presses the key of a counter over the socket; nil: the terminal was too busy to answer.
    private func next(_ counter: String, _ id: String, _ live: LiveAPI) async throws
        -> Wire.PressAnswer?
    {
        let text = try await live.open(Self.request(counter, id)).read { _ in false }
        if text.hasPrefix("HTTP/1.1 503") { return nil }
        let start = try #require(text.range(of: "\r\n\r\n")?.upperBound, "\(text)")
        return try JSONDecoder().decode(Wire.PressAnswer.self, from: Data(text[start...].utf8))
    }
}
