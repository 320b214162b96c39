package import Hummingbird
package import Logging
import Routes
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

    /// Returns the application, to be run until the daemon restarts.
    package func application(socket path: String, logger: Logger) -> some ApplicationProtocol {
        // It ends as a cancelled task, which is no error here.
        var silent = logger
        silent.logLevel = .critical
        return ControlAPI.application(
            responder(for: SocketContext.self, log: logger), socket: path, logger: silent,
            whenReady: {
                logger.info("api.ready", metadata: ["socket": "\(path)", "fault": "\(fault)"])
            })
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
