/// The commands of ESC/POS that slips need, as Epson's reference names them.
enum ESCPOS: ReceiptCommands {
    /// ESC @: as after switching on.
    static let initialise: [UInt8] = [0x1B, 0x40]
    /// FS .: no Chinese characters; many clones start with them.
    static let cancelKanji: [UInt8] = [0x1C, 0x2E]
    /// ESC R 0: U.S.A.
    static let plainLetters: [UInt8] = [0x1B, 0x52, 0]

    static func begin(codePage number: Int) -> [UInt8] {
        initialise + cancelKanji + codePage(number) + plainLetters
    }

    /// ESC t n
    static func codePage(_ number: Int) -> [UInt8] { [0x1B, 0x74, UInt8(clamping: number)] }
    /// ESC E n
    static func bold(_ isOn: Bool) -> [UInt8] { [0x1B, 0x45, isOn ? 1 : 0] }
    /// ESC a n: 0 left, 1 middle
    static func centered(_ isOn: Bool) -> [UInt8] { [0x1B, 0x61, isOn ? 1 : 0] }
    /// ESC M 1: font B
    static let smallFont: [UInt8] = [0x1B, 0x4D, 1]

    /// GS ! n: 1...8
    static func magnified(_ times: Int) -> [UInt8] {
        [0x1D, 0x21, UInt8((times - 1) << 4 | (times - 1))]
    }

    /// ESC d n. `ESC J` counts in units that differ from model to model.
    static func feed(millimetres: Double) -> [UInt8] {
        let lines = lines(millimetres)
        return lines < 1 ? [] : [0x1B, 0x64, lines]
    }

    /// GS V 1: a partial cut where the paper stands; the way to the cutter was fed before, once.
    static let cut: [UInt8] = [0x1D, 0x56, 1]

    /// GS ( k: a QR code, model 2, correction M.
    static func qr(_ text: String, module: Int) -> [UInt8] {
        let data = Array(text.utf8)
        let length = data.count + 3
        return [0x1D, 0x28, 0x6B, 4, 0, 49, 65, 50, 0]
            + [0x1D, 0x28, 0x6B, 3, 0, 49, 67, UInt8(clamping: module)]
            + [0x1D, 0x28, 0x6B, 3, 0, 49, 69, 49]
            + [0x1D, 0x28, 0x6B, UInt8(length & 0xFF), UInt8(length >> 8), 49, 80, 48] + data
            + [0x1D, 0x28, 0x6B, 3, 0, 49, 81, 48]
    }

    /// GS v 0
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
