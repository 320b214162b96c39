import Foundation
import Office
import PrinterModel
import SlipSamples
import TestSupport
import Testing

@testable import Cups
@testable import Slips

/// Setup against a real cupsd, one per test.
@Suite("How a printer is set up", .timeLimit(.minutes(10)))
struct SetupTests {
    /// Returns a profile of ESC/POS with answers, as of a TM-T20.
    static func answering() throws -> PrinterProfile {
        var profile = try Sample.profile("generic-escpos-80")
        profile.answers = true
        return profile
    }

    /// Returns the sentence of a refusal.
    static func refusal(_ body: () async throws(PrinterSetupError) -> some Sendable) async -> String
    {
        do {
            let done = try await body()
            return "not refused: \(done)"
        } catch { return error.description }
    }

    static func names(_ virtual: VirtualPrinter) async throws -> [String] {
        try await CupsConnection(server: virtual.server).queueNames().sorted()
    }

    @Test("B2 a receipt printer is added by its host alone, and proves its first slip")
    func addReceiptPrinter() async throws {
        try await VirtualPrinter.with { virtual in
            let printer = try ReceiptPrinter()
            let setup = PrinterSetup(server: virtual.server)
            let profile = try Self.answering()
            let added = try await setup.add(
                NewPrinter(
                    name: "slips", device: "127.0.0.1:\(printer.port)", profile: profile,
                    isDefault: true))
            #expect(added.device == "pos://127.0.0.1:\(printer.port)/?confirm=r&buffer=4096")
            #expect(added.warnings == [])
            let facts = try virtual.queue("slips")
            #expect(facts["printer-error-policy"] == "abort-job")
            #expect(facts["device-uri"] == added.device)
            #expect(facts["printer-is-shared"] == "\u{0}")
            #expect(facts["printer-state"] == "3")
            let cups = CupsConnection(server: virtual.server)
            #expect(try await cups.defaultQueue() == "slips")

            let bytes = ReceiptRenderer(profile: profile, shaper: Sample.shaper())
                .bytes(of: Sample.slip())
            let end = await CupsPrinter(cups: cups, queue: "slips", answers: profile.answers)
                .print(PrintJob(name: "loket-1", document: bytes, mimeType: profile.mimeType)) {
                    _ in
                }
            #expect(end == .printed)
            #expect(printer.printed == bytes)
            let report = try await setup.status("slips")
            #expect(report.isReady && report.isDefault && report.advice == [])
            #expect(report.printerSays == "Ready.")
        }
    }

