import Foundation
import FoundationNetworking
import Kernel
import TestSupport
import Testing
import Wire

@Suite("loketd: start, signals and end", .timeLimit(.minutes(15)))
struct LifeTests {
    @Test("J1 a second daemon on a state folder is refused with the first one's pid")
    func second() async throws {
        let folder = try TemporaryFolder()
        let first = try await Daemon.ready(folder)
        let second = try Daemon(folder, log: "second.log")
        #expect(try await second.end() == 69)
        #expect(second.text.hasPrefix("loketd: ") && second.text.contains("pid \(first.pid)"))
        #expect(second.text.count { $0 == "\n" } == 1)
        // The first daemon continues and still has its socket.
        let status: Wire.Status = try await first.ask("status")
        #expect(status.pid == first.pid)
        try await first.tap("service(ktp-el)", "issue")
        #expect(try await first.stop() == 0)
        // Its leftovers don't stop the next daemon.
        let third = try await Daemon.ready(folder, log: "third.log")
        let tickets: [Wire.Ticket] = try await third.ask("queue", "list")
        #expect(tickets.map(\.number) == ["K-001"])
    }

    @Test("J4 A4 a socket left behind is replaced, and only its owner and group may open it")
    func staleSocket() async throws {
        let folder = try TemporaryFolder()
        let killed = try await Daemon.ready(folder)
        killed.signal(SIGKILL)
        #expect(try await killed.end() == -SIGKILL)
        #expect(FileManager.default.fileExists(atPath: killed.socket))
        let next = try await Daemon.ready(folder, log: "next.log")
        let status: Wire.Status = try await next.ask("status")
        #expect(status.pid == next.pid)
        let mode = try FileManager.default.attributesOfItem(atPath: next.socket)[
            .posixPermissions]
        #expect(mode as? Int == 0o660)
    }

    @Test(
        "J1 SIGTERM and SIGINT end it with exit code 0 and without its socket",
        arguments: [SIGTERM, SIGINT])
    func ends(signal: Int32) async throws {
        let daemon = try await Daemon.ready(TemporaryFolder())
        #expect(FileManager.default.fileExists(atPath: daemon.socket))
        daemon.signal(signal)
        #expect(try await daemon.end() == 0)
        #expect(!FileManager.default.fileExists(atPath: daemon.socket))
        #expect(daemon.events.last?["event"] == "daemon.ended")
        #expect(try await daemon.loket("status").status == 3)
    }

    @Test(
        "C9 J4 Y9 a service manager hears READY=1 when the socket answers",
        arguments: [false, true])
    func ready(isAtFault: Bool) async throws {
        let folder = try TemporaryFolder()
        let manager = try UnixDatagrams(at: folder.file("notify"))
        let number = manager.number
        let config = isAtFault ? folder.file("none.yaml") : Repository.file("Kiosk/kiosk.yaml")
        let daemon = try Daemon(
            folder, config: config, environment: ["NOTIFY_SOCKET": folder.file("notify")])
        try await eventually("READY=1", within: Daemon.patience) {
            var waiting = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
            return poll(&waiting, 1, 0) > 0
        }
        // At once: no wait in between.
        #expect(throws: Never.self) { _ = try UnixSocket(connectingTo: daemon.socket) }
        #expect(String(decoding: try manager.receive(), as: UTF8.self).hasPrefix("READY=1\n"))
        let code = try await daemon.stop()
        #expect(code == 0, "\(daemon.text)")
        // Never a library's sentence, here of a server that is told to end.
        let names = daemon.events.map { $0["event"] ?? "" }
        #expect(names.allSatisfy { $0.allSatisfy { $0.isLetter || $0 == "." } }, "\(names)")
    }

    @Test("X6 J3 a log that stands still stops no ticket, no answer and no end")
    func logStandsStill() async throws {
        let log = try Kernel.Pipe(isNonBlocking: true)
        // Full before the daemon writes its first line.
        let line = [UInt8](repeating: 0x0A, count: 4_096)
        while write(log.writer.number, line, line.count) > 0 {}
        #expect(fcntl(log.writer.number, F_SETFL, 0) == 0)
        let daemon = try Daemon(TemporaryFolder(), errors: log.writer.number)
        try await eventually("it answers", within: Daemon.patience) {
            try await daemon.loket("status").status <= 1
        }
        try await daemon.tap("service(ktp-el)", "issue")
        let tickets: [Wire.Ticket] = try await daemon.ask("queue", "list")
        #expect(tickets.map(\.number) == ["K-001"])
        #expect(try await daemon.stop() == 0)
    }

