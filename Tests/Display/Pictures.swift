import Geometry
import TestSupport

@testable import Display

/// Pictures for the glass, and a slow and simple reference renderer.
enum Pictures {
    static func random(_ size: Size, _ random: inout SeededRandom) -> PixelBuffer {
        let buffer = PixelBuffer(size: size)
        for index in 0..<size.area {
            // The value of the unused byte must not reach the device.
            buffer.bytes.storeBytes(
                of: UInt32(truncatingIfNeeded: random.next()), toByteOffset: index * 4,
                as: UInt32.self)
        }
        return buffer
    }

    /// Paints some rectangles and returns their damage.
    static func change(_ buffer: PixelBuffer, _ random: inout SeededRandom) -> Damage {
        var damage = Damage(size: buffer.size)
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let rect = rect(in: buffer.size, &random)
            damage.add(rect)
            for y in rect.y..<rect.maxY {
                for x in rect.x..<rect.maxX {
                    buffer.bytes.storeBytes(
                        of: UInt32(truncatingIfNeeded: random.next()),
                        toByteOffset: y * buffer.bytesPerRow + x * 4, as: UInt32.self)
                }
            }
        }
        return damage
    }

    static func rect(in size: Size, _ random: inout SeededRandom) -> Rect {
        let x = Int.random(in: 0..<size.width, using: &random)
        let y = Int.random(in: 0..<size.height, using: &random)
        return Rect(
            x: x, y: y, width: Int.random(in: 1...size.width - x, using: &random),
            height: Int.random(in: 1...size.height - y, using: &random))
    }

    static func plain(_ size: Size, _ color: UInt32) -> PixelBuffer {
        let buffer = PixelBuffer(size: size)
        for index in 0..<size.area {
            buffer.bytes.storeBytes(of: color, toByteOffset: index * 4, as: UInt32.self)
        }
        return buffer
    }
}

/// Memory in place of a device's, with a border that must not be written to.
final class DeviceMemory {
    static let border: UInt8 = 0xA5
    let base: UnsafeMutableRawPointer
    let byteCount: Int

    init(byteCount: Int) {
        self.byteCount = byteCount
        base = .allocate(byteCount: byteCount, alignment: 64)
        base.initializeMemory(as: UInt8.self, repeating: Self.border, count: byteCount)
    }

    deinit { base.deallocate() }

    func byte(_ offset: Int) -> UInt8 { base.load(fromByteOffset: offset, as: UInt8.self) }

    /// Returns the device's pixel as one number, its lowest byte first.
    func pixel(_ surface: Surface, _ x: Int, _ y: Int) -> UInt32 {
        let width = surface.layout.bytesPerPixel
        let place = surface.base - base + y * surface.bytesPerRow + x * width
        return (0..<width).reduce(0) { $0 | UInt32(byte(place + $1)) << UInt32(8 * $1) }
    }

    /// Returns whether every pixel of the surface equals the shadow's.
    func shows(_ shadow: PixelBuffer, _ surface: Surface, _ transform: PixelTransform) -> Bool {
        for y in 0..<surface.size.height {
            for x in 0..<surface.size.width {
                let source = transform.picturePoint(Point(x: x, y: y))
                let wanted = surface.layout.pixel(shadow[source.x, source.y])
                if pixel(surface, x, y) != wanted { return false }
            }
        }
        return true
    }
}
