import Drawing
import Foundation
package import Hummingbird
package import Logging
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
        return Application(
            router: router(for: BasicRequestContext.self),
            configuration: .init(address: .unixDomainSocket(path: path), serverName: "loketd"),
            onServerRunning: { _ in
                chmod(path, 0o660)
                logger.info("api.ready", metadata: ["socket": "\(path)", "fault": "\(fault)"])
            }, logger: silent)
    }

    func router<Context: RequestContext>(for _: Context.Type) -> Router<Context> {
        let router = Router(context: Context.self)
        router.get("/v1/screen.png") { _, _ in
            ControlAPI.picture(try await picture())
        }
        // Below /v1 the router searches no parent path, so both are needed.
        for path in ["/v1/**", "/**"] {
            let path = RouterPath(path)
            router.get(path) { _, _ in try refusal() }
            router.post(path) { _, _ in try refusal() }
        }
        return router
    }

    private func refusal() throws -> Response {
        let all = ["The terminal shows its fault screen (\(fault))."] + sentences
        let data = try Wire.encode(Wire.Failure(error: all.joined(separator: "\n")))
        return Response(
            status: .serviceUnavailable, headers: [.contentType: "application/json"],
            body: .init(byteBuffer: ByteBuffer(bytes: data)))
    }
}
