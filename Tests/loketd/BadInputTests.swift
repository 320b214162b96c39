import Foundation
import TestSupport
import Testing
import Wire

@Suite("loketd: what it is given may be broken", .timeLimit(.minutes(15)))
struct BadInputTests {
    /// Returns the text of `loket status` while the daemon shows its fault screen.
    private func faultText(_ daemon: Daemon, _ fault: String) async throws -> String {
        #expect(try await daemon.event("api.ready")["fault"] == fault)
        let status = try await daemon.loket("status")
        #expect(status.status == 2 && status.text.isEmpty)
        #expect(status.errors.contains("fault screen (\(fault))"), "\(status.errors)")
        return status.errors
    }

    private func screenshot(_ daemon: Daemon, _ file: String) async throws -> Data {
        #expect(try await daemon.loket("screenshot", file).status == 0)
        let picture = try #require(FileManager.default.contents(atPath: file))
        #expect(picture.starts(with: [0x89, 0x50, 0x4E, 0x47]) && picture.count > 5_000)
        return picture
    }

    @Test("J1 broken settings: the screen says so, and loket names file and line")
    func brokenSettings() async throws {
        let folder = try TemporaryFolder()
        let settings = try SettingsCopy(folder)
        try settings.replace("terminal: belu1", with: "terminal: Belu 1!")
        let daemon = try Daemon(folder, config: settings.config)
        let text = try await faultText(daemon, "settings")
        let lines = try String(contentsOfFile: settings.config, encoding: .utf8)
            .split(separator: "\n", omittingEmptySubsequences: false)
        let line = try #require(lines.firstIndex { $0.hasPrefix("terminal:") }) + 1
        #expect(text.contains("kiosk.yaml:\(line)"), "\(text)")
        // Compare the page. The clock on it may change between two pictures.
        let before = try await screenshot(daemon, folder.file("before.png"))
        let page = folder.file("page.png")
        let answer = try await Command.run(
            "curl", ["-sf", "-o", page, "\(try await daemon.page())screen.png"])
        #expect(answer.status == 0)
        let after = try await screenshot(daemon, folder.file("after.png"))
        #expect([before, after].contains(FileManager.default.contents(atPath: page)))
        let code = try await daemon.stop()
        #expect(code == 0, "\(daemon.text.suffix(2_000))")
        #expect(!FileManager.default.fileExists(atPath: daemon.socket))
    }

    @Test("J1 settings that are mended count at SIGHUP, and nothing is left open on the way")
    func mended() async throws {
        let folder = try TemporaryFolder()
        let settings = try SettingsCopy(folder)
        try settings.replace("terminal: belu1", with: "terminal: [")
        let daemon = try Daemon(folder, config: settings.config)
        try await daemon.event("api.ready")
        try await daemon.event("page.ready")
        daemon.signal(SIGHUP)
        try await daemon.event("api.ready", 2)
        // The page's socket belongs to what is always open.
        try await daemon.event("page.ready", 2)
        let before = try daemon.handleCount()
        for round in 3...5 {
            daemon.signal(SIGHUP)
            try await daemon.event("api.ready", round)
        }
        // Descriptors that a start opens briefly stay open longer on a busy machine.
        try await eventually("no more handles than \(before)") {
            try daemon.handleCount() <= before
        }
        try settings.replace("terminal: [", with: "terminal: belu1")
        daemon.signal(SIGHUP)
        try await daemon.event("page.ready")
        try await daemon.event("api.ready", 6)
        let status: Wire.Status = try await daemon.ask("status")
        #expect(status.pid == daemon.pid && status.screen == "welcome")
        // After all this the daemon still works normally.
        try await daemon.tap("service(ktp-el)", "issue")
        daemon.signal(SIGHUP)
        try await daemon.event("settings.reloaded")
        let code = try await daemon.stop()
        #expect(code == 0, "\(daemon.text.suffix(2_000))")
    }

