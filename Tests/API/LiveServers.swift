import Drawing
import Face
import Foundation
import Hummingbird
import Kernel
import Logging
import Records
import ServiceLifecycle
import Settings
import Terminal
import TestSupport
import Testing

@testable import API

/// Terminal that runs, with both of its APIs, and what must hold of it afterwards.
struct FuzzWorld {
    let world: World
    let control: ControlAPI
    let page: ScreenPage
    private let work: Task<Void, Never>

    init() throws {
        let world = try World()
        self.world = world
        let bundle = try #require(World.office.value)
        try Fonts.load(configuration: bundle.fontsFile)
        let display = world.display
        world.terminal.loop.start(bundle.face) { Hardware(display: display) }
        control = ControlAPI(terminal: world.terminal, page: { nil }, allowsTaps: true)
        page = ScreenPage(loop: world.terminal.loop, display: display, slips: nil)
        work = Task { await world.terminal.run() }
    }

    /// The loop is alive, the journal is whole, and no number was given twice.
    func check(_ cases: Int) async {
        #expect(await world.terminal.loop.waitUntilIdle(timeout: .seconds(60)), "\(cases) cases")
        let records = world.terminal.records
        do {
            #expect(try await records.read { try $0.journal.verify() } == nil)
            #expect(try await records.damage() == nil)
        } catch { Issue.record("\(error)") }
    }

    func end() async {
        work.cancel()
        world.terminal.loop.stop()
        await work.value
    }
}

/// Both servers of a terminal, on a socket and a port of their own.
struct LiveServers {
    let world: FuzzWorld
    let port: Int
    private let socket: String
    private let group: ServiceGroup
    private let work: Task<Void, any Error>

    init() async throws {
        world = try FuzzWorld()
        socket = world.world.folder.file("api.sock")
        let log = TestContext.Source().logger
        let (ready, isReady) = AsyncStream<Int>.makeStream()
        let control = ControlAPI.application(
            world.control.responder(for: SocketContext.self, log: log), socket: socket,
            logger: log, connections: Connections("control socket", log: log), idleSeconds: 2,
            whenReady: { isReady.yield(0) })
        let page = world.page.application(port: 0, logger: log) { isReady.yield($0) }
        let group = ServiceGroup(
            services: [EndingService(server: control), page], logger: log)
        self.group = group
        work = Task { try await group.run() }
        var port = 0
        var count = 0
        for await one in ready {
            port = max(port, one)
            count += 1
            if count == 2 { break }
        }
        self.port = port
    }

    func stop() async throws {
        await group.triggerGracefulShutdown()
        try await work.value
        await world.end()
    }

    /// Sends bytes and reads until the other side has closed, or is silent for a moment. Without a
    /// thread of the tests.
    func exchange(_ bytes: [UInt8], usesPort: Bool, closesHalf: Bool) async throws -> [UInt8] {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(
                    with: Result { try self.exchangeNow(bytes, usesPort, closesHalf) })
            }
        }
    }

    private func exchangeNow(_ bytes: [UInt8], _ usesPort: Bool, _ closesHalf: Bool) throws
        -> [UInt8]
    {
        let unix = usesPort ? nil : try UnixHolder(socket)
        let descriptor = try unix?.number ?? Loopback.connect(port: UInt16(port))
        defer { if usesPort { close(descriptor) } }
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        var rest = bytes[...]
        var answer: [UInt8] = []
        var hasEnded = false
        var end = Uptime.now() + .milliseconds(120)
        while true {
            var watched = PollSet(descriptor, rest.isEmpty ? .readable : [.readable, .writable])
            guard watched.wait(until: end) else { return answer }
            var buffer = [UInt8](repeating: 0, count: 65_536)
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count == 0 || count < 0 && errno != EAGAIN { return answer }
            if count > 0 {
                answer += buffer[..<count]
                end = Uptime.now() + .milliseconds(60)
            }
            if !rest.isEmpty {
                let sent = rest.withUnsafeBytes {
                    send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                if sent < 0 && errno != EAGAIN { return answer }
                rest = rest.dropFirst(max(0, sent))
            } else if closesHalf, !hasEnded {
                hasEnded = true
                shutdown(descriptor, Int32(SHUT_WR))
            }
        }
    }

    /// Owner of a socket as long as its number is used.
    private final class UnixHolder {
        let socket: UnixSocket
        var number: Int32 { socket.number }
        init(_ path: String) throws {
            socket = try UnixSocket(connectingTo: path, limit: .seconds(20))
        }
    }
}
