import Display
import Drawing
import Face
import Foundation
import Geometry
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Office
import Records
import Screens
import Settings
import Terminal
import TestSupport
import Testing
import Wire

@testable import API

/// Context of a request without a server.
struct TestContext: CallContext {
    struct Source: RequestContextSource {
        var logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
    }

    var coreContext: CoreRequestContextStorage

    var connection: (any Channel)? { nil }
    func caller() async -> Caller { .unknown }

    init(source: Source) { coreContext = .init(source: source) }
    init() { self.init(source: Source()) }
}

/// APIs of a terminal that is set up but not running, so that its screen does not change.
struct World {
    let folder: TemporaryFolder
    let terminal: Terminal
    let display = MemoryDisplay(panel: .small)

    /// The office of the repository's own files. Read once: it takes a third of a second.
    static let office = SettingsBundle.load(
        file: Repository.file("Kiosk/kiosk.yaml"),
        today: CalendarDate(year: 2026, month: 11, day: 23))

    init(_ change: (inout SettingsBundle) -> Void = { _ in }) throws {
        folder = try TemporaryFolder("api")
        var bundle = try #require(Self.office.value)
        change(&bundle)
        terminal = Terminal(
            bundle: bundle, problems: [],
            records: try Records(folder: folder.file("state"), terminal: "test1"), printer: nil,
            printRoom: nil, log: TestContext.Source().logger)
    }
}

func httpRequest(
    _ method: HTTPRequest.Method, _ path: String, host: String = "127.0.0.1:8631",
    origin: String? = nil, body: String = ""
) -> Request {
    var head = HTTPRequest(method: method, scheme: "http", authority: host, path: path)
    head.headerFields[.origin] = origin
    return Request(head: head, body: .init(buffer: ByteBuffer(string: body)))
}

/// Writer that collects the body of an answer.
struct Collector: ResponseBodyWriter {
    let text: TextBox

    final class TextBox { var text = "" }

    mutating func write(_ buffer: ByteBuffer) { text.text += String(buffer: buffer) }
    consuming func finish(_ trailingHeaders: HTTPFields?) {}
}

/// Returns the status of an answer and its text.
func outcome(_ responder: Dispatcher<TestContext>, _ request: Request) async throws
    -> (status: HTTPResponse.Status, text: String)
{
    let answer = try await responder.respond(to: request, context: TestContext())
    let box = Collector.TextBox()
    try await answer.body.write(Collector(text: box))
    return (answer.status, box.text)
}

