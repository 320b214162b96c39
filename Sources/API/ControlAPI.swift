import Face
import Foundation
import Hummingbird
package import Logging
import NIOCore
import Routes
package import ServiceLifecycle
package import Terminal
import Wire

/// API for technicians, on a Unix socket that root and the group `loket` may open (J4).
package struct ControlAPI: Sendable {
    /// Time after which a connection that sends no whole request is closed.
    static let idleSeconds: Int64 = 60

    let terminal: Terminal
    let page: @Sendable () -> String?
    /// Whether callers have the right `touch`. On a real terminal they have it only where the
    /// settings say so.
    let allowsTaps: Bool
    let picture: SharedPicture

    package init(terminal: Terminal, page: @escaping @Sendable () -> String?, allowsTaps: Bool) {
        self.terminal = terminal
        self.page = page
        self.allowsTaps = allowsTaps
        picture = SharedPicture { [loop = terminal.loop] in await loop.picture(unless: $0) }
    }

    /// Returns the application, to be run as a service. It replaces an existing socket, so the
    /// caller has to hold the lock on the state folder. `whenReady` is called as soon as the socket
    /// answers.
    package func application(
        socket path: String, logger: Logger, whenReady: @escaping @Sendable () -> Void = {}
    ) -> some Service {
        EndingService(
            server: Self.application(
                responder(for: SocketContext.self, log: logger), socket: path, logger: logger,
                connections: Connections("control socket", log: logger) {
                    [faults = terminal.faults] in
                    faults.set(.connections("control socket"), $0)
                },
                whenReady: {
                    logger.info("api.ready", metadata: ["socket": "\(path)"])
                    whenReady()
                }))
    }

    static func application<Responder: HTTPResponder>(
        _ responder: Responder, socket path: String, logger: Logger,
        connections: Connections, idleSeconds: Int64 = idleSeconds,
        whenReady: @escaping @Sendable () -> Void
    ) -> Application<Responder>
    where Responder.Context: InitializableFromSource<ApplicationRequestContextSource> {
        Application(
            responder: responder,
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [ConnectionGuard(connections)],
                    idleTimeout: .seconds(idleSeconds))),
            configuration: .init(address: .unixDomainSocket(path: path), serverName: "loketd"),
            onServerRunning: { channel in
                await AcceptPause.add(to: channel)
                // Owner and group only; the folder's group decides who that is.
                chmod(path, 0o660)
                whenReady()
            }, logger: quiet(logger))
    }

    /// Logger for Hummingbird, whose start and stop lines add nothing to the daemon's own.
    static func quiet(_ logger: Logger) -> Logger {
        Logger(label: logger.label) { _ in ServerLog(logger.handler) }
    }

    func responder<Context: CallContext>(for _: Context.Type, log: Logger) -> Dispatcher<Context> {
        var dispatcher = Dispatcher<Context>(handlers: handlers, log: log)
        dispatcher.permits = { try check($0, $1) }
        return dispatcher
    }

    /// Checks a right. The socket itself keeps out everybody but root and the group `loket`.
    private func check(_ right: Right, _ caller: Caller) throws(Refusal) {
        switch right {
        case .look, .tickets, .call, .callGiven, .office, .service: break
        case .clock:
            guard case .process(uid: 0, _, _) = caller else {
                throw Refusal(
                    .forbidden,
                    "Only root may decide about the clock: run the command with sudo.")
            }
        case .touch:
            guard allowsTaps else {
                throw Refusal(
                    .forbidden,
                    "Touches from outside are off on this terminal: set control.tap to true in "
                        + "kiosk.yaml to allow them.")
            }
        }
    }
}
