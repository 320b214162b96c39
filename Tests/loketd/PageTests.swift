import Foundation
import FoundationNetworking
import TestSupport
import Testing
import Wire

@Suite("loketd: its page in a browser, and paper behind it", .serialized, .timeLimit(.minutes(15)))
struct PageTests {
    /// Clicks in the middle of a target, through the picture as the page scales it.
    private func click(_ action: String, _ daemon: Daemon, _ browser: Browser) async throws {
        let screen: Wire.Screen = try await daemon.ask("state")
        let target = try #require(screen.targets.first { $0.action == action })
        try await eventually("a picture is on the page") {
            try await browser.evaluate("size?.width ?? 0") != "0"
        }
        // While the next picture loads the element itself has no size.
        let box = try await browser.evaluate(
            """
            (() => { const box = document.getElementById('screen').getBoundingClientRect();
              return [box.left, box.top, box.width / size.width,
                box.height / size.height].join(' '); })()
            """
        ).split(separator: " ").compactMap { Double($0) }
        try #require(box.count == 4 && box[2] > 0 && box[3] > 0)
        let x = Double(target.x) + Double(target.width) / 2
        let y = Double(target.y) + Double(target.height) / 2
        try await browser.click(x: box[0] + x * box[2], y: box[1] + y * box[3])
    }

    @Test(
        "J1 B3 clicks on the page make a ticket, and its slip comes out beside it",
        .enabled(if: Browser.program != nil, "there is no Chromium on this machine"))
    func page() async throws {
        try await VirtualPrinter.with { printer in
            let folder = try TemporaryFolder()
            let daemon = try await Daemon.ready(
                folder,
                [
                    "--printer-server", printer.server, "--printer-queue", "virtual",
                    "--printer-profile", "pdf-80", "--slips", "\(printer.folder)/out",
                ])
            try await daemon.event("printer.ready")
            let browser = try await Browser(opening: try await daemon.page())
            try await eventually("the picture is on the page", within: Daemon.patience) {
                let width = try await browser.evaluate(
                    "document.getElementById('screen')?.naturalWidth")
                return width == "1280"
            }
            #expect(try await browser.evaluate("document.body.dataset.slip") == "undefined")

            for (action, next) in [("service(ktp-el)", "confirm"), ("issue", "ticket")] {
                try await click(action, daemon, browser)
                try await eventually("the screen '\(next)'", within: Daemon.patience) {
                    let screen: Wire.Screen = try await daemon.ask("state")
                    return screen.screen == next
                }
            }
            let screen: Wire.Screen = try await daemon.ask("state")
            #expect(screen.numbers == ["K-001"])
            try await eventually("the slip is on the page", within: Daemon.patience) {
                try await browser.evaluate("document.getElementById('slip').naturalWidth") != "0"
            }
            #expect(Int(try await browser.evaluate("document.body.dataset.slip")) ?? 0 > 1_000)
            let ticket: Wire.Ticket = try await daemon.ask("ticket", "show", "K-001")
            #expect(ticket.paper == "printed" && ticket.state == "waiting")
            #expect(printer.pageCount == 1)

            let picture = try await browser.screenshot()
            #expect(picture.count > 20_000)
            try picture.write(to: URL(filePath: folder.file("page.png")))
            // Nothing was fetched from elsewhere (I1).
            let hosts = try await browser.evaluate(
                "[...new Set(performance.getEntriesByType('resource').map("
                    + "entry => new URL(entry.name).origin))].join(' ')")
            #expect(hosts == (try await browser.evaluate("location.origin")))
            #expect(try await daemon.stop() == 0)
        }
    }

    @Test("B2 a queue that CUPS does not have is known before a finger asks") func queueMissing()
        async throws
    {
        try await VirtualPrinter.with { printer in
            let folder = try TemporaryFolder()
            let daemon = try await Daemon.ready(
                folder,
                ["--printer-server", printer.server, "--printer-queue", "no-such-queue"])
            try await daemon.event("printer.queueMissing")
            let status: Wire.Status = try await daemon.ask("status")
            #expect(status.printer.condition == "queueMissing")
            #expect(status.problems.contains(status.printer.advice))
            let queues: [Wire.PrinterLine] = try await daemon.ask("printer", "list")
            #expect(queues.map(\.queue) == ["virtual"] && queues.allSatisfy { !$0.isOurs })
            try await daemon.tap("service(ktp-el)", "issue")
            let screen: Wire.Screen = try await daemon.ask("state")
            #expect(screen.numbers == ["K-001"])
            #expect(try await daemon.loket("printer", "test").status == 1)
            #expect(printer.pageCount == 0)
        }
    }

    @Test("B3 loket printer test prints a slip and says that it is on paper") func testSlip()
        async throws
    {
        try await VirtualPrinter.with { printer in
            let folder = try TemporaryFolder()
            let daemon = try await Daemon.ready(
                folder,
                [
                    "--printer-server", printer.server, "--printer-queue", "virtual",
                    "--printer-profile", "pdf-80",
                ])
            try await daemon.event("printer.ready")
            let test = try await daemon.loket("printer", "test")
            #expect(test.status == 0 && test.text.hasPrefix("Printed:"), "\(test.errors)")
            _ = try await printer.page(1)
        }
    }

    @Test("J4 the page answers nobody who calls it by a name of his own") func foreignHost()
        async throws
    {
        let daemon = try await Daemon.ready(TemporaryFolder())
        let url = try #require(URL(string: try await daemon.page()))
        for (origin, code) in [(nil, 200), ("https://shop.example", 403)] {
            var request = URLRequest(url: url)
            request.setValue(origin, forHTTPHeaderField: "Origin")
            let (_, answer) = try await URLSession.shared.data(for: request)
            #expect((answer as? HTTPURLResponse)?.statusCode == code)
        }
    }
}
