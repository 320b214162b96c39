/// Commands of a printer's language for slips.
protocol ReceiptCommands {
    /// Resets the printer to single-byte letters of this table. `[`, `#` and `@` stay themselves,
    /// whatever country the printer is set to.
    static func begin(codePage: Int) -> [UInt8]
    /// Command for the smaller of the printer's fonts, until the next `begin`.
    static var smallFont: [UInt8] { get }
    /// Selects the printer's table of letters with this number.
    static func codePage(_ number: Int) -> [UInt8]
    static func bold(_ isOn: Bool) -> [UInt8]
    static func centered(_ isOn: Bool) -> [UInt8]
    /// Magnifies width and height by 1...6.
    static func magnified(_ times: Int) -> [UInt8]
    /// Feeds at least this length of paper.
    static func feed(millimetres: Double) -> [UInt8]
    static var cut: [UInt8] { get }
    /// Prints a QR code by the printer's own command, model 2, correction M. `module` is in dots.
    static func qr(_ text: String, module: Int) -> [UInt8]
    /// Prints rows of dots, each of `bytesPerRow` bytes, one bit per dot, the first the highest.
    /// `bandRows`, 1...65535, is the height of a band where the language leaves it open.
    static func picture(_ dots: [UInt8], bytesPerRow: Int, bandRows: Int) -> [UInt8]
}

extension ReceiptCommands {
    /// Returns the number of lines for this length. A line is 1/6 inch on most printers and 30 dots
    /// (3.75 mm) on some. The shorter one may waste a few millimetres and never cuts through the
    /// last line.
    static func lines(_ millimetres: Double) -> UInt8 {
        UInt8(clamping: Int((millimetres / 3.75).rounded(.up)))
    }
}

/// Code page, and its number in a printer.
package struct CodePageChoice: Sendable, Hashable {
    package var page: CodePage
    package var number: Int

    package init(page: CodePage, number: Int) {
        self.page = page
        self.number = number
    }
}
