import Foundation
import Geometry
import Office
import Settings
import SlipSamples
import TestSupport
import Testing

@testable import Drawing
@testable import Slips

@Suite("A slip as ESC/POS", .timeLimit(.minutes(10)))
struct ESCPOSTests {
    private func read(_ slip: Slip, _ profile: PrinterProfile) throws -> ESCPOSReader {
        let bytes = ReceiptRenderer(profile: profile, shaper: Sample.shaper()).bytes(of: slip)
        return try ESCPOSReader(bytes, profile)
    }

    @Test(
        "B8 golden bytes",
        arguments: [
            "generic-escpos-80", "generic-escpos-58", "epson-tm-t20", "epson-tm-t88", "clone-58",
            "picture-escpos-80", "picture-escpos-58", "star-tsp", "star-tsp-old",
        ])
    func golden(name: String) throws {
        let profile = try Sample.profile(name)
        let bytes = ReceiptRenderer(profile: profile, shaper: Sample.shaper())
            .bytes(of: Sample.slip(copy: 1))
        let view = try ESCPOSReader(bytes, profile).view
        let file = Repository.file("Printers/samples/\(name)")
        if ProcessInfo.processInfo.environment["LOKET_RECORD"] == "1" {
            try FileManager.default.createDirectory(
                atPath: Repository.file("Printers/samples"), withIntermediateDirectories: true)
            try Data(bytes).write(to: URL(filePath: "\(file).bin"))
            try view.write(toFile: "\(file).txt", atomically: true, encoding: .utf8)
            Issue.record("recorded \(file); run again without LOKET_RECORD")
        }
        let expected = FileManager.default.contents(atPath: "\(file).bin").map { [UInt8]($0) }
        #expect(try view == String(contentsOfFile: "\(file).txt", encoding: .utf8))
        // Compare outside of the expectation, which would print both byte arrays.
        let isSame = bytes == expected
        #expect(isSame, "the bytes differ though the text may not")
    }

    @Test(
        "B8 each profile's sample looks as it did",
        arguments: PrinterProfile.names(folder: Repository.file("Printers")))
    func picture(name: String) throws {
        let picture = SlipPicture(profile: try Sample.profile(name), shaper: Sample.shaper())
            .pixels(of: Sample.slip(copy: 1))
        let file = Repository.file("Printers/samples/\(name).png")
        if ProcessInfo.processInfo.environment["LOKET_RECORD"] == "1" {
            try Data(picture.png()).write(to: URL(filePath: file))
            Issue.record("recorded \(file); look at it, then run again without LOKET_RECORD")
        }
        let isSame = try picture.isEqual(to: PixelBuffer(pngFile: file))
        #expect(isSame, "\(file) is another picture: see loket printer preview")
    }

    @Test("B8 number is the largest on the slip; code and cut are there", arguments: [true, false])
    func numberAndCode(isNative: Bool) throws {
        var profile = try Sample.profile("generic-escpos-80")
        profile.qr = isNative ? .native : .picture
        let slip = try read(Sample.slip(), profile)
        let number = try #require(slip.lines.first { $0.text == "K-012" })
        #expect(number.times >= 4)
        #expect(slip.lines.allSatisfy { $0.times <= number.times })
        #expect(slip.startsClean)
        #expect(slip.codePages == [profile.codePageNumber])
        if isNative {
            #expect(slip.elements.contains(.qr("7KQ2M9XA")))
        } else {
            let code = try #require(QRCode("7KQ2M9XA"))
            try expect(code, in: try #require(slip.pictures.last))
        }
        // The cut is last, and the feed before it moves the last line past the cutter.
        #expect(slip.elements.suffix(2) == [.feed(lines: 4), .cut])
        #expect(4 * 3.75 >= profile.feedMillimetres)
    }

    /// Expects exactly this code in the middle of the picture, with modules of at least three dots.
    private func expect(_ code: QRCode, in picture: ESCPOSReader.Picture) throws {
        let rows = (0..<picture.rows).filter { y in
            (0..<picture.bytesPerRow * 8).contains { picture.isDark($0, y) }
        }
        let columns = (0..<picture.bytesPerRow * 8).filter { x in
            (0..<picture.rows).contains { picture.isDark(x, $0) }
        }
        let top = try #require(rows.first)
        let left = try #require(columns.first)
        let side = try #require(rows.last) - top + 1
        #expect(side % code.modules == 0)
        let module = side / code.modules
        #expect(module >= 3)
        let quiet = QRCode.quietModules * module
        #expect(left >= quiet && picture.bytesPerRow * 8 - left - side >= quiet)
        for row in 0..<code.modules {
            for column in 0..<code.modules {
                let isDark = picture.isDark(
                    left + column * module + module / 2, top + row * module + module / 2)
                #expect(isDark == code[column, row])
            }
        }
    }

    @Test(
        "B8 a code of the printer's own has white around it, four of its modules at least",
        arguments: ["epson-tm-t20", "epson-tm-t88", "star-tsp"])
    func quietZone(name: String) throws {
        let profile = try Sample.profile(name)
        let slip = try read(
            Slip(blocks: [.text("Kode"), .qr("7KQ2M9XA"), .text("Kode")]), profile)
        // A line has at least 30 dots; four modules have 24.
        #expect(
            slip.elements.dropFirst().prefix(3)
                == [.feed(lines: 1), .qr("7KQ2M9XA"), .line(slip.lines[1])])
        #expect(slip.lines[1].text.isEmpty)
    }

