import Foundation
import TestSupport
import Testing
import Wire

@Suite("loketd lives and dies well")
struct LifeTests {
    @Test("A4 B10 killed and started again: the ticket is there, and the next number follows")
    func killed() async throws {
        let folder = try TemporaryFolder("life")
        let daemon = try Daemon(
            config: Repository.file("Kiosk/kiosk.yaml"), state: folder.file("s"))
        try await daemon.start()
        try await daemon.tap("service(ktp-el)")
        try await daemon.tap("issue")
        daemon.kill()
        try await daemon.waitForDeath()
        try await Daemon.with(state: folder.file("s")) { again in
            let queue: [Wire.Ticket] = try await again.ask(["queue", "list"])
            #expect(queue.map(\.number) == ["K-001"])
            let welcome: Wire.Screen = try await again.ask(["state"])
            #expect(welcome.screen == "welcome")
            try await again.tap("service(ktp-el)")
            try await again.tap("issue")
            let screen: Wire.Screen = try await again.ask(["state"])
            #expect(screen.numbers == ["K-002"])
        }
    }

    @Test("a second daemon on the same state folder is refused with the first one's pid")
    func second() async throws {
        try await Daemon.with { daemon in
            let done = try await Command.run(
                Built.program("loketd"),
                ["--config", daemon.config, "--state", daemon.state, "--port", "0"])
            #expect(done.status == 69)
            #expect(done.errors.contains("pid \(daemon.pid)") && done.errors.contains("--state"))
            let status: Wire.Status = try await daemon.ask(["status"])
            #expect(status.pid == daemon.pid)
        }
    }

    @Test("SIGTERM ends it with 0 and takes its socket away; a socket left behind is no hindrance")
    func sockets() async throws {
        let folder = try TemporaryFolder("sock")
        try FileManager.default.createDirectory(
            atPath: folder.file("s"), withIntermediateDirectories: true)
        try folder.write("left behind", to: "s/loket.sock")
        let daemon = try Daemon(
            config: Repository.file("Kiosk/kiosk.yaml"), state: folder.file("s"))
        try await daemon.start()
        let status: Wire.Status = try await daemon.ask(["status"])
        #expect(status.screen == "welcome")
        #expect(try await daemon.stop() == 0)
        #expect(!FileManager.default.fileExists(atPath: folder.file("s/loket.sock")))
        #expect(daemon.log.contains("daemon.ended"))
    }

    @Test("J1 SIGHUP: a broken file changes nothing and is logged, a good one counts")
    func reload() async throws {
        let folder = try TemporaryFolder("hup")
        try Self.copyKiosk(to: folder)
        let file = folder.file("Kiosk/kiosk.yaml")
        let good = try String(contentsOfFile: file, encoding: .utf8)
        try await Daemon.with(config: file) { daemon in
            try good.replacingOccurrences(of: "timezone: Asia/Makassar", with: "timezone: Mars")
                .write(toFile: file, atomically: true, encoding: .utf8)
            daemon.signal(SIGHUP)
            try await eventually("the refusal is logged") {
                daemon.log.contains("settings.refused") && daemon.log.contains("kiosk.yaml:11")
            }
            let before: Wire.Status = try await daemon.ask(["status"])
            #expect(before.office == "Mal Pelayanan Publik Timor Atambua")
            try good.replacingOccurrences(
                of: "name: Mal Pelayanan Publik Timor Atambua", with: "name: Mal Baru"
            ).write(toFile: file, atomically: true, encoding: .utf8)
            daemon.signal(SIGHUP)
            try await eventually("the new name counts") {
                let status: Wire.Status = try await daemon.ask(["status"])
                return status.office == "Mal Baru"
            }
        }
    }

    @Test("I3 two hundred touches leave no file open behind them") func handles() async throws {
        try await Daemon.with { daemon in
            func handles() throws -> Int {
                try FileManager.default.contentsOfDirectory(
                    atPath: "/proc/\(daemon.pid)/fd"
                ).count
            }
            for _ in 0..<5 { try await daemon.tap("callOfficer") }
            let before = try handles()
            for index in 0..<100 {
                try await daemon.tap(index % 2 == 0 ? "showAgencies" : "home")
            }
            #expect(try handles() <= before + 2)
        }
    }

