import Drawing
import Foundation
import Geometry
import TestSupport

/// Picture of the glass, real or expected: pixels as `0xFFRRGGBB`, row by row.
struct Photo: Equatable, Sendable {
    var width: Int
    var height: Int
    var pixels: [UInt32]

    /// Part of a picture.
    struct Area: Equatable, Sendable {
        var x: ClosedRange<Int>
        var y: ClosedRange<Int>
    }

    init(width: Int, height: Int, _ pixel: (_ x: Int, _ y: Int) -> UInt32) {
        (self.width, self.height) = (width, height)
        pixels = [UInt32](unsafeUninitializedCapacity: width * height) { buffer, count in
            for y in 0..<height { for x in 0..<width { buffer[y * width + x] = pixel(x, y) } }
            count = width * height
        }
    }

    /// Reads a file of QEMU's screendump. Throws where it is none.
    init(ppmFile path: String) throws {
        let data = [UInt8](try Data(contentsOf: URL(filePath: path)))
        // The header: P6, width, height and 255, each followed by one white space.
        var fields: [String] = []
        var start = 0
        while fields.count < 4, start < data.count {
            let end = data[start...].firstIndex { $0 == 10 || $0 == 32 } ?? data.count
            fields.append(String(decoding: data[start..<end], as: UTF8.self))
            start = end + 1
        }
        guard fields.first == "P6", fields.count == 4, let width = Int(fields[1]),
            let height = Int(fields[2]), data.count == start + 3 * width * height
        else { throw NeverHappened(what: "\(path) is a picture") }
        self.init(width: width, height: height) { x, y in
            let place = start + 3 * (y * width + x)
            return 0xFF00_0000 | UInt32(data[place]) << 16 | UInt32(data[place + 1]) << 8
                | UInt32(data[place + 2])
        }
    }

    init(pngFile path: String) throws {
        let picture = try PixelBuffer(pngFile: path)
        self.init(width: picture.size.width, height: picture.size.height) { picture[$0, $1] }
    }

    /// Reads a framebuffer with 16 bits per pixel, with red highest or lowest.
    init(bytes565 bytes: [UInt8], layout: Framebuffer) throws {
        guard bytes.count >= layout.stride * layout.height else {
            throw NeverHappened(what: "a framebuffer of \(layout.stride * layout.height) bytes")
        }
        self.init(width: layout.width, height: layout.height) { x, y in
            let place = y * layout.stride + 2 * x
            let word = UInt32(bytes[place]) | UInt32(bytes[place + 1]) << 8
            let red = word >> UInt32(layout.redOffset) & 31
            let green = word >> UInt32(layout.greenOffset) & 63
            let blue = word >> UInt32(layout.blueOffset) & 31
            return 0xFF00_0000 | (red << 3 | red >> 2) << 16 | (green << 2 | green >> 4) << 8
                | (blue << 3 | blue >> 2)
        }
    }

    /// Returns the bytes of a framebuffer with 32 bits per pixel: blue, green, red, unused.
    func bytes(stride: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: stride * height)
        for y in 0..<height {
            for x in 0..<width {
                let pixel = pixels[y * width + x]
                for index in 0..<4 {
                    bytes[y * stride + 4 * x + index] = UInt8(pixel >> UInt32(8 * index) & 255)
                }
            }
        }
        return bytes
    }

    func save(_ path: String) throws {
        let picture = PixelBuffer(size: Size(width: width, height: height))
        pixels.withUnsafeBytes {
            picture.bytes.copyMemory(from: $0.baseAddress!, byteCount: $0.count)
        }
        try Data(picture.png()).write(to: URL(filePath: path))
    }

    /// Returns the picture rotated clockwise by quarters, as a rotated terminal shows it on the
    /// glass.
    func turned(quarters: Int) -> Photo {
        switch quarters % 4 {
        case 1: Photo(width: height, height: width) { pixels[(height - 1 - $0) * width + $1] }
        case 2:
            Photo(width: width, height: height) {
                pixels[(height - 1 - $1) * width + width - 1 - $0]
            }
        case 3: Photo(width: height, height: width) { pixels[$0 * width + width - 1 - $1] }
        default: self
        }
    }

    /// Returns the largest difference of a colour's value at any pixel; nil: sizes differ.
    func largestDifference(to other: Photo) -> Int? {
        guard width == other.width, height == other.height else { return nil }
        var largest = 0
        for index in pixels.indices where pixels[index] != other.pixels[index] {
            for shift: UInt32 in [0, 8, 16] {
                let mine = Int(pixels[index] >> shift & 255)
                largest = max(largest, abs(mine - Int(other.pixels[index] >> shift & 255)))
            }
        }
        return largest
    }

    /// Describes the difference from that picture: how many pixels, where, and whether this one has
    /// a single colour, as a dark glass.
    func difference(from wanted: Photo) -> String {
        guard let area = changed(from: wanted) else { return "it is the same" }
        guard width == wanted.width, height == wanted.height else {
            return "\(width)x\(height), not \(wanted.width)x\(wanted.height)"
        }
        let count = zip(pixels, wanted.pixels).count { $0 != $1 }
        let colors = Set(pixels).count
        let look =
            colors == 1 ? "all of it is \(String(pixels[0], radix: 16))" : "\(colors) colours"
        return "\(count) of \(pixels.count) pixels differ, at x=\(area.x) y=\(area.y); \(look)"
    }

    /// Returns the smallest area with all pixels that differ; nil: none.
    func changed(from other: Photo) -> Area? {
        guard width == other.width, height == other.height else {
            return Area(x: 0...width - 1, y: 0...height - 1)
        }
        var area: Area?
        for index in pixels.indices where pixels[index] != other.pixels[index] {
            let (x, y) = (index % width, index / width)
            let old = area ?? Area(x: x...x, y: y...y)
            area = Area(
                x: min(old.x.lowerBound, x)...max(old.x.upperBound, x),
                y: min(old.y.lowerBound, y)...max(old.y.upperBound, y))
        }
        return area
    }
}

/// Layout of a framebuffer of the guest, as `rig-guest framebuffer` prints it.
struct Framebuffer: Equatable, Sendable {
    var width: Int
    var height: Int
    var bitsPerPixel: Int
    var stride: Int
    var redOffset: Int
    var greenOffset: Int
    var blueOffset: Int
    var name: String

    init(_ line: String) throws {
        let fields = Dictionary(
            line.split(whereSeparator: \.isWhitespace).map { word in
                let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
                return (parts[0], parts.count > 1 ? parts[1] : "")
            }, uniquingKeysWith: { $1 })
        func number(_ key: String) throws -> Int {
            guard let text = fields[key]?.split(separator: "/").first, let value = Int(text) else {
                throw NeverHappened(what: "\(key) in \(line)")
            }
            return value
        }
        width = try number("width")
        height = try number("height")
        bitsPerPixel = try number("bits")
        stride = try number("stride")
        redOffset = try number("red")
        greenOffset = try number("green")
        blueOffset = try number("blue")
        name = fields["name"] ?? ""
    }
}
