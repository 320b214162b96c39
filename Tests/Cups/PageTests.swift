import Drawing
import Foundation
import Geometry
import Office
import SlipSamples
import TestSupport
import Testing

@testable import Cups
@testable import Slips

/// Slips as pages, through cupsd and an IPP printer, and read back from the output.
@Suite("A page through CUPS", .timeLimit(.minutes(10)))
struct PageTests {
    private func page(_ slip: Slip, _ folder: TemporaryFolder) throws -> [UInt8] {
        let picture = SlipPicture(
            profile: try Sample.profile("pdf-80"), shaper: Sample.shaper())
        try picture.writePDF(of: [slip], to: folder.file("slip.pdf"))
        return [UInt8](FileManager.default.contents(atPath: folder.file("slip.pdf")) ?? Data())
    }

    private func print(
        _ bytes: [UInt8], on virtual: VirtualPrinter, limits: CupsPrinter.Limits = .init()
    ) async throws -> PrintEnd {
        let profile = try Sample.profile("pdf-80")
        let printer = CupsPrinter(
            cups: CupsConnection(server: virtual.server), queue: "virtual",
            answers: profile.answers, limits: limits)
        return await printer.print(
            PrintJob(name: "loket-12", document: bytes, mimeType: profile.mimeType)
        ) { _ in }
    }

    @Test("B8 a page comes out of an IPP printer whole: words, boxes, code, nothing cut off")
    func whole() async throws {
        let folder = try TemporaryFolder()
        let slip = Sample.slip(copy: 1)
        let bytes = try page(slip, folder)
        try await VirtualPrinter.with { virtual in
            #expect(try await print(bytes, on: virtual) == .printed)
            let file = try await virtual.page(1)
            #expect(virtual.pageCount == 1)
            let text = try await Command.run("pdftotext", ["-layout", file, "-"]).text
            for word in ["K-012", "Perekaman dan pencetakan KTP-el", "CETAK ULANG 1", "09.05 WITA"]
            {
                #expect(text.contains(word), "\(word) is missing in \(text)")
            }
            let last = try #require(Self.lastText(of: slip))
            #expect(Self.squeezed(text).contains(Self.squeezed(last)))
            let size = try await Command.run("pdfinfo", [file]).text
            // 80 mm are 226.8 points.
            #expect(size.contains("Page size:") && size.contains(" 226.7"), "\(size)")
            #expect(size.contains("Pages:           1\n"))
            let png = try #require(file.hasSuffix(".pdf") ? "\(file.dropLast(4)).png" : nil)
            try expectPicture(PixelBuffer(pngFile: png), of: slip)
        }
    }

    private static func lastText(of slip: Slip) -> String? {
        slip.blocks.reversed().lazy.compactMap { block in
            if case .text(let text, _, _, _) = block { text } else { nil }
        }.first
    }

    private static func squeezed(_ text: String) -> String { text.filter { !$0.isWhitespace } }