    @Test("X5 a page whose port is taken ends nothing, stands in the status, and comes back")
    func portTaken() async throws {
        var other: RawPrinter? = try RawPrinter(.neverReads)
        let port = try #require(other?.port)
        let folder = try TemporaryFolder()
        let daemon = try Daemon(folder, ["--port", "\(port)"])
        try await daemon.event("api.ready")
        try await daemon.event("page.failed")
        try await daemon.tap("service(ktp-el)", "issue")
        let status: Wire.Status = try await daemon.ask("status")
        #expect(status.problems.contains { $0.contains("port \(port)") })
        #expect(status.page == nil)
        other = nil
        let url = try await daemon.page()
        #expect(url == "http://127.0.0.1:\(port)/")
        let mended: Wire.Status = try await daemon.ask("status")
        #expect(!mended.problems.contains { $0.contains("port \(port)") })
        #expect(mended.page == url)
        #expect(try await daemon.stop() == 0)
    }

    @Test("X5 a socket whose path no kernel takes is refused in one sentence")
    func longSocket() async throws {
        let folder = try TemporaryFolder()
        let name = String(repeating: "a", count: 120)
        let daemon = try Daemon(folder, state: name)
        #expect(try await daemon.end() == 73)
        #expect(daemon.text.contains("107 bytes") && daemon.text.contains(name))
        #expect(daemon.text.count { $0 == "\n" } == 1)
    }

