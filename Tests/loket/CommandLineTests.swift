import Foundation
import TestSupport
import Testing
import Wire

@Suite("loket, as it was built")
struct CommandLineTests {
    @Test("L1 A4 D1 the whole job by command: three touches, a ticket, void, and void no more")
    func wholeJob() async throws {
        try await Daemon.with { daemon in
            let welcome: Wire.Screen = try await daemon.ask(["state"])
            #expect(welcome.screen == "welcome")
            try await daemon.tap("service(ktp-el)")
            try await daemon.tap("issue")
            let screen: Wire.Screen = try await daemon.ask(["state"])
            #expect(screen.screen == "ticket" && screen.numbers == ["K-001"])

            let queue: [Wire.Ticket] = try await daemon.ask(["queue", "list"])
            #expect(queue.map(\.number) == ["K-001"] && queue[0].state == "waiting")
            let text = try await daemon.loket(["queue", "list", "--service", "ktp-el"]).text
            #expect(text.contains("NUMBER") && text.contains("K-001"))
            #expect(try await daemon.loket(["ticket", "show", "k1"]).text.contains("K-001"))

            let reason = ["ticket", "void", "K-001", "--reason", "left"]
            #expect(try await daemon.loket(reason).text == "K-001 is void.\n")
            let again = try await daemon.loket(reason)
            #expect(again.status == 2)
            #expect(again.errors == "loket: Ticket K-001 is void and can't become void.\n")
            let empty: [Wire.Ticket] = try await daemon.ask(["queue", "list"])
            #expect(empty.isEmpty)
        }
    }

    @Test("J1 every command that reads prints text and JSON") func reading() async throws {
        try await Daemon.with { daemon in
            let status: Wire.Status = try await daemon.ask(["status"])
            #expect(status.terminal == "belu1" && status.pid == daemon.pid)
            #expect(try await daemon.loket(["status"]).text.contains("terminal belu1"))
            let services: [Wire.ServiceSummary] = try await daemon.ask(["service", "list"])
            #expect(services.count >= 24)
            let found: [Wire.ServiceSummary] = try await daemon.ask(
                ["service", "search", "kartu", "kel"])
            #expect(found.first?.id == "kk")
            let detail: Wire.ServiceDetail = try await daemon.ask(["service", "show", "ktp-el"])
            #expect(!detail.variants.isEmpty && !detail.cost.isEmpty)
            #expect(try await daemon.loket(["service", "show", "ktp-el"]).text.contains("[ ]"))
            let survey: Wire.Survey = try await daemon.ask(["survey", "summary"])
            #expect(survey.respondents == 0 && survey.index == nil)
            #expect(
                try await daemon.loket(["survey", "summary"]).text.contains("No respondents"))
            let folder = try TemporaryFolder("shot")
            let shot = try await daemon.loket(["screenshot", folder.file("s.png")])
            #expect(shot.status == 0)
            let png = try Data(contentsOf: URL(filePath: folder.file("s.png")))
            #expect(png.starts(with: [0x89, 0x50, 0x4E, 0x47]))
            #expect(try await daemon.loket(["clean"]).status == 0)
            let cleaning: Wire.Screen = try await daemon.ask(["state"])
            #expect(
                cleaning.screen == "cleaning"
                    && cleaning.targets.contains { $0.action == "home" }
                        == false
            )
        }
    }

    @Test(
        "J1 a refusal is one sentence and exit code 2",
        arguments: [
            ["ticket", "show", "K-999"], ["service", "show", "nothing"],
            ["queue", "list", "--service", "nothing"], ["tap", "nowhere"], ["tap", "1", "2", "3"],
            ["survey", "summary", "--from", "yesterday"],
        ])
    func refusals(arguments: [String]) async throws {
        try await Daemon.with { daemon in
            let done = try await daemon.loket(arguments)
            #expect(done.status == 2)
            #expect(done.errors.hasPrefix("loket: ") && done.errors.hasSuffix("\n"))
            #expect(done.output.isEmpty)
        }
    }

    @Test("J1 no daemon: a sentence that says what to do, exit code 3") func noDaemon()
        async throws
    {
        let folder = try TemporaryFolder("none")
        for command in [["status"], ["queue", "list"], ["wait-idle"], ["printer", "list"]] {
            let done = try await Command.run(
                Built.program("loket"), command + ["--state", folder.path])
            #expect(done.status == 3)
            #expect(done.errors.contains("--state") && done.errors.contains(folder.path))
        }
    }

    static let commands: [[String]] = [
        ["status"], ["queue", "list"], ["ticket", "show"], ["ticket", "void"],
        ["service", "list"], ["service", "show"], ["service", "search"], ["printer", "list"],
        ["printer", "test"], ["survey", "summary"], ["config", "check"], ["screenshot"], ["tap"],
        ["state"], ["wait-idle"], ["clean"], ["paper"],
    ]

    @Test("J1 every command has help with an example", arguments: commands)
    func help(command: [String]) async throws {
        let done = try await Command.run(Built.program("loket"), command + ["--help"])
        #expect(done.status == 0)
        #expect(done.text.contains("loket \(command.joined(separator: " "))"))
        #expect(done.text.contains("Example"))
    }

    @Test("J1 wrong options: exit code 64") func wrongOptions() async throws {
        let done = try await Command.run(Built.program("loket"), ["queue", "list", "--colour"])
        #expect(done.status == 64)
    }

    @Test("J1 config check names file, line and field, and needs no daemon") func configCheck()
        async throws
    {
        let good = try await Command.run(
            Built.program("loket"),
            ["config", "check", "--config", Repository.file("Kiosk/kiosk.yaml")])
        #expect(good.status == 0 && good.text.contains("Good."))
        let folder = try TemporaryFolder("cfg")
        try FileManager.default.copyItem(
            atPath: Repository.file("Kiosk"), toPath: folder.file("Kiosk"))
        let file = folder.file("Kiosk/kiosk.yaml")
        let text = try String(contentsOfFile: file, encoding: .utf8)
        try text.replacingOccurrences(of: "terminal: belu1", with: "terminal: Belu 1")
            .write(toFile: file, atomically: true, encoding: .utf8)
        let broken = try await Command.run(
            Built.program("loket"), ["config", "check", "--config", file])
        #expect(broken.status == 1)
        #expect(broken.text.contains("kiosk.yaml:7") && broken.text.contains("terminal"))
    }
}
