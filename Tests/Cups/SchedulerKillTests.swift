import Foundation
import PrinterModel
import TestSupport
import Testing

@testable import Cups
@testable import Slips

/// Kills and restarts cupsd while a slip prints.
@Suite("A scheduler that dies", .serialized, .timeLimit(.minutes(10)))
struct SchedulerKillTests {
    private let slip: [UInt8] =
        ESCPOS.initialise + Array(repeating: Array("K-001 K-001 K-001\n".utf8), count: 100).joined()
        + Array("END\n".utf8) + ESCPOS.cut

    private func printer(_ server: String) -> CupsPrinter {
        var limits = CupsPrinter.Limits()
        limits.standstill = .seconds(5)
        limits.look = .milliseconds(20)
        return CupsPrinter(
            cups: CupsConnection(server: server), queue: "pos", answers: false, limits: limits)
    }

    private func copies(_ receipts: ReceiptPrinter) -> Int {
        let paper = String(decoding: receipts.printed, as: UTF8.self)
        return paper.components(separatedBy: "END\n").count - 1
    }

    @Test(
        "B9 B3 killed so many milliseconds after a job was handed over: at most one slip, no lie",
        arguments: [0, 20, 100, 500, 2_000])
    func killed(_ milliseconds: Int) async throws {
        try await VirtualPrinter.with { virtual in
            var line = ReceiptPrinter.Line()
            // Printing takes half a second.
            line.bytesPerSecond = 4_000
            let receipts = try ReceiptPrinter(line: line)
            try await virtual.addQueue(
                "pos", device: "pos://127.0.0.1:\(receipts.port)/?confirm=H&answer=1")
            let printer = printer(virtual.server)
            let job = PrintJob(
                name: "loket-belu1-1-1", document: slip, mimeType: "application/vnd.cups-raw")
            async let printing = printer.print(job) { _ in }
            try await eventually("the job is there") {
                try await virtual.cups("lpstat", ["-o", "pos"]).text.contains("pos-")
            }
            let moment = ContinuousClock.now + .milliseconds(milliseconds)
            try await eventually("it is time") { ContinuousClock.now >= moment }
            try await virtual.restartScheduler()
            let end = await printing
            // Jobs whose end CUPS has not stored are printed again now; then cancel them as the
            // daemon's next start would.
            _ = await printer.cancelLeftovers()
            try await eventually("all is quiet") {
                try virtual.queue("pos")["printer-state"] == "3" && receipts.model.isIdle
            }
            let copies = copies(receipts)
            #expect(copies <= 1, "\(end)")
            if case .printed = end { #expect(copies == 1) }
            if case .notPrinted = end { #expect(receipts.printed.isEmpty) }
            // The scheduler recovers without help.
            let next = await printer.print(
                PrintJob(
                    name: "loket-belu1-2-1", document: slip, mimeType: job.mimeType)
            ) { _ in }
            #expect(next == .printed)
            #expect(self.copies(receipts) == copies + 1)
        }
    }

    @Test("B9 killed and started over 20 times under load: no slip twice, no lie, and it prints on")
    func often() async throws {
        var random = SeededRandom()
        try await VirtualPrinter.with { virtual in
            var line = ReceiptPrinter.Line()
            line.bytesPerSecond = 20_000
            let receipts = try ReceiptPrinter(line: line)
            let others = try RawPrinter()
            try await virtual.addQueue(
                "pos", device: "pos://127.0.0.1:\(receipts.port)/?confirm=H&answer=1")
            try await virtual.addRawQueue("others", port: others.port)
            let printer = printer(virtual.server)
            // CUPS may refuse some of these jobs.
            let load = Task {
                while !Task.isCancelled {
                    _ = try? await virtual.submit(
                        Array(repeating: 0x41, count: 9_000), to: "others")
                }
            }
            defer { load.cancel() }
            func slip(_ number: Int) -> [UInt8] {
                Array(repeating: Array("Syarat \(number)\n".utf8), count: 150).flatMap { $0 }
                    + Array("END \(number).\n".utf8)
            }
            func print(_ number: Int) async -> PrintEnd {
                await printer.print(
                    PrintJob(
                        name: "loket-belu1-\(number)-1", document: slip(number),
                        mimeType: "application/vnd.cups-raw")
                ) { _ in }
            }
            for number in 1...20 {
                let received = receipts.model.documentBytesReceived
                let place = received + Int.random(in: 0..<2_000, using: &random)
                async let printing = print(number)
                _ = try? await eventually("so much has come", within: .seconds(2)) {
                    receipts.model.documentBytesReceived >= place
                }
                try await virtual.restartScheduler(
                    by: Bool.random(using: &random) ? SIGKILL : SIGTERM)
                let end = await printing
                _ = await printer.cancelLeftovers()
                try await eventually("all is quiet") {
                    try virtual.queue("pos")["printer-state"] == "3" && receipts.model.isIdle
                }
                let copies = receipts.count(of: Array("END \(number).\n".utf8))
                #expect(copies <= 1, "\(end)")
                if end == .printed { #expect(copies == 1) }
                if case .notPrinted = end { #expect(copies == 0) }
                #expect(end != .sent)
            }
            #expect(await print(21) == .printed)
            #expect(receipts.count(of: Array("END 21.\n".utf8)) == 1)
        }
    }

    @Test("B3 B10 with a spool that is empty after a power cut nothing comes out for nobody")
    func emptySpool() async throws {
        try await VirtualPrinter.with { virtual in
            let raw = try RawPrinter()
            try await virtual.addRawQueue("raw", port: raw.port)
            try await virtual.cups("cupsdisable", ["raw"])
            let left = try await virtual.submit(Array("a ghost".utf8), to: "raw")
            try await virtual.stopScheduler()
            // Keep the cache of CUPS, as Kiosk/systemd/cups.service.d does.
            let spool = "\(virtual.folder)/spool"
            for name in try FileManager.default.contentsOfDirectory(atPath: spool)
            where name.hasPrefix("c") || name.hasPrefix("d") {
                try FileManager.default.removeItem(atPath: "\(spool)/\(name)")
            }
            try await virtual.startScheduler()
            try await virtual.cups("cupsenable", ["raw"])
            let next = try await virtual.submit(Array("a slip".utf8), to: "raw")
            // No job number is used twice.
            #expect(next > left)
            try await eventually("the slip arrives") { raw.received.last?.isEmpty == false }
            #expect(raw.received == [Array("a slip".utf8)])
        }
    }
}
