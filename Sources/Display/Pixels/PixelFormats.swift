/// Storage format of a pixel. Each layout is a type, so that the inner loops are specialized and
/// have no branches.
protocol PixelFormat {
    static var bytesPerPixel: Int { get }
    static func pixel(_ color: UInt32) -> UInt32
    static func store(_ color: UInt32, at place: UnsafeMutableRawPointer)
}

protocol WordFormat: PixelFormat {}

extension WordFormat {
    static var bytesPerPixel: Int { 4 }
    @inline(__always)
    static func store(_ color: UInt32, at place: UnsafeMutableRawPointer) {
        place.storeBytes(of: pixel(color), as: UInt32.self)
    }
}

protocol HalfFormat: PixelFormat {}

extension HalfFormat {
    static var bytesPerPixel: Int { 2 }
    @inline(__always)
    static func store(_ color: UInt32, at place: UnsafeMutableRawPointer) {
        place.storeBytes(of: UInt16(truncatingIfNeeded: pixel(color)), as: UInt16.self)
    }
}

protocol ThreeByteFormat: PixelFormat {}

extension ThreeByteFormat {
    static var bytesPerPixel: Int { 3 }
    @inline(__always)
    static func store(_ color: UInt32, at place: UnsafeMutableRawPointer) {
        let value = pixel(color)
        place.storeBytes(of: UInt8(truncatingIfNeeded: value), as: UInt8.self)
        place.storeBytes(
            of: UInt8(truncatingIfNeeded: value >> 8), toByteOffset: 1, as: UInt8.self)
        place.storeBytes(
            of: UInt8(truncatingIfNeeded: value >> 16), toByteOffset: 2, as: UInt8.self)
    }
}

enum XRGB8888: WordFormat {
    @inline(__always)
    static func pixel(_ color: UInt32) -> UInt32 { color | 0xFF00_0000 }
}

enum XBGR8888: WordFormat {
    @inline(__always)
    static func pixel(_ color: UInt32) -> UInt32 {
        color.byteSwapped >> 8 | 0xFF00_0000
    }
}

enum RGBX8888: WordFormat {
    @inline(__always)
    static func pixel(_ color: UInt32) -> UInt32 { color << 8 | 0xFF }
}

enum BGRX8888: WordFormat {
    @inline(__always)
    static func pixel(_ color: UInt32) -> UInt32 { color.byteSwapped & 0xFFFF_FF00 | 0xFF }
}

enum RGB888: ThreeByteFormat {
    @inline(__always)
    static func pixel(_ color: UInt32) -> UInt32 { color & 0xFF_FFFF }
}

enum BGR888: ThreeByteFormat {
    @inline(__always)
    static func pixel(_ color: UInt32) -> UInt32 { color.byteSwapped >> 8 }
}

enum RGB565: HalfFormat {
    @inline(__always)
    static func pixel(_ color: UInt32) -> UInt32 {
        (color >> 8) & 0xF800 | (color >> 5) & 0x07E0 | (color >> 3) & 0x001F
    }
}

enum BGR565: HalfFormat {
    @inline(__always)
    static func pixel(_ color: UInt32) -> UInt32 {
        (color << 8) & 0xF800 | (color >> 5) & 0x07E0 | (color >> 19) & 0x001F
    }
}
