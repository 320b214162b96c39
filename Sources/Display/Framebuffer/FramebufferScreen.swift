import CGlass
import Geometry

/// What the driver says of a framebuffer, read at one moment and found fit to be drawn on.
struct FramebufferScreen: Equatable {
    var size: Size
    var layout: PixelLayout
    /// `line_length` (T4).
    var bytesPerRow: Int
    /// Where the memory begins within the first page that is mapped.
    var pageOffset: Int
    var xOffset: Int
    var yOffset: Int
    var virtualHeight: Int
    /// Millimetres of the glass, before any turn.
    var physicalSize: PhysicalSize?
    /// `fix.id`, the driver's name for itself.
    var driver: String

    /// Throws a sentence that names the field where this is no framebuffer to draw on.
    init(
        _ fixed: fb_fix_screeninfo, _ variable: fb_var_screeninfo, pageSize: Int
    ) throws(Refusal) {
        guard fixed.type == UInt32(FB_TYPE_PACKED_PIXELS) else {
            throw Refusal("type=\(fixed.type) is not packed pixels (0)")
        }
        let visuals = [FB_VISUAL_TRUECOLOR, FB_VISUAL_DIRECTCOLOR].map { UInt32($0) }
        guard visuals.contains(fixed.visual) else {
            throw Refusal("visual=\(fixed.visual) is neither true colour (2) nor direct colour (4)")
        }
        let bits = PixelLayout.Bits(variable)
        guard let layout = PixelLayout(bits) else {
            throw Refusal("its pixels are laid out in a way that is not supported: \(bits)")
        }
        self.layout = layout
        size = Size(width: Int(variable.xres), height: Int(variable.yres))
        guard (1...16_384).contains(size.width), (1...16_384).contains(size.height) else {
            throw Refusal("xres=\(variable.xres) yres=\(variable.yres) is no size of a screen")
        }
        bytesPerRow = Int(fixed.line_length)
        (xOffset, yOffset) = (Int(variable.xoffset), Int(variable.yoffset))
        let width = layout.bytesPerPixel
        guard bytesPerRow % width == 0 else {
            throw Refusal("line_length=\(bytesPerRow) is no multiple of \(width) bytes")
        }
        guard bytesPerRow >= (xOffset + size.width) * width else {
            throw Refusal(
                "line_length=\(bytesPerRow) is too short for xoffset=\(xOffset) and "
                    + "xres=\(size.width)")
        }
        guard yOffset <= 65_536 else { throw Refusal("yoffset=\(yOffset) is out of range") }
        // Some drivers give an address of the kernel here, which is no positive number.
        pageOffset = Int(fixed.smem_start & UInt(pageSize - 1))
        virtualHeight = Int(variable.yres_virtual)
        // -1 and 0 both stand for "not known".
        physicalSize = .plausible(
            width: Int(Int32(truncatingIfNeeded: variable.width)),
            height: Int(Int32(truncatingIfNeeded: variable.height)), glass: size)
        driver = withUnsafeBytes(of: fixed.id) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }

    /// Bytes from the start of the mapping to the first visible pixel, with this many rows above.
    func offset(ofRow row: Int) -> Int {
        pageOffset + row * bytesPerRow + xOffset * layout.bytesPerPixel
    }

    /// Bytes to map for so many rows from the first one (T5): neither `smem_len` nor
    /// `yres_virtual` is to be trusted.
    func byteCount(rows: Int) -> Int { pageOffset + rows * bytesPerRow }

    /// Why a framebuffer can't be used.
    struct Refusal: Error, Equatable {
        var reason: String
        init(_ reason: String) { self.reason = reason }
    }
}

extension PixelLayout.Bits {
    init(_ info: fb_var_screeninfo) {
        func field(_ field: fb_bitfield) -> PixelLayout.Field {
            .init(Int(field.offset), Int(field.length))
        }
        self.init(
            bitsPerPixel: Int(info.bits_per_pixel), red: field(info.red),
            green: field(info.green), blue: field(info.blue), transparency: field(info.transp))
        isGrayscale = info.grayscale != 0
        isReversed = [info.red, info.green, info.blue].contains { $0.msb_right != 0 }
    }
}
