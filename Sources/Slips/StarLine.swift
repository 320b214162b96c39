/// Commands of Star's line mode for slips. Source: receiptline 1.14, `lib/receiptline.js`
/// (Apache-2.0), which uses them with current Star printers, and Star's "Line Mode Command
/// Specifications", Rev. 1.50. They were not tried on a real printer here.
enum StarLine: ReceiptCommands {
    /// Returns `ESC @`, `ESC RS a 0`: no reports without a question, and lines of 4 mm whatever its
    /// switches say, as after a picture.
    static func begin(codePage number: Int) -> [UInt8] {
        [0x1B, 0x40, 0x1B, 0x1E, 0x61, 0] + wideLines + codePage(number) + plainLetters
    }

    /// No command, since no profile of Star uses it.
    static let smallFont: [UInt8] = []

    /// Command `ESC R 0`: character set of the U.S.A.
    private static let plainLetters: [UInt8] = [0x1B, 0x52, 0]

    /// Command `ESC z 1`: lines of 4 mm.
    private static let wideLines: [UInt8] = [0x1B, 0x7A, 1]
    /// Command `ESC 0`: lines of 3 mm, which are 24 dots.
    private static let tightLines: [UInt8] = [0x1B, 0x30]

    /// Returns `ESC GS t n`.
    static func codePage(_ number: Int) -> [UInt8] {
        [0x1B, 0x1D, 0x74, UInt8(clamping: number)]
    }

    /// Returns `ESC E` or `ESC F`.
    static func bold(_ isOn: Bool) -> [UInt8] { [0x1B, isOn ? 0x45 : 0x46] }

    /// Returns `ESC GS a n`: 0 left, 1 centred.
    static func centered(_ isOn: Bool) -> [UInt8] { [0x1B, 0x1D, 0x61, isOn ? 1 : 0] }

    /// Returns `ESC i n1 n2`: additional times, 0...5 each.
    static func magnified(_ times: Int) -> [UInt8] {
        [0x1B, 0x69, UInt8(times - 1), UInt8(times - 1)]
    }

    /// Returns `ESC a n`.
    static func feed(millimetres: Double) -> [UInt8] {
        let lines = lines(millimetres)
        return lines < 1 ? [] : [0x1B, 0x61, lines]
    }

    /// Command `ESC d 3`: feeds to the cutter, then cuts and leaves a corner.
    static let cut: [UInt8] = [0x1B, 0x64, 0x33]

    /// Returns `ESC GS y`: model 2, correction M, size, data, print.
    static func qr(_ text: String, module: Int) -> [UInt8] {
        let data = Array(text.utf8)
        return [0x1B, 0x1D, 0x79, 0x53, 0x30, 2] + [0x1B, 0x1D, 0x79, 0x53, 0x31, 1]
            + [0x1B, 0x1D, 0x79, 0x53, 0x32, UInt8(clamping: min(8, module))]
            + [0x1B, 0x1D, 0x79, 0x44, 0x31, 0, UInt8(data.count & 0xFF), UInt8(data.count >> 8)]
            + data + [0x1B, 0x1D, 0x79, 0x50]
    }

    /// Returns `ESC k n1 n2`: 24 rows, each band followed by a line feed of its height. `ESC GS S`
    /// of StarPRNT prints as letters in line mode.
    static func picture(_ dots: [UInt8], bytesPerRow: Int, bandRows: Int) -> [UInt8] {
        let bandBytes = 24 * bytesPerRow
        guard !dots.isEmpty else { return [] }
        var bytes = tightLines
        bytes.reserveCapacity(dots.count + (dots.count / bandBytes + 1) * 5 + bandBytes)
        for start in stride(from: 0, to: dots.count, by: bandBytes) {
            let band = dots[start..<min(start + bandBytes, dots.count)]
            bytes += [0x1B, 0x6B, UInt8(bytesPerRow & 0xFF), UInt8(bytesPerRow >> 8)] + band
            // Rows missing in the last band are white.
            bytes += repeatElement(0, count: bandBytes - band.count)
            bytes.append(0x0A)
        }
        return bytes + wideLines
    }
}
