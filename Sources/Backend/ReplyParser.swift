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
    }

    private let language: DialogueSettings.Language
    private var open: [UInt8] = []

    init(language: DialogueSettings.Language = .escpos) {
        self.language = language
    }

    /// A reply, once its last byte is there; nil in the middle of one and for noise.
    mutating func take(_ byte: UInt8) -> Reply? {
        if language == .star { return inStarBlock(byte) }
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

    private static let processIDHeader: [UInt8] = [0x37, 0x22]
}
