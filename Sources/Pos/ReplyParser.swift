/// Parser of a printer's replies in a stream of bytes that arrives in any pieces.
struct ReplyParser {
    enum Reply: Equatable {
        /// Answer to a `DLE EOT`. Only the asker knows which one.
        case realTime(UInt8)
        /// Automatic status back, sent without a question.
        case automatic([UInt8])
        /// Answer to a `GS r 1`.
        case sensor(UInt8)
        /// Answer to a `GS ( H`.
        case processID([UInt8])
        /// Status block of Star, requested or sent without a question.
        case star([UInt8])
        /// Answer to an `ESC GS ETX`: its `s`, 0 or 1, and the two bytes of the question.
        case printEnd(UInt8, [UInt8])
        /// Begin of `GS a` or `GS r`, which no printer says: what was sent comes back.
        case echo
    }

    private let language: DialogueSettings.Language
    private var open: [UInt8] = []
    /// Bytes of an unfinished answer to `ESC GS ETX`.
    private var endOpen: [UInt8] = []
    private var isAfterGS = false

    init(language: DialogueSettings.Language = .escpos) {
        self.language = language
    }

    /// Takes one byte. Returns a reply with its last byte, nil in the middle of one and for noise.
    mutating func take(_ byte: UInt8) -> Reply? {
        if language == .star { return inPrintEnd(byte) ?? inStarBlock(byte) }
        defer { isAfterGS = byte == 0x1D }
        if isAfterGS, open.isEmpty, byte == 0x61 || byte == 0x72 { return .echo }
        if let first = open.first, first == Self.processIDHeader[0] { return inProcessID(byte) }
        if !open.isEmpty {
            // Bytes 2 to 4 are 0xx0xxxx; otherwise the rest was lost.
            if byte & 0x90 == 0 {
                open.append(byte)
                guard open.count == 4 else { return nil }
                defer { open = [] }
                return .automatic(open)
            }
            open = []
        }
        if byte == Self.processIDHeader[0] || byte & 0x93 == 0x10 {
            open = [byte]
            return nil
        }
        if byte & 0x93 == 0x12 { return .realTime(byte) }
        return byte & 0x90 == 0 ? .sensor(byte) : nil
    }

    /// Parses `1B 1D 03 s n1 n2 counter 00`. Over Ethernet, printers put such answers behind a
    /// status block, so it is searched apart from the blocks, which contain no 1B.
    private mutating func inPrintEnd(_ byte: UInt8) -> Reply? {
        let header = Self.printEndHeader
        if endOpen.count < header.count, byte != header[endOpen.count] {
            endOpen = byte == header[0] ? [byte] : []
            return nil
        }
        endOpen.append(byte)
        guard endOpen.count == 8 else { return nil }
        defer { endOpen = [] }
        open = []
        return .printEnd(endOpen[3], Array(endOpen[4..<6]))
    }

    /// Parses a status block. A first byte 0xx0xxx1 tells with the second how many bytes there are,
    /// 7 or more, as receiptio 2.0 reads them (`lib/receiptio.js`, Apache-2.0).
    private mutating func inStarBlock(_ byte: UInt8) -> Reply? {
        if open.isEmpty, byte & 0x91 != 0x01 { return nil }
        open.append(byte)
        guard open.count >= 2 else { return nil }
        let length =
            Int(open[0] >> 2 & 0x18 | open[0] >> 1 & 0x07) + Int(open[1] >> 6 & 0x02)
        guard length >= 7 else {
            open = []
            return nil
        }
        guard open.count == length else { return nil }
        defer { open = [] }
        return .star(open)
    }

    /// Parses `37 22 d1 d2 d3 d4 00`.
    private mutating func inProcessID(_ byte: UInt8) -> Reply? {
        open.append(byte)
        if open.count == 2, byte != Self.processIDHeader[1] {
            open = []
            return take(byte)
        }
        guard open.count == 7 else { return nil }
        defer { open = [] }
        return byte == 0 ? .processID(Array(open[2..<6])) : nil
    }

    private static let printEndHeader: [UInt8] = [0x1B, 0x1D, 0x03]
    private static let processIDHeader: [UInt8] = [0x37, 0x22]
}
