import Drawing
import Foundation
import Geometry
import TestSupport
import Testing

@Suite("Pictures, pages and codes", .timeLimit(.minutes(5)))
struct PictureTests {
    @Test("a picture written as PNG and read again is the same, pixel by pixel")
    func png() throws {
        var random = SeededRandom(test: "PNG")
        let size = Size(width: 37, height: 23)
        let picture = PixelBuffer(size: size)
        for index in 0..<size.area {
            picture.bytes.storeBytes(
                of: 0xFF00_0000 | UInt32.random(in: 0...0xFFFFFF, using: &random),
                toByteOffset: index * 4, as: UInt32.self)
        }
        let read = try Ink.withFolder { folder in
            let path = folder + "/picture.png"
            try Data(picture.png()).write(to: URL(fileURLWithPath: path))
            return try PixelBuffer(pngFile: path)
        }
        #expect(read.size == size)
        #expect(read.firstDifference(from: picture) == nil, "LOKET_SEED=\(random.seed)")
    }

    @Test("a file that is no PNG is named")
    func noPNG() throws {
        try Ink.withFolder { folder in
            for name in ["missing.png", "text.png"] {
                try "no picture".write(
                    toFile: folder + "/text.png", atomically: true, encoding: .utf8)
                let error = #expect(throws: PictureError.self) {
                    _ = try PixelBuffer(pngFile: folder + "/" + name)
                }
                #expect(error?.description.contains(folder + "/" + name) == true)
            }
        }
    }

    @Test("a page is written as PDF of the paper's size, with its text as text")
    func pdf() throws {
        let shaper = try Ink.shaper()
        let data = try Ink.withFolder { folder in
            let path = folder + "/slip.pdf"
            // Page of 72 mm, for a head with 8 dots per millimetre, and 100 mm long.
            try PDFPage.write(
                to: path, size: Size(width: 576, height: 800), dotsPerMillimetre: 8,
                shaper: shaper
            ) { canvas in
                canvas.fill(Rect(x: 8, y: 8, width: 100, height: 50), .black, radius: 9)
                canvas.text(
                    "K-008", TextStyle(size: 60), .black, at: Point(x: 10, y: 100), width: 500)
            }
            return try Data(contentsOf: URL(fileURLWithPath: path))
        }
        let page = String(decoding: data, as: UTF8.self)
        #expect(page.hasPrefix("%PDF-"))
        #expect(page.contains("%%EOF"))
        // 576 dots equal 72 mm or 204.094 points; 100 mm equal 283.465 points.
        let box = try #require(page.firstMatch(of: /MediaBox \[ 0 0 ([0-9.]+) ([0-9.]+) \]/))
        #expect(abs((Double(box.1) ?? 0) - 204.094) < 0.01)
        #expect(abs((Double(box.2) ?? 0) - 283.465) < 0.01)
        #expect(page.contains("/Font"))
    }

    @Test(
        "a page that can't be written names its file",
        arguments: ["/no-such-folder/slip.pdf", "/dev/full"])
    func unwritable(path: String) throws {
        let shaper = try Ink.shaper()
        let error = #expect(throws: PictureError.self) {
            try PDFPage.write(
                to: path, size: Size(width: 576, height: 800), dotsPerMillimetre: 8,
                shaper: shaper
            ) { $0.fill(Rect(x: 0, y: 0, width: 10, height: 10), .black) }
        }
        #expect(error?.description.contains(path) == true)
    }

    @Test("a QR code grows with its text and carries the three finder patterns")
    func qr() throws {
        let short = try #require(QRCode("7F3KQ9TZ"))
        #expect(short.modules == 21)
        let long = try #require(QRCode(String(repeating: "antrean ", count: 12)))
        #expect(long.modules > 21 && (long.modules - 21) % 4 == 0)
        for code in [short, long] {
            let far = code.modules - 7
            for (left, top) in [(0, 0), (far, 0), (0, far)] {
                for y in 0..<7 {
                    for x in 0..<7 {
                        let isRing = x == 0 || x == 6 || y == 0 || y == 6
                        let isEye = (2...4).contains(x) && (2...4).contains(y)
                        #expect(code[left + x, top + y] == (isRing || isEye))
                    }
                }
            }
            // The timing pattern between the finders alternates.
            for x in 8..<far { #expect(code[x, 6] == (x % 2 == 0)) }
        }
    }

    @Test("no QR code is made of nothing, nor of more than one holds")
    func noQR() {
        #expect(QRCode("") == nil)
        #expect(QRCode(String(repeating: "a", count: 2_331)) != nil)
        #expect(QRCode(String(repeating: "a", count: 2_332)) == nil)
    }

    @Test("a QR code is drawn in whole pixels a module with its quiet zone left free")
    func drawnQR() throws {
        let code = try #require(QRCode("7F3KQ9TZ"))
        let size = Size(width: 120, height: 130)
        let pixels = PixelBuffer(size: size)
        let canvas = Canvas(pixels: pixels, shaper: try Ink.shaper())
        canvas.fill(Rect(size), .white)
        canvas.qr(code, .black, in: Rect(size))
        // 120 pixels for 21 + 8 modules give 4 pixels per module; the code takes 84 pixels in the
        // middle.
        let (left, top) = (60 - 42, 65 - 42)
        for y in 0..<size.height {
            for x in 0..<size.width {
                let (column, row) = ((x - left) / 4, (y - top) / 4)
                let isInside = x >= left && y >= top && column < 21 && row < 21
                let isDark = isInside && code[column, row]
                #expect(pixels[x, y] == (isDark ? Color.black : Color.white).pixel)
            }
        }
        #expect(left >= 4 * QRCode.quietModules)
    }

    @Test("K1 contrast is that of WCAG: 21 for black on white, 1 for the same")
    func contrast() {
        #expect(abs(Color.black.contrast(to: .white) - 21) < 0.001)
        #expect(Color(0x123456).contrast(to: Color(0x123456)) == 1)
        // The well-known grey that just reaches a contrast of 4.5 on white.
        #expect(abs(Color(0x767676).contrast(to: .white) - 4.54) < 0.01)
        #expect(Color(0xABCDEF).pixel == 0xFFAB_CDEF)
    }
}
