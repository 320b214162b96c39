import Foundation
import Office
import SlipSamples
import TestSupport
import Testing

@testable import Cups
@testable import Slips

/// Queues with filters of others, on a port that receives their output.
@Suite("A slip by a maker's driver", .timeLimit(.minutes(10)))
struct DriverTests {
    /// Prints on a queue made by `loket printer add`. Returns the end and the bytes that came out.
    private func print(
        _ driver: QueueDriver, on virtual: VirtualPrinter
    ) async throws -> (end: PrintEnd, bytes: [UInt8]) {
        let port = try RawPrinter()
        let profile = try Sample.profile("pdf-a4")
        let setup = PrinterSetup(server: virtual.server)
        let added = try await setup.add(
            NewPrinter(
                name: "made", device: "socket://127.0.0.1:\(port.port)", profile: profile,
                driver: driver))
        #expect(added.device.contains("127.0.0.1:\(port.port)"))
        let status = try await setup.status("made")
        #expect(status.isReady && status.mistakes == [], "\(status)")
        let folder = try TemporaryFolder()
        let file = folder.file("slip.pdf")
        try SlipPicture(profile: profile, shaper: Sample.shaper())
            .writePDF(of: [Sample.slip()], to: file)
        let document = [UInt8](FileManager.default.contents(atPath: file) ?? Data())
        let end = await CupsPrinter(
            cups: CupsConnection(server: virtual.server), queue: "made", answers: profile.answers
        ).print(
            PrintJob(
                name: "loket-12", document: document, mimeType: profile.mimeType,
                media: profile.media(pageMillimetres: 297))
        ) { _ in }
        try await eventually("the page is on the port") { !port.received.isEmpty }
        return (end, port.received.flatMap { $0 })
    }

    @Test("B2 B8 by a PPD file: the page comes out with its words, and ends as sent")
    func file() async throws {
        let ppd = "/usr/share/ppd/cupsfilters/Generic-PDF_Printer-PDF.ppd"
        let content = try #require(FileManager.default.contents(atPath: ppd))
        try await VirtualPrinter.with { virtual in
            let (end, bytes) = try await print(.file(Array(content)), on: virtual)
            // No proof of printing exists for such a printer.
            #expect(end == .sent)
            let folder = try TemporaryFolder()
            let start = try #require(bytes.firstRange(of: Array("%PDF".utf8))).lowerBound
            try Data(bytes[start...]).write(to: URL(filePath: folder.file("out.pdf")))
            let text = try await Command.run("pdftotext", [folder.file("out.pdf"), "-"]).text
            #expect(text.contains("K-012") && text.contains("Kartu Keluarga"), "\(text)")
        }
    }

    @Test("B2 B8 by a driver that CUPS has: the page comes out as rows of dots, and ends as sent")
    func model() async throws {
        try await VirtualPrinter.with { virtual in
            let (end, bytes) = try await print(.model("drv:///sample.drv/epson9.ppd"), on: virtual)
            #expect(end == .sent)
            // ESC/P: ESC @, then rows of dots; a form feed ends a page.
            #expect(bytes.starts(with: [0x1B, 0x40]))
            #expect(bytes.contains(0x0C))
            #expect(bytes.count > 10_000, "\(bytes.count) bytes")
        }
    }
}
