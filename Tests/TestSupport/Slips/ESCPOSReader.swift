package import Slips

/// Interpreter of a slip's bytes, as in a printer. It throws at unknown commands, which would print
/// as garbage.
package struct ESCPOSReader {
    package struct Line: Equatable {
        package var text: String
        /// Multiple of the font's width and height.
        package var times: Int
        package var isBold: Bool
        package var isCentered: Bool
        /// Number of the font's columns that the line takes.
        package var columns: Int { text.count * times }
    }

    package struct Picture: Equatable {
        package var bytesPerRow: Int
        package var rows: Int
        package var dots: [UInt8]

        package func isDark(_ x: Int, _ y: Int) -> Bool {
            dots[y * bytesPerRow + x / 8] & (0x80 >> (x % 8)) != 0
        }

        package var darkCount: Int { dots.reduce(0) { $0 + $1.nonzeroBitCount } }
    }

    package enum Element: Equatable {
        case line(Line)
        case qr(String)
        /// Picture. Bands that follow without a gap are one picture.
        case picture(Picture)
        case feed(lines: Int)
        case cut
    }

    package struct Unknown: Error {
        package var offset: Int
        package var bytes: [UInt8]
    }

    package private(set) var elements: [Element] = []
    /// Rows of the highest band.
    package private(set) var highestBand = 0
    /// Numbers of the selected code pages.
    package private(set) var codePages: [Int] = []
    package private(set) var startsClean = false
    /// Font of all lines, chosen before the first.
    package private(set) var font = PrinterProfile.Font.a
    /// Number of the international character set; nil: the printer's setting.
    package private(set) var country: Int?

    private let bytes: [UInt8]
    /// Code page in use.
    private var page: CodePage
    private let pages: [Int: CodePage]
    private var offset = 0
    private var text = ""
    private var times = 1
    private var isBold = false
    private var isCentered = false
    private var stored = ""

    /// Interprets the bytes as a printer of this profile does.
    package init(_ bytes: [UInt8], _ profile: PrinterProfile) throws {
        let bytes = profile.language == .star ? try StarReader.translated(bytes) : bytes
        self.bytes = bytes
        page = profile.codePage
        pages = Dictionary(
            profile.otherCodePages.map { ($0.number, $0.page) }
                + [(profile.codePageNumber, profile.codePage)], uniquingKeysWith: { $1 })
        startsClean = bytes.starts(with: [0x1B, 0x40, 0x1C, 0x2E, 0x1B, 0x74])
        while offset < bytes.count { try step() }
    }

    package var lines: [Line] {
        elements.compactMap { if case .line(let line) = $0 { line } else { nil } }
    }
    package var pictures: [Picture] {
        elements.compactMap { if case .picture(let picture) = $0 { picture } else { nil } }
    }
    package var words: String { lines.map(\.text).joined(separator: "\n") }

    /// Text of the paper as a person reads it, for golden files.
    package var view: String {
        elements.map { element in
            switch element {
            case .line(let line):
                (line.times > 1 ? "x\(line.times)" : "  ") + (line.isBold ? "b" : " ")
                    + (line.isCentered ? "c" : " ") + "|\(line.text)"
            case .qr(let payload): "qr  |\(payload)"
            case .picture(let picture):
                "dots|\(picture.bytesPerRow * 8)x\(picture.rows) dark \(picture.darkCount)"
            case .feed(let lines): "feed|\(lines)"
            case .cut: "cut |"
            }
        }.joined(separator: "\n") + "\n"
    }

    private mutating func take(_ count: Int) throws -> [UInt8] {
        guard offset + count <= bytes.count else {
            throw Unknown(offset: offset, bytes: Array(bytes[offset...]))
        }
        defer { offset += count }
        return Array(bytes[offset..<(offset + count)])
    }

    private mutating func step() throws {
        let begin = offset
        let byte = try take(1)[0]
        switch byte {
        case 0x0A:
            elements.append(
                .line(.init(text: text, times: times, isBold: isBold, isCentered: isCentered)))
            text = ""
        case 0x1B, 0x1C, 0x1D:
            guard try command([byte] + take(1)) else {
                throw Unknown(
                    offset: begin, bytes: Array(bytes[begin..<min(begin + 8, bytes.count)]))
            }
        default:
            guard let character = page.character(for: byte) else {
                throw Unknown(offset: begin, bytes: [byte])
            }
            text.append(character)
        }
    }

    private mutating func command(_ name: [UInt8]) throws -> Bool {
        switch name {
        case [0x1B, 0x40], [0x1C, 0x2E]: break
        case [0x1B, 0x74]:
            let number = Int(try take(1)[0])
            guard let chosen = pages[number] else { return false }
            codePages.append(number)
            page = chosen
        case [0x1B, 0x52]: country = Int(try take(1)[0])
        case [0x1B, 0x4D]: font = try take(1)[0] == 1 ? .b : .a
        case [0x1B, 0x45]: isBold = try take(1)[0] & 1 == 1
        case [0x1B, 0x61]: isCentered = try take(1)[0] == 1
        case [0x1B, 0x64]: elements.append(.feed(lines: Int(try take(1)[0])))
        case [0x1D, 0x21]:
            let size = try take(1)[0]
            guard size >> 4 == size & 0xF else { return false }
            times = Int(size & 0xF) + 1
        case [0x1D, 0x56]:
            guard try take(1) == [1] else { return false }
            elements.append(.cut)
        case [0x1D, 0x76]: try picture()
        case [0x1D, 0x28]: return try qr()
        default: return false
        }
        return true
    }

    private mutating func picture() throws {
        let head = try take(6)
        let width = Int(head[2]) + Int(head[3]) << 8
        let rows = Int(head[4]) + Int(head[5]) << 8
        let band = Picture(bytesPerRow: width, rows: rows, dots: try take(width * rows))
        highestBand = max(highestBand, rows)
        if case .picture(var last) = elements.last, last.bytesPerRow == width {
            last.rows += rows
            last.dots += band.dots
            elements[elements.count - 1] = .picture(last)
        } else {
            elements.append(.picture(band))
        }
    }

    /// Interprets `GS ( k`: model, module, correction, store, print.
    private mutating func qr() throws -> Bool {
        let head = try take(3)
        guard head[0] == 0x6B else { return false }
        let body = try take(Int(head[1]) + Int(head[2]) << 8)
        guard body.count >= 3, body[0] == 49 else { return false }
        switch body[1] {
        case 65, 67, 69: break
        case 80: stored = String(decoding: body[3...], as: UTF8.self)
        case 81: elements.append(.qr(stored))
        default: return false
        }
        return true
    }
}
