import Foundation
import Office
import SlipSamples
import TestSupport
import Testing

@testable import Cups
@testable import Slips

/// Jobs through a real cupsd, one per test.
@Suite("How a print ends", .timeLimit(.minutes(10)))
struct PrintEndTests {
    private let document: [UInt8] = Array("K-012\n".utf8)

    private func job(_ name: String = "loket-belu1-12-1") -> PrintJob {
        PrintJob(name: name, document: document, mimeType: "application/vnd.cups-raw")
    }

    /// Returns a printer with short limits on the real clock, so that CUPS has time for its part.
    private func printer(
        _ server: String, _ queue: String, answers: Bool = false,
        standstill: Duration = .seconds(15)
    ) -> CupsPrinter {
        var limits = CupsPrinter.Limits()
        limits.standstill = standstill
        limits.unreachable = .milliseconds(300)
        limits.look = .milliseconds(20)
        return CupsPrinter(
            cups: CupsConnection(server: server), queue: queue, answers: answers, limits: limits)
    }

    private func isNotPrinted(_ end: PrintEnd) -> Bool {
        if case .notPrinted = end { true } else { false }
    }

    private func isUnknown(_ end: PrintEnd) -> Bool {
        if case .unknown = end { true } else { false }
    }

    @Test("B8 a slip reaches the printer byte for byte, and its end is sent, not printed")
    func bytesArrive() async throws {
        try await VirtualPrinter.with { virtual in
            let raw = try RawPrinter()
            try await virtual.addRawQueue("raw", port: raw.port)
            let profile = try Sample.profile("generic-escpos-80")
            let bytes = ReceiptRenderer(profile: profile, shaper: Sample.shaper())
                .bytes(of: Sample.slip())
            let end = await printer(virtual.server, "raw", answers: profile.answers).print(
                PrintJob(name: "loket-1", document: bytes, mimeType: profile.mimeType)
            ) { _ in
                // This is recorded before a byte has left.
                #expect(raw.received.isEmpty)
            }
            #expect(end == .sent)
            try await eventually("the bytes arrive") { raw.received.count == 1 }
            #expect(raw.received == [bytes])
            let slip = try ESCPOSReader(raw.received[0], profile)
            #expect(slip.lines.contains { $0.text == "K-012" && $0.times >= 4 })
            #expect(slip.elements.last == .cut)
        }
    }

    @Test("B2 no cupsd: surely not printed, and named so")
    func noScheduler() async throws {
        let folder = try TemporaryFolder()
        let printer = printer(folder.file("nobody.sock"), "raw")
        let end = await printer.print(job()) { _ in Issue.record("nothing may be sent") }
        #expect(isNotPrinted(end))
        #expect(end.detail?.contains("see that cupsd runs") == true)
        #expect(await printer.condition() == .cupsAbsent)
    }

    @Test("B2 a queue that is not there, stands still or takes nothing gets no job")
    func queueCantPrint() async throws {
        try await VirtualPrinter.with { virtual in
            let raw = try RawPrinter()
            try await virtual.addRawQueue("raw", port: raw.port)
            let printer = printer(virtual.server, "raw")
            #expect(await Self.isBack(printer))
            for (command, undo, condition) in [
                ("cupsdisable", "cupsenable", PrinterCondition.stopped),
                ("cupsreject", "cupsaccept", .notAccepting),
            ] {
                try await virtual.cups(command, ["raw"])
                #expect(await printer.condition() == condition)
                let end = await printer.print(job()) { _ in Issue.record("nothing may be sent") }
                #expect(end == .notPrinted(condition.advice))
                try await virtual.cups(undo, ["raw"])
                #expect(await Self.isBack(printer))
            }
            let missing = self.printer(virtual.server, "nowhere")
            #expect(await missing.condition() == .queueMissing)
            let end = await missing.print(job()) { _ in Issue.record("nothing may be sent") }
            #expect(end == .notPrinted(PrinterCondition.queueMissing.advice))
            // No cancelled slip comes out now that the queue works again.
            #expect(await printer.print(job("loket-last")) { _ in } == .sent)
            try await eventually("the last slip arrives") { !raw.received.isEmpty }
            #expect(raw.received == [document])
        }
    }

    @Test("B1 a printer that refuses the connection: surely not printed, and no ghost later")
    func refused() async throws {
        try await VirtualPrinter.with { virtual in
            let port = try RawPrinter.closedPort()
            try await virtual.addRawQueue("raw", port: port)
            let printer = printer(virtual.server, "raw")
            let end = await printer.print(job()) { _ in }
            #expect(isNotPrinted(end), "\(end)")
            let open = try await CupsConnection(server: virtual.server)
                .openJobs(queue: "raw", namePrefix: "loket")
            #expect(open.isEmpty)
        }
    }

