import Foundation
import TestSupport
import Testing
import Wire

@Suite("loket: a visit, as technicians see it", .timeLimit(.minutes(5)))
struct VisitTests {
    @Test("L1 A4 three touches make a ticket, and it is void only once") func wholeJob()
        async throws
    {
        let daemon = try await Daemon.ready(TemporaryFolder())
        var screen: Wire.Screen = try await daemon.ask("state")
        #expect(screen.screen == "welcome" && screen.numbers.isEmpty && !screen.isBusy)
        let touches = ["service(ktp-el)", "issue"]
        for touch in touches {
            screen = try await daemon.ask("state")
            #expect(screen.targets.contains { $0.action == touch && $0.isEnabled })
            try await daemon.tap(touch)
        }
        #expect(touches.count <= 3)
        screen = try await daemon.ask("state")
        #expect(screen.screen == "ticket" && screen.numbers == ["K-001"])

        let queue: [Wire.Ticket] = try await daemon.ask("queue", "list")
        #expect(queue.map(\.number) == ["K-001"] && queue.map(\.service) == ["ktp-el"])
        #expect(queue.map(\.state) == ["waiting"] && queue.map(\.peopleAhead) == [0])
        #expect(try await daemon.loket("queue", "list").text.contains("K-001"))
        let shown = try await daemon.loket("ticket", "show", "K-001")
        #expect(shown.status == 0 && shown.text.contains("waiting"))

        let void = try await daemon.loket("ticket", "void", "K-001", "--reason", "left the hall")
        #expect(void.status == 0 && void.text == "K-001 is void.\n")
        let again = try await daemon.loket("ticket", "void", "K-001", "--reason", "once more")
        #expect(again.status == 2 && isOneSentence(again.errors), "\(again.errors)")
        let ticket: Wire.Ticket = try await daemon.ask("ticket", "show", "K-001")
        #expect(ticket.state == "void")
        #expect(try await daemon.loket("queue", "list").text == "Nobody waits.\n")
        #expect(try await daemon.stop() == 0)
    }

    @Test("J1 what cannot be done is refused with a sentence and exit code 2") func refusals()
        async throws
    {
        let daemon = try await Daemon.ready(TemporaryFolder())
        let refused = [
            try await daemon.loket("ticket", "show", "K-999"),
            try await daemon.loket("ticket", "void", "K-999", "--reason", "none"),
            try await daemon.loket("queue", "list", "--service", "no-such"),
            try await daemon.loket("service", "show", "no-such"),
            try await daemon.loket("survey", "summary", "--from", "yesterday"),
            try await daemon.loket("tap", "issue"), try await daemon.loket("tap", "1", "2", "3"),
            try await daemon.loket("screenshot", "/proc/nowhere/screen.png"),
        ]
        for done in refused {
            #expect(done.status == 2 && done.text.isEmpty, "\(done.errors)")
            #expect(isOneSentence(done.errors), "\(done.errors)")
        }
    }

    @Test("J1 every answer comes as text and as JSON") func answers() async throws {
        let folder = try TemporaryFolder()
        let daemon = try await Daemon.ready(folder)
        let status: Wire.Status = try await daemon.ask("status")
        #expect(status.pid == daemon.pid && status.screen == "welcome")
        #expect(status.printer.condition == "none" && status.issuedToday == 0)
        let text = try await daemon.loket("status").text
        #expect(text.contains("pid \(daemon.pid)") && text.contains(status.office))

        let state = try await daemon.loket("state").text
        #expect(state.contains("welcome, language") && state.contains("service(ktp-el)"))

        let services: [Wire.ServiceSummary] = try await daemon.ask("service", "list")
        let list = try await daemon.loket("service", "list").text
        #expect(services.count > 10 && services.allSatisfy { list.contains($0.id) })
        let stale: [Wire.ServiceSummary] = try await daemon.ask("service", "list", "--stale")
        #expect(stale == services.filter(\.isStale))

        let detail: Wire.ServiceDetail = try await daemon.ask("service", "show", "ktp-el")
        #expect(detail.summary.prefix == "K" && !detail.variants.isEmpty)
        let shown = try await daemon.loket("service", "show", "ktp-el").text
        #expect(shown.contains(detail.summary.name) && shown.contains("Procedure"))

        let found: [Wire.ServiceSummary] = try await daemon.ask("service", "search", "pas")
        #expect(found.contains { $0.id == "paspor" } && found.count < services.count)
        let nothing = try await daemon.loket("service", "search", "qqqq")
        #expect(nothing.status == 0 && nothing.text == "No services.\n")

        let survey: Wire.Survey = try await daemon.ask("survey", "summary")
        #expect(survey.respondents == 0 && survey.index == nil && survey.elements.count == 9)
        #expect(try await daemon.loket("survey", "summary").text.contains("no index"))
    }

    @Test("J1 a screenshot is the picture of the display, and a new one after a touch")
    func screenshot() async throws {
        let folder = try TemporaryFolder()
        let daemon = try await Daemon.ready(folder)
        let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47]
        var pictures: [Data] = []
        for file in [folder.file("welcome.png"), folder.file("agencies.png")] {
            #expect(try await daemon.loket("screenshot", file).status == 0)
            pictures.append(try #require(FileManager.default.contents(atPath: file)))
            if pictures.count == 1 { try await daemon.tap("showAgencies") }
        }
        #expect(pictures.allSatisfy { $0.starts(with: png) && $0.count > 5_000 })
        #expect(pictures[0] != pictures[1])
    }

    @Test("L7 C2 while the glass is wiped nothing can be touched") func clean() async throws {
        let daemon = try await Daemon.ready(TemporaryFolder())
        #expect(try await daemon.loket("clean").status == 0)
        #expect(try await daemon.loket("wait-idle").status == 0)
        let screen: Wire.Screen = try await daemon.ask("state")
        #expect(screen.screen == "cleaning")
        #expect(!screen.targets.contains { $0.action == "home" })
        #expect(screen.targets.isEmpty)
    }

    @Test("J4 taps are off where the settings say so") func tapsOff() async throws {
        let folder = try TemporaryFolder()
        let settings = try SettingsCopy(folder)
        try settings.replace("tap: auto", with: "tap: false")
        let daemon = try await Daemon.ready(folder, config: settings.config)
        let done = try await daemon.loket("tap", "service(ktp-el)")
        #expect(done.status == 2 && done.errors.contains("control.tap"))
        #expect(isOneSentence(done.errors))
        let screen: Wire.Screen = try await daemon.ask("state")
        #expect(screen.screen == "welcome")
    }
}

/// Returns whether this is `loket: ` and one sentence on one line.
func isOneSentence(_ errors: String) -> Bool {
    errors.hasPrefix("loket: ") && errors.count { $0 == "\n" } == 1 && errors.count > 20
}
