import Foundation
import TestSupport
import Testing
import Wire

@Suite("The page of the memory display")
struct PageTests {
    @Test("L1 B8 a ticket touched in a real browser, and its slip beside the screen")
    func browser() async throws {
        try await VirtualPrinter.with { printer in
            let arguments = [
                "--printer-server", printer.server, "--printer-queue", "virtual",
                "--printer-profile", "pdf-80", "--slips", "\(printer.folder)/out",
            ]
            try await Daemon.with(arguments: arguments) { daemon in
                try await eventually("the printer is ready") {
                    let status: Wire.Status = try await daemon.ask(["status"])
                    return status.printer.condition == "ready"
                }
                let page = try await daemon.page()
                try await Browser.with(page, width: 1500, height: 900) { browser in
                    try await eventually("the screen is shown", within: .seconds(20)) {
                        try await browser.evaluate(
                            "document.getElementById('screen').naturalWidth") == "1280"
                    }
                    try await Self.touch("service(ktp-el)", browser, daemon)
                    try await Self.waitFor("confirm", daemon)
                    try await Self.touch("issue", browser, daemon)
                    try await Self.waitFor("ticket", daemon)
                    let tickets: [Wire.Ticket] = try await daemon.ask(["queue", "list"])
                    #expect(tickets.map(\.number) == ["K-001"])
                    #expect(tickets.map(\.paper) == ["printed"])
                    try await eventually("the slip is shown", within: .seconds(20)) {
                        try await browser.evaluate("document.body.dataset.slip || 0") != "0"
                    }
                    let picture = try await browser.screenshot()
                    #expect(picture.starts(with: [0x89, 0x50, 0x4E, 0x47]))
                    if let kept = ProcessInfo.processInfo.environment["LOKET_KEEP_PAGE"] {
                        try picture.write(to: URL(filePath: kept))
                    }
                }
            }
        }
    }

    /// Clicks where the page shows what the terminal offers.
    private static func touch(_ action: String, _ browser: Browser, _ daemon: Daemon)
        async throws
    {
        let screen: Wire.Screen = try await daemon.ask(["state"])
        let target = try #require(screen.targets.first { $0.action == action })
        func edge(_ name: String) async throws -> Double {
            Double(
                try await browser.evaluate(
                    "document.getElementById('screen').getBoundingClientRect().\(name)")) ?? 0
        }
        let scale = try await edge("width") / 1280
        try await browser.click(
            x: edge("left") + Double(target.x + target.width / 2) * scale,
            y: edge("top") + Double(target.y + target.height / 2) * scale)
    }

    private static func waitFor(_ name: String, _ daemon: Daemon) async throws {
        try await eventually("the screen '\(name)' is up", within: .seconds(20)) {
            let screen: Wire.Screen = try await daemon.ask(["state"])
            return screen.screen == name
        }
    }

    @Test("J4 the page answers to this machine's own names only") func otherHosts() async throws {
        try await Daemon.with { daemon in
            let page = try await daemon.page()
            func status(_ host: String) async throws -> String {
                try await Command.run(
                    "curl",
                    ["-s", "-o", "/dev/null", "-w", "%{http_code}", "-H", "Host: \(host)", page]
                ).text
            }
            #expect(try await status("127.0.0.1") == "200")
            #expect(try await status("localhost:8631") == "200")
            #expect(try await status("evil.example") == "403")
        }
    }

    @Test("J4 C8 touches from outside are refused where the settings do not allow them")
    func noTaps() async throws {
        let folder = try TemporaryFolder("tap")
        try FileManager.default.copyItem(
            atPath: Repository.file("Kiosk"), toPath: folder.file("Kiosk"))
        let file = folder.file("Kiosk/kiosk.yaml")
        let text = try String(contentsOfFile: file, encoding: .utf8)
        try text.replacingOccurrences(of: "  tap: auto", with: "  tap: false")
            .replacingOccurrences(of: "  enabled: auto", with: "  enabled: false")
            .write(toFile: file, atomically: true, encoding: .utf8)
        try await Daemon.with(config: file) { daemon in
            let done = try await daemon.loket(["tap", "10", "10"])
            #expect(done.status == 2 && done.errors.contains("control.tap"))
            #expect(!daemon.log.contains("page.ready"))
        }
    }
}