    @Test("B3 no progress: unknown, the job is cancelled and the next one is not held up")
    func standstill() async throws {
        try await VirtualPrinter.with { virtual in
            let raw = try RawPrinter(.neverReads)
            // With waiteof the back end waits for the printer to close.
            try await virtual.addRawQueue("raw", port: raw.port, options: "snmp=off")
            let printer = printer(virtual.server, "raw", standstill: .seconds(1))
            let end = await printer.print(job()) { _ in }
            #expect(isUnknown(end), "\(end)")
            #expect(await printer.condition() != .stopped)
            let healthy = try RawPrinter()
            try await virtual.addRawQueue("raw", port: healthy.port)
            #expect(await printer.print(job("loket-next")) { _ in } == .sent)
            try await eventually("the next slip arrives") { healthy.received == [self.document] }
        }
    }

    @Test("B3 a job that nobody knows any more is unknown")
    func purged() async throws {
        try await VirtualPrinter.with { virtual in
            let raw = try RawPrinter(.neverReads)
            try await virtual.addRawQueue("raw", port: raw.port, options: "snmp=off")
            let printer = printer(virtual.server, "raw")
            async let end = printer.print(job()) { _ in }
            try await eventually("the job runs") {
                try virtual.queue("raw")["printer-state"] == "4"
            }
            try await virtual.cups("cancel", ["-a", "-x", "raw"])
            #expect(isUnknown(await end))
        }
    }

    @Test("B9 cupsd killed in mid-job: unknown, and nobody waits longer than the limit")
    func schedulerKilled() async throws {
        try await VirtualPrinter.with { virtual in
            let raw = try RawPrinter(.neverReads)
            try await virtual.addRawQueue("raw", port: raw.port, options: "snmp=off")
            let printer = printer(virtual.server, "raw", standstill: .seconds(1))
            async let end = printer.print(job()) { _ in }
            try await eventually("the job runs") {
                try await virtual.cups("lpstat", ["-o", "raw"]).text.contains("raw-")
            }
            kill(try await virtual.schedulerID(), SIGKILL)
            #expect(isUnknown(await end))
            #expect(await printer.condition() == .cupsAbsent)
        }
    }

    /// CUPS answers, and its queue takes jobs.
    private static func isBack(_ printer: CupsPrinter) async -> Bool {
        [.ready, .unknown].contains(await printer.condition())
    }

    @Test("B3 a frozen cupsd holds a caller for 6 s at most, and prints no ghost when it thaws")
    func schedulerFrozen() async throws {
        try await VirtualPrinter.with { virtual in
            let raw = try RawPrinter()
            try await virtual.addRawQueue("raw", port: raw.port)
            let scheduler = try await virtual.schedulerID()
            kill(scheduler, SIGSTOP)
            defer { kill(scheduler, SIGCONT) }
            let printer = printer(virtual.server, "raw")
            let begin = ContinuousClock.now
            let end = await printer.print(job()) { _ in Issue.record("nothing may be sent") }
            #expect(isNotPrinted(end), "\(end)")
            // libcups waits up to a minute by default; a busy machine adds some time to the
            // terminal's own limit.
            #expect(ContinuousClock.now - begin < .seconds(30))
            // For visitors and technicians this equals an absent CUPS.
            #expect(await printer.condition() == .cupsAbsent)
            kill(scheduler, SIGCONT)
            // A raw port can't be asked, and what CUPS remembers of it may be old by now.
            try await eventually("it is known to be back") { await Self.isBack(printer) }
            #expect(await printer.print(job("loket-after")) { _ in } == .sent)
            try await eventually("the slip after it arrives") { !raw.received.isEmpty }
            #expect(raw.received == [document])
        }
    }

    @Test("B3 cupsd freezes between the job and its document: unknown, and no ghost later")
    func frozenInBetween() async throws {
        try await VirtualPrinter.with { virtual in
            let raw = try RawPrinter()
            try await virtual.addRawQueue("raw", port: raw.port)
            let scheduler = try await virtual.schedulerID()
            defer { kill(scheduler, SIGCONT) }
            let printer = printer(virtual.server, "raw")
            let end = await printer.print(job()) { _ in kill(scheduler, SIGSTOP) }
            #expect(isUnknown(end), "\(end)")
            kill(scheduler, SIGCONT)
            try await eventually("CUPS answers") { await Self.isBack(printer) }
            #expect(await printer.cancelLeftovers() != nil)
            #expect(await printer.print(job("loket-after")) { _ in } == .sent)
            try await eventually("the slip after it arrives") { !raw.received.isEmpty }
            #expect(raw.received == [document])
        }
    }

