import Foundation
import PrinterModel
import TestSupport
import Testing

/// Printer's state while a job runs, and its remains after a job that was given up.
@Suite("What CUPS shows of a printer's state", .serialized, .timeLimit(.minutes(5)))
struct CupsStateTests {
    @Test(
        "B2 B4 paper ends in mid-slip: shown within 1 s, goes on without a repeat",
        arguments: [
            "confirm=H&buffer=4096", "confirm=r&buffer=45",
        ])
    func paperEnds(options: String) async throws {
        var model = ReceiptPrinterModel(bufferBytes: options.hasSuffix("45") ? 45 : 4_096)
        model.paperEndsAfter = 700
        try await CupsTests.with(model, options: options) { cups, printer in
            let document = Document.text(12_000)
            let id = try await cups.submit(document, to: "pos")
            try await eventually("the paper ends") { printer.model.isPaperOut }
            let ended = ContinuousClock.now
            try await eventually("CUPS shows it") {
                try CupsTests.reasons(cups).contains("media-empty-error")
            }
            // A quiet machine needs less than 1 s; on a busy one CUPS has to wait for the
            // processor.
            #expect(ContinuousClock.now - ended < .seconds(15))
            #expect(try cups.queue("pos")["printer-state-message"].contains("put a new roll in"))
            printer.change { $0.isPaperOut = false }
            let loaded = ContinuousClock.now
            try await eventually("CUPS takes it back") {
                try !CupsTests.reasons(cups).contains("media-empty-error")
            }
            // A quiet machine needs less than 1 s; on a busy one CUPS has to wait for the
            // processor.
            #expect(ContinuousClock.now - loaded < .seconds(15))
            let job = try await cups.end(of: id, queue: "pos")
            #expect(job["job-state"] == CupsTests.completed)
            #expect(printer.printed == document)
            #expect(printer.connections == 1)
        }
    }

    @Test(
        "B2 cover, cutter and paper before the first byte: shown, waits, then prints",
        arguments: [
            "media-empty-error", "cover-open-error", "other-error",
        ])
    func before(reason: String) async throws {
        func put(_ isThere: Bool, _ model: inout ReceiptPrinterModel) {
            switch reason {
            case "media-empty-error": model.isPaperOut = isThere
            case "cover-open-error": model.isCoverOpen = isThere
            default: model.hasCutterError = isThere
            }
        }
        var model = ReceiptPrinterModel()
        put(true, &model)
        try await CupsTests.with(model) { cups, printer in
            let id = try await cups.submit(Document.slip, to: "pos")
            try await eventually("CUPS shows it") { try CupsTests.reasons(cups) == reason }
            #expect(printer.model.documentBytesReceived == 0)
            printer.change { put(false, &$0) }
            let job = try await cups.end(of: id, queue: "pos")
            #expect(job["job-state"] == CupsTests.completed)
            #expect(printer.printed == Document.slip)
            #expect(try CupsTests.reasons(cups) == "none")
        }
    }

