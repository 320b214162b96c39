import Face
import Foundation
import Hummingbird
import Kernel
import Logging
import ServiceLifecycle
import Terminal
import TestSupport

@testable import API

/// API of a terminal on a socket of its own, in the test's own process.
final class LiveAPI: Sendable {
    let world: World
    let socket: String
    private let group: ServiceGroup
    private let work: Task<Void, any Error>

    let connections: Connections

    init(
        world: World? = nil, idleSeconds: Int64 = ControlAPI.idleSeconds,
        maximum: Int = Connections.usualMaximum
    ) async throws {
        let world = try world ?? World()
        self.world = world
        socket = world.folder.file("api.sock")
        let log = TestContext.Source().logger
        connections = Connections(
            "control socket", maximum: maximum, log: log,
            report: { [faults = world.terminal.faults] in
                faults.set(.connections("control socket"), $0)
            })
        let api = ControlAPI(terminal: world.terminal, page: { nil }, allowsTaps: false)
        let (ready, isReady) = AsyncStream<Void>.makeStream()
        let application = ControlAPI.application(
            api.responder(for: SocketContext.self, log: log), socket: socket, logger: log,
            connections: connections,
            idleSeconds: idleSeconds, whenReady: { isReady.finish() })
        let group = ServiceGroup(services: [application], logger: log)
        self.group = group
        work = Task { try await group.run() }
        for await _ in ready {}
    }

    /// Ends the server as the daemon does, and waits for it.
    func stop() async throws {
        await group.triggerGracefulShutdown()
        try await work.value
    }

    /// Sends text and returns the connection.
    func open(_ text: String) throws -> Connection { try Connection(socket, text) }

    final class Connection: Sendable {
        private let socket: UnixSocket

        init(_ path: String, _ text: String) throws {
            socket = try UnixSocket(connectingTo: path, limit: .seconds(60))
            try socket.send(Array(text.utf8))
        }

        /// Reads until the text holds, without a thread of the tests. Returns all that came; an end
        /// of the connection ends it as well.
        func read(until holds: @Sendable @escaping (String) -> Bool) async throws -> String {
            try await withCheckedThrowingContinuation { continuation in
                DispatchQueue.global().async { [self] in
                    continuation.resume(
                        with: Result {
                            var text = ""
                            while !holds(text) {
                                let piece = try socket.receive()
                                if piece.isEmpty { break }
                                text += String(decoding: piece, as: UTF8.self)
                            }
                            return text
                        })
                }
            }
        }
    }
}
