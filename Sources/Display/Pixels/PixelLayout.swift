import Geometry

/// Order of the colours in a device's pixel. Names read from the highest bit to the lowest, as in
/// DRM; pixels are stored little-endian.
package enum PixelLayout: String, Hashable, Sendable, CaseIterable {
    case rgb565 = "RGB565"
    case bgr565 = "BGR565"
    case rgb888 = "RGB888"
    case bgr888 = "BGR888"
    case xrgb8888 = "XRGB8888"
    case xbgr8888 = "XBGR8888"
    case rgbx8888 = "RGBX8888"
    case bgrx8888 = "BGRX8888"

    /// Bits of one colour: lowest bit and count.
    package struct Field: Hashable, Sendable, CustomStringConvertible {
        package var offset: Int
        package var length: Int

        package init(_ offset: Int, _ length: Int) {
            self.offset = offset
            self.length = length
        }

        package var description: String { "\(offset)+\(length)" }
    }

    /// Pixel format that a framebuffer reports (`fb_var_screeninfo`).
    package struct Bits: Hashable, Sendable, CustomStringConvertible {
        package var bitsPerPixel: Int
        package var red: Field
        package var green: Field
        package var blue: Field
        package var transparency: Field
        package var isGrayscale = false
        /// Whether any colour has its highest bit on the right (`msb_right`).
        package var isReversed = false

        package init(
            bitsPerPixel: Int, red: Field, green: Field, blue: Field,
            transparency: Field = Field(0, 0)
        ) {
            self.bitsPerPixel = bitsPerPixel
            self.red = red
            self.green = green
            self.blue = blue
            self.transparency = transparency
        }

        package var description: String {
            "bits_per_pixel=\(bitsPerPixel) red=\(red) green=\(green) blue=\(blue) "
                + "transp=\(transparency) grayscale=\(isGrayscale ? 1 : 0) "
                + "msb_right=\(isReversed ? 1 : 0)"
        }
    }

    /// Finds the layout by all bit fields, never by the bits per pixel alone (T1). Nil:
    /// unsupported. The transparency field may be missing or cover the unused byte: drivers of one
    /// chip do both.
    package init?(_ bits: Bits) {
        guard !bits.isGrayscale, !bits.isReversed,
            let layout = Self.allCases.first(where: { layout in
                let own = layout.bits
                return own.bitsPerPixel == bits.bitsPerPixel && own.red == bits.red
                    && own.green == bits.green && own.blue == bits.blue
            })
        else { return nil }
        let transparency = bits.transparency
        guard transparency.length == 0 || transparency == layout.bits.transparency else {
            return nil
        }
        self = layout
    }

    package var bytesPerPixel: Int {
        switch self {
        case .rgb565, .bgr565: 2
        case .rgb888, .bgr888: 3
        case .xrgb8888, .xbgr8888, .rgbx8888, .bgrx8888: 4
        }
    }

    /// Bit fields as a driver reports them.
    package var bits: Bits {
        func make(_ bits: Int, _ red: Field, _ green: Field, _ blue: Field, _ unused: Int? = nil)
            -> Bits
        {
            Bits(
                bitsPerPixel: bits, red: red, green: green, blue: blue,
                transparency: unused.map { Field($0, 8) } ?? Field(0, 0))
        }
        switch self {
        case .rgb565: return make(16, Field(11, 5), Field(5, 6), Field(0, 5))
        case .bgr565: return make(16, Field(0, 5), Field(5, 6), Field(11, 5))
        case .rgb888: return make(24, Field(16, 8), Field(8, 8), Field(0, 8))
        case .bgr888: return make(24, Field(0, 8), Field(8, 8), Field(16, 8))
        case .xrgb8888: return make(32, Field(16, 8), Field(8, 8), Field(0, 8), 24)
        case .xbgr8888: return make(32, Field(0, 8), Field(8, 8), Field(16, 8), 24)
        case .rgbx8888: return make(32, Field(24, 8), Field(16, 8), Field(8, 8), 0)
        case .bgrx8888: return make(32, Field(8, 8), Field(16, 8), Field(24, 8), 0)
        }
    }

    /// Code of the layout in DRM (`drm_fourcc.h`): four letters, the first one lowest.
    package var fourcc: UInt32 {
        let letters =
            switch self {
            case .rgb565: "RG16"
            case .bgr565: "BG16"
            case .rgb888: "RG24"
            case .bgr888: "BG24"
            case .xrgb8888: "XR24"
            case .xbgr8888: "XB24"
            case .rgbx8888: "RX24"
            case .bgrx8888: "BX24"
            }
        return letters.utf8.reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    package init?(fourcc: UInt32) {
        guard let layout = Self.allCases.first(where: { $0.fourcc == fourcc }) else { return nil }
        self = layout
    }

    /// Returns the device's pixel for `0xFFRRGGBB`. The unused byte is 0xFF, since some panels take
    /// it for opacity (T2).
    package func pixel(_ color: UInt32) -> UInt32 {
        switch self {
        case .rgb565: RGB565.pixel(color)
        case .bgr565: BGR565.pixel(color)
        case .rgb888: color & 0xFF_FFFF
        case .bgr888: XBGR8888.pixel(color) & 0xFF_FFFF
        case .xrgb8888: XRGB8888.pixel(color)
        case .xbgr8888: XBGR8888.pixel(color)
        case .rgbx8888: RGBX8888.pixel(color)
        case .bgrx8888: BGRX8888.pixel(color)
        }
    }
}