    /// Jobs that CUPS calls *completed* in every case (PRINTERS.md, "Completed is not printed").
    @Test(
        "B CUPS says completed though nobody can know: sent, or worse, and never printed",
        arguments: ["whole", "neverReads", "resets", "resetsAtOnce"])
    func completed(_ fault: String) async throws {
        try await VirtualPrinter.with { virtual in
            let behaviour: RawPrinter.Behaviour =
                switch fault {
                case "neverReads": .neverReads
                case "resets": .resets(after: 3_000)
                case "resetsAtOnce": .resets(after: 0)
                default: .normal
                }
            let raw = try RawPrinter(behaviour)
            try await virtual.addRawQueue("raw", port: raw.port)
            // The end is `sent` even if the profile claims that the printer answers.
            let printer = printer(virtual.server, "raw", answers: true, standstill: .seconds(2))
            let bytes = Array(repeating: document, count: 1_000).flatMap { $0 }
            let end = await printer.print(
                PrintJob(name: "loket-1", document: bytes, mimeType: "application/vnd.cups-raw")
            ) { _ in }
            // A reset may arrive before the back end knows that it was connected.
            let nothingLeft = fault == "resetsAtOnce" && isNotPrinted(end)
            #expect(end == .sent || isUnknown(end) || nothingLeft, "\(end)")
            if fault == "whole" || fault == "neverReads" { #expect(end == .sent) }
        }
    }

    @Test(
        "B only by IPP is it the printer that says that a job is done",
        arguments: [
            ("ipp://printer.local/ipp/print", true), ("ipps://printer.local/ipp/print", true),
            ("ippusb://maker/model", true), ("dnssd://Printer._ipps._tcp.local/?uuid=1", true),
            ("dnssd://Printer._pdl-datastream._tcp.local/", false),
            ("usb://HP/LaserJet?serial=1", false), ("socket://192.168.1.50:9100", false),
            ("lpd://192.168.1.50/queue", false), ("pos://192.168.1.50/", false), ("", false),
        ])
    func proof(device: String, isPrinters: Bool) {
        #expect(JobWatch.saysDone(device: device) == isPrinters)
    }

    @Test("A4 what can't be written down is not sent")
    func notWrittenDown() async throws {
        struct DiskFull: Error {}
        try await VirtualPrinter.with { virtual in
            let raw = try RawPrinter()
            try await virtual.addRawQueue("raw", port: raw.port)
            let printer = printer(virtual.server, "raw")
            #expect(isNotPrinted(await printer.print(job()) { _ in throw DiskFull() }))
            let open = try await CupsConnection(server: virtual.server)
                .openJobs(queue: "raw", namePrefix: "loket")
            #expect(open.isEmpty)
            #expect(raw.received.isEmpty)
        }
    }

    @Test("B3 what an earlier run left is cancelled before the queue is enabled")
    func leftovers() async throws {
        try await VirtualPrinter.with { virtual in
            let raw = try RawPrinter()
            try await virtual.addRawQueue("raw", port: raw.port)
            try await virtual.cups("cupsdisable", ["raw"])
            let cups = CupsConnection(server: virtual.server)
            for name in ["somebody else's", "loket-belu1-1-1", "loket-belu1-2-1"] {
                let id = try await cups.createJob(queue: "raw", jobName: name)
                try await cups.sendDocument(
                    Array(name.utf8), mimeType: "application/vnd.cups-raw", job: id, queue: "raw")
            }
            let printer = printer(virtual.server, "raw")
            #expect(await printer.cancelLeftovers() == 2)
            try await virtual.cups("cupsenable", ["raw"])
            try await eventually("the other job arrives") { raw.received.last?.isEmpty == false }
            #expect(raw.received == [Array("somebody else's".utf8)])
        }
    }

    @Test("B3 a queue whose policy repeats slips is named, with the command that mends it")
    func policy() async throws {
        try await VirtualPrinter.with { virtual in
            try await virtual.addRawQueue("good", port: 9)
            #expect(await printer(virtual.server, "good").warnings() == [])
            try await virtual.addRawQueue("bad", port: 9, options: "snmp=on", policy: "retry-job")
            let warnings = try #require(await printer(virtual.server, "bad").warnings())
            #expect(warnings.count == 4)
            #expect(warnings.allSatisfy { $0.hasSuffix("run loket printer mend bad.") })
            let names = try await CupsConnection(server: virtual.server).queueNames()
            #expect(names.sorted() == ["bad", "good", "virtual"])
        }
    }
}
