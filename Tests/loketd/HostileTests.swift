import Foundation
import Kernel
import Records
import TestSupport
import Testing
import Wire

/// Requests on the raw socket, as a broken or hostile program sends them.
@Suite("loketd: hostile requests on its socket", .timeLimit(.minutes(10)))
struct HostileTests {
    /// Answer of one connection: its status, nil where there was none, and its content.
    private struct Answer {
        var status: Int?
        var content: String

        var failure: Wire.Failure? {
            try? JSONDecoder().decode(Wire.Failure.self, from: Data(content.utf8))
        }
    }

    /// Sends text and waits for the answer, without a thread of the tests.
    private func send(_ text: String, to daemon: Daemon) async throws -> Answer {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result { try Self.exchange(text, with: daemon) })
            }
        }
    }

    private static func exchange(_ text: String, with daemon: Daemon) throws -> Answer {
        let socket = try UnixSocket(connectingTo: daemon.socket, limit: .seconds(20))
        // A daemon that refuses early may close before it has read everything.
        try? socket.send(Array(text.utf8))
        let bytes = (try? socket.receiveAll()) ?? []
        let answer = String(decoding: bytes, as: UTF8.self)
        let parts = answer.components(separatedBy: "\r\n\r\n")
        return Answer(
            status: answer.split(separator: " ").dropFirst().first.flatMap { Int($0) },
            content: parts.dropFirst().joined(separator: "\r\n\r\n"))
    }

    private func post(_ path: String, _ body: String) -> String {
        "POST \(path) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    private func get(_ path: String) -> String {
        "GET \(path) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    }

    @Test("X8 Y4 J4 nothing that a body says makes a fault, and each refusal names its field")
    func bodies() async throws {
        let daemon = try await Daemon.ready(TemporaryFolder())
        let numbers = [
            "0", "-1", "1.5", "1e3", "-0", "2147483648", "-2147483649", "9223372036854775807",
            "9223372036854775808", "-9223372036854775809", "1e308", "1e400", "-1e400", "1e-400",
            "NaN", "Infinity", "01", "0x10", "null", "true", "\"1\"", "[]", "{}", "[1]", "",
            String(repeating: "9", count: 400),
        ]
        for number in numbers {
            for (path, body, field) in [
                ("/v1/touch", #"{"x": \#(number), "y": 1}"#, "x"),
                ("/v1/touch", #"{"x": 1, "y": \#(number)}"#, "y"),
                ("/v1/touch", #"{"x": 1, "y": 1, "phase": \#(number)}"#, "phase"),
                ("/v1/printers/paper", #"{"metres": \#(number)}"#, "metres"),
                ("/v1/touch/calibrate", #"{"points": \#(number)}"#, "points"),
                ("/v1/touch/calibrate", #"{"points": 3, "device": \#(number)}"#, "device"),
                ("/v1/tickets/K-001/void", #"{"reason": \#(number)}"#, "reason"),
            ] {
                let answer = try await send(post(path, body), to: daemon)
                let status = try #require(answer.status, "\(path) \(body)")
                #expect([200, 400, 404, 409].contains(status), "\(path) \(body): \(answer)")
                if status == 400, let found = answer.failure?.field {
                    #expect(found == field, "\(path) \(body): \(answer)")
                }
                #expect(status == 200 || answer.failure != nil, "\(path) \(body): \(answer)")
            }
        }
        for body in [
            "", "{", "[", "null", "\"", "{}", "[]", "\u{0}", "{\"x\":1,\"x\":2}",
            String(repeating: "[", count: 20_000), String(repeating: "{\"a\":", count: 9_000),
        ] {
            for path in ["/v1/touch", "/v1/touch/calibrate", "/v1/tickets/K-001/void"] {
                let answer = try await send(post(path, body), to: daemon)
                #expect(answer.status == 400 && answer.failure?.code == .invalid, "\(answer)")
            }
        }
        #expect(try await daemon.stop() == 0)
    }

    @Test("J4 nothing that a path, a query or a head says makes a fault") func heads() async throws
    {
        let daemon = try await Daemon.ready(TemporaryFolder())
        let long = String(repeating: "a", count: 60_000)
        for path in [
            "/v1/printers/prints?limit=0", "/v1/printers/prints?limit=1e9",
            "/v1/printers/prints?limit=99999999999999999999", "/v1/printers/prints?limit=%",
            "/v1/survey?from=0000-00-00", "/v1/survey?from=9999-12-31&to=0001-01-01",
            "/v1/survey?to=%00", "/v1/reports/day?date=-1", "/v1/reports/day?date=2026-02-30",
            "/v1/services?search=%22%27%3B--", "/v1/services?search=\(long)",
            "/v1/services/%2e%2e%2f", "/v1/services/%FF", "/v1/tickets/\(long)",
            "/v1/tickets/%00", "/v1/tickets/K-99999999999999999999", "/v1/tickets/test1--1",
            "/v1/events?since=x", "/v1/events?since=1-99999999999999999999",
            "/v1/printers/report?queue=%0A%0D", "/v1/printers/preview.png?service=none",
            "/v1/printers/preview.png?profile=../../etc/passwd", "/nowhere", "/v1/", "//", "/%",
            "/v1/screen?x=\(long)",
        ] {
            let answer = try await send(get(path), to: daemon)
            let status = try #require(answer.status, "\(path.prefix(80))")
            #expect([200, 400, 404, 409, 502].contains(status), "\(path.prefix(80)): \(answer)")
            if status != 200 { #expect(answer.failure != nil, "\(path.prefix(80)): \(answer)") }
        }
        let idle = try await send(post("/v1/wait-idle?seconds=-1", ""), to: daemon)
        #expect(idle.status == 400 && idle.failure?.field == "seconds")
        for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"] {
            let answer = try await send(
                "\(method) /v1/status HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", to: daemon)
            #expect(answer.status == 405 && answer.failure?.code == .wrongMethod, "\(answer)")
        }
        for nonsense in [
            "\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "\u{16}\u{3}\u{1}\u{2}\u{0}",
            "GET /v1/status HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
            "POST /v1/touch HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n",
            "POST /v1/touch HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            "GET /v1/status HTTP/1.1\r\n\(String(repeating: "a: b\r\n", count: 3_000))\r\n",
        ] {
            let socket = try UnixSocket(connectingTo: daemon.socket, limit: .seconds(20))
            try? socket.send(Array(nonsense.utf8))
            // No HTTP: a refusal without a body, a closed connection, or patience for the rest.
            if let bytes = try? socket.receive(), !bytes.isEmpty {
                let text = String(decoding: bytes, as: UTF8.self)
                #expect(!text.hasPrefix("HTTP/1.1 5"), "\(nonsense.prefix(60)): \(text)")
            }
        }
        #expect(try await daemon.stop() == 0)
    }

    @Test("J4 huge and half requests hold up nobody") func sizes() async throws {
        let daemon = try await Daemon.ready(TemporaryFolder())
        // What is too large is refused as soon as that is known, not once it is all there.
        let start = #"{"reason": ""# + String(repeating: "x", count: 70_000)
        let huge = try await send(
            "POST /v1/tickets/K-001/void HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + "Content-Length: 2000000\r\n\r\n\(start)", to: daemon)
        #expect(huge.status == 413 && huge.failure?.code == .tooLarge, "\(huge)")
        let chunk = "10000\r\n\(String(repeating: "y", count: 65_536))\r\n"
        let chunked = try await send(
            "POST /v1/touch HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n\(chunk)\(chunk)", to: daemon)
        #expect(chunked.status == 413, "\(chunked)")

        // Half a head, half a body, and a head that promises a body that never comes.
        var open: [Opened] = []
        for half in [
            "GET /v1/sta", "POST /v1/touch HTTP/1.1\r\nContent-Length: 100\r\n\r\n{\"x\":",
            "POST /v1/touch HTTP/1.1\r\nContent-Length: 9000000\r\n\r\n",
        ] {
            for _ in 0..<20 { open.append(try Opened(half, daemon.socket)) }
        }
        let status: Wire.Status = try await daemon.ask("status")
        #expect(status.pid == daemon.pid && !open.isEmpty)
        // They do not hold up its end either: they would stay open for a minute.
        let begun = Uptime.now()
        #expect(try await daemon.stop() == 0)
        #expect(Uptime.now() - begun < .seconds(15) * Load.factor)
        withExtendedLifetime(open) {}
    }

    /// Connection that stays open with half a request.
    private final class Opened {
        private let socket: UnixSocket

        init(_ text: String, _ path: String) throws {
            socket = try UnixSocket(connectingTo: path, limit: .seconds(20))
            try socket.send(Array(text.utf8))
        }
    }

    @Test("J4 an order is recorded by the user of the socket, not by what the caller says")
    func caller() async throws {
        let folder = try TemporaryFolder()
        let daemon = try await Daemon.ready(folder)
        try await daemon.tap("service(ktp-el)", "issue")
        let done = try await daemon.loket("ticket", "void", "K-001", "--reason", "left")
        #expect(done.status == 0, "\(done.errors)")
        let who = try #require(try await daemon.event("ticket.void")["who"])
        let user = LocalUsers.name(of: getuid()) ?? "uid \(getuid())"
        #expect(who.hasPrefix("\(user) (pid "), "\(who)")
        #expect(try await daemon.stop() == 0)
        let records = try Records(folder: daemon.state, terminal: "belu1")
        let entries = try await records.read { try $0.journal.newest(limit: 20) }
        let void = entries.filter { $0.what.hasSuffix(".void") }
        #expect(void.map(\.who) == [user], "\(entries.map(\.what))")
        records.close()
    }
}
