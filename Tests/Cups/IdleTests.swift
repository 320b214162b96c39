import Foundation
import Office
import Pos
import PrinterModel
import TestSupport
import Testing

@testable import Cups
@testable import Slips

/// Questions to a printer while nothing prints, through a real cupsd.
@Suite("An idle printer", .serialized, .timeLimit(.minutes(10)))
struct IdleTests {
    private func with(
        _ body: (VirtualPrinter, ReceiptPrinter, CupsPrinter) async throws -> Void
    ) async throws {
        try await VirtualPrinter.with { virtual in
            let receipts = try ReceiptPrinter()
            try await virtual.addQueue(
                "pos", device: "pos://127.0.0.1:\(receipts.port)/?confirm=H&answer=1&wait=1")
            try await body(
                virtual, receipts,
                CupsPrinter(
                    cups: CupsConnection(server: virtual.server), queue: "pos", answers: false))
        }
    }

    @Test("B2 B11 it is asked by its own way: CUPS has heard nothing since the last job")
    func asked() async throws {
        try await with { virtual, receipts, printer in
            #expect(await printer.condition() == .ready)
            for (change, condition) in [
                ({ $0.isPaperOut = true }, PrinterCondition.paperOut),
                (
                    {
                        $0.isPaperOut = false
                        $0.isCoverOpen = true
                    }, .coverOpen
                ),
                (
                    {
                        $0.isCoverOpen = false
                        $0.hasCutterError = true
                    }, .error
                ),
                (
                    {
                        $0.hasCutterError = false
                        $0.isNearEnd = true
                    }, .paperLow
                ),
                ({ $0.isNearEnd = false }, .ready),
            ] as [((inout ReceiptPrinterModel) -> Void, PrinterCondition)] {
                receipts.change(change)
                #expect(await printer.condition() == condition)
                let known = try virtual.queue("pos")["printer-state-reasons"]
                #expect(known == "none")
            }
        }
    }

    @Test(
        "B2 B11 an idle driverless printer is asked by IPP, in the clear and by TLS",
        arguments: ["ipp", "ipps"])
    func driverless(scheme: String) async throws {
        try await VirtualPrinter.with { virtual in
            let device = try scheme + virtual.printerURI().dropFirst(3)
            try await virtual.addQueue("roll", device: device)
            let printer = CupsPrinter(
                cups: CupsConnection(server: virtual.server), queue: "roll", answers: true)
            for (sheets, condition) in [
                (100, PrinterCondition.ready), (0, .paperOut), (10, .paperLow), (100, .ready),
            ] {
                try await virtual.setPaper(sheets: sheets)
                #expect(await printer.condition() == condition)
                let known = try virtual.queue("roll")["printer-state-reasons"]
                #expect(known == "none")
            }
            let id = try await virtual.printerID()
            kill(id, SIGSTOP)
            #expect(await printer.condition() == .unknown)
            #expect(await printer.condition() == .offline)
            kill(id, SIGCONT)
            #expect(await printer.condition() == .ready)
            let report = try await PrinterSetup(server: virtual.server).status("roll")
            #expect(report.printerSays == "Ready." && report.isReady)
        }
    }

    @Test("B2 an IPP printer that stands still is out of order, whatever its queue does")
    func standsStill() {
        func condition(_ reasons: [String], isStopped: Bool, isAccepting: Bool = true)
            -> PrinterCondition
        {
            let status = QueueStatus(
                name: "", isStopped: isStopped, isAccepting: isAccepting, isPrinting: false,
                reasons: reasons, message: "", device: "", errorPolicy: nil)
            return QueueTruth.condition(
                of: IPPPrinter(model: "", status: status, media: [], formats: []))
        }
        #expect(condition(["media-empty-error"], isStopped: true) == .paperOut)
        #expect(condition(["cover-open"], isStopped: true) == .coverOpen)
        #expect(condition([], isStopped: true) == .error)
        #expect(condition([], isStopped: false, isAccepting: false) == .error)
        #expect(condition(["media-low-report"], isStopped: false) == .paperLow)
        #expect(condition([], isStopped: false) == .ready)
    }

    @Test("B2 a printer that may not be asked is neither offline nor in order")
    func forbidden() {
        var probe = IdleProbe()
        for _ in 0..<3 {
            let answer = probe.answer(to: .receipt(.forbidden("it is root's."), .init()))
            #expect(answer == .unasked("it is root's."))
        }
    }

