import Foundation
import PrinterModel
import TestSupport
import Testing

/// Jobs through a real cupsd, one per test, to a receipt printer on loopback.
@Suite("What CUPS keeps of a slip's end", .serialized, .timeLimit(.minutes(5)))
struct CupsTests {
    static let completed = "9"
    static let aborted = "8"
    static let canceled = "7"

    /// Runs the body with a printer, its queue "pos" and the messages of loket-pos.
    static func with(
        _ model: ReceiptPrinterModel = ReceiptPrinterModel(),
        line: ReceiptPrinter.Line = ReceiptPrinter.Line(), options: String = "confirm=H",
        _ body: (VirtualPrinter, ReceiptPrinter) async throws -> Void
    ) async throws {
        try await VirtualPrinter.with { cups in
            let printer = try ReceiptPrinter(model, line: line)
            try await cups.addQueue("pos", device: "pos://127.0.0.1:\(printer.port)/?\(options)")
            try await body(cups, printer)
        }
    }

    static func reasons(_ cups: VirtualPrinter) throws -> String {
        try cups.queue("pos")["printer-state-reasons"]
    }

    @Test(
        "B a confirmed slip: completed, one impression, the words printed",
        arguments: [
            ("confirm=H", "GS ( H"), ("confirm=r", "GS r"),
        ])
    func printed(options: String, proof: String) async throws {
        try await Self.with(options: options) { cups, printer in
            let id = try await cups.submit(Document.slip, to: "pos")
            let job = try await cups.end(of: id, queue: "pos")
            #expect(job["job-state"] == Self.completed)
            #expect(
                job["job-printer-state-message"] == "loket-pos: printed (answer to \(proof))")
            #expect(job["job-impressions-completed"] == "1")
            #expect(printer.printed == Document.slip)
            #expect(try Self.reasons(cups) == "none")
        }
    }

    @Test("B a printer of Star's, proved by its own command") func star() async throws {
        var model = ReceiptPrinterModel()
        model.speaksStar = true
        let slip: [UInt8] =
            [0x1B, 0x40, 0x1B, 0x1E, 0x61, 0] + Document.text(6_000) + [0x1B, 0x64, 0x33]
        try await Self.with(model, options: "language=star") { cups, printer in
            let id = try await cups.submit(slip, to: "pos")
            let job = try await cups.end(of: id, queue: "pos")
            #expect(job["job-state"] == Self.completed)
            #expect(
                job["job-printer-state-message"] == "loket-pos: printed (answer to ESC GS ETX)")
            #expect(printer.printed == slip)
        }
    }

    @Test("B a printer that can't answer: completed and sent, never printed")
    func sent() async throws {
        var model = ReceiptPrinterModel()
        model.isMute = true
        try await Self.with(model, options: "confirm=none") { cups, printer in
            let id = try await cups.submit(Document.slip, to: "pos")
            let job = try await cups.end(of: id, queue: "pos")
            #expect(job["job-state"] == Self.completed)
            #expect(job["job-printer-state-message"] == "loket-pos: sent")
            #expect(job["job-impressions-completed"] == "0")
            try await eventually("all comes out") { printer.printed == Document.slip }
        }
    }

    @Test("B1 silent, accepts and never reads, refuses: aborted, not printed, no byte of the job")
    func notPrinted() async throws {
        var silent = ReceiptPrinterModel()
        silent.isMute = true
        var deaf = ReceiptPrinter.Line()
        deaf.neverReads = true
        try await VirtualPrinter.with { cups in
            let printers = [
                try ReceiptPrinter(silent), try ReceiptPrinter(line: deaf),
            ]
            let ports = printers.map(\.port) + [try RawPrinter.closedPort()]
            let why = ["does not answer DLE EOT 1", "does not answer DLE EOT 1", "refuses"]
            for (port, why) in zip(ports, why) {
                // Use a queue in which no earlier job has left a reason.
                let queue = "pos\(port)"
                try await cups.addQueue(queue, device: "pos://127.0.0.1:\(port)/?confirm=r")
                let id = try await cups.submit(Document.slip, to: queue)
                let job = try await cups.end(of: id, queue: queue)
                #expect(job["job-state"] == Self.aborted)
                let message = job["job-printer-state-message"]
                #expect(message.hasPrefix("loket-pos: not printed: "))
                #expect(message.contains(why), "\(message)")
                #expect(try cups.queue(queue)["printer-state-reasons"] == "offline-error")
            }
            #expect(printers.allSatisfy { $0.model.documentBytesReceived == 0 })
        }
    }

    @Test("B a wrong device URI: not printed, and the message says what to write")
    func wrongURI() async throws {
        try await VirtualPrinter.with { cups in
            try await cups.addQueue("pos", device: "pos://127.0.0.1/?confirm=maybe")
            let id = try await cups.submit(Document.slip, to: "pos")
            let job = try await cups.end(of: id, queue: "pos")
            #expect(job["job-state"] == Self.aborted)
            #expect(job["job-printer-state-message"].contains("give one of r, H, none"))
        }
    }

    @Test("B4 answers lost after the data: canceled and unknown, all on paper")
    func answersLost() async throws {
        var model = ReceiptPrinterModel()
        model.muteAfter = Document.text(12_000).count
        try await Self.with(model, options: "confirm=H&still=0.5") { cups, printer in
            let id = try await cups.submit(Document.text(12_000), to: "pos")
            let job = try await cups.end(of: id, queue: "pos")
            #expect(job["job-state"] == Self.canceled)
            #expect(
                job["job-printer-state-message"].hasPrefix("loket-pos: unknown: the printer made"))
            #expect(printer.printed == Document.text(12_000))
            #expect(job["job-impressions-completed"] == "0")
        }
    }

    @Test(
        "B1 closed or reset in mid-slip: unknown, and CUPS does not begin again",
        arguments: [
            "abort-job", "retry-job", "retry-current-job", "stop-printer",
        ])
    func broken(policy: String) async throws {
        for isReset in [false, true] {
            var line = ReceiptPrinter.Line()
            line.resetsAfter = isReset ? 500 : nil
            line.closesAfter = isReset ? nil : 500
            try await Self.with(line: line) { cups, printer in
                try await cups.cups(
                    "lpadmin", ["-p", "pos", "-o", "printer-error-policy=\(policy)"])
                let id = try await cups.submit(Document.text(6_000), to: "pos")
                let job = try await cups.end(of: id, queue: "pos")
                #expect(job["job-state"] == Self.canceled)
                #expect(job["job-printer-state-message"].hasPrefix("loket-pos: unknown: "))
                #expect(printer.printed.count < 6_000)
                // The next slip is not delayed, and nothing is printed before it.
                printer.change { $0 = ReceiptPrinterModel() }
                let next = try await cups.submit(Document.slip, to: "pos")
                _ = try await cups.end(of: next, queue: "pos")
                #expect(printer.printed == Document.slip)
                #expect(printer.connections == 2)
            }
        }
    }

    @Test("B copies are the back end's where CUPS hands it the file")
    func copies() async throws {
        try await Self.with { cups, printer in
            let id = try await cups.submit(Document.slip, to: "pos", copies: 2)
            _ = try await cups.end(of: id, queue: "pos")
            #expect(printer.printed == Document.slip + Document.slip)
        }
    }

    @Test("B9 lpinfo lists the back end's printers")
    func listed() async throws {
        try await VirtualPrinter.with { cups in
            let found = try await cups.cups("lpinfo", ["--include-schemes", "pos", "-v"])
            #expect(found.text.contains("network pos"))
        }
    }
}
