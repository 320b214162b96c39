import Hummingbird
package import Logging
import Routes
package import ServiceLifecycle
import Wire

/// API of a terminal that cannot work, on the control socket. Every call is answered with the
/// fault, so that any command shows it.
package struct FaultAPI: Sendable {
    let fault: String
    let sentences: [String]
    let picture: @Sendable () async throws -> [UInt8]

    /// Creates the API. `picture` returns the fault screen as a PNG.
    package init(
        fault: String, sentences: [String],
        picture: @escaping @Sendable () async throws -> [UInt8]
    ) {
        self.fault = fault
        self.sentences = sentences
        self.picture = picture
    }

    /// Returns the application, to be run as a service until the daemon restarts. `whenReady` is
    /// called as soon as the socket answers.
    package func application(
        socket path: String, logger: Logger, whenReady: @escaping @Sendable () -> Void = {}
    ) -> some Service {
        EndingService(
            server: ControlAPI.application(
                responder(for: SocketContext.self, log: logger), socket: path, logger: logger,
                connections: Connections("control socket", log: logger),
                whenReady: {
                    logger.info("api.ready", metadata: ["socket": "\(path)", "fault": "\(fault)"])
                    whenReady()
                }))
    }

    func responder<Context: CallContext>(for _: Context.Type, log: Logger) -> Dispatcher<Context> {
        let refusal = Refusal(
            .atFault,
            (["The terminal shows its fault screen (\(fault))."] + sentences)
                .joined(separator: "\n"))
        let handlers = RouteTable.all.filter { $0.door == .socket }.map { route in
            route.name == RouteTable.screenPicture.facts.name
                ? Handler(RouteTable.screenPicture) { _ in PNGPicture(try await picture()) }
                : Handler(route) { throw refusal }
        }
        return Dispatcher(handlers: handlers, log: log)
    }
}
