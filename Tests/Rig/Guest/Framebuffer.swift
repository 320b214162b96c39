import CRigKernel
import Glibc

/// Layout of a framebuffer, in one line for the host.
enum Framebuffer {
    static func describe(_ path: String) throws {
        let file = try check("open \(path)") { open(path, O_RDWR | O_CLOEXEC) }
        defer { close(file) }
        var fixed = fb_fix_screeninfo()
        var variable = fb_var_screeninfo()
        try check("FBIOGET_FSCREENINFO") { ioctl(file, UInt(FBIOGET_FSCREENINFO), &fixed) }
        try check("FBIOGET_VSCREENINFO") { ioctl(file, UInt(FBIOGET_VSCREENINFO), &variable) }
        let name = withUnsafeBytes(of: &fixed.id) {
            String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
        func field(_ bits: fb_bitfield) -> String { "\(bits.offset)/\(bits.length)" }
        say(
            "width=\(variable.xres) height=\(variable.yres) bits=\(variable.bits_per_pixel) "
                + "stride=\(fixed.line_length) red=\(field(variable.red)) "
                + "green=\(field(variable.green)) blue=\(field(variable.blue)) "
                + "xoffset=\(variable.xoffset) yoffset=\(variable.yoffset) "
                + "name=\(name.split(separator: " ").joined(separator: "_"))")
    }
}
