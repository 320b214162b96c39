/// Finder of the ends of ESC/POS commands, so that nothing is inserted into one.
enum CommandScanner {
    enum Unit: Equatable {
        /// Command or piece of text that ends before this index.
        case ends(Int)
        /// Command that needs more bytes than there are.
        case isCutShort
        /// Command of unknown length: the rest of the document goes as one piece.
        case isUnknown
    }

    /// Returns the unit that starts at `start`, a boundary before the end of `document`.
    static func unit(in document: [UInt8], at start: Int) -> Unit {
        let length: Length
        switch document[start] {
        case 0x10: length = dle(document, start)
        case 0x1B: length = esc(document, start)
        case 0x1C: length = fs(document, start)
        case 0x1D: length = gs(document, start)
        default: return .ends(textEnd(document, start))
        }
        switch length {
        case .bytes(let count):
            return start + count <= document.count ? .ends(start + count) : .isCutShort
        case .untilZero(let from):
            guard start + from <= document.count,
                let zero = document[(start + from)...].firstIndex(of: 0)
            else { return .isCutShort }
            return .ends(zero + 1)
        case .unknown: return .isUnknown
        }
    }

    /// Returns the end of one character, or of all adjoining characters with two bytes (Chinese
    /// modes).
    static func textEnd(_ document: [UInt8], _ start: Int) -> Int {
        var end = start + 1
        while document[end - 1] >= 0x80, end < document.count, document[end] >= 0x20 { end += 1 }
        return end
    }
}

/// Lengths of commands, including their first bytes, from Epson's "ESC/POS Command Reference".
extension CommandScanner {
    fileprivate enum Length {
        case bytes(Int)
        case untilZero(from: Int)
        case unknown
    }

    /// Returns the byte at the index. Missing bytes count as 0, since the command is cut short in
    /// any case.
    private static func byte(_ document: [UInt8], _ index: Int) -> Int {
        index < document.count ? Int(document[index]) : 0
    }

    private static func word(_ document: [UInt8], _ index: Int) -> Int {
        byte(document, index) | byte(document, index + 1) << 8
    }

    fileprivate static func dle(_ document: [UInt8], _ start: Int) -> Length {
        switch byte(document, start + 1) {
        case 0x04: .bytes([7, 8, 18].contains(byte(document, start + 2)) ? 4 : 3)
        case 0x05: .bytes(3)
        case 0x14 where start + 2 >= document.count: .bytes(3)
        case 0x14:
            switch byte(document, start + 2) {
            case 1, 2: .bytes(5)
            case 3: .bytes(8)
            case 7: .bytes(4)
            case 8: .bytes(10)
            default: .unknown
            }
        default: start + 1 < document.count ? .unknown : .bytes(2)
        }
    }

    fileprivate static func esc(_ document: [UInt8], _ start: Int) -> Length {
        guard start + 1 < document.count else { return .bytes(2) }
        switch document[start + 1] {
        case 0x0C, 0x32, 0x3C, 0x40, 0x4C, 0x53, 0x69, 0x6D, 0x76: return .bytes(2)
        case 0x20, 0x21, 0x25, 0x2D, 0x33, 0x3D, 0x3F, 0x45, 0x47, 0x4A, 0x4B, 0x4D, 0x52, 0x54,
            0x55, 0x56, 0x61, 0x64, 0x65, 0x72, 0x74, 0x75, 0x7B:
            return .bytes(3)
        case 0x24, 0x5C, 0x63: return .bytes(4)
        case 0x70: return .bytes(5)
        case 0x57: return .bytes(10)
        case 0x44: return .untilZero(from: 2)
        case 0x28: return .bytes(5 + word(document, start + 3))
        case 0x2A:
            let rows = byte(document, start + 2) >= 32 ? 3 : 1
            return .bytes(5 + rows * word(document, start + 3))
        case 0x26: return characters(document, start)
        default: return .unknown
        }
    }

    /// Returns the length of `ESC & y c1 c2 [x d1...d(y*x)]`, which defines characters.
    private static func characters(_ document: [UInt8], _ start: Int) -> Length {
        guard start + 5 <= document.count else { return .bytes(5) }
        let height = byte(document, start + 2)
        let first = byte(document, start + 3)
        let last = byte(document, start + 4)
        guard first <= last else { return .unknown }
        var length = 5
        for _ in first...last { length += 1 + height * byte(document, start + length) }
        return .bytes(length)
    }

    fileprivate static func fs(_ document: [UInt8], _ start: Int) -> Length {
        guard start + 1 < document.count else { return .bytes(2) }
        switch document[start + 1] {
        case 0x26, 0x2E: return .bytes(2)
        case 0x21, 0x2D, 0x43, 0x57: return .bytes(3)
        case 0x3F, 0x53, 0x70: return .bytes(4)
        case 0x28: return .bytes(5 + word(document, start + 3))
        default: return .unknown
        }
    }

    fileprivate static func gs(_ document: [UInt8], _ start: Int) -> Length {
        guard start + 1 < document.count else { return .bytes(2) }
        switch document[start + 1] {
        case 0x3A, 0x63: return .bytes(2)
        case 0x21, 0x2F, 0x42, 0x45, 0x48, 0x49, 0x54, 0x61, 0x62, 0x66, 0x68, 0x72, 0x77:
            return .bytes(3)
        case 0x24, 0x4C, 0x50, 0x57, 0x5C: return .bytes(4)
        case 0x5E, 0x7A: return .bytes(5)
        case 0x67: return .bytes(6)
        case 0x56: return .bytes(byte(document, start + 2) >= 65 ? 4 : 3)
        case 0x28: return .bytes(5 + word(document, start + 3))
        case 0x2A: return .bytes(4 + 8 * byte(document, start + 2) * byte(document, start + 3))
        case 0x6B:
            return byte(document, start + 2) <= 6
                ? .untilZero(from: 3) : .bytes(4 + byte(document, start + 3))
        case 0x76:
            return .bytes(8 + word(document, start + 4) * word(document, start + 6))
        case 0x51:
            return .bytes(8 + word(document, start + 4) * 8 * word(document, start + 6))
        case 0x38:
            return .bytes(7 + word(document, start + 3) + word(document, start + 5) << 16)
        default: return .unknown
        }
    }
}
