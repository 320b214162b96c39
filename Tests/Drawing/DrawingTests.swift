import Drawing
import Foundation
import Geometry
import TestSupport
import Testing

@Suite("Drawing")
struct DrawingTests {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path
    static let fonts: Void = {
        try? Fonts.load(configuration: root + "/Kiosk/fonts.conf")
    }()

    let shaper: TextShaper

    init() {
        _ = Self.fonts
        shaper = TextShaper()
    }

    private func randomScene(_ size: Size, _ random: inout SeededRandom) -> Scene {
        var items: [Scene.Item] = []
        let texts = ["Ambil nomor", "Persyaratan", "áéí ç ñ", "K-008"]
        for row in 0..<6 where Int.random(in: 0..<5, using: &random) > 0 {
            let frame = Rect(
                x: Int.random(in: 0..<20, using: &random), y: row * 30,
                width: Int.random(in: 60..<180, using: &random), height: 28)
            let fill =
                [Color.white, Color(0x0A3A5A), Color(0xD9EAF5)].randomElement(using: &random)
                ?? .white
            items.append(
                .init(
                    frame,
                    .box(
                        fill: fill, radius: Int.random(in: 0..<12, using: &random), border: .black,
                        borderWidth: Int.random(in: 0..<3, using: &random))))
            let style = TextStyle(size: 14, weight: Bool.random(using: &random) ? .regular : .bold)
            let text = texts.randomElement(using: &random) ?? ""
            let height = shaper.measure(text, style, width: frame.width - 10).height
            items.append(
                .init(
                    Rect(x: frame.x + 5, y: frame.y + 3, width: frame.width - 10, height: height),
                    .text(text, style, .black, on: fill)))
        }
        if Bool.random(using: &random) {
            items.append(
                .init(Rect(x: 120, y: 40, width: 60, height: 60), .qr("7F3KQ9TZ", .black)))
        }
        items.append(
            .init(Rect(x: 150, y: 150, width: 24, height: 24), .icon(.home, .black, on: .white)))
        return Scene(size: size, background: Color(0xF3F6F8), items: items)
    }

    @Test("T7 drawing what changed gives byte for byte what a full redraw gives") func damage() {
        let size = Size(width: 200, height: 190)
        var random = SeededRandom()
        let renderer = SceneRenderer(size: size, shaper: shaper)
        for step in 0..<60 {
            let scene = randomScene(size, &random)
            _ = renderer.draw(scene)
            let fresh = SceneRenderer(size: size, shaper: shaper)
            _ = fresh.redraw(scene)
            #expect(renderer.pixels.isEqual(to: fresh.pixels), "seed \(random.seed), step \(step)")
        }
    }

    @Test("T7 the same scene again damages nothing") func same() {
        var random = SeededRandom()
        let scene = randomScene(Size(width: 200, height: 190), &random)
        #expect(scene.damage(since: scene).isEmpty)
    }

    @Test("K1 contrast is as WCAG counts it") func contrast() {
        #expect(abs(Color.black.contrast(to: .white) - 21) < 0.01)
        #expect(abs(Color(0x777777).contrast(to: .white) - 4.48) < 0.01)
    }

    @Test("texts wrap at words, are cut only where asked, and know their widest word")
    func measuring() {
        let style = TextStyle(size: 20)
        let text = "Surat keterangan catatan kepolisian"
        let one = shaper.measure(text, style, width: nil)
        #expect(one.lineCount == 1 && !one.isCut)
        let wrapped = shaper.measure(text, style, width: one.width / 3)
        #expect(wrapped.lineCount >= 3 && wrapped.height > one.height)
        var limited = style
        limited.maximumLines = 1
        #expect(shaper.measure(text, limited, width: one.width / 3).isCut)
        let widest = shaper.widestWord("Timor-Leste", style)
        #expect(widest < shaper.measure("Timor-Leste", style, width: nil).width)
    }

    @Test("T51 a missing font is named with its package") func missingFont() async throws {
        // In a process of its own: the fonts of this one are shared by all tests.
        let error = FontError(missing: ["Inter"], configuration: "/x/fonts.conf")
        #expect(error.description.contains("fonts-inter"))
        #expect(error.description.contains("/x/fonts.conf"))
    }

    @Test("B8 a QR code has its three finders, and none is made of nothing") func qr() throws {
        let code = try #require(QRCode("7F3KQ9TZ"))
        let last = code.modules - 1
        for corner in [(0, 0), (last, 0), (0, last)] { #expect(code[corner.0, corner.1]) }
        #expect(QRCode("") == nil)
        #expect(QRCode(String(repeating: "x", count: 5_000)) == nil)
    }

    @Test("a picture comes back from its PNG as it was") func png() throws {
        let renderer = SceneRenderer(size: Size(width: 200, height: 190), shaper: shaper)
        var random = SeededRandom()
        _ = renderer.draw(randomScene(Size(width: 200, height: 190), &random))
        let file = NSTemporaryDirectory() + "loket-\(UUID().uuidString).png"
        defer { try? FileManager.default.removeItem(atPath: file) }
        try Data(renderer.pixels.png()).write(to: URL(fileURLWithPath: file))
        #expect(try PixelBuffer(pngFile: file).isEqual(to: renderer.pixels))
        #expect(throws: PictureError.self) { try PixelBuffer(pngFile: "/nonexistent.png") }
    }

    @Test("a page that can't be written is named") func page() {
        #expect {
            try PDFPage.write(
                to: "/nonexistent/slip.pdf", size: Size(width: 10, height: 10),
                dotsPerMillimetre: 8, shaper: shaper
            ) { _ in }
        } throws: { "\($0)".contains("/nonexistent/slip.pdf") }
    }
}