    @Test("B11 what a printer leaves open is asked once a minute, and of another printer at once")
    func memory() async throws {
        let printers = [try ReceiptPrinter(), try ReceiptPrinter()]
        for printer in printers { printer.change { $0.questions = [1] } }
        let devices = printers.map { "pos://127.0.0.1:\($0.port)/?answer=0.05" }
        var probe = IdleProbe()
        func ask(_ number: Int) async -> PrinterCondition? {
            let reply = await IdleProbe.reply(of: devices[number], memory: probe.memory)
            return switch probe.answer(to: reply) {
            case .says(let condition, _): condition
            case .silent: .unknown
            case .away: .offline
            case .unasked: nil
            }
        }
        for _ in 0..<IdleProbe.Memory.maximumUses { #expect(await ask(0) == .ready) }
        #expect(printers[0].model.openQuestions == 1)
        #expect(await ask(0) == .ready)
        #expect(printers[0].model.openQuestions == 2)
        #expect(await ask(1) == .ready)
        #expect(printers[1].model.openQuestions == 1)
        // One that was switched off may have been exchanged.
        printers[1].change { $0.isMute = true }
        #expect(await ask(1) == .unknown)
        printers[1].change {
            $0.isMute = false
            $0.questions = [1, 2, 3, 4]
            $0.isPaperOut = true
        }
        #expect(await ask(1) == .paperOut)
    }

    @Test("B2 one answer that does not come is not known, two are a printer that is away")
    func away() async throws {
        try await with { _, receipts, printer in
            receipts.change { $0.isMute = true }
            #expect(await printer.condition() == .unknown)
            #expect(await printer.condition() == .offline)
            receipts.change { $0.isMute = false }
            #expect(await printer.condition() == .ready)
        }
    }

    @Test("X14 B11 one that goes deaf after each connection is left alone for 60 s, and says so")
    func goesDeaf() async throws {
        let receipts = try ReceiptPrinter()
        let device = "pos://127.0.0.1:\(receipts.port)/?confirm=H&answer=0.05&wait=0.05"
        let queue = QueueStatus(
            name: "pos", isStopped: false, isAccepting: true, isPrinting: false, reasons: [],
            message: "", device: device, errorPolicy: nil)
        var probe = IdleProbe()
        func ask(_ uptime: Duration) async -> (PrinterAnswer, isAsked: Bool) {
            let before = receipts.connections
            let answer = await probe.ask(queue, at: uptime)
            return (answer, receipts.connections > before)
        }
        guard case .says(.ready, _) = await ask(.seconds(0)).0 else {
            Issue.record("it does not answer")
            return
        }
        receipts.change { $0.isMute = true }
        for uptime in [2, 4] {
            let (answer, isAsked) = await ask(.seconds(uptime))
            guard case .silent = answer else {
                Issue.record("\(answer)")
                return
            }
            #expect(isAsked)
        }
        // A slip is tried meanwhile: the printer is not known to be away.
        for uptime in [6, 30, 63] {
            let (answer, isAsked) = await ask(.seconds(uptime))
            #expect(!isAsked)
            #expect(answer.sentence.contains("only every 60 s"))
            let condition = QueueTruth.condition(of: queue, printer: answer, reasonAge: nil)
            #expect(condition.canPrint)
        }
        receipts.change { $0.isMute = false }
        // A job leaves a connection, too.
        probe.noteJob(at: .seconds(39))
        #expect(await !ask(.seconds(98)).isAsked)
        let (answer, isAsked) = await ask(.seconds(99))
        guard case .says(.ready, _) = answer else {
            Issue.record("\(answer)")
            return
        }
        #expect(isAsked)
        #expect(await !ask(.seconds(101)).isAsked)
        // Deaf for longer than that, it is away, and asked as often as others.
        receipts.change { $0.isMute = true }
        _ = await ask(.seconds(160))
        let late = await ask(.seconds(221))
        #expect(late.isAsked)
        guard case .silent = late.0 else {
            Issue.record("\(late.0)")
            return
        }
        guard case .away = await ask(.seconds(282)).0 else {
            Issue.record("it is still not away")
            return
        }
        receipts.change { $0.isMute = false }
        #expect(await ask(.seconds(284)).isAsked)
        #expect(await ask(.seconds(286)).isAsked)
    }

    @Test("B3 a queue that stopped itself goes on when its printer can, without the old slip")
    func resumed() async throws {
        try await with { virtual, receipts, printer in
            try await virtual.cups(
                "lpadmin", ["-p", "pos", "-o", "printer-error-policy=stop-printer"])
            receipts.change { $0.isPaperOut = true }
            let job = try await virtual.submit(Array("\u{1B}@K-001\n".utf8), to: "pos")
            try await eventually("the queue stops") {
                try virtual.queue("pos")["printer-state"] == "5"
            }
            #expect(await printer.condition() == .stopped)
            receipts.change { $0.isPaperOut = false }
            // Not one of ours, so a person's to decide: cancelled here by hand.
            try await virtual.cups("cancel", [String(job)])
            #expect(await printer.condition() == .unknown)
            #expect(try virtual.queue("pos")["printer-state"] == "3")
            #expect(await printer.condition() == .ready)
        }
    }

    @Test("B3 a queue that a person stopped stays so") func byHand() async throws {
        try await with { virtual, _, printer in
            try await virtual.cups("cupsdisable", ["pos"])
            for _ in 0..<2 { #expect(await printer.condition() == .stopped) }
            #expect(try virtual.queue("pos")["printer-state"] == "5")
        }
    }
}
