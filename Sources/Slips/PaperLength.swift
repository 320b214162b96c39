/// Estimate of the paper that a document takes, for the count of rolls (B6).
enum PaperLength {
    /// Height of a line, 1/6 inch on most printers. On those with less, a roll lasts longer than
    /// estimated.
    private static let line = 25.4 / 6
    /// Height of fonts A and B in dots. Magnified letters need more than a line.
    private static let (letterDots, smallLetterDots) = (24.0, 17.0)

    /// Returns the length by the renderer's commands. Unknown commands take no paper.
    static func millimetres(
        of bytes: [UInt8], language: PrinterProfile.Language = .escpos, dotsPerMillimetre: Double
    ) -> Double {
        language == .star
            ? star(bytes, dotsPerMillimetre) : escpos(bytes, dotsPerMillimetre)
    }

    private static func escpos(_ bytes: [UInt8], _ dotsPerMillimetre: Double) -> Double {
        var length = 0.0
        var magnification = 1.0
        var letterDots = letterDots
        var index = 0
        func byte(_ offset: Int) -> Int {
            bytes.indices.contains(index + offset) ? Int(bytes[index + offset]) : 0
        }
        while index < bytes.count {
            switch (byte(0), byte(1)) {
            case (0x0A, _):
                length += max(line, letterDots * magnification / dotsPerMillimetre)
                index += 1
            case (0x1B, 0x40): index += 2
            // ESC d n
            case (0x1B, 0x64):
                length += Double(byte(2)) * line
                index += 3
            // ESC M n
            case (0x1B, 0x4D):
                letterDots = byte(2) == 1 ? smallLetterDots : Self.letterDots
                index += 3
            case (0x1B, _): index += 3
            case (0x1C, _): index += 2
            // GS ! n
            case (0x1D, 0x21):
                magnification = Double(byte(2) & 0x0F) + 1
                index += 3
            // GS v 0 m xL xH yL yH, and the rows
            case (0x1D, 0x76):
                let rows = byte(6) | byte(7) << 8
                length += Double(rows) / dotsPerMillimetre
                index += 8 + rows * (byte(4) | byte(5) << 8)
            // GS ( k pL pH: a code has about 30 modules of its size with its margin.
            case (0x1D, 0x28):
                if byte(6) == 67 { length += Double(byte(7)) * 30 / dotsPerMillimetre }
                index += 5 + (byte(3) | byte(4) << 8)
            case (0x1D, _): index += 3
            default: index += 1
            }
        }
        return length
    }

    /// Returns the length by the commands of `StarLine`.
    private static func star(_ bytes: [UInt8], _ dotsPerMillimetre: Double) -> Double {
        var length = 0.0
        var line = line
        var magnification = 1.0
        var module = 0.0
        var index = 0
        func byte(_ offset: Int) -> Int {
            bytes.indices.contains(index + offset) ? Int(bytes[index + offset]) : 0
        }
        while index < bytes.count {
            switch (byte(0), byte(1), byte(2)) {
            case (0x0A, _, _):
                length += max(line, letterDots * magnification / dotsPerMillimetre)
                index += 1
            // ESC a n, and ESC d n, which feeds to the cutter: about 15 mm.
            case (0x1B, 0x61, let lines):
                length += Double(lines) * line
                index += 3
            case (0x1B, 0x64, _):
                length += 15
                index += 3
            case (0x1B, 0x69, let times):
                magnification = Double(times) + 1
                index += 4
            // ESC 0 and ESC z 1: height of the lines that follow.
            case (0x1B, 0x30, _):
                line = 3
                index += 2
            case (0x1B, 0x7A, _):
                line = 4
                index += 3
            // ESC R n
            case (0x1B, 0x52, _): index += 3
            // ESC k n1 n2: 24 rows, moved on by the line feed that follows.
            case (0x1B, 0x6B, _): index += 4 + 24 * (byte(2) | byte(3) << 8)
            case (0x1B, 0x1E, _): index += 4
            case (0x1B, 0x1D, 0x79):
                switch byte(3) {
                case 0x53:
                    if byte(4) == 0x32 { module = Double(byte(5)) }
                    index += 6
                case 0x44: index += 8 + (byte(6) | byte(7) << 8)
                default:
                    // A code has about 30 modules of its size with its margin.
                    length += module * 30 / dotsPerMillimetre
                    index += 4
                }
            case (0x1B, 0x1D, _): index += 4
            case (0x1B, _, _): index += 2
            default: index += 1
            }
        }
        return length
    }
}