@Suite("API: who may ask, and what is refused", .timeLimit(.minutes(5)))
struct APITests {
    @Test(
        "J4 the page answers requests to this machine only",
        arguments: [
            ("127.0.0.1:8631", nil, HTTPResponse.Status.ok), ("localhost:8631", nil, .ok),
            ("127.0.0.1:8631", "http://127.0.0.1:8631", .ok),
            ("rebound.example:8631", nil, .forbidden), ("127.0.0.1.example", nil, .forbidden),
            ("", nil, .forbidden), ("127.0.0.1:8631", "https://shop.example", .forbidden),
            ("127.0.0.1:8631", "http://127.0.0.1.example", .forbidden),
            ("127.0.0.1:8631", "null", .forbidden),
        ])
    func loopbackOnly(host: String, origin: String?, status: HTTPResponse.Status) async throws {
        let world = try World()
        let page = ScreenPage(
            loop: world.terminal.loop, display: world.display, slips: nil)
        let responder = page.responder(for: TestContext.self, log: TestContext.Source().logger)
        let got = try await outcome(responder, httpRequest(.get, "/", host: host, origin: origin))
        #expect(got.status == status)
        let tap = httpRequest(
            .post, "/touch", host: host, origin: origin, body: #"{"x": 1, "y": 1}"#)
        #expect(try await outcome(responder, tap).status == (status == .ok ? .noContent : status))
    }

    @Test("J4 touches from outside are refused where the settings do not allow them")
    func tapsRefused() async throws {
        let world = try World()
        for isAllowed in [false, true] {
            let api = ControlAPI(
                terminal: world.terminal, page: { nil },
                allowsTaps: isAllowed)
            let got = try await outcome(
                api.responder(for: TestContext.self, log: TestContext.Source().logger),
                httpRequest(.post, "/v1/touch", body: #"{"x": 1, "y": 1}"#))
            #expect(got.status == (isAllowed ? .ok : .forbidden))
            #expect(got.text.contains("control.tap") == !isAllowed)
        }
    }

    @Test("J4 a phase that is none is refused, and so is a date")
    func refusals() async throws {
        let world = try World()
        let api = ControlAPI(
            terminal: world.terminal, page: { nil }, allowsTaps: true)
        let responder = api.responder(for: TestContext.self, log: TestContext.Source().logger)
        let tap = httpRequest(.post, "/v1/touch", body: #"{"x": 1, "y": 1, "phase": "hover"}"#)
        #expect(try await outcome(responder, tap).status == .badRequest)
        let survey = try await outcome(responder, httpRequest(.get, "/v1/survey?from=yesterday"))
        #expect(survey.status == .badRequest && survey.text.contains("yesterday"))
    }

    @Test("T40 where nothing can be calibrated, a sentence says why") func calibration()
        async throws
    {
        let world = try World()
        let bundle = try #require(World.office.value)
        try Fonts.load(configuration: bundle.fontsFile)
        let display = world.display
        world.terminal.loop.start(bundle.face) { Hardware(display: display) }
        defer { world.terminal.loop.stop() }
        let api = ControlAPI(terminal: world.terminal, page: { nil }, allowsTaps: false)
        let responder = api.responder(for: TestContext.self, log: TestContext.Source().logger)
        for (body, status, says) in [
            (#"{"points": 5}"#, HTTPResponse.Status.conflict, "no touchscreen"),
            (#"{"points": 4}"#, .badRequest, "must be 3 or 5, not 4"),
        ] {
            let got = try await outcome(
                responder, httpRequest(.post, "/v1/touch/calibrate", body: body))
            #expect(got.status == status && got.text.contains(says), "\(got)")
        }
        let none = try await outcome(responder, httpRequest(.get, "/v1/touch/calibrate"))
        #expect(none.status == .notFound && none.text.contains("Nothing was calibrated"))
        let unclear = httpRequest(.post, "/v1/touch/calibrate", body: "{}")
        #expect(try await outcome(responder, unclear).status == .badRequest)
    }

    @Test("B3 a queue is resumed where there is one, and refused with a sentence where not")
    func resume() async throws {
        let api = ControlAPI(terminal: try World().terminal, page: { nil }, allowsTaps: true)
        let got = try await outcome(
            api.responder(for: TestContext.self, log: TestContext.Source().logger),
            httpRequest(.post, "/v1/printers/resume"))
        #expect(got.status == .conflict && got.text.contains("printer.queue"))
    }

    @Test("B2 a report is refused with a sentence where no queue is named")
    func reportWithoutQueue() async throws {
        let api = ControlAPI(terminal: try World().terminal, page: { nil }, allowsTaps: true)
        let got = try await outcome(
            api.responder(for: TestContext.self, log: TestContext.Source().logger),
            httpRequest(.get, "/v1/printers/report"))
        #expect(got.status == .conflict && got.text.contains("printer.queue"))
    }

    @Test("I4 a terminal at fault answers every question with what is wrong, and shows its screen")
    func fault() async throws {
        let api = FaultAPI(
            fault: "settings", sentences: ["kiosk.yaml:3: terminal is missing."],
            picture: { Array(try MemoryDisplay(panel: .small).snapshot().picture.png()) })
        let responder = api.responder(for: TestContext.self, log: TestContext.Source().logger)
        for path in ["/v1/status", "/v1/queue", "/v1/tickets/K-001"] {
            let got = try await outcome(responder, httpRequest(.get, path))
            #expect(got.status == .serviceUnavailable)
            #expect(got.text.contains("(settings)") && got.text.contains("kiosk.yaml:3"))
        }
        let tap = try await outcome(responder, httpRequest(.post, "/v1/touch"))
        #expect(tap.status == .serviceUnavailable)
        #expect(try await outcome(responder, httpRequest(.get, "/v1/screen.png")).status == .ok)
    }
}
