import Foundation
import Settings
import SlipSamples
import TestSupport
import Testing

@testable import Slips

@Suite("Printer profiles", .timeLimit(.minutes(10)))
struct ProfileTests {
    private let whole = """
        title: A printer
        language: escpos
        widthDots: 576
        paperMillimetres: 80
        columns: 48
        codePage: cp858
        codePageNumber: 19
        """

    private func problems(_ text: String) throws -> [SettingsProblem] {
        let folder = try TemporaryFolder()
        try folder.write(text, to: "p.yaml")
        let loaded = PrinterProfile.load(name: "p", folder: folder.path)
        #expect((loaded.value == nil) == !loaded.errors.isEmpty)
        return loaded.problems
    }

    @Test("J1 every profile of the repository is read without a word")
    func ours() throws {
        let folder = Repository.file("Printers")
        let names = PrinterProfile.names(folder: folder)
        #expect(
            names == [
                "clone-58", "epson-tm-t20", "epson-tm-t88", "generic-escpos-58",
                "generic-escpos-80", "pdf-80", "pdf-a4", "picture-escpos-58", "picture-escpos-80",
                "star-tsp", "star-tsp-old",
            ])
        for name in names {
            let loaded = PrinterProfile.load(name: name, folder: folder)
            #expect(loaded.problems.isEmpty)
            let profile = try #require(loaded.value)
            #expect(profile.widthDots % 8 == 0)
            // The head is not wider than the paper.
            #expect(
                Double(profile.widthDots) / profile.dotsPerMillimetre <= profile.paperMillimetres)
            #expect(
                try String(contentsOfFile: "\(folder)/\(name).yaml", encoding: .utf8)
                    .contains("\nspeed: "))
            // The back ends of CUPS prove nothing.
            if profile.language != .pdf { #expect(!profile.answers) }
        }
    }

    @Test(
        "J1 what is wrong is named by file, line and field",
        arguments: [
            ("widthDots: 576", "widthDots: wide", 3, "widthDots"),
            ("widthDots: 576", "widthDots: 9", 3, "widthDots"),
            ("language: escpos", "language: zpl", 2, "language"),
            ("codePage: cp858", "codePage: cp1", 6, "codePage"),
            ("codePageNumber: 19", "codePageNumber: 999", 7, "codePageNumber"),
            ("columns: 48", "colums: 48", 5, "colums"),
            (
                "codePageNumber: 19", "codePageNumber: 19\ncodePages: {cp473: 0}", 8,
                "codePages.cp473"
            ),
            (
                "codePageNumber: 19", "codePageNumber: 19\ncodePages: {cp437: -1}", 8,
                "codePages.cp437"
            ),
            ("columns: 48", "columns: 48\nspeed: 0", 6, "speed"),
            ("columns: 48", "columns: 48\nconfirm: end", 6, "confirm"),
            ("columns: 48\n", "", 1, "columns"),
            ("columns: 48", "columns: 49", 5, "columns"),
            ("columns: 48", "columns: 65\nfont: B", 5, "columns"),
            ("columns: 48", "columns: 48\nfont: C", 6, "font"),
            ("language: escpos", "language: star\nfont: B", 3, "font"),
            ("title: A printer\n", "", 1, "title"),
            ("paperMillimetres: 80\n", "", 1, "paperMillimetres"),
        ])
    func broken(good: String, bad: String, line: Int, field: String) throws {
        #expect(try problems(whole).isEmpty)
        let found = try problems(whole.replacing(good, with: bad))
        let problem = try #require(found.first { $0.field == field }, "\(found)")
        #expect(problem.line == line)
        #expect(problem.file.hasSuffix("/p.yaml"))
        #expect(problem.description.contains("p.yaml:\(line):\(problem.column): \(field)"))
    }

    @Test("B8 J1 in the small font there is room for more on a line") func smallFont() throws {
        #expect(try problems(whole.replacing("columns: 48", with: "columns: 64\nfont: B")).isEmpty)
    }

    @Test("J1 a profile that is not there is named with those that are")
    func missing() {
        let loaded = PrinterProfile.load(name: "citizen", folder: Repository.file("Printers"))
        #expect(loaded.value == nil)
        #expect(loaded.problems.map(\.message).joined().contains("generic-escpos-80"))
    }

    @Test(
        "B4 two bands of a picture fit into the printer's buffer, and none is needlessly low",
        arguments: [
            ("epson-tm-t20", 4_096, 28), ("generic-escpos-58", 4_096, 42), ("clone-58", 2_048, 24),
            ("epson-tm-t20", 1_024, 12), ("epson-tm-t88", 45, 8), ("epson-tm-t20", 65_536, 128),
        ])
    func bands(name: String, buffer: Int, rows: Int) throws {
        var profile = try Sample.profile(name)
        profile.bufferBytes = buffer
        #expect(profile.bandRows == rows)
    }
}
