package import Display
import Drawing
package import Face
import Foundation
import HTTPTypes
package import Hummingbird
import Kernel
package import Logging
import ServiceLifecycle
import Terminal
import Wire

/// Web page that shows the memory display live, takes clicks as touches, and shows the newest slip.
/// It serves 127.0.0.1 only, and only without glass.
package struct ScreenPage: Sendable {
    /// Maximum time of a request for the next frame, in seconds.
    static let longPollSeconds = 20

    let loop: KioskLoop
    let display: MemoryDisplay
    /// Folder where the virtual printer puts its slips; nil: none.
    let slips: String?

    package init(loop: KioskLoop, display: MemoryDisplay, slips: String?) {
        self.loop = loop
        self.display = display
        self.slips = slips
    }

    /// Returns the application. `onReady` receives the port, which differs from the requested one
    /// where that was 0.
    package func application(
        port: Int, logger: Logger, onReady: @escaping @Sendable (Int) -> Void
    ) -> some ApplicationProtocol {
        Application(
            router: router(for: BasicRequestContext.self),
            configuration: .init(address: .hostname("127.0.0.1", port: port), serverName: "loketd"),
            onServerRunning: { channel in
                onReady(channel.localAddress?.port ?? port)
            }, logger: ControlAPI.quiet(logger))
    }

    func router<Context: RequestContext>(for _: Context.Type) -> Router<Context> {
        let router = Router(context: Context.self)
        router.add(middleware: LoopbackOnly())
        router.get("/") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "text/html; charset=utf-8"],
                body: .init(byteBuffer: ByteBuffer(string: ScreenPageHTML.text)))
        }
        router.get("/screen.png") { request, _ in
            let seen = request.uri.queryParameters.get("after").flatMap(UInt64.init) ?? 0
            await Self.waitForFrame(after: seen, display)
            let (picture, frame) = display.snapshot()
            return ControlAPI.picture(try picture.png(), frame: frame)
        }
        router.post("/touch") { request, context in
            let tap = try await request.decode(as: Wire.Tap.self, context: context)
            try loop.touch(tap)
            return Response(status: .noContent)
        }
        router.get("/slip.png") { _, _ in
            guard let slips,
                let data = FileManager.default.contents(atPath: slips + "/latest.png")
            else { return Response(status: .noContent) }
            return Response(
                status: .ok, headers: [.contentType: "image/png", .cacheControl: "no-store"],
                body: .init(byteBuffer: ByteBuffer(bytes: data)))
        }
        return router
    }

    private static func waitForFrame(after seen: UInt64, _ display: MemoryDisplay) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { _ = await display.nextFrame(after: seen) }
            group.addTask { try? await UptimeClock().sleep(for: .seconds(longPollSeconds)) }
            // The end of the daemon does not wait for its pages.
            group.addTask { try? await gracefulShutdown() }
            await group.next()
            group.cancelAll()
        }
    }
}

/// Middleware that refuses requests to another host name, or from a page of another host. Such a
/// page may make a local browser call this one by a name of its own (DNS rebinding), or post
/// touches directly.
struct LoopbackOnly<Context: RequestContext>: RouterMiddleware {
    func handle(
        _ request: Request, context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let origin = request.headers[.origin]
        guard Self.isOurs(request.head.authority),
            origin == nil
                || origin?.hasPrefix("http://") == true
                    && Self.isOurs(origin.map { String($0.dropFirst("http://".count)) })
        else {
            throw ControlAPI.refuse("This page is for this machine only.", .forbidden)
        }
        return try await next(request, context)
    }

    private static func isOurs(_ authority: String?) -> Bool {
        let host = authority?.split(separator: ":").first
        return host == "127.0.0.1" || host == "localhost"
    }
}
