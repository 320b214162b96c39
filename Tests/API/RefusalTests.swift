import Display
import Drawing
import Face
import Foundation
import HTTPTypes
import Hummingbird
import Routes
import Settings
import Terminal
import TestSupport
import Testing
import Wire

@testable import API

/// Each refusal that the table documents, provoked.
@Suite("API: refusals of each route", .timeLimit(.minutes(5)))
struct RefusalTests {
    private struct Case {
        var name: String
        var path: String
        var body: String
        var code: Refusal.Code

        init(_ name: String, _ path: String, _ code: Refusal.Code, _ body: String = "{}") {
            (self.name, self.path, self.body, self.code) = (name, path, body, code)
        }
    }

    private let cases = [
        Case("queueList", "/v1/queue?service=none", .notFound),
        Case("ticketShow", "/v1/tickets/K-999", .notFound),
        Case("ticketPrint", "/v1/tickets/K-999/print", .conflict),
        Case("ticketVoid", "/v1/tickets/K-999/void", .notFound, #"{"reason": "left"}"#),
        Case("counterWhy", "/v1/counters/none/next", .notFound),
        Case(
            "counterPress", "/v1/counters/none/press", .notFound,
            #"{"id": "a", "order": "next"}"#),
        Case(
            "counterPress", "/v1/counters/1/press", .conflict,
            #"{"id": "a", "order": "finish"}"#),
        Case(
            "counterPress", "/v1/counters/1/press", .invalid, #"{"id": "a", "order": "sing"}"#),
        Case(
            "counterPress", "/v1/counters/1/press", .invalid, #"{"id": "a", "order": "pause"}"#),
        Case(
            "counterPress", "/v1/counters/1/press", .invalid,
            #"{"id": "a", "order": "transfer"}"#),
        Case(
            "counterCall", "/v1/counters/1/call", .notFound,
            #"{"id": "a", "ticket": "K-999", "reason": "x"}"#),
        Case("queueMove", "/v1/queue/move", .notFound, #"{"service": "none", "to": "kk"}"#),
        Case("queueMove", "/v1/queue/move", .invalid, #"{"service": "kk"}"#),
        Case("queueMove", "/v1/queue/move", .conflict, #"{"service": "kk", "to": "kk"}"#),
        Case("ticketIssue", "/v1/tickets", .notFound, #"{"service": "none", "paper": false}"#),
        Case("ticketIssue", "/v1/tickets", .conflict, #"{"service": "kk", "paper": true}"#),
        Case(
            "ticketIssue", "/v1/tickets", .notFound,
            #"{"service": "kk", "paper": false, "variant": "none"}"#),
        Case(
            "ticketIssue", "/v1/tickets", .notFound,
            #"{"service": "kk", "paper": false, "language": "none"}"#),
        Case(
            "ticketIssue", "/v1/tickets", .invalid,
            #"{"service": "kk", "paper": false, "group": "rich"}"#),
        Case("ticketClass", "/v1/tickets/K-999/class", .notFound),
        Case("ticketTakeBack", "/v1/tickets/K-999/take-back", .notFound),
        Case("ticketHistory", "/v1/tickets/K-999/history", .notFound),
        Case("officeOpen", "/v1/office/open", .invalid, #"{"until": "25:00"}"#),
        Case("officeClose", "/v1/office/close", .invalid, #"{"reason": " "}"#),
        Case("keypadBindShow", "/v1/keypads/bind", .notFound),
        Case("keypadBind", "/v1/keypads/bind", .notFound, #"{"counter": "none"}"#),
        Case("keypadBind", "/v1/keypads/bind", .conflict, #"{"counter": "1"}"#),
        Case("keypadUnbind", "/v1/keypads/unbind", .notFound, #"{"counter": "1"}"#),
        Case("keypadChart", "/v1/keypads/chart.png?counter=none", .notFound),
        Case("keypadChart", "/v1/keypads/chart.png?language=xx", .notFound),
        Case("keypadChartPrint", "/v1/keypads/chart", .notFound, #"{"counter": "none"}"#),
        Case("keypadChartPrint", "/v1/keypads/chart", .conflict),
        Case("soundTest", "/v1/sound/test", .conflict, #"{"tone": "accepted"}"#),
        Case("soundTest", "/v1/sound/test", .invalid, #"{"tone": "sing"}"#),
        Case("serviceShow", "/v1/services/none", .notFound),
        Case("dayReportPrint", "/v1/reports/day/print", .conflict),
        Case("slipPreview", "/v1/printers/preview.png?service=none", .notFound),
        Case("slipPreview", "/v1/printers/preview.png?profile=none", .notFound),
        Case("printerResume", "/v1/printers/resume", .conflict),
        Case("paperLoaded", "/v1/printers/paper", .conflict, #"{"metres": 80}"#),
        Case("paperConfirm", "/v1/printers/paper/confirm", .conflict),
        Case("touchTestShow", "/v1/touch/test", .notFound),
        Case("touchTestBegin", "/v1/touch/test", .conflict, #"{"device": "none"}"#),
        Case("calibrationShow", "/v1/touch/calibrate", .notFound),
        Case("calibrationBegin", "/v1/touch/calibrate", .conflict, #"{"points": 5}"#),
        Case("clockAccept", "/v1/clock/accept", .forbidden),
        Case("clockSet", "/v1/clock/set", .forbidden),
        Case("tap", "/v1/touch", .forbidden, #"{"x": 1, "y": 1}"#),
        Case("printerReport", "/v1/printers/report", .conflict),
        Case("surveySummary", "/v1/survey?from=yesterday", .invalid),
        Case("dayReport", "/v1/reports/day?date=2026-02-30", .invalid),
        Case("dayReportPDF", "/v1/reports/day.pdf?date=2026-02-30", .invalid),
        Case("printHistory", "/v1/printers/prints?limit=0", .invalid),
        Case("events", "/v1/events?since=x", .invalid),
        Case("waitIdle", "/v1/wait-idle?seconds=0", .notInTime),
    ]

    /// Refusals that need a printer, CUPS, a ticket or a broken file, and a reader too
    /// many: tests of loketd, of Terminal, of the stream and of the counters provoke them.
    private let elsewhere: Set<String> = [
        "events tooMany", "ticketPrint notFound", "ticketVoid conflict", "printerList noService",
        "printerList conflict", "printerReport noService",
        "printerResume noService", "clockAccept conflict", "counterCall conflict",
        "ticketClass conflict", "ticketTakeBack conflict", "ticketIssue closed",
        "officeOpen conflict", "officeClose conflict",
        "keypadList unavailable", "keypadBind unavailable", "keypadUnbind unavailable",
    ]

    @Test("J1 each documented refusal has its status and its code") func each() async throws {
        let world = try World()
        let bundle = try #require(World.office.value)
        try Fonts.load(configuration: bundle.fontsFile)
        let display = world.display
        world.terminal.loop.start(bundle.face) { Hardware(display: display) }
        let responder = ControlAPI(terminal: world.terminal, page: { nil }, allowsTaps: false)
            .responder(for: TestContext.self, log: TestContext.Source().logger)
        for one in cases {
            // A loop that has ended is never idle.
            if one.code == .notInTime { await world.terminal.loop.stopped() }
            let route = try #require(RouteTable.all.first { $0.name == one.name })
            let got = try await outcome(
                responder,
                httpRequest(route.method == .get ? .get : .post, one.path, body: one.body))
            let failure = try JSONDecoder().decode(Wire.Failure.self, from: Data(got.text.utf8))
            #expect(failure.code == one.code, "\(one.path): \(failure)")
            #expect(got.status.code == one.code.status, "\(one.path)")
            #expect((failure.field != nil) == (one.code == .invalid), "\(failure)")
        }
        let provoked = Set(cases.map { "\($0.name) \($0.code.rawValue)" }).union(elsewhere)
        for route in RouteTable.all {
            for code in route.refusals.keys {
                #expect(provoked.contains("\(route.name) \(code.rawValue)"))
            }
        }
    }
}
