import Foundation
import PrinterModel
import TestSupport
import Testing
import Wire

/// Kills the daemon during a print, with a real cupsd and a receipt printer.
@Suite("loketd: killed while it prints", .serialized, .timeLimit(.minutes(15)))
struct PaperKillTests {
    enum Moment: String, CaseIterable, Sendable {
        /// Number in the database, while CUPS has not answered yet.
        case queued
        /// Job begun, while the printer has not answered the first question.
        case asking
        /// Paper ended with the first byte, while the job waits for more.
        case waiting
        /// Half of the slip on paper.
        case midway
        /// Whole slip on paper, not yet known.
        case unheard
        /// End in the database.
        case ended
    }

    @Test(
        "B10 B1 at every step of a print: at most one slip, and the next start knows",
        arguments: Moment.allCases, [false, true])
    func killed(_ moment: Moment, withScheduler: Bool) async throws {
        let speed = moment == .ended ? 200_000 : 6_000
        try await Place.with(bytesPerSecond: speed, answer: 5) { place in
            let (virtual, receipts) = (place.virtual, place.receipts)
            let first = try await place.start("first.log")
            let scheduler = try await virtual.schedulerID()
            if moment == .waiting { receipts.change { $0.paperEndsAfter = 1 } }
            if moment == .unheard { receipts.change { $0.muteAfter = 1 } }
            #expect(
                try await Daemon.loket(["tap", "service(ktp-el)", "--state", first.state]).status
                    == 0)
            _ = try await Daemon.loket(["wait-idle", "--seconds", "1", "--state", first.state])
            if moment == .queued { kill(scheduler, SIGSTOP) }
            if moment == .asking { receipts.changeLine { $0.neverReads = true } }
            #expect(try await Daemon.loket(["tap", "issue", "--state", first.state]).status == 0)
            try await eventually("\(moment)") {
                let received = receipts.model.documentBytesReceived
                switch moment {
                case .queued:
                    return try await first.screen().screen == "printing"
                case .asking:
                    return try virtual.queue("pos")["printer-state-message"].contains("asking")
                case .waiting: return receipts.model.isPaperOut
                case .midway: return receipts.printed.count > 500
                case .unheard: return received > 0 && receipts.model.isIdle
                case .ended:
                    let ticket: Wire.Ticket = try await first.ask("ticket", "show", "K-001")
                    return ticket.paper == "printed"
                }
            }
            first.signal(SIGKILL)
            if withScheduler { try await virtual.stopScheduler() }
            _ = try await first.end()
            kill(scheduler, SIGCONT)
            receipts.changeLine { $0.neverReads = false }
            receipts.change { ($0.isPaperOut, $0.isMute, $0.muteAfter) = (false, false, nil) }
            if withScheduler { try await virtual.startScheduler() }

            let second = try await place.start("second.log")
            let ticket: Wire.Ticket = try await second.ask("ticket", "show", "K-001")
            switch moment {
            case .queued: #expect(ticket.paper == "notPrinted")
            case .ended: #expect(ticket.paper == "printed")
            default: #expect(ticket.paper == "unknown")
            }
            // The number was on the screen, so it can be called.
            #expect(ticket.state == "waiting" && ticket.reprints == 0)
            try await place.isQuiet()
            let slips = receipts.slips(of: "K-001")
            #expect(slips <= 1)
            if moment == .queued { #expect(slips == 0) }
            // The second daemon prints the next slip.
            try await second.tap("service(kk)", "issue")
            let next: Wire.Ticket = try await second.ask("ticket", "show", "G-001")
            #expect(next.paper == "printed")
            #expect(receipts.slips(of: "K-001") == slips && receipts.slips(of: "G-001") == 1)
            #expect(try await second.stop() == 0)
        }
    }

    @Test("B9 J1 told to end in mid-slip: the slip comes out first, and is known to be printed")
    func endedInMidSlip() async throws {
        try await Place.with(bytesPerSecond: 3_000) { place in
            let receipts = place.receipts
            let first = try await place.start("first.log")
            try await first.takeTicket()
            try await eventually("half of it is on paper") { receipts.printed.count > 300 }
            #expect(try await first.stop() == 0)
            #expect(receipts.slips(of: "K-001") == 1 && receipts.model.isIdle)
            let second = try await place.start("second.log")
            let ticket: Wire.Ticket = try await second.ask("ticket", "show", "K-001")
            #expect(ticket.paper == "printed" && ticket.state == "waiting")
            #expect(try await second.stop() == 0)
        }
    }

    @Test("B9 J1 told to end while a slip waits for paper: not held up, and nobody knows its end")
    func endedWithoutPaper() async throws {
        try await Place.with { place in
            let receipts = place.receipts
            receipts.change { $0.paperEndsAfter = 200 }
            let first = try await place.start("first.log")
            try await first.takeTicket()
            try await eventually("the paper is out") { receipts.model.isPaperOut }
            // The stop ends within the guardian's limit of 20 s.
            #expect(try await first.stop(within: .seconds(18)) == 0)
            receipts.change { ($0.isPaperOut, $0.paperEndsAfter) = (false, nil) }
            let second = try await place.start("second.log")
            let ticket: Wire.Ticket = try await second.ask("ticket", "show", "K-001")
            #expect(ticket.paper == "unknown" && ticket.state == "waiting")
            try await place.isQuiet()
            #expect(receipts.slips(of: "K-001") <= 1)
            #expect(try await second.stop() == 0)
        }
    }
}

/// Receipt printer behind a cupsd, and a folder for one terminal after another.
private struct Place {
    var virtual: VirtualPrinter
    var receipts: ReceiptPrinter
    private var folder: TemporaryFolder

    /// Runs the body with a place.
    ///
    /// - Parameters:
    ///   - bytesPerSecond: Speed of the printer; nil: no limit.
    ///   - answer: Seconds that `loket-pos` waits for the printer's answers.
    static func with(
        bytesPerSecond: Int? = nil, answer: Int = 1, _ body: (Place) async throws -> Void
    ) async throws {
        try await VirtualPrinter.with { virtual in
            var line = ReceiptPrinter.Line()
            if let bytesPerSecond { line.bytesPerSecond = bytesPerSecond }
            let receipts = try ReceiptPrinter(line: line)
            try await virtual.addQueue(
                "pos", device: "pos://127.0.0.1:\(receipts.port)/?confirm=H&answer=\(answer)")
            try await body(
                Place(virtual: virtual, receipts: receipts, folder: try TemporaryFolder()))
        }
    }

    /// Starts the next terminal and waits until it knows that its printer is ready.
    func start(_ log: String) async throws -> Daemon {
        let options = ["--printer-queue", "pos", "--printer-server", virtual.server]
        let daemon = try await Daemon.ready(folder, log: log, options)
        try await daemon.event("printer.ready")
        return daemon
    }

    func isQuiet() async throws {
        try await eventually("nothing is left of it") {
            try virtual.queue("pos")["printer-state"] == "3" && receipts.model.isIdle
        }
    }
}

extension Daemon {
    /// Takes a ticket without waiting for its slip.
    fileprivate func takeTicket() async throws {
        for action in ["service(ktp-el)", "issue"] {
            #expect(try await Self.loket(["tap", action, "--state", state]).status == 0)
            _ = try await Self.loket(["wait-idle", "--seconds", "1", "--state", state])
        }
    }
}
