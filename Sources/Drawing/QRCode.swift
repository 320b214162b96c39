package import CQREncode

/// A QR code (ISO/IEC 18004), error correction M.
package struct QRCode: Hashable, Sendable {
    /// Light modules that a reader wants on every side.
    package static let quietModules = 4

    /// Modules along a side, without the quiet zone.
    package let modules: Int
    private let dark: [Bool]

    /// Nil where the text is empty or longer than a QR code holds.
    package init?(_ text: String) {
        guard !text.isEmpty,
            let code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M)
        else { return nil }
        defer { QRcode_free(code) }
        modules = Int(code.pointee.width)
        guard let data = code.pointee.data else { return nil }
        dark = (0..<(modules * modules)).map { data[$0] & 1 == 1 }
    }

    /// Whether the module is dark; column and row from the upper left, 0..<modules.
    package subscript(column: Int, row: Int) -> Bool { dark[row * modules + column] }
}
