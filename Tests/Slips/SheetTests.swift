import Drawing
import Foundation
import Geometry
import SlipSamples
import TestSupport
import Testing

@testable import Slips

@Suite("A slip as a page", .timeLimit(.minutes(5)))
struct SheetTests {
    @Test("B8 sheets of A4 have their size, a long slip goes on, and nothing is cut off")
    func sheets() async throws {
        let folder = try TemporaryFolder()
        let picture = SlipPicture(
            profile: try Sample.profile("pdf-a4"), shaper: Sample.shaper())
        var slip = Sample.slip()
        #expect(try picture.writePDF(of: [slip], to: folder.file("short.pdf")) == 1)
        let lines = (1...90).map { "Syarat nomor \($0)" }
        slip.blocks += lines.map { .text($0) }
        let count = try picture.writePDF(of: [slip], to: folder.file("slip.pdf"))
        let facts = try await Command.run("pdfinfo", [folder.file("slip.pdf")]).text
        #expect(facts.contains("595.") && facts.contains("(A4)"), "\(facts)")
        #expect(facts.contains("Pages:           \(count)\n") && count > 1)
        let text = try await Command.run("pdftotext", [folder.file("slip.pdf"), "-"]).text
        for line in lines + ["K-012"] { #expect(text.contains(line), "\(line) is missing") }
    }

    @Test("B8 one visit's slips share a sheet of A4, each whole, with lines to cut along")
    func shared() async throws {
        let folder = try TemporaryFolder()
        let picture = SlipPicture(
            profile: try Sample.profile("pdf-a4"), shaper: Sample.shaper())
        for (count, sheets) in [(2, 1), (3, 2), (4, 2)] {
            let file = folder.file("\(count).pdf")
            let slips = (1...count).map { number in
                Sample.writer.ticket(
                    Sample.ticket(number), peopleAhead: 3, waitMinutes: nil, ticked: [0])
            }
            #expect(try picture.writePDF(of: slips, to: file) == sheets)
            var found = 0
            for sheet in 1...sheets {
                let words = ["-f", "\(sheet)", "-l", "\(sheet)", file, "-"]
                let text = try await Command.run("pdftotext", words).text
                let isLast = sheet == sheets && count % 2 == 1
                #expect(
                    text.components(separatedBy: "Nomor antrean Anda").count == (isLast ? 2 : 3))
                // No slip is split between two sheets.
                #expect(text.components(separatedBy: "Simpan struk").count == (isLast ? 2 : 3))
                found += (1...count).count { text.contains("K-00\($0)") }
            }
            #expect(found == count)
        }
    }

    @Test("B8 paper is named as printers know it")
    func media() throws {
        #expect(try Sample.profile("pdf-a4").media(pageMillimetres: 297) == "iso_a4_210x297mm")
        #expect(
            try Sample.profile("pdf-80").media(pageMillimetres: 164.254)
                == "custom_slip_80x164.26mm")
        #expect(try Sample.profile("generic-escpos-80").media(pageMillimetres: 100) == nil)
    }

    @Test(
        "B8 a preview is as wide as the paper",
        arguments: [
            ("generic-escpos-80", 640), ("generic-escpos-58", 464), ("pdf-80", 640),
        ])
    func preview(name: String, width: Int) throws {
        let picture = SlipPicture(profile: try Sample.profile(name), shaper: Sample.shaper())
        #expect(picture.pixels(of: Sample.slip()).size.width == width)
    }
}