    @Test("J1 SIGTERM is heard though a browser waits for the next picture") func endsWithPage()
        async throws
    {
        let daemon = try await Daemon.ready(TemporaryFolder())
        let url = try await daemon.page()
        // The request is answered when the display changes, which it doesn't.
        let browser = try Loopback.connect(port: UInt16(#require(URL(string: url)?.port)))
        defer { close(browser) }
        try Loopback.write(
            "GET /screen.png?after=1000000 HTTP/1.1\r\nHost: localhost\r\n\r\n", to: browser)
        let clock = ContinuousClock()
        let begin = clock.now
        #expect(try await daemon.stop() == 0)
        #expect(clock.now - begin < .seconds(10))
    }

    @Test("J1 SIGHUP reads the settings anew; broken ones change nothing and are named")
    func reload() async throws {
        let folder = try TemporaryFolder()
        let settings = try SettingsCopy(folder)
        let daemon = try await Daemon.ready(folder, config: settings.config)
        let old = "name: Mal Pelayanan Publik Timor Atambua"

        try settings.replace(old, with: "name: [not, a, name]")
        daemon.signal(SIGHUP)
        let refused = try await daemon.event("settings.refused")
        #expect(refused["problem"]?.contains("kiosk.yaml:") == true)
        var status: Wire.Status = try await daemon.ask("status")
        #expect(status.office == "Mal Pelayanan Publik Timor Atambua")
        #expect(status.screen == "welcome")

        try settings.replace("name: [not, a, name]", with: "name: Balai Uji")
        daemon.signal(SIGHUP)
        try await daemon.event("settings.reloaded")
        status = try await daemon.ask("status")
        #expect(status.office == "Balai Uji" && status.pid == daemon.pid)
    }

    @Test("J1 SIGHUP compares with what the command line sets, so a word needs no start over")
    func reloadUnderOptions() async throws {
        let folder = try TemporaryFolder()
        let settings = try SettingsCopy(folder)
        // The options of Kiosk/run with a virtual printer.
        let daemon = try await Daemon.ready(
            folder, config: settings.config,
            [
                "--size", "1080x1920", "--printer-server", folder.file("cups.sock"),
                "--printer-queue", "virtual", "--printer-profile", "pdf-80",
            ])
        func reloads(_ count: Int) async throws {
            daemon.signal(SIGHUP)
            try await eventually("the settings are read anew", within: Daemon.patience) {
                daemon.events.count {
                    ["settings.reloaded", "settings.startOver"].contains($0["event"])
                } >= count
            }
            #expect(!daemon.events.contains { $0["event"] == "settings.startOver" })
        }
        try settings.replace("name: Mal Pelayanan Publik Timor Atambua", with: "name: Balai Uji")
        try await reloads(1)
        var status: Wire.Status = try await daemon.ask("status")
        #expect(status.office == "Balai Uji" && status.pid == daemon.pid)
        // The command line wins over what the file says now.
        try settings.replace("width: 1280", with: "width: 1600")
        try settings.replace("profile: generic-escpos-80", with: "profile: pdf-a4")
        try settings.replace("name: Balai Uji", with: "name: Balai Dua")
        try await reloads(2)
        status = try await daemon.ask("status")
        #expect(status.office == "Balai Dua")
    }

    @Test("J1 another display or printer counts after SIGHUP, once the visitor has gone")
    func startOver() async throws {
        let folder = try TemporaryFolder()
        let settings = try SettingsCopy(folder)
        let daemon = try await Daemon.ready(folder, config: settings.config)
        func width() async throws -> UInt32 {
            let file = folder.file("screen.png")
            #expect(try await daemon.loket("screenshot", file).status == 0)
            let picture = try #require(FileManager.default.contents(atPath: file))
            return picture[16..<20].reduce(0) { $0 << 8 | UInt32($1) }
        }
        try await daemon.tap("service(ktp-el)", "issue")
        try await daemon.tap("home", "showAgencies")
        try settings.replace("width: 1280", with: "width: 1600")
        daemon.signal(SIGHUP)
        try await daemon.event("settings.startOver")
        // The visitor continues, and the picture is the same.
        let screen: Wire.Screen = try await daemon.ask("state")
        #expect(screen.screen == "agencies")
        #expect(try await width() == 1280)
        // Don't wait for the answer: the daemon may restart before it can answer.
        #expect(try await daemon.loket("tap", "home").status == 0)
        try await daemon.event("page.ready", 2)
        #expect(try await width() == 1600)
        let status: Wire.Status = try await daemon.ask("status")
        #expect(status.pid == daemon.pid && status.screen == "welcome")
        let tickets: [Wire.Ticket] = try await daemon.ask("queue", "list")
        #expect(tickets.count == 1)
        // A second restart finds everything free, and SIGTERM works after it.
        try settings.replace("  queue: null", with: "  queue: slips")
        daemon.signal(SIGHUP)
        let ready = try await daemon.event("display.ready", 3)
        #expect(ready["printer"]?.contains("queue=slips") == true, "\(ready)")
        try await daemon.event("api.ready", 3)
        #expect(try await daemon.stop() == 0)
    }

    @Test("J1 a change does not count under a finger, but at the next welcome screen")
    func reloadInVisit() async throws {
        let folder = try TemporaryFolder()
        let settings = try SettingsCopy(folder)
        let daemon = try await Daemon.ready(folder, config: settings.config)
        try await daemon.tap("showAgencies")
        try settings.replace("languages: [id, tet, pt, en] ", with: "languages: [en, id] ")
        daemon.signal(SIGHUP)
        try await daemon.event("settings.reloaded")
        #expect(try await daemon.loket("wait-idle").status == 0)
        var screen: Wire.Screen = try await daemon.ask("state")
        #expect(screen.screen == "agencies" && screen.language == "id")
        try await daemon.tap("home")
        screen = try await daemon.ask("state")
        #expect(screen.screen == "welcome" && screen.language == "en")
    }

    @Test("J3 its log is JSON lines with an event, a level and a time each") func log()
        async throws
    {
        let daemon = try await Daemon.ready(TemporaryFolder())
        try await daemon.tap("service(ktp-el)", "issue")
        #expect(try await daemon.stop() == 0)
        let lines = daemon.text.split(separator: "\n")
        #expect(lines.count == daemon.events.count && lines.count >= 4, "\(daemon.text)")
        for event in daemon.events {
            #expect(event["event"] != nil && event["level"] != nil && event["time"] != nil)
        }
    }

    @Test("I3 two hundred taps leave no file or socket open") func handles() async throws {
        let daemon = try await Daemon.ready(TemporaryFolder())
        let screen: Wire.Screen = try await daemon.ask("state")
        let places = try ["language(en)", "language(id)"].map { name in
            try #require(screen.targets.first { $0.action == name })
        }
        func tap(_ count: Int) async throws {
            for index in 0..<count {
                let place = places[index % 2]
                let done = try await daemon.loket(
                    "tap", String(place.x + place.width / 2), String(place.y + place.height / 2))
                #expect(done.status == 0)
            }
            #expect(try await daemon.loket("wait-idle").status == 0)
        }
        // Descriptors that are opened at first use stay open.
        try await tap(4)
        try await daemon.tap("showAgencies", "home")
        let before = try daemon.handleCount()
        try await tap(200)
        try await eventually("as many handles as before, \(before)") {
            try daemon.handleCount() <= before
        }
        let status: Wire.Status = try await daemon.ask("status")
        #expect(status.touch.count == 2 * (4 + 2 + 200))
    }
}
