import Drawing
import Face
import Foundation
import HTTPTypes
import Hummingbird
import Office
import Routes
import Slips
import Terminal
import Wire

/// Handlers of the routes of the control socket, one each.
extension ControlAPI {
    private var control: Control { terminal.control }

    var handlers: [Handler] {
        terminalHandlers + officeHandlers + callingHandlers + keypadHandlers + printerHandlers
            + screenHandlers
    }

    private var terminalHandlers: [Handler] {
        [
            Handler(RouteTable.status) { _ in await control.status(page: page()) },
            Handler(RouteTable.events) { call, incoming in
                // A page that reconnects by itself says in the head what it has.
                let last = HTTPField.Name("Last-Event-ID")
                    .flatMap { incoming.request.headers[$0] }
                if let last, !TextForm.newsIdentity.takes(last) {
                    throw Refusal.invalid(
                        "Last-Event-ID",
                        "The header 'Last-Event-ID' \(TextForm.newsIdentity.demand).")
                }
                let subscription = try terminal.bulletin.subscribe(
                    since: call.query.since ?? last, at: Date())
                return NewsFeed(subscription: subscription, incoming: incoming).response()
            },
            Handler(RouteTable.clock) { _ in try await control.clock() },
            Handler(RouteTable.clockAccept) { try await control.acceptClock(by: $0.caller) },
            Handler(RouteTable.clockSet) {
                try await control.noteClockSet($0.body, by: $0.caller)
            },
            Handler(RouteTable.waitIdle) { call in
                let seconds = call.query.seconds ?? 10
                guard
                    await terminal.loop.waitUntilIdle(
                        timeout: .milliseconds(Int64(seconds * 1_000)))
                else { throw Refusal(.notInTime, Refusal.Code.notInTime.sentence) }
                return Nothing()
            },
        ]
    }

    private var officeHandlers: [Handler] {
        [
            Handler(RouteTable.office) { _ in try await control.office() },
            Handler(RouteTable.officeOpen) {
                try await control.orderOffice(.open, $0.body, by: $0.caller)
            },
            Handler(RouteTable.officeClose) {
                try await control.orderOffice(.closed, $0.body, by: $0.caller)
            },
            Handler(RouteTable.officeAuto) { try await control.endOfficeOrder(by: $0.caller) },
            Handler(RouteTable.queue) { try await control.queue(service: $0.query.service) },
            Handler(RouteTable.ticket) { try await control.ticket($0.query.ticket) },
            Handler(RouteTable.ticketPrint) {
                Wire.PrintResult(try await control.printAgain($0.query.ticket, by: $0.caller))
            },
            Handler(RouteTable.ticketVoid) {
                try await control.void($0.query.ticket, reason: $0.body.reason, by: $0.caller)
            },
            Handler(RouteTable.services) {
                try await control.services.list(search: $0.query.search)
            },
            Handler(RouteTable.service) { try await control.services.detail($0.query.service) },
            Handler(RouteTable.survey) {
                try await control.survey.summary(
                    from: Self.date($0.query.from, "from"), to: Self.date($0.query.to, "to"))
            },
            Handler(RouteTable.dayReport) {
                try await control.day.report(Self.date($0.query.date, "date"))
            },
            Handler(RouteTable.dayReportPDF) {
                PDFDocument(try await control.day.pdf(Self.date($0.query.date, "date")))
            },
            Handler(RouteTable.dayReportPrint) {
                Wire.PrintResult(
                    try await control.day.print(Self.date($0.query.date, "date")))
            },
        ]
    }

    private var printerHandlers: [Handler] {
        [
            Handler(RouteTable.printers) { _ in try await control.printers() },
            Handler(RouteTable.printerReport) { try await control.printerReport($0.query.queue) },
            Handler(RouteTable.preview) {
                PNGPicture(
                    try await control.previewSlip(
                        service: $0.query.service, profile: $0.query.profile))
            },
            Handler(RouteTable.resumePrinter) { try await control.resumePrinter(by: $0.caller) },
            Handler(RouteTable.prints) { try await control.prints(limit: $0.query.limit ?? 20) },
            Handler(RouteTable.paper) { _ in try await control.paper() },
            Handler(RouteTable.loadRoll) {
                try await control.loadRoll(
                    millimetres: $0.body.metres.map { $0 * 1_000 }, by: $0.caller)
            },
            Handler(RouteTable.confirmRoll) { try await control.confirmRoll(by: $0.caller) },
            Handler(RouteTable.testPrint) { _ in Wire.PrintResult(await control.printTest()) },
        ]
    }

    private var screenHandlers: [Handler] {
        [
            Handler(RouteTable.inputDevices) { _ in await control.inputDevices() },
            Handler(RouteTable.touchTrial) { _ in try await control.touchTrial() },
            Handler(RouteTable.tryTouchscreen) {
                try await control.tryTouchscreen(device: $0.body.device)
            },
            Handler(RouteTable.calibration) { _ in try await control.calibration() },
            Handler(RouteTable.calibrate) {
                try await control.calibrate(points: $0.body.points, device: $0.body.device)
            },
            Handler(RouteTable.screen) { _ in await control.screen() },
            Handler(RouteTable.screenPicture) { _ in
                PNGPicture(try await picture.png().png)
            },
            Handler(RouteTable.tap) {
                try control.touch($0.body)
                return $0.body
            },
            Handler(RouteTable.clean) { _ in
                control.clean()
                return Nothing()
            },
            Handler(RouteTable.showLoadingPaper) { _ in
                control.showLoadingPaper()
                return Nothing()
            },
        ]
    }

    private static func date(_ text: String?, _ field: String) throws(Refusal) -> CalendarDate? {
        guard let text else { return nil }
        guard let date = CalendarDate(text) else {
            throw .invalid(field, "'\(text)' is no date: write it as 2026-11-22.")
        }
        return date
    }
}

extension Wire.PrintResult {
    init(_ end: PrintEnd) { self.init(end: end.state.rawValue, detail: end.detail) }
}
