import Display
import Foundation
import Hummingbird
import Logging
import Wire

/// The control socket of a terminal that can't work: every question is answered with what is
/// wrong, so that one command finds it.
public struct FaultAPI: Sendable {
    let fault: String
    let sentences: [String]
    let display: MemoryDisplay

    public init(fault: String, sentences: [String], display: MemoryDisplay) {
        self.fault = fault
        self.sentences = sentences
        self.display = display
    }

    public func application(socket path: String) -> some ApplicationProtocol {
        let router = Router()
        router.get("/v1/screen.png") { _, _ in try ControlAPI.picture(display) }
        router.get("/v1/**") { _, _ in try refusal() }
        router.post("/v1/**") { _, _ in try refusal() }
        return Application(
            router: router,
            configuration: .init(address: .unixDomainSocket(path: path), serverName: "loketd"),
            onServerRunning: { _ in chmod(path, 0o660) },
            logger: ControlAPI.quiet(Logger(label: "loketd")))
    }

    private func refusal() throws -> Response {
        let all = ["The terminal shows its fault screen (\(fault))."] + sentences
        let data = try Wire.encode(Wire.Failure(error: all.joined(separator: "\n")))
        return Response(
            status: .serviceUnavailable, headers: [.contentType: "application/json"],
            body: .init(byteBuffer: ByteBuffer(bytes: data)))
    }
}