    @Test("B2 without loket-pos a raw port is taken, with the options that hold nothing up")
    func addWithoutBackend() async throws {
        try await VirtualPrinter.with { virtual in
            try virtual.uninstall(backend: "pos")
            let raw = try RawPrinter()
            let setup = PrinterSetup(server: virtual.server)
            let profile = try Sample.profile("generic-escpos-80")
            let added = try await setup.add(
                NewPrinter(name: "raw", device: "127.0.0.1:\(raw.port)", profile: profile))
            #expect(
                added.device
                    == "socket://127.0.0.1:\(raw.port)/?waiteof=off&snmp=off&contimeout=8")
            #expect(added.warnings.count == 1)
            #expect(added.warnings[0].contains(PrinterSetup.installLine))
            let status = try await setup.status("raw")
            #expect(status.isReady && status.mistakes == [])
            let why = await Self.refusal { () throws(PrinterSetupError) in
                try await setup.add(
                    NewPrinter(name: "usb", device: "/dev/usb/lp0", profile: profile))
            }
            #expect(why.contains(PrinterSetup.installLine))
            #expect(try await Self.names(virtual) == ["raw", "virtual"])
        }
    }

    @Test("B2 a driverless printer is there when its driver is, and prints a page")
    func addDriverless() async throws {
        try await VirtualPrinter.with { virtual in
            let setup = PrinterSetup(server: virtual.server)
            let profile = try Sample.profile("pdf-80")
            let uri = try virtual.printerURI()
            let added = try await setup.add(
                NewPrinter(name: "roll", device: uri, profile: profile))
            #expect(added.device == uri)
            #expect(
                FileManager.default.fileExists(atPath: "\(virtual.folder)/etc/ppd/roll.ppd"))
            #expect(try virtual.queue("roll")["printer-error-policy"] == "abort-job")
            let report = try await setup.status("roll")
            #expect(report.isReady && report.printerSays == "Ready.")
        }
    }

    @Test("B2 what is refused is one sentence, and leaves no queue behind")
    func refusals() async throws {
        try await VirtualPrinter.with { virtual in
            let raw = try RawPrinter()
            let closed = try RawPrinter.closedPort()
            let receipt = try Sample.profile("generic-escpos-80")
            let pages = try Sample.profile("pdf-80")
            let host = "127.0.0.1:\(raw.port)"
            let setup = PrinterSetup(server: virtual.server)
            let uri = try virtual.printerURI()
            let wrong: [(NewPrinter, String)] = [
                (NewPrinter(name: "two words", device: host, profile: receipt), "'two words'"),
                (NewPrinter(name: "", device: host, profile: receipt), "queue's name"),
                (NewPrinter(name: "../etc", device: host, profile: receipt), "queue's name"),
                (NewPrinter(name: "virtual", device: host, profile: receipt), "already"),
                (NewPrinter(name: "q", device: "what is it", profile: receipt), "is no device"),
                (NewPrinter(name: "q", device: "127.0.0.1:0", profile: receipt), "1 to 65535"),
                (NewPrinter(name: "q", device: "/dev/ttyS0", profile: receipt), "baud=9600"),
                (
                    NewPrinter(name: "q", device: "127.0.0.1:\(closed)", profile: receipt),
                    "refuses the connection"
                ),
                (
                    NewPrinter(name: "q", device: "/dev/usb/lp15", profile: receipt),
                    "/dev/usb/lp15"
                ),
                (
                    NewPrinter(name: "q", device: "ipp://127.0.0.1:\(closed)/ipp", profile: pages),
                    "No IPP printer"
                ),
                (NewPrinter(name: "q", device: host, profile: pages), "makes pages"),
                (NewPrinter(name: "q", device: uri, profile: receipt), "receipt printer"),
                (NewPrinter(name: "q", device: "usb://A/B", profile: pages), "--ppd"),
                (
                    NewPrinter(
                        name: "q", device: "socket://\(host)", profile: pages,
                        driver: .model("no-such.ppd")), "PPD"
                ),
                (
                    NewPrinter(
                        name: "q", device: "socket://\(host)", profile: pages,
                        driver: .file(Array("no PPD".utf8))), "PPD"
                ),
                (
                    NewPrinter(
                        name: "q", device: "lpx://\(host)", profile: pages,
                        driver: .model("everywhere"), isUnchecked: true), "device-uri"
                ),
                (
                    NewPrinter(
                        name: "q", device: "ipp://127.0.0.1:\(closed)/ipp", profile: pages,
                        isUnchecked: true), "could not ask"
                ),
            ]
            for (printer, words) in wrong {
                let why = await Self.refusal { () throws(PrinterSetupError) in
                    try await setup.add(printer)
                }
                #expect(why.contains(words), "\(why)")
                #expect(why.last.map { ".)".contains($0) } == true, "\(why)")
                #expect(try await Self.names(virtual) == ["virtual"], "\(printer.device)")
            }
            for name in ["nowhere", "two words"] {
                let why = await Self.refusal { () throws(PrinterSetupError) in
                    try await setup.resume(name, jobPrefix: "loket-belu1-")
                }
                #expect(why.contains("'two words'") || why.contains("there are virtual."))
            }
        }
    }

    @Test("B3 wrong policy, waiteof, snmp and contimeout are named, and mended in place")
    func mend() async throws {
        try await VirtualPrinter.with { virtual in
            let setup = PrinterSetup(server: virtual.server)
            for (name, options, policy, count) in [
                ("all", "snmp=on&waiteof=on&contimeout=604800", "retry-current-job", 4),
                ("some", "waiteof=off", "stop-printer", 3), ("bare", "", "abort-job", 3),
                ("good", "waiteof=off&snmp=off&contimeout=20", "abort-job", 0),
            ] {
                try await virtual.addRawQueue(name, port: 9, options: options, policy: policy)
                let mistakes = try await setup.mend(name)
                #expect(mistakes.count == count, "\(mistakes)")
                let facts = try virtual.queue(name)
                #expect(facts["printer-error-policy"] == "abort-job")
                for option in ["waiteof=off", "snmp=off", "contimeout="] {
                    #expect(facts["device-uri"].contains(option), "\(facts["device-uri"])")
                }
                #expect(!facts["device-uri"].contains("=on"))
                #expect(try await setup.mend(name) == [])
            }
            #expect(try virtual.queue("good")["device-uri"].contains("contimeout=20"))
            #expect(try virtual.queue("all")["device-uri"].contains("contimeout=8"))
        }
    }

    @Test("B3 a queue that stopped and rejects goes on, without the slips that waited in it")
    func resume() async throws {
        try await VirtualPrinter.with { virtual in
            let raw = try RawPrinter()
            try await virtual.addRawQueue("raw", port: raw.port)
            try await virtual.cups("cupsdisable", ["raw"])
            let cups = CupsConnection(server: virtual.server)
            for name in [
                "loket-belu1-1-1", "loket-belu1-2-1", "somebody else's", "loket-belu12-1-1",
            ] {
                let id = try await cups.createJob(queue: "raw", jobName: name)
                try await cups.sendDocument(
                    Array(name.utf8), mimeType: "application/vnd.cups-raw", job: id, queue: "raw")
            }
            try await virtual.cups("cupsreject", ["raw"])
            let setup = PrinterSetup(server: virtual.server)
            let before = try await setup.status("raw")
            #expect(!before.isReady && before.condition == .stopped)
            #expect(before.advice.contains { $0.contains("loket printer resume") })
            #expect(try await setup.resume("raw", jobPrefix: "loket-belu1-") == 2)
            try await eventually("the other jobs arrive") {
                raw.received.count { !$0.isEmpty } == 2
            }
            // The connections without bytes check that the printer is there. A slip of another
            // terminal is not ours to cancel.
            #expect(
                raw.received.filter { !$0.isEmpty }
                    == ["somebody else's", "loket-belu12-1-1"].map { Array($0.utf8) })
            let after = try await setup.status("raw")
            #expect(after.isReady && after.status.isAccepting)
        }
    }

    @Test("B2 a queue is removed, and made the default")
    func removeAndDefault() async throws {
        try await VirtualPrinter.with { virtual in
            let cups = CupsConnection(server: virtual.server)
            let setup = PrinterSetup(server: virtual.server)
            try await virtual.addRawQueue("raw", port: 9)
            try await setup.makeDefault("raw")
            #expect(try await cups.defaultQueue() == "raw")
            try await setup.remove("raw")
            #expect(try await Self.names(virtual) == ["virtual"])
            #expect(try await cups.defaultQueue() != "raw")
        }
    }

    @Test("B2 the printer's own word is newer than what CUPS last heard of it")
    func statusOfPrinter() async throws {
        try await VirtualPrinter.with { virtual in
            let printer = try ReceiptPrinter()
            let setup = PrinterSetup(server: virtual.server)
            _ = try await setup.add(
                NewPrinter(
                    name: "slips", device: "127.0.0.1:\(printer.port)",
                    profile: Self.answering()))
            printer.change { $0.isPaperOut = true }
            let out = try await setup.status("slips")
            #expect(out.condition == .paperOut && !out.isReady)
            #expect(out.advice == [PrinterCondition.paperOut.advice])
            printer.change {
                $0.isPaperOut = false
                $0.isNearEnd = true
            }
            let low = try await setup.status("slips")
            #expect(low.condition == .paperLow && low.isReady)
        }
    }
}
