import Kernel
package import ServiceLifecycle

/// Server that ends within a limit. Hummingbird's own waits for each open connection, so that half a
/// request would hold up the end of the daemon.
package struct EndingService<Server: Service>: Service {
    /// Time for answers that are under way when the daemon is told to end.
    static var limit: Duration { .seconds(3) }

    let server: Server

    package func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            group.addTask {
                // Also returns when the server has ended by itself.
                try await gracefulShutdown()
                try await UptimeClock().sleep(for: Self.limit)
            }
            defer { group.cancelAll() }
            do { try await group.next() } catch is CancellationError {}
        }
    }
}
