import Kernel
import Logging
package import ServiceLifecycle
import Synchronization

/// Server that ends within a limit, on graceful shutdown and on cancellation alike. Hummingbird's own
/// end waits for each open connection, so that half a request would hold up the end of the daemon. Its
/// tasks must not be cancelled either: a connection that was accepted and not yet handled is then
/// dropped, which swift-nio takes for a fault of the program and aborts ("Deinited NIOAsyncWriter
/// without calling finish()"). So what is open at the limit is left to the end of the process.
package struct EndingService<Server: Service>: Service {
    /// Time for answers that are under way when the daemon is told to end.
    static var limit: Duration { .seconds(3) }

    let server: Server

    package func run() async throws {
        let group = ServiceGroup(
            configuration: .init(
                services: [
                    .init(
                        service: server, successTerminationBehavior: .gracefullyShutdownGroup)
                ],
                logger: Logger(label: "lifecycle", factory: { _ in SwiftLogNoOpLogHandler() })))
        let (ends, end) = AsyncStream<Result<Void, any Error>>.makeStream()
        let (requests, request) = AsyncStream<Void>.makeStream()
        // No children of this task, which would wait for them without a limit.
        Task {
            do {
                try await group.run()
                end.yield(.success(()))
            } catch { end.yield(.failure(error)) }
        }
        let limiting = Task {
            for await _ in requests { break }
            await group.triggerGracefulShutdown()
            try await UptimeClock().sleep(for: Self.limit)
            end.yield(.success(()))
        }
        defer { limiting.cancel() }
        let isAsked = Atomic(false)
        let waiting = Task {
            for await result in ends {
                do { return try result.get() } catch {
                    // One that is told to end before it has begun says so by an error.
                    if !isAsked.load(ordering: .relaxed) { throw error }
                    return
                }
            }
        }
        let ask: @Sendable () -> Void = {
            isAsked.store(true, ordering: .relaxed)
            request.yield()
        }
        try await withTaskCancellationHandler {
            try await withGracefulShutdownHandler {
                try await waiting.value
            } onGracefulShutdown: {
                ask()
            }
        } onCancel: {
            ask()
        }
    }
}
