/// Finder of the ends of Star's line mode commands. Lengths include the first bytes and come from
/// Star's "Line Mode Command Specifications", Rev. 1.50.
enum StarScanner {
    /// Returns the unit that starts at `start`, a boundary before the end of `document`.
    static func unit(in document: [UInt8], at start: Int) -> CommandScanner.Unit {
        guard document[start] == 0x1B else {
            return .ends(CommandScanner.textEnd(document, start))
        }
        guard let length = escape(document, start) else { return .isUnknown }
        return start + length <= document.count ? .ends(start + length) : .isCutShort
    }

    /// Returns the length of an ESC command; nil: unknown.
    private static func escape(_ document: [UInt8], _ start: Int) -> Int? {
        guard start + 1 < document.count else { return 2 }
        let value = { byte(document, start + $0) }
        switch document[start + 1] {
        // Initialise, emphasis, inversion, pitch, line spacing, upper line, Chinese modes
        case 0x40, 0x45, 0x46, 0x34, 0x35, 0x4D, 0x50, 0x3A, 0x67, 0x36, 0x37, 0x0E, 0x14, 0x30,
            0x31, 0x32, 0x70, 0x71:
            return 2
        // Right space, zero, country, width, height, underline, feeds, margins, cut; ESC ACK SOH
        case 0x20, 0x2F, 0x52, 0x57, 0x68, 0x2D, 0x5F, 0x61, 0x7A, 0x4A, 0x6A, 0x49, 0x41, 0x33,
            0x79, 0x6C, 0x51, 0x64, 0x24, 0x25, 0x06:
            return 3
        // Size, spaces of Chinese letters, drawer
        case 0x69, 0x73, 0x74, 0x07: return 4
        // Page length: in lines, or behind a 0 in inches
        case 0x43: return value(2) == 0 && start + 2 < document.count ? 4 : 3
        // Bit images: columns of 8 dots, columns of 24, and 24 rows of so many bytes
        case 0x4B, 0x4C: return 4 + (value(2) | value(3) << 8)
        case 0x58: return 4 + 3 * (value(2) | value(3) << 8)
        case 0x6B: return 4 + 24 * (value(2) | value(3) << 8)
        case 0x1D: return group(document, start)
        // ESC RS: font, density, speed, print area, reports
        case 0x1E:
            let known: Set<Int> = [0x46, 0x64, 0x72, 0x41, 0x61, 0x45, 0x69, 0x6D, 0x63]
            return start + 2 < document.count && !known.contains(value(2)) ? nil : 4
        // ESC FS p: a stored logo
        case 0x1C: return start + 2 < document.count && value(2) != 0x70 ? nil : 5
        default: return nil
        }
    }

    /// Returns the length of an ESC GS command; nil: unknown.
    private static func group(_ document: [UInt8], _ start: Int) -> Int? {
        guard start + 2 < document.count else { return 3 }
        let value = { byte(document, start + $0) }
        switch document[start + 2] {
        // Code page, alignment
        case 0x74, 0x61: return 4
        // Positions
        case 0x41, 0x52, 0x63: return 5
        // ESC GS ETX
        case 0x03: return 6
        // A picture: bytes a row, rows
        case 0x53: return 9 + (value(4) | value(5) << 8) * (value(6) | value(7) << 8)
        case 0x79:
            guard start + 3 < document.count else { return 4 }
            switch document[start + 3] {
            case 0x53: return 6
            case 0x44 where value(4) == 0x31 || start + 4 >= document.count:
                return 8 + (value(6) | value(7) << 8)
            case 0x50, 0x49: return 4
            default: return nil
            }
        default: return nil
        }
    }

    /// Returns the byte at the index. Missing bytes count as 0, since the command is cut short in
    /// any case.
    private static func byte(_ document: [UInt8], _ index: Int) -> Int {
        index < document.count ? Int(document[index]) : 0
    }
}
