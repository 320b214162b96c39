import Face
import Foundation
import Geometry
import HTTPTypes
import Hummingbird
import Kernel
import Logging
import NIOCore
import Routes
import ServiceLifecycle
import Synchronization
import Terminal
import TestSupport
import Testing

@testable import API

/// Programs that open connections and let them lie, and pages that look at one picture.
@Suite("Y7 What others hold has a limit", .timeLimit(.minutes(5)))
struct ConnectionTests {
    private let call = "GET /v1/services HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"

    @Test(
        "Y7 the socket is never deaf: the idlest connections end for new ones, and status says so")
    func never() async throws {
        let live = try await LiveAPI(maximum: 8)
        let stream = try live.open("GET /v1/events HTTP/1.1\r\nHost: x\r\n\r\n")
        _ = try await stream.read { $0.contains(": loketd") }
        var idle = [try live.open("")]
        try await eventually("the first one is taken") { live.connections.count == 2 }
        for number in 1..<40 {
            // Nothing at all, half a head, and half a body.
            let half = ["", "GET /v1/sta", "POST /v1/touch HTTP/1.1\r\nContent-Length: 9\r\n\r\n{"]
            idle.append(try live.open(half[number % half.count]))
        }
        // Each connection is taken by a thread of its own, so they do not come in their order.
        try await eventually("all are taken, and the first ones closed") {
            live.connections.closedCount >= 33
        }
        let answer = try await live.open(call).read { _ in false }
        #expect(answer.hasPrefix("HTTP/1.1 200"), "\(answer.prefix(200))")
        #expect(live.connections.count <= 8 && live.connections.closedCount >= 32)
        let problems = live.world.terminal.faults.sentences
        #expect(problems.contains { $0.contains("connections to the control socket") })
        let first = try await idle[0].read { _ in false }
        #expect(first.isEmpty, "the idlest one was closed")
        // A connection at work is not closed for an idle one.
        live.world.terminal.bulletin.publish("later", at: Date())
        _ = try await stream.read { $0.contains("later") }
        idle = []
        try await eventually("they are gone") {
            !live.world.terminal.faults.sentences.contains { $0.contains("connections to") }
                && live.connections.count <= 2
        }
        try await live.stop()
    }

    @Test("Y7 where all connections are at work, one more is closed, and the others go on")
    func allAtWork() async throws {
        let live = try await LiveAPI(maximum: 3)
        var streams: [LiveAPI.Connection] = []
        for _ in 0..<3 {
            streams.append(try live.open("GET /v1/events HTTP/1.1\r\nHost: x\r\n\r\n"))
            _ = try await streams.last?.read { $0.contains(": loketd") }
        }
        // A connection that is closed with bytes in it is broken for its reader.
        let more = (try? await live.open(call).read { _ in false }) ?? ""
        #expect(more.isEmpty)
        live.world.terminal.bulletin.publish("later", at: Date())
        for stream in streams { _ = try await stream.read { $0.contains("later") } }
        try await live.stop()
    }

    @Test("Y7 a reader that takes nothing of a large answer loses its connection")
    func neverReads() async throws {
        let folder = try TemporaryFolder()
        let log = TestContext.Source().logger
        let connections = Connections(
            "control socket", writeLimit: .milliseconds(100), log: log)
        let (asked, isAsked) = AsyncStream<Int>.makeStream()
        let responder = CallbackResponder<SocketContext> { _, _ in
            isAsked.yield(connections.count)
            return Response(
                status: .ok,
                body: .init(byteBuffer: ByteBuffer(repeating: 0x41, count: 8 << 20)))
        }
        let (ready, isReady) = AsyncStream<Void>.makeStream()
        let path = folder.file("api.sock")
        let server = ControlAPI.application(
            responder, socket: path, logger: log, connections: connections,
            whenReady: { isReady.finish() })
        let group = ServiceGroup(services: [server], logger: log)
        let work = Task { try await group.run() }
        for await _ in ready {}
        let reader = try UnixSocket(connectingTo: path, limit: .seconds(60))
        try reader.send(Array("GET / HTTP/1.1\r\nHost: x\r\n\r\n".utf8))
        // Not looked for from time to time: it may be closed again before the next look.
        for await count in asked {
            #expect(count == 1)
            break
        }
        try await eventually("it is closed") { connections.count == 0 }
        withExtendedLifetime(reader.number) {}
        await group.triggerGracefulShutdown()
        try await work.value
    }

    @Test("Y7 one encoding a frame serves all who look, and none is older than the question")
    func shared() async throws {
        let number = Mutex<UInt64>(1)
        let shared = SharedPicture { known in
            let now = number.withLock { $0 }
            return (
                now == known
                    ? nil : Picture(pixels: PixelBuffer(size: Size(width: 64, height: 64))), now
            )
        }
        try await withThrowingTaskGroup(of: UInt64?.self) { group in
            for _ in 0..<12 { group.addTask { try await shared.png().frame } }
            for try await frame in group { #expect(frame == 1) }
        }
        #expect(await shared.encodedCount == 1)
        number.withLock { $0 = 2 }
        #expect(try await shared.png().frame == 2)
        #expect(await shared.encodedCount == 2)
    }

    @Test("J1 a page that outlived its daemon gets the picture at once") func laterFrame()
        async throws
    {
        let world = try World()
        let page = ScreenPage(loop: world.terminal.loop, display: world.display, slips: nil)
        let responder = page.responder(for: TestContext.self, log: TestContext.Source().logger)
        let begun = Uptime.now()
        let request = httpRequest(.get, "/screen.png?after=500")
        #expect(try await outcome(responder, request).status == .ok)
        #expect(Uptime.now() - begun < .seconds(ScreenPage.longPollSeconds))
    }

    @Test("Y7 the limits of two servers leave the daemon the descriptors it needs") func limits() {
        let both = 2 * Connections.fittingMaximum
        #expect(Connections.fittingMaximum >= 8)
        #expect(both <= max(16, DescriptorLimit.current - Connections.reservedDescriptors))
    }
}
