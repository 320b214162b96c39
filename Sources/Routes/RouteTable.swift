package import Wire

/// Routes of the daemon: the one table that its routing, `Kiosk/openapi.yaml` and the client stand
/// on. A new route is a line here, its name in `all`, and a handler in the room API.
package enum RouteTable {
    // MARK: The terminal

    package static let status = Route<Nothing, Nothing, Wire.Status>(
        .get, "/v1/status", "status", right: .look,
        summary: "State of the terminal, and what is wrong with it.")

    package static let events = Route<Wire.NewsWish, Nothing, NewsStream>(
        .get, "/v1/events", "events", right: .look,
        summary: "News of the terminal as server-sent events, from now on or since an identity.",
        refusals: [.tooMany: "Too many callers read the stream: end one of them first."])

    package static let waitIdle = Route<Wire.IdleWish, Nothing, Nothing>(
        .post, "/v1/wait-idle", "waitIdle", right: .look,
        summary: "Waits until everything asked for is done and drawn.",
        refusals: [.notInTime: "The terminal was still busy when the time was up."])

    package static let clock = Route<Nothing, Nothing, Wire.Clock>(
        .get, "/v1/clock", "clockShow", right: .look,
        summary: "Clock of the machine beside the newest ticket.")

    package static let clockAccept = Route<Nothing, Nothing, Wire.ClockAcceptance>(
        .post, "/v1/clock/accept", "clockAccept", right: .clock,
        summary: "Takes the clock's time as right, although a ticket is of a later one, on record.",
        refusals: [
            .forbidden: "Only root may decide about the clock.",
            .conflict: "No ticket is ahead of the clock.",
        ])

    package static let clockSet = Route<Nothing, Wire.ClockSetReport, Wire.Clock>(
        .post, "/v1/clock/set", "clockSet", right: .clock,
        summary: "Puts on record that the machine's clock was set, and looks at it.",
        refusals: [.forbidden: "Only root may decide about the clock."])

    // MARK: Queue and tickets

    package static let queue = Route<Wire.QueueWish, Nothing, [Wire.Ticket]>(
        .get, "/v1/queue", "queueList", right: .look, summary: "Tickets that wait, in their order.",
        refusals: [.notFound: "There is no such service."])

    package static let ticket = Route<Wire.TicketName, Nothing, Wire.Ticket>(
        .get, "/v1/tickets/{ticket}", "ticketShow", right: .look, summary: "State of a ticket.",
        refusals: [.notFound: "There is no such ticket today."])

    package static let ticketPrint = Route<Wire.TicketName, Nothing, Wire.PrintResult>(
        .post, "/v1/tickets/{ticket}/print", "ticketPrint", right: .tickets,
        patienceSeconds: printPatienceSeconds,
        summary: "Prints a ticket again, marked as a copy, and waits for the end.",
        refusals: [
            .notFound: "There is no such ticket today.",
            .conflict: "The ticket is over or was printed too often, or there is no printer.",
        ])

    package static let ticketVoid = Route<Wire.TicketName, Wire.VoidRequest, Wire.Ticket>(
        .post, "/v1/tickets/{ticket}/void", "ticketVoid", right: .tickets,
        summary: "Takes a ticket out of the queue, on record.",
        refusals: [
            .notFound: "There is no such ticket today.",
            .conflict: "The ticket does not wait any more.",
        ])

    // MARK: Catalogue, survey and reports

    package static let services = Route<Wire.ServicesWish, Nothing, [Wire.ServiceSummary]>(
        .get, "/v1/services", "serviceList", right: .look,
        summary: "Services of the catalogue, all or those that a search finds.")

    package static let service = Route<Wire.ServiceName, Nothing, Wire.ServiceDetail>(
        .get, "/v1/services/{service}", "serviceShow", right: .look,
        summary: "Everything that the catalogue says of a service.",
        refusals: [.notFound: "There is no such service."])

    package static let survey = Route<Wire.SurveySpan, Nothing, Wire.Survey>(
        .get, "/v1/survey", "surveySummary", right: .look,
        summary: "Index, grade and elements of the survey in a span of days.")

    package static let dayReport = Route<Wire.DayWish, Nothing, Wire.DayReport>(
        .get, "/v1/reports/day", "dayReport", right: .look,
        summary: "Counts of a day's tickets, slips and responses.")

    package static let dayReportPDF = Route<Wire.DayWish, Nothing, PDFDocument>(
        .get, "/v1/reports/day.pdf", "dayReportPDF", right: .look,
        summary: "The same on A4 sheets.")

    package static let dayReportPrint = Route<Wire.DayWish, Nothing, Wire.PrintResult>(
        .post, "/v1/reports/day/print", "dayReportPrint", right: .service,
        patienceSeconds: printPatienceSeconds,
        summary: "Prints the counts of a day and waits for the end.",
        refusals: [.conflict: "There is no printer."])

    // MARK: Printers and paper

    package static let printers = Route<Nothing, Nothing, [Wire.PrinterLine]>(
        .get, "/v1/printers", "printerList", right: .look,
        summary: "Print queues of CUPS, and which one is the terminal's.",
        refusals: [.noService: "CUPS does not answer.", .conflict: "CUPS refused to answer."])

    package static let printerReport = Route<Wire.PrinterWish, Nothing, Wire.QueueReport>(
        .get, "/v1/printers/report", "printerReport", right: .look, patienceSeconds: 30,
        summary: "State of a print queue and of its printer, which is asked itself.",
        refusals: [
            .noService: "CUPS does not answer.",
            .conflict: "No queue is named or set, CUPS has no such queue, or it refused.",
        ])

    package static let preview = Route<Wire.PreviewWish, Nothing, PNGPicture>(
        .get, "/v1/printers/preview.png", "slipPreview", right: .look,
        summary: "Slip of a ticket as a picture, without printing it.",
        refusals: [.notFound: "There is no such service or printer profile."])

    package static let resumePrinter = Route<Nothing, Nothing, Wire.QueueChange>(
        .post, "/v1/printers/resume", "printerResume", right: .service, patienceSeconds: 30,
        summary: "Lets the terminal's print queue go on; slips that waited in it are cancelled.",
        refusals: [
            .noService: "CUPS does not answer.",
            .conflict: "There is no printer, or CUPS refused.",
        ])

    package static let prints = Route<Wire.PrintsWish, Nothing, [Wire.Print]>(
        .get, "/v1/printers/prints", "printHistory", right: .look,
        summary: "Newest prints and how they ended.")

    package static let paper = Route<Nothing, Nothing, Wire.Paper>(
        .get, "/v1/printers/paper", "paperShow", right: .look,
        summary: "Roll in the printer, and what is left of it.")

    package static let loadRoll = Route<Nothing, Wire.RollRequest, Wire.Paper>(
        .post, "/v1/printers/paper", "paperLoaded", right: .service,
        summary: "Records that a new roll is in.", refusals: [.conflict: "There is no printer."])

    package static let confirmRoll = Route<Nothing, Nothing, Wire.Paper>(
        .post, "/v1/printers/paper/confirm", "paperConfirm", right: .service,
        summary: "Records that a person has read a test slip of the roll.",
        refusals: [.conflict: "No roll was reported yet."])

    package static let testPrint = Route<Nothing, Nothing, Wire.PrintResult>(
        .post, "/v1/printers/test", "printerTest", right: .service,
        patienceSeconds: printPatienceSeconds, summary: "Prints a test slip and waits for the end.")

    // MARK: Touchscreen and screen

    package static let inputDevices = Route<Nothing, Nothing, [Wire.InputDevice]>(
        .get, "/v1/touch/devices", "touchList", right: .look,
        summary: "Input devices, what each is used for, and why.")

    package static let touchTrial = Route<Nothing, Nothing, Wire.TouchTrial>(
        .get, "/v1/touch/test", "touchTestShow", right: .look,
        summary: "Trial of the touchscreen that runs, or the last one.",
        refusals: [.notFound: "No touchscreen was tried since the daemon started."])

    package static let tryTouchscreen = Route<Nothing, Wire.TouchTrialRequest, Wire.TouchTrial>(
        .post, "/v1/touch/test", "touchTestBegin", right: .service,
        summary: "Begins a trial of the touchscreen.",
        refusals: [.conflict: "A visitor is there, a trial runs, or the device is not in use."])

    package static let calibration = Route<Nothing, Nothing, Wire.Calibration>(
        .get, "/v1/touch/calibrate", "calibrationShow", right: .look,
        summary: "Calibration that runs, or the last one.",
        refusals: [.notFound: "Nothing was calibrated since the daemon started."])

    package static let calibrate = Route<Nothing, Wire.CalibrationRequest, Wire.Calibration>(
        .post, "/v1/touch/calibrate", "calibrationBegin", right: .service,
        summary: "Begins a calibration of the touchscreen.",
        refusals: [
            .conflict:
                "A visitor is there, a calibration runs, or no touchscreen is the one meant."
        ])

    package static let screen = Route<Nothing, Nothing, Wire.Screen>(
        .get, "/v1/screen", "screenState", right: .look,
        summary: "Screen that is up and what can be touched, without anything typed.")

    package static let screenPicture = Route<Nothing, Nothing, PNGPicture>(
        .get, "/v1/screen.png", "screenshot", right: .look, summary: "Picture of the screen.")

    package static let tap = Route<Nothing, Wire.Tap, Wire.Tap>(
        .post, "/v1/touch", "tap", right: .touch, summary: "Touches the screen from outside.")

    package static let clean = Route<Nothing, Nothing, Nothing>(
        .post, "/v1/clean", "clean", right: .service,
        summary: "Locks the screen for 30 s, so that the glass can be wiped.")

    package static let showLoadingPaper = Route<Nothing, Nothing, Nothing>(
        .post, "/v1/load-paper", "loadPaper", right: .service,
        summary: "Shows on the screen how a roll is put in.")

    // MARK: Page of the memory display

    package static let page = Route<Nothing, Nothing, HTMLPage>(
        .get, "/", "page", right: .look, door: .page, summary: "Page that shows the display.")

    package static let pagePicture = Route<Wire.FrameWish, Nothing, PNGPicture>(
        .get, "/screen.png", "pagePicture", right: .look, door: .page, patienceSeconds: 30,
        summary: "Picture of the display; `X-Frame` is its number. Waits for another than `after`.")

    package static let pageTouch = Route<Nothing, Wire.Tap, Nothing>(
        .post, "/touch", "pageTouch", right: .touch, door: .page, summary: "Touches the display.")

    package static let pageSlip = Route<Nothing, Nothing, PNGPicture?>(
        .get, "/slip.png", "pageSlip", right: .look, door: .page,
        summary: "Newest slip of the virtual printer.")

    /// Time in seconds for a print that waits for a person to mend the printer.
    static let printPatienceSeconds = 90

    /// All routes, in the order of the documentation.
    package static let all: [RouteFacts] =
        [
            status.facts, events.facts, waitIdle.facts, clock.facts, clockAccept.facts,
            clockSet.facts,
            queue.facts, ticket.facts, ticketPrint.facts,
            ticketVoid.facts,
        ] + officeRoutes + calling + keypad + [
            services.facts, service.facts, survey.facts, dayReport.facts,
            dayReportPDF.facts, dayReportPrint.facts, printers.facts, printerReport.facts,
            preview.facts,
            resumePrinter.facts, prints.facts, paper.facts, loadRoll.facts, confirmRoll.facts,
            testPrint.facts, inputDevices.facts, touchTrial.facts, tryTouchscreen.facts,
            calibration.facts, calibrate.facts, screen.facts, screenPicture.facts, tap.facts,
            clean.facts, showLoadingPaper.facts, page.facts, pagePicture.facts, pageTouch.facts,
            pageSlip.facts,
        ]
}
