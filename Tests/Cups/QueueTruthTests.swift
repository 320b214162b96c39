import Office
import PrinterModel
import Slips
import TestSupport
import Testing

@testable import Cups

@Suite("One truth about a printer", .timeLimit(.minutes(10)))
struct QueueTruthTests {
    private func queue(
        _ reasons: [String] = [], isStopped: Bool = false, isPrinting: Bool = true,
        isAccepting: Bool = true, unchangedFor: Duration? = nil
    ) -> QueueStatus {
        QueueStatus(
            name: "q", isStopped: isStopped, isAccepting: isAccepting, isPrinting: isPrinting,
            reasons: reasons, message: "", device: "", errorPolicy: nil,
            unchangedFor: unchangedFor)
    }

    private func condition(
        _ queue: QueueStatus?, _ answer: PrinterAnswer = .unasked("")
    ) -> PrinterCondition {
        QueueTruth.condition(of: queue, printer: answer, reasonAge: queue?.reasonAge)
    }

    @Test("B2 each state of a queue has its name, the one that stops all others first")
    func conditions() {
        #expect(condition(queue()) == .ready)
        #expect(condition(queue(["media-low-warning"])) == .paperLow)
        #expect(condition(queue(["media-low", "media-empty-error"])) == .paperOut)
        #expect(condition(queue(["cover-open"])) == .coverOpen)
        #expect(condition(queue(["offline-report"])) == .offline)
        #expect(condition(queue(["media-empty", "paused"], isStopped: true)) == .stopped)
        #expect(condition(queue(isAccepting: false)) == .notAccepting)
        #expect(condition(nil) == .queueMissing)
    }

    @Test("B2 reasons that CUPS has only not forgotten are unknown after 10 s, as is their absence")
    func staleReasons() {
        let all: [([String], PrinterCondition)] = [
            (["media-empty-error"], .paperOut), (["cover-open"], .coverOpen),
            (["other-error"], .error), (["offline-report"], .offline), (["media-low"], .paperLow),
            ([], .ready),
        ]
        for (reasons, fresh) in all {
            func idle(_ age: Duration?) -> PrinterCondition {
                condition(queue(reasons, isPrinting: false, unchangedFor: age))
            }
            #expect(idle(.zero) == fresh)
            #expect(idle(.seconds(10)) == fresh)
            #expect(idle(.seconds(10.1)) == .unknown)
            #expect(idle(nil) == .unknown)
            // A job that runs refreshes them, however long it runs.
            #expect(condition(queue(reasons, unchangedFor: .seconds(900))) == fresh)
        }
        // A decision of CUPS itself does not get old.
        #expect(
            condition(queue(isStopped: true, isPrinting: false, unchangedFor: .seconds(900)))
                == .stopped)
    }

    @Test(
        "B2 B11 the printer's own word counts more than CUPS's memory, and less than a stopped queue"
    )
    func ownWord() {
        let stale = queue(["media-empty-error"], isPrinting: false, unchangedFor: .seconds(60))
        #expect(condition(stale, .says(.ready, "")) == .ready)
        #expect(condition(queue(), .says(.coverOpen, "")) == .coverOpen)
        #expect(condition(queue(), .silent("")) == .unknown)
        #expect(condition(queue(), .away("")) == .offline)
        #expect(condition(queue(isStopped: true), .says(.ready, "")) == .stopped)
        #expect(condition(queue(isAccepting: false), .says(.ready, "")) == .notAccepting)
    }

    @Test("B2 the same facts give a daemon's look and a report the same condition")
    func sameTruth() async throws {
        try await VirtualPrinter.with { virtual in
            let receipts = try ReceiptPrinter()
            try await virtual.addQueue(
                "pos", device: "pos://127.0.0.1:\(receipts.port)/?confirm=H&answer=1&wait=1")
            let setup = PrinterSetup(server: virtual.server)
            let printer = CupsPrinter(
                cups: CupsConnection(server: virtual.server), queue: "pos", answers: false)
            func agree(_ expected: PrinterCondition) async throws {
                #expect(await printer.condition() == expected)
                let own = try await setup.status("pos")
                let asked = try await setup.status("pos", answer: printer.ask())
                #expect(own.condition == expected && asked.condition == expected)
                #expect(own.advice == asked.advice && own.printerSays == asked.printerSays)
                let line = try await setup.glance(isOurs: { _ in false }, ours: .none)
                    .first { $0.name == "pos" }
                #expect(line?.condition == expected)
            }
            try await agree(.ready)
            receipts.change { $0.isPaperOut = true }
            try await agree(.paperOut)
            receipts.change { $0.isPaperOut = false }
            try await virtual.cups("cupsdisable", ["pos"])
            try await agree(.stopped)
            try await virtual.cups("cupsenable", ["pos"])
            // A silent printer is away for a report at once. The daemon, which heard it a moment
            // ago, leaves it alone for a while, until somebody asks.
            receipts.change { $0.isMute = true }
            #expect(try await setup.status("pos").condition == .offline)
            #expect(await printer.condition() == .unknown)
            #expect(await printer.condition() == .unknown)
            #expect(try await setup.status("pos", answer: printer.ask()).condition == .offline)
            #expect(await printer.condition() == .offline)
        }
    }

    @Test("B3 B11 the printer is not asked beside a job of ours, whoever asks")
    func notBesideAJob() async throws {
        try await VirtualPrinter.with { virtual in
            let receipts = try ReceiptPrinter()
            try await virtual.addQueue(
                "pos", device: "pos://127.0.0.1:\(receipts.port)/?confirm=H&answer=1&wait=1")
            let printer = CupsPrinter(
                cups: CupsConnection(server: virtual.server), queue: "pos", answers: false)
            let answers = Answers()
            let end = await printer.print(
                PrintJob(
                    name: "loket-1", document: Array("\u{1B}@K-001\n".utf8),
                    mimeType: "application/vnd.cups-raw")
            ) { _ in await answers.add(printer.ask()) }
            #expect(end == .printed)
            #expect(await answers.all == [.unasked("Not asked while a job runs.")])
        }
    }

    private actor Answers {
        var all: [PrinterAnswer] = []
        func add(_ answer: PrinterAnswer) { all.append(answer) }
    }
}
