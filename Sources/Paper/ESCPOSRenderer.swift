import Drawing
import Geometry

/// Turns a slip into the bytes of an ESC/POS printer: text in the printer's own letters, and a
/// picture of whatever it has no letters for (B8).
public struct ESCPOSRenderer {
    private let profile: PrinterProfile
    private let shaper: TextShaper

    public init(profile: PrinterProfile, shaper: TextShaper) {
        self.profile = profile
        self.shaper = shaper
    }

    /// The bytes, and the paper that they take.
    public func document(of slip: Slip) -> PaperDocument {
        let bytes = bytes(of: slip)
        return PaperDocument(
            bytes: bytes,
            millimetres: PaperLength.millimetres(
                of: bytes, dotsPerMillimetre: profile.dotsPerMillimetre))
    }

    public func bytes(of slip: Slip) -> [UInt8] {
        var bytes =
            ESCPOS.initialise + ESCPOS.cancelKanji + ESCPOS.codePage(profile.codePageNumber)
        switch profile.mode {
        case .text: for block in slip.blocks { bytes += self.bytes(of: block) }
        case .picture: bytes += picture(of: slip)
        }
        bytes += ESCPOS.feed(millimetres: profile.feedMillimetres)
        if profile.hasCutter { bytes += ESCPOS.cut }
        return bytes
    }

    private func bytes(of block: Slip.Block) -> [UInt8] {
        switch block {
        case .text(let text, let size, let bold, let centered):
            return text.isEmpty ? [] : self.text(text, size, bold, centered) ?? picture(of: block)
        case .number(let number): return self.number(number) ?? picture(of: block)
        case .box(let text, let isTicked):
            return self.text(text, .normal, false, false, prefix: isTicked ? "[x] " : "[ ] ")
                ?? picture(of: block)
        case .rule:
            return Array(repeating: 0x2D, count: profile.columns) + [0x0A]
        case .space(let millimetres): return ESCPOS.feed(millimetres: millimetres)
        case .qr(let text):
            if profile.qr == .native {
                return ESCPOS.centered(true) + ESCPOS.qr(text, module: 6)
                    + ESCPOS.centered(false) + [0x0A]
            }
            return picture(of: block)
        }
    }

    /// Nil where the code page lacks a character.
    private func text(
        _ text: String, _ size: Slip.Size, _ bold: Bool, _ centered: Bool, prefix: String = ""
    ) -> [UInt8]? {
        let times = size == .large ? 2 : 1
        let columns = profile.columns / times
        var bytes: [UInt8] = []
        if centered { bytes += ESCPOS.centered(true) }
        if bold { bytes += ESCPOS.bold(true) }
        if times > 1 { bytes += ESCPOS.magnified(width: times, height: times) }
        let indent = String(repeating: " ", count: prefix.count)
        let lines = LineBreaker.lines(text, columns: columns - prefix.count)
        for (index, line) in lines.enumerated() {
            guard let encoded = encode((index == 0 ? prefix : indent) + line) else { return nil }
            bytes += encoded + [0x0A]
        }
        if times > 1 { bytes += ESCPOS.magnified(width: 1, height: 1) }
        if bold { bytes += ESCPOS.bold(false) }
        if centered { bytes += ESCPOS.centered(false) }
        return bytes
    }

    private func number(_ number: String) -> [UInt8]? {
        guard let encoded = encode(number) else { return nil }
        let times = max(1, min(6, profile.columns / max(1, number.count)))
        return ESCPOS.centered(true) + ESCPOS.bold(true)
            + ESCPOS.magnified(width: times, height: times) + encoded + [0x0A]
            + ESCPOS.magnified(width: 1, height: 1) + ESCPOS.bold(false) + ESCPOS.centered(false)
    }

    private func encode(_ text: String) -> [UInt8]? {
        // The same in every code page, and nearly all there is.
        if text.isASCII { return Array(text.utf8) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        for character in text {
            guard let byte = profile.codePage.byte(for: character) ?? plain(character) else {
                return nil
            }
            bytes.append(byte)
        }
        return bytes
    }

    /// Typographic signs that a plain one stands in for without loss.
    private func plain(_ character: Character) -> UInt8? {
        switch character {
        case "“", "”", "„": 0x22
        case "‘", "’": 0x27
        case "–", "—", "‑": 0x2D
        case "\u{A0}": 0x20
        default: nil
        }
    }

    /// As wide as the head.
    private var painter: SlipPicture {
        SlipPicture(
            widthDots: profile.widthDots, dotsPerMillimetre: profile.dotsPerMillimetre,
            marginMillimetres: 0.5, shaper: shaper)
    }

    private func picture(of slip: Slip) -> [UInt8] {
        ESCPOS.picture(
            Self.dots(of: painter.pixels(of: slip)), bytesPerRow: (profile.widthDots + 7) / 8)
    }

    private func picture(of block: Slip.Block) -> [UInt8] {
        let dots =
            if case .qr(let text) = block {
                painter.dots(ofCode: text)
            } else {
                Self.dots(of: painter.pixels(of: Slip(blocks: [block])))
            }
        return ESCPOS.picture(dots, bytesPerRow: (profile.widthDots + 7) / 8)
    }

    /// A bit a dot: dark ones print.
    static func dots(of pixels: PixelBuffer) -> [UInt8] {
        let bytesPerRow = (pixels.size.width + 7) / 8
        var dots = [UInt8](repeating: 0, count: bytesPerRow * pixels.size.height)
        let words = pixels.bytes.assumingMemoryBound(to: UInt32.self)
        let width = pixels.size.width
        dots.withUnsafeMutableBufferPointer { dots in
            for y in 0..<pixels.size.height {
                let row = words + y * width
                var byte = y * bytesPerRow
                for start in stride(from: 0, to: width, by: 8) {
                    let count = min(8, width - start)
                    var ink: UInt32 = 0
                    // Black on white: the highest bit of one channel says whether it is dark. Written
                    // without branches, for this is most of what a slip costs.
                    for x in start..<start + count {
                        ink = ink << 1 | (~row[x] >> 7 & 1)
                    }
                    dots[byte] = UInt8(truncatingIfNeeded: ink << UInt32(8 - count))
                    byte += 1
                }
            }
        }
        return dots
    }
}

/// Breaks a text into lines of so many characters: whole words, long words broken (B8).
enum LineBreaker {
    static func lines(_ text: String, columns: Int) -> [String] {
        let columns = max(1, columns)
        var lines: [String] = []
        var line = ""
        func finish() {
            if !line.isEmpty { lines.append(line) }
            line = ""
        }
        var length = 0
        for word in words(text) {
            var rest = word
            var width = width(rest)
            if !line.isEmpty, length + 1 + width > columns { finish() }
            while width > columns {
                finish()
                lines.append(String(rest.prefix(columns)))
                rest = rest.dropFirst(columns)
                width -= columns
            }
            if rest.isEmpty { continue }
            length = line.isEmpty ? width : length + 1 + width
            line += line.isEmpty ? String(rest) : " " + rest
        }
        finish()
        return lines
    }

    private static func words(_ text: String) -> [Substring] {
        guard text.isASCII else { return text.split(whereSeparator: \.isWhitespace) }
        return text.utf8.split { $0 == 0x20 || 0x09...0x0D ~= $0 }.map { Substring($0) }
    }

    /// Characters; those of plain text need not be looked for.
    private static func width(_ text: Substring) -> Int {
        text.utf8.allSatisfy { $0 < 0x80 } ? text.utf8.count : text.count
    }
}

extension String {
    fileprivate var isASCII: Bool { utf8.allSatisfy { $0 < 0x80 } }
}
