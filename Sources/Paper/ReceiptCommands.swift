/// What a printer's language must be able to say for a slip.
protocol ReceiptCommands {
    /// As after switching on, in single-byte letters.
    static var begin: [UInt8] { get }
    /// The table of letters that the printer has under this number.
    static func codePage(_ number: Int) -> [UInt8]
    static func bold(_ isOn: Bool) -> [UInt8]
    static func centered(_ isOn: Bool) -> [UInt8]
    /// So many times as wide and as high, 1...6.
    static func magnified(_ times: Int) -> [UInt8]
    /// At least so much paper.
    static func feed(millimetres: Double) -> [UInt8]
    static var cut: [UInt8] { get }
    /// A code of the printer's own, model 2, correction M; `module` in dots.
    static func qr(_ text: String, module: Int) -> [UInt8]
    /// A command for rows of dots, at most 65535, each of `bytesPerRow` bytes; what follows are the
    /// rows, a bit a dot, the first the highest.
    static func pictureHead(rows: Int, bytesPerRow: Int) -> [UInt8]
}

extension ReceiptCommands {
    /// Rows of dots in a picture at most, so that a printer with a small buffer keeps up.
    static var bandRows: Int { 128 }

    /// Rows of dots in bands.
    static func picture(_ dots: [UInt8], bytesPerRow: Int) -> [UInt8] {
        let rows = dots.count / max(1, bytesPerRow)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(dots.count + rows / bandRows * 9 + 9)
        var row = 0
        while row < rows {
            let count = min(bandRows, rows - row)
            bytes += pictureHead(rows: count, bytesPerRow: bytesPerRow)
            bytes += dots[(row * bytesPerRow)..<((row + count) * bytesPerRow)]
            row += count
        }
        return bytes
    }

    /// Lines as often as it takes. A line is 1/6 inch on most printers and 30 dots (3.75 mm) on
    /// some; counting with the shorter one may waste a few millimetres and never cuts through the
    /// last line.
    static func lines(_ millimetres: Double) -> UInt8 {
        UInt8(clamping: Int((millimetres / 3.75).rounded(.up)))
    }
}

/// A code page and the number under which a printer has it.
public struct CodePageChoice: Sendable, Hashable {
    public var page: CodePage
    public var number: Int

    public init(page: CodePage, number: Int) {
        self.page = page
        self.number = number
    }
}
