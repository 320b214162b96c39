import CGlass
import Geometry

/// Parameters of a framebuffer at one moment, found fit for drawing.
struct FramebufferScreen: Equatable {
    var size: Size
    var layout: PixelLayout
    /// Bytes from a row to the next: `line_length` (T4).
    var bytesPerRow: Int
    /// Offset of the memory in the first mapped page, in bytes.
    var pageOffset: Int
    var xOffset: Int
    var yOffset: Int
    var virtualHeight: Int
    /// Size of the glass in millimetres, before rotation.
    var physicalSize: PhysicalSize?
    /// Name of the driver: `fix.id`.
    var driver: String

    /// Reads the parameters. Throws `Refusal`, whose reason names the unsuitable field.
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
        // Some drivers give a kernel address here, which is no positive number.
        pageOffset = Int(fixed.smem_start & UInt(pageSize - 1))
        virtualHeight = Int(variable.yres_virtual)
        // -1 and 0 both stand for unknown.
        physicalSize = .plausible(
            width: Int(Int32(truncatingIfNeeded: variable.width)),
            height: Int(Int32(truncatingIfNeeded: variable.height)), glass: size)
        driver = withUnsafeBytes(of: fixed.id) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }

    /// Returns the bytes from the start of the mapping to the first visible pixel, with this many
    /// rows above it.
    func offset(ofRow row: Int) -> Int {
        pageOffset + row * bytesPerRow + xOffset * layout.bytesPerPixel
    }

    /// Returns the bytes to map for this many rows from the first one (T5). `smem_len` and
    /// `yres_virtual` are not reliable.
    func byteCount(rows: Int) -> Int { pageOffset + rows * bytesPerRow }

    /// Reason why a framebuffer cannot be used.
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