    @Test("J1 SIGHUP never ends it, in whatever moment of a start over it comes")
    func hammered() async throws {
        let folder = try TemporaryFolder()
        let settings = try SettingsCopy(folder)
        try settings.replace("terminal: belu1", with: "terminal: [")
        let daemon = try Daemon(folder, config: settings.config)
        try await daemon.event("api.ready")
        try await eventually("it started over five times") {
            daemon.signal(SIGHUP)
            return daemon.hasEnded || daemon.events.count { $0["event"] == "api.ready" } > 5
        }
        #expect(!daemon.hasEnded)
        let code = try await daemon.stop()
        #expect(code == 0, "\(daemon.text.suffix(2_000))")
    }

    @Test("J1 SIGTERM ends it also where it comes with a SIGHUP", arguments: 0..<6)
    func endBesideReload(_ round: Int) async throws {
        let folder = try TemporaryFolder()
        let settings = try SettingsCopy(folder)
        try settings.replace("terminal: belu1", with: "terminal: [")
        let daemon = try Daemon(folder, config: settings.config)
        try await daemon.event("api.ready")
        daemon.signal(SIGHUP)
        // Kill it at some moment between that and the next start.
        for _ in 0..<(round * 200) { sched_yield() }
        let code = try await daemon.stop()
        #expect(code == 0, "\(daemon.text.suffix(2_000))")
    }

    @Test("J1 settings that are not there are a fault with a sentence") func noSettings()
        async throws
    {
        let folder = try TemporaryFolder()
        let daemon = try Daemon(folder, config: folder.file("nowhere.yaml"))
        #expect(try await faultText(daemon, "settings").contains("nowhere.yaml"))
    }

    @Test("I2 a state folder that can't be one ends it with exit code 73 and a sentence")
    func unusableFolder() async throws {
        let folder = try TemporaryFolder()
        try folder.write("a file", to: "state")
        let daemon = try Daemon(folder)
        #expect(try await daemon.end() == 73)
        #expect(daemon.text.hasPrefix("loketd: ") && daemon.text.contains(folder.file("state")))
        #expect(daemon.text.count { $0 == "\n" } == 1)
        #expect(try String(contentsOfFile: folder.file("state"), encoding: .utf8) == "a file")
    }

    @Test("I2 Y3 a damaged database is kept aside and named, and tickets are given")
    func damagedDatabase() async throws {
        let folder = try TemporaryFolder()
        let damage = String(repeating: "This was a database once. ", count: 400)
        try FileManager.default.createDirectory(
            atPath: folder.file("state"), withIntermediateDirectories: true)
        try folder.write(damage, to: "state/loket.sqlite3")
        let daemon = try await Daemon.ready(folder)
        let status: Wire.Status = try await daemon.ask("status")
        let sentence = try #require(status.problems.first { $0.contains("damaged") })
        let kept = try FileManager.default.contentsOfDirectory(atPath: daemon.state)
            .filter { $0.contains(".damaged-") }
        try #require(kept.count == 1)
        #expect(sentence.contains(kept[0]))
        #expect(try String(contentsOfFile: "\(daemon.state)/\(kept[0])", encoding: .utf8) == damage)
        try await daemon.tap("service(ktp-el)", "issue")
        let tickets: [Wire.Ticket] = try await daemon.ask("queue", "list")
        // Nothing could be read, and some of the first hundred may be on paper (Y3).
        #expect(tickets.map(\.number) == ["K-101"])
    }

    @Test("I4 a database of a newer version is a fault, and left byte for byte as it is")
    func newerDatabase() async throws {
        let folder = try TemporaryFolder()
        let first = try await Daemon.ready(folder)
        try await first.tap("service(ktp-el)", "issue")
        #expect(try await first.stop() == 0)
        let file = "\(first.state)/loket.sqlite3"
        let edit = try await Command.run(
            "python3",
            [
                "-c",
                """
                import sqlite3, sys
                db = sqlite3.connect(sys.argv[1])
                db.execute("INSERT INTO grdb_migrations VALUES ('v99')")
                db.commit()
                db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                db.close()
                """, file,
            ])
        try #require(edit.status == 0, "\(edit.errors)")
        let before = try #require(FileManager.default.contents(atPath: file))
        let daemon = try Daemon(folder, log: "newer.log")
        let text = try await faultText(daemon, "storage")
        #expect(text.contains("newer version") && text.contains(file))
        let code = try await daemon.stop()
        #expect(code == 0, "\(daemon.text.suffix(2_000))")
        #expect(FileManager.default.contents(atPath: file) == before)
    }

