package import Display
import Drawing
package import Face
import Foundation
import HTTPTypes
import Hummingbird
import Kernel
package import Logging
import Routes
package import ServiceLifecycle
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
    let picture: SharedPicture
    /// Called with a sentence once too many connections are open, and with nil once they are not.
    let reportConnections: @Sendable (String?) -> Void

    package init(
        loop: KioskLoop, display: MemoryDisplay, slips: String?,
        reportConnections: @escaping @Sendable (String?) -> Void = { _ in }
    ) {
        self.loop = loop
        self.display = display
        self.slips = slips
        self.reportConnections = reportConnections
        picture = SharedPicture { known in
            let number = display.frameCount
            if number == known { return (nil, number) }
            let (pixels, frame) = display.snapshot()
            return (Picture(pixels: pixels), frame)
        }
    }

    /// Returns the application. `onReady` receives the port, which differs from the requested one
    /// where that was 0.
    package func application(
        port: Int, logger: Logger, onReady: @escaping @Sendable (Int) -> Void
    ) -> some Service {
        let connections = Connections("page", log: logger, report: reportConnections)
        return EndingService(
            server: Application(
                responder: responder(for: PageContext.self, log: logger),
                server: .http1(
                    configuration: .init(
                        additionalChannelHandlers: [ConnectionGuard(connections)],
                        idleTimeout: .seconds(ControlAPI.idleSeconds))),
                configuration: .init(
                    address: .hostname("127.0.0.1", port: port), serverName: "loketd"),
                onServerRunning: { channel in
                    await AcceptPause.add(to: channel)
                    onReady(channel.localAddress?.port ?? port)
                }, logger: ControlAPI.quiet(logger)))
    }

    func responder<Context: CallContext>(for _: Context.Type, log: Logger) -> Dispatcher<Context> {
        var dispatcher = Dispatcher<Context>(handlers: handlers, log: log)
        dispatcher.admits = { try Self.admit($0) }
        return dispatcher
    }

    private var handlers: [Handler] {
        [
            Handler(RouteTable.page) { _ in HTMLPage(ScreenPageHTML.text) },
            Handler(RouteTable.pagePicture) { call in
                await Self.waitForFrame(after: UInt64(call.query.after ?? 0), display)
                return try await picture.png()
            },
            Handler(RouteTable.pageTouch) { call in
                try loop.touch(call.body)
                return Nothing()
            },
            Handler(RouteTable.pageSlip) { _ in
                let data = slips.flatMap {
                    FileManager.default.contents(atPath: $0 + "/latest.png")
                }
                return data.map { PNGPicture([UInt8]($0)) }
            },
        ]
    }

    /// Waits until the display has another frame than this one. A page that outlived its daemon names a
    /// later frame than there is.
    private static func waitForFrame(after seen: UInt64, _ display: MemoryDisplay) async {
        if display.frameCount < seen { return }
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

extension ScreenPage {
    /// Refuses requests to another host name, or from a page of another host. Such a page may make a
    /// local browser call this one by a name of its own (DNS rebinding), or post touches directly.
    private static func admit(_ request: Request) throws(Refusal) {
        let origin = request.headers[.origin]
        guard isOurs(request.head.authority),
            origin == nil
                || origin?.hasPrefix("http://") == true
                    && isOurs(origin.map { String($0.dropFirst("http://".count)) })
        else { throw Refusal(.forbidden, "This page is for this machine only.") }
    }

    private static func isOurs(_ authority: String?) -> Bool {
        let host = authority?.split(separator: ":").first
        return host == "127.0.0.1" || host == "localhost"
    }
}
