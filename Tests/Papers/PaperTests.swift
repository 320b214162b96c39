import Drawing
import Foundation
import Geometry
import TestSupport
import Testing

@testable import Papers

@Suite("Papers: sheets of A4", .timeLimit(.minutes(2)))
struct PaperTests {
    private static let fonts: Void = {
        do { try Fonts.load(configuration: Repository.file("Kiosk/fonts.conf")) } catch {
            fatalError("\(error)")
        }
    }()

    private let shaper: TextShaper = {
        _ = Self.fonts
        return TextShaper()
    }()

    private func paper(rows: Int, name: String = "K KTP elektronik") -> Paper {
        Paper(
            blocks: [
                .title("Laporan"), .text("Senin"), .heading("Menurut layanan"),
                .table(
                    .init(
                        columns: [
                            .init("Layanan", share: 40, isNumeric: false),
                            .init("Diberi nomor", share: 14), .init("Dilayani", share: 14),
                        ], rows: (0..<rows).map { ["\(name) \($0)", "\($0)", "1"] },
                        sum: ["Semua", "\(rows)", "1"])), .heading("Kertas"), .text("Akhir"),
            ], foot: "Laporan, Senin", sheetNumber: "Halaman {n} dari {of}")
    }

    private func texts(_ sheet: [PaperLayout.Mark]) -> [(text: String, frame: Rect)] {
        sheet.compactMap { mark in
            if case .text(let text, _, let frame) = mark { (text, frame) } else { nil }
        }
    }

    @Test(
        "B11 every row is on a sheet, whole, under the head of its table, with its number below",
        arguments: [0, 1, 20, 37, 38, 39, 40, 41, 200])
    func sheets(rows: Int) {
        let layout = PaperLayout(paper(rows: rows), measuring: shaper)
        var seen: [String] = []
        for (index, sheet) in layout.sheets.enumerated() {
            let texts = texts(sheet)
            let isTable = texts.contains { $0.text.hasPrefix("K KTP") || $0.text == "Semua" }
            #expect(isTable == texts.contains { $0.text == "Layanan" }, "sheet \(index + 1)")
            #expect(
                texts.contains { $0.text == "Halaman \(index + 1) dari \(layout.sheets.count)" })
            seen += texts.map(\.text).filter { $0.hasPrefix("K KTP") }
            for (text, frame) in texts {
                #expect(
                    frame.y >= 0 && frame.maxY <= PaperLayout.size.height && frame.x >= 0
                        && frame.maxX <= PaperLayout.size.width, "\(text)")
            }
            let content = texts.dropLast(2).map(\.frame.maxY).max() ?? 0
            #expect(content <= (texts.last?.frame.y ?? 0), "the foot is free")
        }
        #expect(seen == (0..<rows).map { "K KTP elektronik \($0)" })
        // The sum is never alone below a head.
        let last = layout.sheets.last { texts($0).contains { $0.text == "Semua" } }
        if rows > 0 {
            #expect(last.map { texts($0).contains { $0.text.hasPrefix("K KTP") } } == true)
        }
    }

    @Test("B11 a long name is wrapped in its column and nothing lies over anything")
    func longNames() {
        let name = "Izin mendirikan bangunan gedung dan prasarana bangunan tidak sederhana"
        let layout = PaperLayout(paper(rows: 12, name: name), measuring: shaper)
        for sheet in layout.sheets {
            let frames = texts(sheet).map(\.frame)
            for (index, frame) in frames.enumerated() {
                for other in frames[(index + 1)...] where frames.count - 2 > index {
                    let isApart =
                        frame.maxY <= other.y || other.maxY <= frame.y || frame.maxX <= other.x
                        || other.maxX <= frame.x
                    #expect(isApart, "\(frame) \(other)")
                }
            }
        }
    }

    @Test("B11 no word of a head is broken, however small its column's share") func heads() {
        let titles = ["Menurut", "Masih menunggu", "Rata-rata", "Dikembalikan"]
        let table = Paper.Table(
            columns: [.init("Layanan", share: 90, isNumeric: false)]
                + titles.map { .init($0, share: 3) },
            rows: [["K", "1", "2", "3", "4"]])
        let layout = PaperLayout(
            Paper(blocks: [.table(table)], foot: "", sheetNumber: ""), measuring: shaper)
        for case .text(let text, let style, let frame) in layout.sheets[0]
        where titles.contains(text) {
            #expect(shaper.widestWord(text, style) <= frame.width, "\(text)")
        }
        let right = layout.sheets[0].compactMap { mark -> Int? in
            if case .text(_, _, let frame) = mark { frame.maxX } else { nil }
        }.max()
        #expect((right ?? 0) <= PaperLayout.size.width)
    }

    @Test("B11 the file is a PDF of so many sheets, with its text as text") func pdf() async throws
    {
        let folder = try TemporaryFolder()
        let bytes = try PaperPDF(shaper: shaper).bytes(of: paper(rows: 100))
        let file = folder.file("day.pdf")
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        let info = try await Command.run("/usr/bin/pdfinfo", [file]).text
        let count = PaperLayout(paper(rows: 100), measuring: shaper).sheets.count
        #expect(count > 1 && info.contains("Pages:           \(count)"), "\(info)")
        #expect(info.contains("(A4)"), "\(info)")
        let text = try await Command.run("/usr/bin/pdftotext", ["-layout", file, "-"]).text
        #expect(text.contains("K KTP elektronik 99") && text.contains("Halaman 2 dari \(count)"))
    }
}
