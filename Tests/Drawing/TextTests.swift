import Drawing
import Geometry
import Testing

@Suite("T51 Texts", .timeLimit(.minutes(5)))
struct TextTests {
    let shaper: TextShaper
    let style = TextStyle(size: 24)
    let sentence = "Bring the original and one copy of your family card with you, please."

    init() throws {
        shaper = try Ink.shaper()
    }

    @Test("a text without a width stands on one line")
    func oneLine() {
        let metrics = shaper.measure(sentence, style, width: nil)
        #expect(metrics.lineCount == 1 && !metrics.isCut)
        #expect(metrics.width > 600)
        #expect((24...40).contains(metrics.height))
    }

    @Test("a text wraps at the width, and its height grows by whole lines")
    func wrapping() {
        let line = shaper.measure(sentence, style, width: nil).height
        for width in stride(from: 120, through: 900, by: 60) {
            let metrics = shaper.measure(sentence, style, width: width)
            #expect(metrics.width <= width)
            #expect(abs(metrics.height - metrics.lineCount * line) <= metrics.lineCount)
            #expect(!metrics.isCut)
        }
        #expect(
            shaper.measure(sentence, style, width: 200).lineCount
                > shaper.measure(sentence, style, width: 400).lineCount)
        #expect(shaper.measure("one\ntwo", style, width: nil).lineCount == 2)
    }

    @Test("more lines than allowed are replaced by an ellipsis, and that is told")
    func ellipsis() {
        var short = style
        short.maximumLines = 2
        let cut = shaper.measure(sentence, short, width: 200)
        #expect(cut.isCut && cut.lineCount == 2 && cut.width <= 200)
        let whole = shaper.measure(sentence, short, width: 600)
        #expect(!whole.isCut && whole.lineCount == 2)
        short.maximumLines = 1
        #expect(shaper.measure(sentence, short, width: 600).isCut)
    }

    @Test("a word wider than the column is broken, not drawn past it")
    func longWord() {
        let metrics = shaper.measure("Kependudukanpencatatansipil", style, width: 100)
        #expect(metrics.width <= 100 && metrics.lineCount > 2)
    }

    @Test("bold is wider than regular, and twice the size is twice the width")
    func styles() {
        let regular = shaper.measure(sentence, style, width: nil).width
        #expect(
            shaper.measure(sentence, TextStyle(size: 24, weight: .bold), width: nil).width
                > regular)
        let large = shaper.measure(sentence, TextStyle(size: 48), width: nil).width
        #expect(abs(large - 2 * regular) <= 2)
    }

    @Test("tabular digits are all of one width")
    func tabular() {
        let clock = TextStyle(size: 40, tabularDigits: true)
        let widths = Set(
            (0...9).map { shaper.measure("\($0)\($0):\($0)\($0)", clock, width: nil).width })
        #expect(widths.count == 1)
        let plain = TextStyle(size: 40)
        #expect(
            shaper.measure("11:11", plain, width: nil).width
                < shaper.measure("00:00", plain, width: nil).width)
    }

    @Test("capitals are as high as asked for")
    func capHeight() throws {
        let size = Size(width: 200, height: 200)
        let pixels = PixelBuffer(size: size)
        let canvas = Canvas(pixels: pixels, shaper: shaper)
        canvas.text(
            "H", TextStyle(size: TextStyle.size(capHeight: 80)), .white, at: Point(x: 0, y: 0),
            width: nil)
        let rows = (0..<size.height).filter { y in
            (0..<size.width).contains { pixels[$0, y] & 0xFF > 0x7F }
        }
        let first = try #require(rows.first)
        let last = try #require(rows.last)
        #expect(abs(last - first + 1 - 80) <= 1)
    }

    @Test("the longest word decides, not the first and not the last")
    func widestWord() {
        let word = shaper.measure("original", style, width: nil).width
        #expect(shaper.widestWord("an original card", style) == word)
        #expect(shaper.widestWord("an\noriginal\ncard", style) == word)
        #expect(shaper.widestWord("", style) == 0)
    }

    @Test("a word may be parted behind a hyphen or dash, and the hyphen stays with the first part")
    func hyphens() {
        let half = shaper.measure("pencatatan-", style, width: nil).width
        #expect(shaper.widestWord("pencatatan-sipil", style) == half)
        #expect(
            shaper.widestWord("Montag–Freitag", style)
                == shaper.measure("Montag–", style, width: nil).width)
    }

    @Test("a hyphen before a digit parts nothing, as in a ticket's number")
    func hyphenBeforeDigit() {
        #expect(
            shaper.widestWord("K-008", style) == shaper.measure("K-008", style, width: nil).width)
    }

    @Test(
        "a column as wide as the widest word breaks no word",
        arguments: [
            "Surat keterangan pindah-datang", "ticket K-008 please", "KTP-el dan KK",
            "Anmeldung Montag–Freitag", "well-known one-way", "A-1 B-22 C-333",
        ])
    func columnBreaksNoWord(text: String) {
        let width = shaper.widestWord(text, style)
        // If a word were broken, some of its pieces would have lines of their own.
        let pieces = text.split(separator: " ").reduce(0) { count, word in
            var parts = 1
            for (mark, next) in zip(word, word.dropFirst())
            where mark == "–" || mark == "-" && !next.isNumber {
                parts += 1
            }
            return count + parts
        }
        #expect(shaper.measure(text, style, width: width).lineCount <= pieces)
        for word in text.split(separator: " ") where !word.contains(where: { "-–".contains($0) }) {
            #expect(shaper.measure(String(word), style, width: width).lineCount == 1)
        }
        if text.contains("008") {
            #expect(shaper.measure("K-008", style, width: width).lineCount == 1)
        }
    }

    @Test("more texts than are kept measure as before")
    func eviction() {
        let before = shaper.measure("number 3", style, width: 300)
        for index in 0..<(TextShaper.maximumLayouts + 200) {
            _ = shaper.measure("number \(index)", style, width: 300)
        }
        #expect(shaper.measure("number 3", style, width: 300) == before)
    }

    @Test("every icon is to be seen and looks like no other")
    func icons() {
        let size = Size(width: 48, height: 48)
        var pictures: [Icon: [UInt8]] = [:]
        for icon in Icon.allCases {
            let pixels = PixelBuffer(size: size)
            Canvas(pixels: pixels, shaper: shaper).icon(icon, .white, in: Rect(size))
            let inked = (0..<size.area).filter {
                pixels[$0 % size.width, $0 / size.width] & 0xFF > 0x7F
            }
            #expect(inked.count > 60, "\(icon) is not to be seen")
            pictures[icon] = inked.flatMap { [UInt8($0 % size.width), UInt8($0 / size.width)] }
        }
        #expect(Set(pictures.values).count == Icon.allCases.count, "two icons look the same")
    }
}
