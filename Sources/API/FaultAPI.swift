import Drawing
import Foundation
package import Hummingbird
package import Logging
import Wire

/// The control socket of a terminal that can't work: every question is answered with what is
/// wrong, so that one command finds it.
package struct FaultAPI: Sendable {
    let fault: String
    let sentences: [String]
    let picture: @Sendable () async throws -> [UInt8]

    /// `picture` gives the fault screen as a PNG.
    package init(
        fault: String, sentences: [String],
        picture: @escaping @Sendable () async throws -> [UInt8]
    ) {
        self.fault = fault
        self.sentences = sentences
        self.picture = picture
    }

    /// The application, to be run until the daemon starts over.
    package func application(socket path: String, logger: Logger) -> some ApplicationProtocol {
        // The end is a cancelled task, which is no error here.
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
        // Below /v1 the router looks no further up, so both are needed.
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
