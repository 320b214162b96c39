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
    }

    private var open: [UInt8] = []

    /// A reply, once its last byte is there; nil in the middle of one and for noise.
    mutating func take(_ byte: UInt8) -> Reply? {
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