    @Test("B8 a printer without a cutter feeds to the edge and does not cut")
    func noCutter() throws {
        let slip = try read(Sample.slip(), try Sample.profile("generic-escpos-58"))
        #expect(slip.elements.last == .feed(lines: 4))
        #expect(!slip.elements.contains(.cut))
    }

    /// Columns of 58 and 80 mm paper in the large and the small font.
    private static let widths: [(name: String, font: PrinterProfile.Font, columns: Int)] = [
        ("generic-escpos-58", .a, 32), ("generic-escpos-58", .b, 42), ("epson-tm-t88", .a, 42),
        ("generic-escpos-80", .a, 48), ("generic-escpos-80", .b, 64),
    ]

    private static func profile(
        _ width: (name: String, font: PrinterProfile.Font, columns: Int)
    ) throws -> PrinterProfile {
        var profile = try Sample.profile(width.name)
        (profile.font, profile.columns) = (width.font, width.columns)
        return profile
    }

    @Test("B8 each width of paper and font has its lines full and none too long, with every word")
    func fonts() throws {
        for width in Self.widths {
            let profile = try Self.profile(width)
            let sample = Sample.slip()
            let slip = try read(sample, profile)
            #expect(slip.font == width.font)
            #expect(slip.lines.allSatisfy { $0.columns <= width.columns }, "\(width)")
            #expect(slip.lines.contains { $0.text == String(repeating: "-", count: width.columns) })
            #expect(width.columns * width.font.width <= profile.widthDots)
            let words = slip.words.split(whereSeparator: \.isWhitespace).joined()
            for case .text(let text, _, _, _) in sample.blocks {
                #expect(words.contains(text.filter { !$0.isWhitespace }), "\(width): \(text)")
            }
        }
    }

    @Test(
        "B8 no 24 rows of a slip's picture have more than a quarter of a wide head's dots black",
        arguments: ["picture-escpos-58", "picture-escpos-80"])
    func black(name: String) throws {
        let profile = try Sample.profile(name)
        for number in ["K-012", "B-888", "M-1000", "ABC-88888"] {
            let slip = Slip(
                blocks: Sample.slip(copy: 1).blocks.map { block in
                    if case .number = block { .number(number) } else { block }
                })
            let picture = try #require(try read(slip, profile).pictures.first)
            let rows = (0..<picture.rows).map { y in
                picture.dots[y * picture.bytesPerRow..<(y + 1) * picture.bytesPerRow]
                    .reduce(0) { $0 + $1.nonzeroBitCount }
            }
            // Limit for the power supply: 144 of the 576 dots of an 80 mm head, for every profile.
            let most = (0..<rows.count - 24).map { rows[$0..<$0 + 24].reduce(0, +) / 24 }.max()
            #expect(try #require(most) <= 144, "\(number)")
        }
    }