    @Test("K4 without fonts the screen shows a fault, and loket says which are missing")
    func noFonts() async throws {
        let folder = try TemporaryFolder()
        let settings = try SettingsCopy(folder)
        let empty = try TemporaryFolder("fonts")
        try """
        <?xml version="1.0"?>
        <!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
        <fontconfig><dir>\(empty.path)</dir><cachedir>\(empty.path)</cachedir></fontconfig>
        """.write(
            toFile: "\(settings.folder)/none.conf", atomically: true, encoding: .utf8)
        try settings.replace("fonts: fonts.conf", with: "fonts: none.conf")
        let daemon = try await Daemon.ready(folder, config: settings.config)
        let event = try await daemon.event("fonts.missing")
        #expect(event["problem"]?.contains("Inter") == true)
        let screen: Wire.Screen = try await daemon.ask("state")
        #expect(screen.screen == "fault" && !screen.targets.contains { $0.action == "issue" })
        let status: Wire.Status = try await daemon.ask("status")
        #expect(status.problems.contains { $0.contains("Inter") }, "\(status.problems)")
        #expect(try await daemon.loket("screenshot", folder.file("fault.png")).status == 0)
    }

    @Test("B2 B11 a CUPS that is not there: known in status, numbers are on the screen")
    func noCups() async throws {
        let folder = try TemporaryFolder()
        let daemon = try await Daemon.ready(
            folder,
            ["--printer-server", folder.file("cups.sock"), "--printer-queue", "receipts"])
        try await daemon.event("printer.cupsAbsent")
        let status: Wire.Status = try await daemon.ask("status")
        #expect(status.printer.condition == "cupsAbsent")
        #expect(status.problems.contains(status.printer.advice))
        try await daemon.tap("service(ktp-el)", "issue")
        let screen: Wire.Screen = try await daemon.ask("state")
        #expect(screen.screen == "ticket" && screen.numbers == ["K-001"])
        let ticket: Wire.Ticket = try await daemon.ask("ticket", "show", "K-001")
        #expect(ticket.state == "waiting" && ticket.paper == "none")
        let list = try await daemon.loket("printer", "list")
        #expect(list.status == 3 && list.errors.count { $0 == "\n" } == 1, "\(list.errors)")
    }

    @Test("J1 a printer profile that does not exist is named, and nothing is printed")
    func noProfile() async throws {
        let folder = try TemporaryFolder()
        let daemon = try await Daemon.ready(
            folder,
            [
                "--printer-server", folder.file("cups.sock"), "--printer-queue", "receipts",
                "--printer-profile", "no-such-printer",
            ])
        let event = try await daemon.event("printer.profile")
        #expect(event["problem"]?.contains("no-such-printer") == true)
        let status: Wire.Status = try await daemon.ask("status")
        #expect(status.problems.contains { $0.contains("no-such-printer") }, "\(status.problems)")
        try await daemon.tap("service(ktp-el)", "issue")
        let ticket: Wire.Ticket = try await daemon.ask("ticket", "show", "K-001")
        #expect(ticket.state == "waiting")
    }

    @Test("A4 I2 kill -9 loses no ticket, and the next number follows") func killed()
        async throws
    {
        let folder = try TemporaryFolder()
        var seen: [String] = []
        for round in 1...3 {
            let daemon = try await Daemon.ready(folder, log: "round\(round).log")
            let kept: [Wire.Ticket] = try await daemon.ask("queue", "list")
            #expect(kept.map(\.number) == seen)
            try await daemon.tap("service(ktp-el)", "issue")
            let screen: Wire.Screen = try await daemon.ask("state")
            seen += screen.numbers
            daemon.signal(SIGKILL)
            #expect(try await daemon.end() == -SIGKILL)
        }
        #expect(seen == ["K-001", "K-002", "K-003"])
    }
}