    static func copyKiosk(to folder: TemporaryFolder) throws {
        try FileManager.default.copyItem(
            atPath: Repository.file("Kiosk"), toPath: folder.file("Kiosk"))
        try FileManager.default.copyItem(
            atPath: Repository.file("Printers"), toPath: folder.file("Printers"))
    }
}

@Suite("loketd with something broken")
struct BrokenTests {
    @Test("J1 a broken kiosk.yaml: the fault screen is up, and status says file and line")
    func settings() async throws {
        let folder = try TemporaryFolder("bad")
        try LifeTests.copyKiosk(to: folder)
        let file = folder.file("Kiosk/kiosk.yaml")
        try "terminal: belu1\noffice: {name: X\n".write(
            toFile: file, atomically: true, encoding: .utf8)
        try await Daemon.with(config: file) { daemon in
            let status = try await daemon.loket(["status"])
            #expect(status.status == 2)
            #expect(
                status.errors.contains("fault screen (settings)")
                    && status.errors.contains("kiosk.yaml:"))
            #expect(
                try await daemon.loket(["screenshot", folder.file("fault.png")]).status == 0)
            // Mended, it starts over by itself.
            try FileManager.default.removeItem(atPath: file)
            try FileManager.default.copyItem(
                atPath: Repository.file("Kiosk/kiosk.yaml"), toPath: file)
            daemon.signal(SIGHUP)
            try await eventually("the terminal works again", within: .seconds(20)) {
                try await daemon.loket(["status"]).status == 0
            }
        }
    }

    @Test("I2 a state folder that can't be made: a sentence, exit code 73") func folder()
        async throws
    {
        let folder = try TemporaryFolder("file")
        try folder.write("", to: "f")
        let done = try await Command.run(
            Built.program("loketd"),
            ["--config", Repository.file("Kiosk/kiosk.yaml"), "--state", folder.file("f/s")])
        #expect(done.status == 73)
        #expect(done.errors.contains(folder.file("f/s")) && done.errors.contains("--state"))
    }

    @Test("I2 a damaged database is kept aside and named in status") func damaged() async throws {
        let folder = try TemporaryFolder("dmg")
        try FileManager.default.createDirectory(
            atPath: folder.file("s"), withIntermediateDirectories: true)
        try folder.write(String(repeating: "no database ", count: 1000), to: "s/loket.sqlite3")
        try await Daemon.with(state: folder.file("s")) { daemon in
            let status: Wire.Status = try await daemon.ask(["status"])
            #expect(status.problems.contains { $0.contains("loket.sqlite3.damaged-") })
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.file("s"))
            #expect(names.contains { $0.hasPrefix("loket.sqlite3.damaged-") })
        }
    }

    @Test("K1 missing fonts: named with their packages, and the screen says so") func fonts()
        async throws
    {
        let folder = try TemporaryFolder("font")
        try LifeTests.copyKiosk(to: folder)
        try """
        <?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
        <fontconfig><dir>/usr/share/fonts/truetype/dejavu</dir></fontconfig>
        """.write(toFile: folder.file("Kiosk/fonts.conf"), atomically: true, encoding: .utf8)
        try await Daemon.with(config: folder.file("Kiosk/kiosk.yaml")) { daemon in
            #expect(daemon.log.contains("fonts-inter"))
            let screen: Wire.Screen = try await daemon.ask(["state"])
            #expect(screen.screen == "fault")
        }
    }

    @Test("B2 a printer that does not exist: named in status, and numbers are on the screen")
    func printer() async throws {
        let folder = try TemporaryFolder("nop")
        let arguments = [
            "--printer-server", folder.file("cups.sock"), "--printer-queue", "none",
            "--printer-profile", "pdf-80",
        ]
        try await Daemon.with(arguments: arguments) { daemon in
            try await eventually("the printer is known to be away") {
                let status: Wire.Status = try await daemon.ask(["status"])
                return status.printer.condition == "cupsAbsent"
            }
            try await daemon.tap("service(ktp-el)")
            try await daemon.tap("issue")
            let tickets: [Wire.Ticket] = try await daemon.ask(["queue", "list"])
            #expect(tickets.map(\.paper) == ["none"] && tickets[0].state == "waiting")
            #expect(try await daemon.loket(["printer", "test"]).status == 1)
        }
    }
}