    /// Expects empty margins on all sides, ink to nearly the end, three boxes and a dark code.
    private func expectPicture(_ pixels: PixelBuffer, of slip: Slip) throws {
        let (width, height) = (pixels.size.width, pixels.size.height)
        func isDark(_ x: Int, _ y: Int) -> Bool { pixels[x, y] & 0xFF < 0x80 }
        func darkCount(_ rows: Range<Int>) -> Int {
            rows.reduce(0) { sum, y in sum + (0..<width).count { isDark($0, y) } }
        }
        let inked = (0..<height).filter { darkCount($0..<($0 + 1)) > 0 }
        let first = try #require(inked.first)
        let last = try #require(inked.last)
        #expect(first > 0 && last < height - 1)
        for y in 0..<height { #expect(!isDark(0, y) && !isDark(width - 1, y)) }
        // The code is 30 mm high: the band of rows that contains it has the most ink of the slip
        // except for the number.
        let code = try #require(QRCode("7KQ2M9XA"))
        let darkModules = (0..<code.modules).reduce(0) { sum, y in
            sum + (0..<code.modules).count { code[$0, y] }
        }
        let dotsPerMillimetre = 203 / 25.4
        let module = (30 * dotsPerMillimetre) / Double(code.modules + 2 * QRCode.quietModules)
        let expected = Double(darkModules) * module.rounded(.down) * module.rounded(.down)
        let band = Int(30 * dotsPerMillimetre)
        let darkest = stride(from: 0, to: height - band, by: 8).map { darkCount($0..<($0 + band)) }
        #expect(Double(try #require(darkest.max())) > expected * 0.9)
    }

    @Test(
        "B8 a slip longer than any paper that the printer names comes out whole",
        arguments: ["raw", "driverless"])
    func long(_ kind: String) async throws {
        let folder = try TemporaryFolder()
        var slip = Sample.slip()
        slip.blocks += (1...60).map { .text("Syarat nomor \($0)") }
        let profile = try Sample.profile("pdf-80")
        let bytes = try page(slip, folder)
        let height = SlipPicture(profile: profile, shaper: Sample.shaper()).height(of: slip)
        let media = profile.media(pageMillimetres: Double(height) / profile.dotsPerMillimetre)
        let facts = try await Command.run("pdfinfo", [folder.file("slip.pdf")]).text
        let asked = try #require(Self.size(facts))
        #expect(asked.height > 300 / 25.4 * 72)
        try await VirtualPrinter.with { virtual in
            if kind == "driverless" {
                try await virtual.cups(
                    "lpadmin", ["-p", "roll", "-E", "-v", virtual.printerURI(), "-m", "everywhere"])
                try await eventually("its driver is there") {
                    FileManager.default.fileExists(atPath: "\(virtual.folder)/etc/ppd/roll.ppd")
                }
            }
            let printer = CupsPrinter(
                cups: CupsConnection(server: virtual.server),
                queue: kind == "raw" ? "virtual" : "roll", answers: true)
            let end = await printer.print(
                PrintJob(
                    name: "loket-12", document: bytes, mimeType: profile.mimeType, media: media)
            ) { _ in }
            #expect(end == .printed)
            let file = try await virtual.page(1)
            let facts = try await Command.run("pdfinfo", [file]).text
            let size = try #require(Self.size(facts))
            // A millimetre is 2.8 points.
            #expect(abs(size.width - asked.width) < 3 && abs(size.height - asked.height) < 3)
            #expect(facts.contains("Pages:           1\n"))
            let text = try await Command.run("pdftotext", [file, "-"]).text
            for number in 1...60 { #expect(text.contains("Syarat nomor \(number)")) }
        }
    }

    /// Returns the size of the page in points.
    private static func size(_ facts: String) -> (width: Double, height: Double)? {
        let line = facts.split(separator: "\n").first { $0.hasPrefix("Page size:") }
        let numbers = line?.split(separator: " ").compactMap { Double($0) } ?? []
        return numbers.count == 2 ? (numbers[0], numbers[1]) : nil
    }

    @Test("B4 a printer that goes on by itself after new paper makes one slip, and it is printed")
    func paperOut() async throws {
        let folder = try TemporaryFolder()
        let bytes = try page(Sample.slip(), folder)
        try await VirtualPrinter.with { virtual in
            try virtual.set(faults: "paperout")
            var limits = CupsPrinter.Limits()
            limits.standstill = .seconds(8)
            async let end = print(bytes, on: virtual, limits: limits)
            let watcher = CupsPrinter(
                cups: CupsConnection(server: virtual.server), queue: "virtual", answers: true)
            try await eventually("CUPS says that the paper is out") {
                await watcher.condition() == .paperOut
            }
            try virtual.set(faults: "")
            #expect(try await end == .printed)
            _ = try await virtual.page(1)
            #expect(virtual.pageCount == 1)
            try await eventually("the reason is gone") { await watcher.condition() == .ready }
        }
    }

    @Test("B3 paper out for longer than the limit is unknown, and the job is gone")
    func paperStaysOut() async throws {
        let folder = try TemporaryFolder()
        let bytes = try page(Sample.slip(), folder)
        try await VirtualPrinter.with { virtual in
            try virtual.set(faults: "paperout")
            var limits = CupsPrinter.Limits()
            limits.standstill = .seconds(3)
            limits.knownCause = .seconds(4)
            let end = try await print(bytes, on: virtual, limits: limits)
            guard case .unknown(let why) = end else {
                Issue.record("\(end)")
                return
            }
            #expect(why.contains(PrinterCondition.paperOut.advice))
            let open = try await CupsConnection(server: virtual.server)
                .openJobs(queue: "virtual", namePrefix: "loket")
            #expect(open.isEmpty)
        }
    }
}
