import Slips

/// Translator of Star's line mode into ESC/POS. It throws at unknown commands.
package enum StarReader {
    package static func translated(_ bytes: [UInt8]) throws -> [UInt8] {
        var output: [UInt8] = []
        var index = 0
        /// Whether lines are as high as a band of a picture.
        var isTight = false
        func byte(_ offset: Int) -> UInt8 {
            bytes.indices.contains(index + offset) ? bytes[index + offset] : 0
        }
        while index < bytes.count {
            guard byte(0) == 0x1B else {
                output.append(byte(0))
                index += 1
                continue
            }
            switch (byte(1), byte(2), byte(3)) {
            case (0x40, _, _):
                output += [0x1B, 0x40]
                index += 2
            // ESC RS a 0
            case (0x1E, 0x61, 0):
                output += [0x1C, 0x2E]
                index += 4
            case (0x45, _, _), (0x46, _, _):
                output += [0x1B, 0x45, byte(1) == 0x45 ? 1 : 0]
                index += 2
            case (0x69, let high, let wide) where high == wide && high < 6:
                output += [0x1D, 0x21, high << 4 | wide]
                index += 4
            case (0x52, let country, _):
                output += [0x1B, 0x52, country]
                index += 3
            case (0x61, let lines, _):
                output += [0x1B, 0x64, lines]
                index += 3
            case (0x64, 0x33, _):
                output += [0x1D, 0x56, 1]
                index += 3
            case (0x1D, 0x74, let number):
                output += [0x1B, 0x74, number]
                index += 4
            case (0x1D, 0x61, let place):
                output += [0x1B, 0x61, place]
                index += 4
            case (0x30, _, _):
                isTight = true
                index += 2
            case (0x7A, 1, _):
                isTight = false
                index += 3
            // 24 rows and a line feed, which leaves a white stripe if it is longer than the band.
            case (0x6B, let width, 0):
                let end = index + 4 + 24 * Int(width)
                guard isTight, end < bytes.count, bytes[end] == 0x0A else {
                    throw ESCPOSReader.Unknown(offset: index, bytes: [])
                }
                output += [0x1D, 0x76, 0x30, 0, width, 0, 24, 0] + bytes[(index + 4)..<end]
                index = end + 1
            case (0x1D, 0x79, 0x53): index += 6
            case (0x1D, 0x79, 0x44):
                let count = Int(byte(6)) | Int(byte(7)) << 8
                let length = count + 3
                output += [0x1D, 0x28, 0x6B, UInt8(length & 0xFF), UInt8(length >> 8), 49, 80, 48]
                output += bytes[(index + 8)..<(index + 8 + count)]
                index += 8 + count
            case (0x1D, 0x79, 0x50):
                output += [0x1D, 0x28, 0x6B, 3, 0, 49, 81, 48]
                index += 4
            default:
                throw ESCPOSReader.Unknown(
                    offset: index, bytes: Array(bytes[index..<min(index + 8, bytes.count)]))
            }
        }
        return output
    }
}
