import CQREncode

/// QR symbol (ISO/IEC 18004) with error correction M.
package struct QRCode: Hashable, Sendable {
    /// Light modules that a reader needs on every side.
    package static let quietModules = 4

    /// Number of modules per side, without the quiet zone.
    package let modules: Int
    private let dark: [Bool]

    /// Encodes the text; nil where it is empty or too long.
    package init?(_ text: String) {
        guard !text.isEmpty,
            let code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M)
        else { return nil }
        defer { QRcode_free(code) }
        modules = Int(code.pointee.width)
        guard let data = code.pointee.data else { return nil }
        dark = (0..<(modules * modules)).map { data[$0] & 1 == 1 }
    }

    /// Returns whether a module is dark. Column and row count from the upper left, 0..<modules.
    package subscript(column: Int, row: Int) -> Bool { dark[row * modules + column] }
}
