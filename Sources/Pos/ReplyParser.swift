/// What a printer sends, cut out of a stream of bytes that arrives in any pieces.
struct ReplyParser {
    enum Reply: Equatable {
        /// To a `DLE EOT`; which one, only the asker knows.
        case realTime(UInt8)
        /// Automatic status back, sent unasked.
        case automatic([UInt8])
        /// To a `GS r 1`.
        case sensor(UInt8)
        /// To a `GS ( H`.
        case processID([UInt8])
        /// Star's block of status, asked for or sent unasked.
        case star([UInt8])
        /// To an `ESC GS ETX`: its `s`, 0 or 1, and the two bytes that it was asked with.
        case printEnd(UInt8, [UInt8])
    }

    private let language: DialogueSettings.Language
    private var open: [UInt8] = []
    /// Of an answer to `ESC GS ETX`, wherever it stands.
    private var endOpen: [UInt8] = []

    init(language: DialogueSettings.Language = .escpos) {
        self.language = language
    }

    /// A reply, once its last byte is there; nil in the middle of one and for noise.
    mutating func take(_ byte: UInt8) -> Reply? {
        if language == .star { return inPrintEnd(byte) ?? inStarBlock(byte) }
        if let first = open.first, first == Self.processIDHeader[0] { return inProcessID(byte) }
        if !open.isEmpty {
            // Bytes 2 to 4 are 0xx0xxxx; anything else means that the rest was lost.
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

    /// 1B 1D 03 s n1 n2 counter 00. Over Ethernet printers wrap such answers up behind a block of
    /// status, so it is looked for apart from the blocks, which have no 1B in them.
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

    /// A first byte 0xx0xxx1 says with the second how many there are, 7 and more. As receiptio 2.0,
    /// `lib/receiptio.js` (Apache-2.0), reads it.
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

    /// 37 22 d1 d2 d3 d4 00
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