    @Test("B8 no line is wider than the paper, whatever the words")
    func widths() throws {
        var random = SeededRandom()
        let seed = random.seed
        for width in Self.widths {
            let profile = try Self.profile(width)
            for _ in 0..<200 {
                let text = Self.text(using: &random)
                let slip = try read(
                    Slip(blocks: [
                        .text(text), .text(text, size: .large, isCentered: true),
                        .box(text, isTicked: false),
                        .number("ABC-\(Int.random(in: 1...99_999, using: &random))"),
                    ]), profile)
                for line in slip.lines {
                    #expect(line.columns <= profile.columns, "seed \(seed): \(line)")
                }
                #expect(slip.pictures.allSatisfy { $0.bytesPerRow * 8 <= profile.widthDots })
                #expect(slip.highestBand <= profile.bandRows)
                // No letter is lost: the same letters appear in the same order, three times.
                if slip.pictures.isEmpty {
                    let letters = slip.lines.dropLast().map(\.text).joined()
                        .filter { !$0.isWhitespace && $0 != "[" && $0 != "]" }
                    let one = text.filter { !$0.isWhitespace && $0 != "[" && $0 != "]" }
                    #expect(letters == one + one + one, "seed \(seed)")
                }
            }
        }
    }

    private static func text(using random: inout SeededRandom) -> String {
        let letters = Array(
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,-()éñç")
        return (0..<Int.random(in: 1...12, using: &random)).map { _ in
            String(
                (0..<Int.random(in: 1...60, using: &random)).map { _ in
                    letters.randomElement(using: &random) ?? "a"
                })
        }.joined(separator: " ")
    }

    @Test("B8 words stay whole where they fit")
    func wholeWords() {
        #expect(LineBreaker.lines("satu dua tiga", columns: 8) == ["satu dua", "tiga"])
        #expect(LineBreaker.lines("abcdefghijkl mn", columns: 5) == ["abcde", "fghij", "kl mn"])
        #expect(LineBreaker.lines("a", columns: 1) == ["a"])
        #expect(LineBreaker.lines("  ", columns: 5) == [])
    }

    @Test("B8 what the code page lacks is printed as a picture, and is not blank")
    func pictures() throws {
        let profile = try Sample.profile("generic-escpos-80")
        let slip = try read(Slip(blocks: [.text("Ω Σ ✓"), .text("Ação às 9 h")]), profile)
        #expect(slip.pictures.count == 1)
        #expect(try #require(slip.pictures.first).darkCount > 200)
        #expect(slip.lines.map(\.text) == ["Ação às 9 h"])
    }

    @Test(
        "B8 letters of several code pages stand in one line, and what none has is a picture",
        arguments: ["epson-tm-t20", "epson-tm-t88", "star-tsp"])
    func switching(name: String) throws {
        let profile = try Sample.profile(name)
        let mixed = "Ação „Œuvre” 5 € Ω ≥ π ™ ñ"
        let slip = try read(
            Slip(blocks: [.text(mixed), .text("ASCII"), .text("中文"), .text("ção")]), profile)
        // Plain quotes replace the typographic ones that the code page lacks.
        let line = try #require(slip.lines.first).text
        #expect(line.filter { !"\"„”".contains($0) } == mixed.filter { !"„”".contains($0) })
        #expect(slip.lines.map(\.text).suffix(2) == ["ASCII", "ção"])
        #expect(slip.pictures.count == 1)
        #expect(Set(slip.codePages).count == 3)
        // Each line restores the printer's state.
        #expect(slip.codePages.last == profile.codePageNumber)
        #expect(!slip.words.contains("?"))
        var plain = profile
        plain.otherCodePages = []
        #expect(try read(Slip(blocks: [.text(mixed)]), plain).pictures.count == 1)
        let ascii = Slip(blocks: [.text("Kartu Keluarga"), .text("ção")])
        let shaper = Sample.shaper()
        #expect(
            ReceiptRenderer(profile: profile, shaper: shaper).bytes(of: ascii)
                == ReceiptRenderer(profile: plain, shaper: shaper).bytes(of: ascii))
    }
}
