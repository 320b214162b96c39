import Display
import Drawing
import Face
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Office
import Routes
import Settings
import Terminal
import TestSupport
import Testing
import Wire

@testable import API

extension RouteFacts: CustomTestStringConvertible {
    public var testDescription: String { name }
}

/// The daemon's side of the route table.
@Suite("API: what the route table says is what is served", .timeLimit(.minutes(5)))
struct TableTests {
    private func page(_ world: World) -> ScreenPage {
        ScreenPage(loop: world.terminal.loop, display: world.display, slips: nil)
    }

    private func control(_ world: World, allowsTaps: Bool = false) -> Dispatcher<TestContext> {
        ControlAPI(terminal: world.terminal, page: { nil }, allowsTaps: allowsTaps)
            .responder(for: TestContext.self, log: TestContext.Source().logger)
    }

    @Test("J1 each route of the table has one handler, and no handler has another route")
    func handlers() throws {
        let world = try World()
        let fault = FaultAPI(fault: "settings", sentences: [], picture: { [] })
            .responder(for: TestContext.self, log: TestContext.Source().logger)
        let log = TestContext.Source().logger
        for (door, handlers) in [
            (Door.socket, control(world).handlers), (.socket, fault.handlers),
            (.page, page(world).responder(for: TestContext.self, log: log).handlers),
        ] {
            #expect(
                handlers.map(\.route.name).sorted()
                    == RouteTable.all.filter { $0.door == door }.map(\.name).sorted())
        }
    }

    @Test("J1 words that the table lists are those of the office") func words() {
        #expect(Wire.notServedReasons == NotServedReason.allCases.map(\.rawValue))
        #expect(Wire.pauseReasons == PauseReason.allCases.map(\.rawValue))
        #expect(Wire.groups == VulnerableGroup.allCases.map(\.rawValue))
    }

    @Test("J4 each route asks for its right before anything else", arguments: RouteTable.all)
    func rights(route: RouteFacts) async throws {
        let world = try World()
        let log = TestContext.Source().logger
        var responder =
            route.door == .socket
            ? control(world) : page(world).responder(for: TestContext.self, log: log)
        let asked = Asked()
        responder.permits = { right, _ in
            asked.rights.append(right)
            throw Refusal(.forbidden, "No.")
        }
        let got = try await outcome(responder, request(route, body: "no JSON"))
        #expect(got.status == .forbidden && asked.rights == [route.right])
    }

    private final class Asked: @unchecked Sendable {
        // One request at a time asks.
        var rights: [Right] = []
    }

    @Test("J1 an error has one shape, whatever is wrong", arguments: ["control", "fault", "page"])
    func oneShape(of server: String) async throws {
        let world = try World()
        let log = TestContext.Source().logger
        let responder =
            switch server {
            case "fault":
                FaultAPI(fault: "settings", sentences: ["Mend it."], picture: { [] })
                    .responder(for: TestContext.self, log: log)
            case "page": page(world).responder(for: TestContext.self, log: log)
            default: control(world, allowsTaps: true)
            }
        let touch = server == "page" ? "/touch" : "/v1/touch"
        let huge = #"{"x": 1, "y": 1, "phase": ""# + String(repeating: "a", count: 70_000) + "\"}"
        for (request, code) in [
            (httpRequest(.get, "/nowhere"), Refusal.Code.notFound),
            (httpRequest(.get, "/v1"), .notFound), (httpRequest(.get, "//v1/status"), .notFound),
            (httpRequest(.put, touch), .wrongMethod), (httpRequest(.get, touch), .wrongMethod),
            (httpRequest(.head, touch), .wrongMethod),
            (httpRequest(.post, touch, body: huge), .tooLarge),
            (httpRequest(.post, touch, body: "{"), .invalid),
            (httpRequest(.post, touch, body: #"{"x": 99999999999999999999, "y": 1}"#), .invalid),
        ] {
            let answer = try await responder.respond(to: request, context: TestContext())
            let got = try await outcome(responder, request)
            let failure = try JSONDecoder().decode(Wire.Failure.self, from: Data(got.text.utf8))
            let wanted = server == "fault" && code == .invalid ? Refusal.Code.atFault : code
            #expect(failure.code == wanted, "\(request.head.path ?? ""): \(failure)")
            #expect(got.status.code == wanted.status && failure.error.hasSuffix("."))
            #expect(answer.headers[.contentType] == "application/json")
            #expect((answer.headers[.allow] == "POST") == (code == .wrongMethod))
            if failure.code == .invalid, failure.error.contains("x") {
                #expect(failure.field == "x" || failure.field == nil)
            }
        }
    }

    @Test("J1 each answer fits the schema that the table documents") func answersFit() async throws
    {
        let world = try World()
        let bundle = try #require(World.office.value)
        try Fonts.load(configuration: bundle.fontsFile)
        let display = world.display
        world.terminal.loop.start(bundle.face) { Hardware(display: display) }
        defer { world.terminal.loop.stop() }
        let responder = control(world, allowsTaps: true)
        var fitted: [String] = []
        // Orders go first, so that there is something to ask for.
        let routes = RouteTable.all.sorted { $0.method == .post && $1.method == .get }
        for route in routes where route.door == .socket {
            guard case .json(let shape) = route.answer else { continue }
            let body = route.name == "tap" ? #"{"x": 1, "y": 1}"# : "{}"
            let got = try await outcome(responder, request(route, body: body))
            let json = try JSONDecoder().decode(JSONValue.self, from: Data(got.text.utf8))
            if got.status == .ok {
                try json.check(shape)
                fitted.append(route.name)
            } else {
                try json.check(Shape(of: Wire.Failure.self))
                let failure = try JSONDecoder()
                    .decode(Wire.Failure.self, from: Data(got.text.utf8))
                let documented = route.refusals.keys.map(\.self) + RouteFacts.commonRefusals.keys
                #expect(documented.contains(failure.code), "\(route.name): \(failure)")
                #expect(failure.code != .failed, "\(route.name): \(failure)")
            }
        }
        for name in [
            "status", "queueList", "serviceList", "serviceShow", "surveySummary", "dayReport",
            "printHistory", "paperShow", "touchList", "screenState", "tap", "printerTest",
            "touchTestBegin", "touchTestShow",
        ] {
            #expect(fitted.contains(name), "\(name) was refused")
        }
    }

    /// Request of a route, with values for the parameters of its path.
    private func request(_ route: RouteFacts, body: String) -> Request {
        let path = route.path.replacingOccurrences(of: "{ticket}", with: "K-001")
            .replacingOccurrences(of: "{service}", with: "ktp-el")
        return httpRequest(
            route.method == .get ? .get : .post, path, body: body)
    }
}
