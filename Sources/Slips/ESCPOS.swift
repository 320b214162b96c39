/// Commands of ESC/POS for slips, by their names in Epson's reference.
enum ESCPOS: ReceiptCommands {
    /// Command `ESC @`: state after switching on.
    static let initialise: [UInt8] = [0x1B, 0x40]
    /// Command `FS .`: no Chinese characters, with which many clones start.
    static let cancelKanji: [UInt8] = [0x1C, 0x2E]
    /// Command `ESC R 0`: character set of the U.S.A.
    static let plainLetters: [UInt8] = [0x1B, 0x52, 0]

    static func begin(codePage number: Int) -> [UInt8] {
        initialise + cancelKanji + codePage(number) + plainLetters
    }

    /// Returns `ESC t n`.
    static func codePage(_ number: Int) -> [UInt8] { [0x1B, 0x74, UInt8(clamping: number)] }
    /// Returns `ESC E n`.
    static func bold(_ isOn: Bool) -> [UInt8] { [0x1B, 0x45, isOn ? 1 : 0] }
    /// Returns `ESC a n`: 0 left, 1 centred.
    static func centered(_ isOn: Bool) -> [UInt8] { [0x1B, 0x61, isOn ? 1 : 0] }
    /// Command `ESC M 1`: font B.
    static let smallFont: [UInt8] = [0x1B, 0x4D, 1]

    /// Returns `GS ! n` for a size of 1...8.
    static func magnified(_ times: Int) -> [UInt8] {
        [0x1D, 0x21, UInt8((times - 1) << 4 | (times - 1))]
    }

    /// Returns `ESC d n`. `ESC J` counts in units that differ between models.
    static func feed(millimetres: Double) -> [UInt8] {
        let lines = lines(millimetres)
        return lines < 1 ? [] : [0x1B, 0x64, lines]
    }

    /// Command `GS V 1`: a partial cut in place. The paper was fed to the cutter before.
    static let cut: [UInt8] = [0x1D, 0x56, 1]

    /// Returns `GS ( k`: a QR code, model 2, correction M.
    static func qr(_ text: String, module: Int) -> [UInt8] {
        let data = Array(text.utf8)
        let length = data.count + 3
        return [0x1D, 0x28, 0x6B, 4, 0, 49, 65, 50, 0]
            + [0x1D, 0x28, 0x6B, 3, 0, 49, 67, UInt8(clamping: module)]
            + [0x1D, 0x28, 0x6B, 3, 0, 49, 69, 49]
            + [0x1D, 0x28, 0x6B, UInt8(length & 0xFF), UInt8(length >> 8), 49, 80, 48] + data
            + [0x1D, 0x28, 0x6B, 3, 0, 49, 81, 48]
    }

    /// Returns `GS v 0` for each band.
    static func picture(_ dots: [UInt8], bytesPerRow: Int, bandRows: Int) -> [UInt8] {
        let rows = dots.count / max(1, bytesPerRow)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(dots.count + rows / bandRows * 8 + 8)
        for row in stride(from: 0, to: rows, by: bandRows) {
            let count = min(bandRows, rows - row)
            bytes += [
                0x1D, 0x76, 0x30, 0, UInt8(bytesPerRow & 0xFF), UInt8(bytesPerRow >> 8),
                UInt8(count & 0xFF), UInt8(count >> 8),
            ]
            bytes += dots[(row * bytesPerRow)..<((row + count) * bytesPerRow)]
        }
        return bytes
    }
}
