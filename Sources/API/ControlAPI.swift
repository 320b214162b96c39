import Display
import Drawing
import Face
import Foundation
import HTTPTypes
package import Hummingbird
package import Logging
import Office
import Slips
package import Terminal
import Wire

/// API for technicians, on a Unix socket that root and the group `loket` may open (J4).
package struct ControlAPI: Sendable {
    let terminal: Terminal
    let page: String?
    /// Whether `loket tap` may touch the screen. It is never so on a real terminal unless
    /// configured.
    let allowsTaps: Bool

    package init(terminal: Terminal, page: String?, allowsTaps: Bool) {
        self.terminal = terminal
        self.page = page
        self.allowsTaps = allowsTaps
    }

    /// Returns the application, to be run as a service. It replaces an existing socket, so the
    /// caller has to hold the lock on the state folder.
    package func application(socket path: String, logger: Logger) -> some ApplicationProtocol {
        Application(
            router: router(for: BasicRequestContext.self),
            configuration: .init(address: .unixDomainSocket(path: path), serverName: "loketd"),
            onServerRunning: { _ in
                // Owner and group only; the folder's group decides who that is.
                chmod(path, 0o660)
                logger.info("api.ready", metadata: ["socket": "\(path)"])
            }, logger: Self.quiet(logger))
    }

    /// Hummingbird's start and stop lines add nothing to the daemon's own.
    static func quiet(_ logger: Logger) -> Logger {
        var logger = logger
        logger.logLevel = .error
        return logger
    }

    func router<Context: RequestContext>(for _: Context.Type) -> Router<Context> {
        let router = Router(context: Context.self)
        router.get("/v1/status") { _, _ in
            try await answer { await terminal.control.status(page: page) }
        }
        addQueue(to: router)
        addServices(to: router)
        addDevices(to: router)
        addScreen(to: router)
        return router
    }

    private func addQueue(to router: Router<some RequestContext>) {
        router.get("/v1/queue") { request, _ in
            let service = request.uri.queryParameters.get("service")
            return try await answer { try await terminal.control.queue(service: service) }
        }
        router.get("/v1/tickets/:ticket") { _, context in
            let name = try context.parameters.require("ticket")
            return try await answer { try await terminal.control.ticket(name) }
        }
        router.post("/v1/tickets/:ticket/print") { _, context in
            let name = try context.parameters.require("ticket")
            return try await answer {
                let end = try await terminal.control.printAgain(name, who: "loket")
                return Wire.PrintResult(end: end.state.rawValue, detail: end.detail)
            }
        }
        router.post("/v1/tickets/:ticket/void") { request, context in
            let name = try context.parameters.require("ticket")
            let body = try await request.decode(as: Wire.VoidRequest.self, context: context)
            return try await answer {
                try await terminal.control.void(name, reason: body.reason, who: "loket")
            }
        }
    }

    private func addServices(to router: Router<some RequestContext>) {
        router.get("/v1/services") { request, _ in
            let search = request.uri.queryParameters.get("search")
            return try await answer { try await terminal.control.services(search: search) }
        }
        router.get("/v1/services/:service") { _, context in
            let id = try context.parameters.require("service")
            return try await answer { try await terminal.control.service(id) }
        }
        router.get("/v1/survey") { request, _ in
            let from = try Self.date(request.uri.queryParameters.get("from"))
            let to = try Self.date(request.uri.queryParameters.get("to"))
            return try await answer { try await terminal.control.survey(from: from, to: to) }
        }
        router.get("/v1/reports/day") { request, _ in
            let date = try Self.date(request.uri.queryParameters.get("date"))
            return try await answer { try await terminal.control.dayReport(date) }
        }
        router.post("/v1/reports/day/print") { request, _ in
            let date = try Self.date(request.uri.queryParameters.get("date"))
            return try await answer {
                let end = try await terminal.control.printDayReport(date)
                return Wire.PrintResult(end: end.state.rawValue, detail: end.detail)
            }
        }
    }

    private func addDevices(to router: Router<some RequestContext>) {
        router.get("/v1/printers") { _, _ in
            try await answer { try await terminal.control.printers() }
        }
        router.get("/v1/printers/report") { request, _ in
            let queue = request.uri.queryParameters.get("queue")
            return try await answer { try await terminal.control.printerReport(queue) }
        }
        router.get("/v1/printers/preview.png") { request, _ in
            let wanted = request.uri.queryParameters
            do {
                return Self.picture(
                    try await terminal.control.previewSlip(
                        service: wanted.get("service"), profile: wanted.get("profile")))
            } catch let failure as Wire.Failure { throw Self.refuse(failure.error) }
        }
        router.post("/v1/printers/resume") { _, _ in
            try await answer { try await terminal.control.resumePrinter() }
        }
        router.get("/v1/printers/prints") { request, _ in
            let limit = request.uri.queryParameters.get("limit").flatMap { Int($0) } ?? 20
            return try await answer { try await terminal.control.prints(limit: limit) }
        }
        router.get("/v1/printers/paper") { _, _ in
            try await answer { try await terminal.control.paper() }
        }
        router.post("/v1/printers/paper") { request, context in
            let roll = try await request.decode(as: Wire.RollRequest.self, context: context)
            return try await answer {
                try await terminal.control.loadRoll(
                    millimetres: roll.metres.map { $0 * 1_000 }, who: "loket")
            }
        }
        router.post("/v1/printers/paper/confirm") { _, _ in
            try await answer { try await terminal.control.confirmRoll(who: "loket") }
        }
        router.get("/v1/touch/devices") { _, _ in
            try await answer { await terminal.control.inputDevices() }
        }
        router.get("/v1/touch/test") { _, _ in
            try await answer { try await terminal.control.touchTrial() }
        }
        router.post("/v1/touch/test") { request, context in
            let wish = try await request.decode(as: Wire.TouchTrialRequest.self, context: context)
            return try await answer {
                try await terminal.control.tryTouchscreen(device: wish.device)
            }
        }
        router.get("/v1/touch/calibrate") { _, _ in
            try await answer { try await terminal.control.calibration() }
        }
        router.post("/v1/touch/calibrate") { request, context in
            let wish = try await request.decode(as: Wire.CalibrationRequest.self, context: context)
            return try await answer {
                try await terminal.control.calibrate(points: wish.points, device: wish.device)
            }
        }
        router.post("/v1/printers/test") { _, _ in
            try await answer {
                let end = await terminal.control.printTest()
                return Wire.PrintResult(end: end.state.rawValue, detail: end.detail)
            }
        }
    }

    private func addScreen(to router: Router<some RequestContext>) {
        router.get("/v1/screen") { _, _ in try await answer { await terminal.control.screen() } }
        router.get("/v1/screen.png") { _, _ in
            Self.picture(try await terminal.loop.picture().png())
        }
        router.post("/v1/touch") { request, context in
            guard allowsTaps else {
                throw Self.refuse(
                    "Touches from outside are off on this terminal: set control.tap to true in "
                        + "kiosk.yaml to allow them.")
            }
            let tap = try await request.decode(as: Wire.Tap.self, context: context)
            return try await answer {
                try terminal.control.touch(tap)
                return tap
            }
        }
        router.post("/v1/clean") { _, _ in
            terminal.control.clean()
            return Response(status: .noContent)
        }
        router.post("/v1/load-paper") { _, _ in
            terminal.control.showLoadingPaper()
            return Response(status: .noContent)
        }
        router.post("/v1/wait-idle") { request, _ in
            let seconds = request.uri.queryParameters.get("seconds").flatMap(Double.init) ?? 10
            let isIdle = await terminal.loop.waitUntilIdle(
                timeout: .milliseconds(Int64(min(max(seconds, 0), 600) * 1000)))
            return Response(status: isIdle ? .noContent : .requestTimeout)
        }
    }

    private static func date(_ text: String?) throws -> CalendarDate? {
        guard let text else { return nil }
        guard let date = CalendarDate(text) else {
            throw refuse("'\(text)' is no date: write it as 2026-11-22.")
        }
        return date
    }

    static func refuse(_ sentence: String, _ status: HTTPResponse.Status = .badRequest)
        -> HTTPError
    {
        HTTPError(status, message: sentence)
    }

    /// Returns a PNG response. `frame` is the number of the picture, for a page that asks for the
    /// next one.
    static func picture(_ png: [UInt8], frame: UInt64? = nil) -> Response {
        var response = Response(
            status: .ok, headers: [.contentType: "image/png", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(bytes: png)))
        if let frame, let name = HTTPField.Name("X-Frame") {
            response.headers[name] = String(frame)
        }
        return response
    }

    /// Returns the body's result as JSON, or a refusal as its sentence.
    private func answer(_ body: () async throws -> some Encodable) async throws -> Response {
        do {
            let data = try Wire.encode(try await body())
            return Self.json(data, .ok)
        } catch let failure as Wire.Failure {
            return Self.json(try Wire.encode(failure), .notFound)
        } catch let unavailable as Wire.Unavailable {
            return Self.json(
                try Wire.encode(Wire.Failure(error: unavailable.error)), .badGateway)
        } catch let error as HTTPError {
            throw error
        } catch {
            return Self.json(try Wire.encode(Wire.Failure(error: "\(error)")), .conflict)
        }
    }

    private static func json(_ data: Data, _ status: HTTPResponse.Status) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json"],
            body: .init(byteBuffer: ByteBuffer(bytes: data)))
    }
}
