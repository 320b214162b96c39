import Office
import PrinterModel
import TestSupport
import Testing

@testable import Cups
@testable import Slips

/// Prints through a real cupsd and `loket-pos` to a receipt printer on loopback.
@Suite("The ends that the back end tells", .serialized, .timeLimit(.minutes(10)))
struct BackendEndTests {
    private let slip: [UInt8] = ESCPOS.initialise + Array("K-012\n".utf8) + ESCPOS.cut

    @Test(
        "B words of the back end, and of others",
        arguments: [
            ("loket-pos: printed (answer to GS ( H)", PrintEnd.printed),
            ("loket-pos: printed (answer to GS r; printed before, not sent twice)", .printed),
            ("loket-pos: sent", .sent), ("loket-pos: sent (before, and not sent twice)", .sent),
            ("loket-pos: not printed: no paper.", .notPrinted("no paper.")),
            ("loket-pos: unknown: gone.", .unknown("gone.")),
            ("loket-pos: sending", nil), ("loket-pos: waiting: no paper", nil), ("", nil),
            ("Printing page 1.", nil), ("printed", nil),
        ])
    func words(message: String, end: PrintEnd?) {
        #expect(PrintEnd(backend: message) == end)
        let isPending = message.hasPrefix("loket-pos: ") && end == nil
        #expect(PrintEnd.isPending(backend: message) == isPending)
    }

    private func print(
        _ model: ReceiptPrinterModel, options: String, limits: CupsPrinter.Limits = .init(),
        cancels: Bool = false
    ) async throws -> PrintEnd {
        try await VirtualPrinter.with { virtual in
            let receipts = try ReceiptPrinter(model)
            try await virtual.addQueue(
                "pos", device: "pos://127.0.0.1:\(receipts.port)/?\(options)")
            // The back end decides the end, even if the profile claims that the printer answers.
            let printer = CupsPrinter(
                cups: CupsConnection(server: virtual.server), queue: "pos", answers: false,
                limits: limits)
            let job = PrintJob(
                name: "loket-1", document: slip, mimeType: "application/vnd.cups-raw")
            async let end = printer.print(job) { _ in }
            if cancels {
                try await eventually("it waits") {
                    try virtual.queue("pos")["printer-state-reasons"] == "media-empty-error"
                }
                try await virtual.cups("cancel", ["-a", "pos"])
            }
            return await end
        }
    }

    @Test("B printed, sent, not printed and unknown arrive as such")
    func arrive() async throws {
        #expect(try await print(ReceiptPrinterModel(), options: "confirm=H") == .printed)
        var model = ReceiptPrinterModel()
        model.isMute = true
        #expect(try await print(model, options: "confirm=none") == .sent)
        guard case .notPrinted(let why) = try await print(model, options: "confirm=r") else {
            Issue.record("a silent printer prints nothing")
            return
        }
        #expect(why.hasPrefix("the printer does not answer DLE EOT 1"))
        model.isMute = false
        model.muteAfter = slip.count
        guard case .unknown = try await print(model, options: "confirm=r&still=0.5") else {
            Issue.record("nobody can know")
            return
        }
    }

    @Test("B2 B4 paper that ends in mid-slip is told while the job waits, and that it goes on")
    func meanwhile() async throws {
        try await VirtualPrinter.with { virtual in
            var model = ReceiptPrinterModel()
            model.paperEndsAfter = 3
            let receipts = try ReceiptPrinter(model)
            try await virtual.addQueue("pos", device: "pos://127.0.0.1:\(receipts.port)/?confirm=H")
            let printer = CupsPrinter(
                cups: CupsConnection(server: virtual.server), queue: "pos", answers: true)
            let (news, sink) = AsyncStream.makeStream(of: PrinterCondition.self)
            let job = PrintJob(
                name: "loket-1", document: slip, mimeType: "application/vnd.cups-raw")
            async let end = printer.print(job, willSend: { _ in }, sees: { sink.yield($0) })
            var iterator = news.makeAsyncIterator()
            #expect(await iterator.next() == .paperOut)
            receipts.change { $0.isPaperOut = false }
            #expect(await iterator.next() == .ready)
            #expect(await end == .printed)
            #expect(receipts.printed == slip)
        }
    }

    @Test("B3 a job that is cancelled is what the back end says of it, not what CUPS says")
    func cancelled() async throws {
        var model = ReceiptPrinterModel()
        model.isPaperOut = true
        let byOthers = try await print(model, options: "confirm=r", cancels: true)
        #expect(byOthers == .notPrinted("the job was cancelled: no paper: put a new roll in."))
        var limits = CupsPrinter.Limits()
        limits.knownCause = .milliseconds(500)
        let byUs = try await print(model, options: "confirm=r", limits: limits)
        #expect(byUs == .notPrinted("the job was cancelled: no paper: put a new roll in."))
    }
}
