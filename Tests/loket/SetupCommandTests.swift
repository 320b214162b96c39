import Foundation
import PrinterModel
import TestSupport
import Testing
import Wire

/// Commands of `loket printer` with a real cupsd and without a daemon.
@Suite("loket: a printer is set up", .timeLimit(.minutes(5)))
struct SetupCommandTests {
    /// Writes settings with this CUPS. Returns the words that name them.
    private static func settings(
        _ folder: TemporaryFolder, server: String, queue: String? = nil
    ) throws -> [String] {
        let settings = try SettingsCopy(folder)
        try settings.replace("server: null", with: "server: \(server)")
        if let queue { try settings.replace("queue: null", with: "queue: \(queue)") }
        return ["--config", settings.config]
    }

    private static func decoded<Value: Decodable>(_ done: Command) throws -> Value {
        try JSONDecoder().decode(Value.self, from: done.output)
    }

    @Test("B2 J1 add, status, default, mend, resume and remove, in text and JSON")
    func wholeLife() async throws {
        try await VirtualPrinter.with { virtual in
            let folder = try TemporaryFolder()
            let config = try Self.settings(folder, server: virtual.server, queue: "slips")
            func loket(_ words: String...) async throws -> Command {
                try await Daemon.loket(["printer"] + words + config)
            }
            let printer = try ReceiptPrinter()
            let host = "127.0.0.1:\(printer.port)"
            let added = try await loket("add", "slips", host, "--profile", "generic-escpos-58")
            #expect(added.status == 0, "\(added.errors)")
            #expect(added.text.hasPrefix("slips prints to pos://\(host)/?confirm="))
            #expect(
                added.text.contains(
                    "printer:\n  queue: slips\n  profile: generic-escpos-58\n"))
            let second = try await loket("add", "second", host, "--default", "--json")
            let json: Wire.PrinterAdded = try Self.decoded(second)
            #expect(json.queue == "second" && json.profile == "generic-escpos-80")
            #expect(json.warnings == [] && json.settings.contains("queue: second"))

            let status = try await loket("status")
            #expect(status.status == 0, "\(status.errors)")
            for line in [
                "queue    slips (the terminal's)", "is       ready", "policy   abort-job",
                "state    idle, takes jobs", "reasons  none",
            ] { #expect(status.text.contains(line), "\(status.text)") }
            #expect(status.text.contains("asked    by loket itself, with the settings of --config"))
            let other: Wire.QueueReport = try Self.decoded(
                try await loket("status", "second", "--json"))
            #expect(other.isDefault && !other.isOurs && other.isReady && other.advice == [])
            #expect(try await loket("default", "slips").text == "slips: default.\n")
            let now: Wire.QueueReport = try Self.decoded(try await loket("status", "--json"))
            #expect(now.isDefault && now.isOurs && !now.isFromDaemon)

            try await virtual.cups("cupsdisable", ["slips"])
            try await virtual.cups(
                "lpadmin", ["-p", "slips", "-o", "printer-error-policy=retry-job"])
            let stopped = try await loket("status")
            #expect(stopped.status == 1 && stopped.errors.isEmpty)
            #expect(stopped.text.contains("is       stopped"))
            #expect(stopped.text.contains("to do    The CUPS queue is stopped"))
            #expect(stopped.text.contains("run loket printer mend slips."))
            let mended = try await loket("mend")
            #expect(mended.status == 0 && mended.text.contains("error policy retry-job"))
            #expect(try await loket("mend").text == "slips is right as it is.\n")
            let resumed: Wire.QueueChange = try Self.decoded(try await loket("resume", "--json"))
            #expect(resumed == Wire.QueueChange(queue: "slips", change: "resumed"))
            #expect(try await loket("status").status == 0)

            #expect(try await loket("remove", "second").text == "second: removed.\n")
            let gone = try await loket("remove", "second")
            #expect(gone.status == 2 && isOneSentence(gone.errors), "\(gone.errors)")
            #expect(gone.errors.contains("there are slips, virtual"))
        }
    }

    @Test(
        "B2 a daemon that runs answers for its printer, and loket itself says the same without one")
    func oneTruth() async throws {
        try await VirtualPrinter.with { virtual in
            let folder = try TemporaryFolder()
            let printer = try ReceiptPrinter()
            try await virtual.addQueue(
                "slips", device: "pos://127.0.0.1:\(printer.port)/?confirm=H&answer=1&wait=1")
            let daemon = try await Daemon.ready(
                folder, ["--printer-queue", "slips", "--printer-server", virtual.server])
            func agree(_ condition: String, exit code: Int32) async throws {
                let text = try await daemon.loket("printer", "status")
                #expect(text.status == code && text.errors.isEmpty, "\(text.text)\(text.errors)")
                #expect(text.text.contains("is       \(condition)\n"), "\(text.text)")
                #expect(text.text.contains("asked    by the daemon\n"))
                let report: Wire.QueueReport = try Self.decoded(
                    try await daemon.loket("printer", "status", "slips", "--json"))
                #expect(report.condition == condition && report.isOurs && report.isFromDaemon)
                #expect(report.isReady == (code == 0))
                let known: Wire.Status = try await daemon.ask("status")
                #expect(known.printer.condition == condition)
                let lines: [Wire.PrinterLine] = try await daemon.ask("printer", "list")
                #expect(lines.first { $0.isOurs }?.condition == condition)
            }
            try await agree("ready", exit: 0)
            printer.change { $0.isPaperOut = true }
            try await agree("paperOut", exit: 1)
            let missing = try await daemon.loket("printer", "status", "nowhere")
            #expect(missing.status == 2 && isOneSentence(missing.errors), "\(missing.errors)")
            #expect(missing.errors.contains("there are slips, virtual"))

            #expect(try await daemon.stop() == 0)
            let config = try Self.settings(folder, server: virtual.server, queue: "slips")
            let alone = try await Daemon.loket(
                ["printer", "status", "--state", daemon.state] + config)
            #expect(alone.status == 1 && alone.text.contains("is       paperOut\n"))
            #expect(alone.text.contains("asked    by loket itself. No daemon answers at "))
            printer.change { $0.isPaperOut = false }
            let well = try await Daemon.loket(
                ["printer", "status", "--state", daemon.state] + config)
            #expect(well.status == 0 && well.text.contains("is       ready\n"), "\(well.text)")
        }
    }

