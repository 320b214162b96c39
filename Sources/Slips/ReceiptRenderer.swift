package import Drawing
import Geometry

/// Renderer of slips into bytes of a receipt printer: text in the printer's letters, and pictures
/// of what they cannot show (B8).
package struct ReceiptRenderer {
    private let profile: PrinterProfile
    private let shaper: TextShaper

    package init(profile: PrinterProfile, shaper: TextShaper) {
        self.profile = profile
        self.shaper = shaper
    }

    /// Returns the bytes and the paper that they take.
    package func document(of slip: Slip) -> PaperDocument {
        let bytes = bytes(of: slip)
        return PaperDocument(
            bytes: bytes,
            millimetres: PaperLength.millimetres(
                of: bytes, language: profile.language,
                dotsPerMillimetre: profile.dotsPerMillimetre))
    }

    package func bytes(of slip: Slip) -> [UInt8] {
        // By type and not by value, so that each set of commands is compiled separately.
        switch profile.language {
        case .star: bytes(of: slip, by: StarLine.self)
        case .escpos, .pdf: bytes(of: slip, by: ESCPOS.self)
        }
    }

    private func bytes<Set: ReceiptCommands>(of slip: Slip, by set: Set.Type) -> [UInt8] {
        var bytes = set.begin(codePage: profile.codePageNumber)
        if profile.font == .b { bytes += set.smallFont }
        switch profile.mode {
        case .text: for block in slip.blocks { bytes += self.bytes(of: block, by: set) }
        case .picture: bytes += picture(of: slip, by: set)
        }
        bytes += set.feed(millimetres: profile.feedMillimetres)
        if profile.hasCutter { bytes += set.cut }
        return bytes
    }

    private func bytes<Set: ReceiptCommands>(
        of block: Slip.Block, by set: Set.Type
    ) -> [UInt8] {
        switch block {
        case .text(let text, let size, let bold, let centered):
            return text.isEmpty
                ? []
                : self.text(text, size, bold, centered, by: set) ?? picture(of: block, by: set)
        case .number(let number):
            return self.number(number, by: set) ?? picture(of: block, by: set)
        case .box(let text, let isTicked):
            let prefix = isTicked ? "[x] " : "[ ] "
            return self.text(text, .normal, false, false, prefix: prefix, by: set)
                ?? picture(of: block, by: set)
        case .rule:
            return Array(repeating: 0x2D, count: profile.columns) + [0x0A]
        case .space(let millimetres): return set.feed(millimetres: millimetres)
        case .qr(let text):
            if profile.qr == .native {
                // Readers need white around it; below it the line feed is enough.
                let quiet = Double(QRCode.quietModules * Self.module) / profile.dotsPerMillimetre
                return set.feed(millimetres: quiet) + set.centered(true)
                    + set.qr(text, module: Self.module) + set.centered(false) + [0x0A]
            }
            return picture(of: block, by: set)
        }
    }

    /// Side of a module of the printer's own QR codes, in dots.
    private static let module = 6

    /// Returns the bytes of a text; nil where no code page of the printer has a character.
    private func text<Set: ReceiptCommands>(
        _ text: String, _ size: Slip.Size, _ bold: Bool, _ centered: Bool, prefix: String = "",
        by set: Set.Type
    ) -> [UInt8]? {
        let times = size == .large ? 2 : 1
        let columns = profile.columns / times
        var bytes: [UInt8] = []
        if centered { bytes += set.centered(true) }
        if bold { bytes += set.bold(true) }
        if times > 1 { bytes += set.magnified(times) }
        let indent = String(repeating: " ", count: prefix.count)
        let lines = LineBreaker.lines(text, columns: columns - prefix.count)
        for (index, line) in lines.enumerated() {
            guard let encoded = encode((index == 0 ? prefix : indent) + line, by: set) else {
                return nil
            }
            bytes += encoded + [0x0A]
        }
        if times > 1 { bytes += set.magnified(1) }
        if bold { bytes += set.bold(false) }
        if centered { bytes += set.centered(false) }
        return bytes
    }

    private func number<Set: ReceiptCommands>(
        _ number: String, by set: Set.Type
    ) -> [UInt8]? {
        guard let encoded = encode(number, by: set) else { return nil }
        let times = max(1, min(6, profile.columns / max(1, number.count)))
        return set.centered(true) + set.bold(true) + set.magnified(times) + encoded + [0x0A]
            + set.magnified(1) + set.bold(false) + set.centered(false)
    }

    /// Encodes a line. It begins and ends in the profile's first code page, and changes to another
    /// for missing characters. Control characters become spaces, since they would be commands.
    private func encode<Set: ReceiptCommands>(_ text: String, by set: Set.Type) -> [UInt8]? {
        // ASCII is the same in every code page, and covers nearly all text.
        if text.isASCII { return text.utf8.map { Self.isControl($0) ? 0x20 : $0 } }
        let first = CodePageChoice(page: profile.codePage, number: profile.codePageNumber)
        var current = first
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        for character in text {
            if let byte = character.asciiValue, Self.isControl(byte) {
                bytes.append(0x20)
                continue
            }
            if let byte = current.page.byte(for: character) {
                bytes.append(byte)
                continue
            }
            let other = ([first] + profile.otherCodePages).lazy.compactMap { choice in
                choice.page.byte(for: character).map { (choice, $0) }
            }.first
            if let (choice, byte) = other {
                bytes += set.codePage(choice.number) + [byte]
                current = choice
            } else if let byte = plain(character) {
                bytes.append(byte)
            } else {
                return nil
            }
        }
        if current != first { bytes += set.codePage(first.number) }
        return bytes
    }

    private static func isControl(_ byte: UInt8) -> Bool { byte < 0x20 || byte == 0x7F }

    /// Returns the plain replacement of a typographic sign; nil: none.
    private func plain(_ character: Character) -> UInt8? {
        switch character {
        case "“", "”", "„": 0x22
        case "‘", "’": 0x27
        case "–", "—", "‑": 0x2D
        case "\u{A0}": 0x20
        default: nil
        }
    }

    /// Painter of pictures as wide as the head.
    private var painter: SlipPicture {
        SlipPicture(
            widthDots: profile.widthDots, dotsPerMillimetre: profile.dotsPerMillimetre,
            marginMillimetres: 0.5, shaper: shaper)
    }

    private func picture<Set: ReceiptCommands>(of slip: Slip, by set: Set.Type) -> [UInt8] {
        set.picture(
            Self.dots(of: painter.pixels(of: slip)), bytesPerRow: profile.bytesPerRow,
            bandRows: profile.bandRows)
    }

    private func picture<Set: ReceiptCommands>(
        of block: Slip.Block, by set: Set.Type
    ) -> [UInt8] {
        let dots =
            if case .qr(let text) = block {
                painter.dots(ofCode: text)
            } else {
                Self.dots(of: painter.pixels(of: Slip(blocks: [block])))
            }
        return set.picture(
            dots, bytesPerRow: profile.bytesPerRow, bandRows: profile.bandRows)
    }

    /// Returns the dots as bits; dark ones print.
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
                    // Black on white: the highest bit of one channel tells whether it is dark.
                    // There are no branches, since this is most of a slip's cost.
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