    @Test("B1 nobody mends it within the limit: not printed, and the reason stands")
    func notMended() async throws {
        var model = ReceiptPrinterModel()
        model.isCoverOpen = true
        try await CupsTests.with(model, options: "confirm=r&wait=0.5") { cups, printer in
            let id = try await cups.submit(Document.slip, to: "pos")
            let job = try await cups.end(of: id, queue: "pos")
            #expect(job["job-state"] == CupsTests.aborted)
            #expect(
                job["job-printer-state-message"]
                    == "loket-pos: not printed: after 0.5 s still the cover is open: close it.")
            #expect(try CupsTests.reasons(cups) == "cover-open-error")
            #expect(printer.model.documentBytesReceived == 0)
        }
    }

    @Test("B2 reasons that an earlier job left are gone with the next one")
    func stale() async throws {
        var model = ReceiptPrinterModel()
        model.isPaperOut = true
        try await CupsTests.with(model, options: "confirm=r&wait=0.2") { cups, printer in
            _ = try await cups.end(
                of: try await cups.submit(Document.slip, to: "pos"), queue: "pos")
            #expect(try CupsTests.reasons(cups) == "media-empty-error")
            printer.change {
                $0.isPaperOut = false
                $0.isNearEnd = true
            }
            _ = try await cups.end(
                of: try await cups.submit(Document.slip, to: "pos"), queue: "pos")
            // The warning stays after the job (B6).
            #expect(try CupsTests.reasons(cups) == "media-low-warning")
        }
    }

    @Test("B3 cancelled before the first byte: not printed, with the state as it is")
    func cancelBefore() async throws {
        var model = ReceiptPrinterModel()
        model.isPaperOut = true
        try await CupsTests.with(model) { cups, printer in
            let id = try await cups.submit(Document.slip, to: "pos")
            try await eventually("it waits") { try CupsTests.reasons(cups) == "media-empty-error" }
            try await cups.cups("cancel", ["pos-\(id)"])
            let job = try await cups.end(of: id, queue: "pos")
            #expect(job["job-state"] == CupsTests.canceled)
            #expect(
                job["job-printer-state-message"]
                    == "loket-pos: not printed: the job was cancelled: "
                    + "no paper: put a new roll in.")
            #expect(printer.model.documentBytesReceived == 0)
            #expect(try CupsTests.reasons(cups) == "media-empty-error")
        }
    }

    @Test("B3 cancelled in mid-slip: unknown, ends at a boundary, the next slip is whole")
    func cancelInMidSlip() async throws {
        let band = Document.picture(rows: 100)
        let document = band + band + band + band
        var line = ReceiptPrinter.Line()
        line.bytesPerSecond = 50_000
        var model = ReceiptPrinterModel()
        model.paperEndsAfter = 3_000
        try await CupsTests.with(model, line: line) { cups, printer in
            let id = try await cups.submit(document, to: "pos")
            try await eventually("the paper ends") { printer.model.isPaperOut }
            try await cups.cups("cancel", ["pos-\(id)"])
            printer.change { $0.isPaperOut = false }
            let job = try await cups.end(of: id, queue: "pos")
            #expect(job["job-printer-state-message"].hasPrefix("loket-pos: unknown: "))
            let next = try await cups.end(
                of: try await cups.submit(Document.slip, to: "pos"), queue: "pos")
            #expect(next["job-state"] == CupsTests.completed)
            let rest = printer.printed.dropLast(Document.slip.count)
            #expect(Array(printer.printed.suffix(Document.slip.count)) == Document.slip)
            #expect(Array(rest) == band + [0x1B, 0x40])
        }
    }

    @Test(
        "B3 a printer that takes a byte a second: unknown after the limit, the next is not held up")
    func crawls() async throws {
        var line = ReceiptPrinter.Line()
        line.crawlsAfter = 600
        try await CupsTests.with(line: line, options: "confirm=r&still=1") { cups, printer in
            let id = try await cups.submit(Document.text(6_000), to: "pos")
            let job = try await cups.end(of: id, queue: "pos")
            #expect(job["job-state"] == CupsTests.canceled)
            #expect(job["job-printer-state-message"].contains("no progress in 1 s"))
            printer.changeLine { $0.crawlsAfter = nil }
            let next = try await cups.end(
                of: try await cups.submit(Document.slip, to: "pos"), queue: "pos")
            #expect(next["job-state"] == CupsTests.completed)
            #expect(printer.printed.suffix(Document.slip.count) == Document.slip[...])
        }
    }

    @Test(
        "B9 cupsd killed in mid-slip and started again: the back end stops, no second copy",
        arguments: [0, 1, 700, 6_000, 11_999], [SIGKILL, SIGTERM])
    func schedulerKilled(bytesBefore: Int, signal: Int32) async throws {
        var model = ReceiptPrinterModel()
        model.paperEndsAfter = bytesBefore > 0 ? bytesBefore : nil
        model.isPaperOut = bytesBefore == 0
        try await CupsTests.with(model) { cups, printer in
            let document = Document.text(12_000)
            let id = try await cups.submit(document, to: "pos")
            // The number of printed bytes determines the moment of the fault; no more are printed.
            try await eventually("the job waits for paper") {
                try CupsTests.reasons(cups).contains("media-empty-error")
            }
            try await cups.restartScheduler(by: signal)
            printer.change { $0.isPaperOut = false }
            let job = try await cups.end(of: id, queue: "pos")
            if bytesBefore == 0 {
                // Nothing had left, so the second attempt of CUPS counts as the first.
                #expect(job["job-state"] == CupsTests.completed)
                #expect(printer.printed == document)
                return
            }
            let message = job["job-printer-state-message"]
            let isWhole = message.hasPrefix("loket-pos: printed")
            #expect(job["job-state"] == (isWhole ? CupsTests.completed : CupsTests.canceled))
            #expect(isWhole || message.contains("it is not sent twice"), "\(message)")
            let next = try await cups.end(
                of: try await cups.submit(Document.slip, to: "pos"), queue: "pos")
            #expect(next["job-state"] == CupsTests.completed)
            // The first slip printed partly, once, and the second wholly.
            #expect(printer.printed.suffix(Document.slip.count) == Document.slip[...])
            var first = printer.printed.dropLast(Document.slip.count)
            if first.suffix(2) == [0x1B, 0x40] { first = first.dropLast(2) }
            #expect(document.starts(with: first) && first.count >= bytesBefore)
            #expect(!isWhole || first == document[...])
        }
    }
}