    @Test("B2 a daemon whose CUPS does not answer says so: exit code 3, as without a daemon")
    func daemonWithoutScheduler() async throws {
        let daemon = try await Daemon.ready(
            TemporaryFolder(),
            ["--printer-queue", "slips", "--printer-server", "127.0.0.1:1"])
        let done = try await daemon.loket("printer", "status")
        #expect(done.status == 3 && isOneSentence(done.errors), "\(done.errors)")
        #expect(done.errors.contains("printer.server"))
    }

    @Test("B2 discover is a table and JSON; a driverless queue takes a profile of pages by itself")
    func discover() async throws {
        try await VirtualPrinter.with { virtual in
            let folder = try TemporaryFolder()
            let config = try Self.settings(folder, server: virtual.server)
            try virtual.install(
                backend: "fake",
                script: "echo 'network socket://10.0.0.7:9100 \"EPSON TM-T20II\" \"T\" \"\"'")
            let words = ["printer", "discover", "--seconds", "4"] + config
            let text = try await Daemon.loket(words)
            #expect(text.status == 0 && text.text.hasPrefix("DEVICE"), "\(text.errors)")
            #expect(text.text.contains("socket://10.0.0.7:9100"))
            let found: [Wire.PrinterDevice] = try Self.decoded(
                try await Daemon.loket(words + ["--json"]))
            let raw = try #require(found.first { $0.device == "socket://10.0.0.7:9100" })
            #expect(raw.model == "EPSON TM-T20II" && raw.how == "network" && raw.isFit)
            #expect(raw.fitness == "sends" && raw.why.contains("can't prove"))

            let added = try await Daemon.loket(
                ["printer", "add", "roll", try virtual.printerURI(), "--json"] + config)
            #expect(added.status == 0, "\(added.errors)")
            let queue: Wire.PrinterAdded = try Self.decoded(added)
            #expect(queue.profile.contains("pdf"), "\(queue.profile)")
        }
    }

    @Test("J1 what can't be set up is refused with a sentence, and no queue is left")
    func refusals() async throws {
        try await VirtualPrinter.with { virtual in
            let folder = try TemporaryFolder()
            let config = try Self.settings(folder, server: virtual.server)
            let closed = try RawPrinter.closedPort()
            let raw = try RawPrinter()
            for words in [
                ["add", "two words", "127.0.0.1:\(raw.port)"],
                ["add", "q", "127.0.0.1:\(closed)"],
                ["add", "q", "127.0.0.1:\(raw.port)", "--profile", "no-such"],
                ["add", "q", "socket://127.0.0.1:\(raw.port)", "--ppd", "/nowhere.ppd"],
                ["add", "q", "?"], ["remove", "q"], ["default", "q"], ["status", "q"],
                ["status"], ["resume"], ["mend", "q"],
            ] {
                let done = try await Daemon.loket(["printer"] + words + config)
                #expect(done.status == 2 && done.text.isEmpty, "\(words): \(done.text)")
                #expect(isOneSentence(done.errors), "\(done.errors)")
            }
            let queues = try await virtual.cups("lpstat", ["-e"]).text
            #expect(queues == "virtual\n")
            for words in [["add", "q"], ["discover", "--seconds", "0"], ["remove"]] {
                #expect(try await Daemon.loket(["printer"] + words + config).status == 64)
            }
        }
    }

    @Test("B2 no CUPS: exit code 3 and what to do; broken settings: exit code 2")
    func noScheduler() async throws {
        let folder = try TemporaryFolder()
        let config = try Self.settings(folder, server: folder.file("nobody.sock"), queue: "q")
        for words in [["status"], ["discover"], ["resume"], ["add", "q", "127.0.0.1"]] {
            let done = try await Daemon.loket(["printer"] + words + config)
            #expect(done.status == 3 && isOneSentence(done.errors), "\(done.errors)")
            #expect(done.errors.contains("printer.server"))
        }
        try folder.write("terminal: [", to: "broken.yaml")
        let broken = try await Daemon.loket(
            ["printer", "status", "--config", folder.file("broken.yaml")])
        #expect(broken.status == 2 && isOneSentence(broken.errors), "\(broken.errors)")
    }
}
