/// What a printer's language must be able to say for a slip.
protocol ReceiptCommands {
    /// As after switching on, in single-byte letters of this table; `[`, `#` and `@` are themselves
    /// whatever country a switch of the printer names.
    static func begin(codePage: Int) -> [UInt8]
    /// The smaller of the printer's fonts, until the next `begin`.
    static var smallFont: [UInt8] { get }
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
    /// Rows of dots, each of `bytesPerRow` bytes, a bit a dot, the first the highest; in bands of
    /// `bandRows`, 1...65535, where the language leaves their height open.
    static func picture(_ dots: [UInt8], bytesPerRow: Int, bandRows: Int) -> [UInt8]
}

extension ReceiptCommands {
    /// Lines as often as it takes. A line is 1/6 inch on most printers and 30 dots (3.75 mm) on
    /// some; counting with the shorter one may waste a few millimetres and never cuts through the
    /// last line.
    static func lines(_ millimetres: Double) -> UInt8 {
        UInt8(clamping: Int((millimetres / 3.75).rounded(.up)))
    }
}

/// A code page and the number under which a printer has it.
package struct CodePageChoice: Sendable, Hashable {
    package var page: CodePage
    package var number: Int

    package init(page: CodePage, number: Int) {
        self.page = page
        self.number = number
    }
}
