import CGlass
import Geometry
import Glibc
import Kernel

@testable import Display

/// Framebuffer of any driver: the test sets its answers, and each call can fail (T50).
final class FakeFramebuffer: FramebufferCalls {
    var fixedInfo = fb_fix_screeninfo()
    var variableInfo = fb_var_screeninfo()
    /// Errno of each failing call, by name.
    var failures: [String: Int32] = [:]
    /// Calls so far, by name.
    var calls: [String] = []
    var panned: [Int] = []
    var openCount = 0
    var mappedCount = 0
    /// Bytes that can be mapped and written. `fixedInfo` is what the driver reports of them.
    let memory: DeviceMemory
    var time = Duration.seconds(100)
    var vsyncTakes = Duration.milliseconds(10)
    var present = ["/dev/fb0"]
    var hardwarePath: String?
    /// Change of the next `FBIOGET_*` answer when a mode is set.
    var onPut: (FakeFramebuffer) -> Void = { _ in }

    init(
        _ layout: PixelLayout, _ size: Size, gap: Int = 64, pages: Int = 1,
        xOffset: Int = 0, yOffset: Int = 0, pageOffset: Int = 0
    ) {
        let width = layout.bytesPerPixel
        let stride = (size.width + xOffset) * width + gap / width * width
        fixedInfo.line_length = UInt32(stride)
        fixedInfo.visual = UInt32(FB_VISUAL_TRUECOLOR)
        // A kernel address, as vfb reports it.
        fixedInfo.smem_start = 0xFFFF_C900_0000_0000 + UInt(pageOffset)
        // A wrong value, as some drivers report it (T5).
        fixedInfo.smem_len = 1
        fixedInfo.id.0 = CChar(UInt8(ascii: "f"))
        (variableInfo.xres, variableInfo.yres) = (UInt32(size.width), UInt32(size.height))
        variableInfo.yres_virtual = UInt32(size.height * pages)
        (variableInfo.xoffset, variableInfo.yoffset) = (UInt32(xOffset), UInt32(yOffset))
        (variableInfo.width, variableInfo.height) = (.max, .max)
        let rows = max(size.height * pages, size.height + yOffset)
        memory = DeviceMemory(byteCount: pageOffset + stride * rows)
        set(layout.bits)
    }

    func set(_ bits: PixelLayout.Bits) {
        func field(_ field: PixelLayout.Field) -> fb_bitfield {
            fb_bitfield(offset: UInt32(field.offset), length: UInt32(field.length), msb_right: 0)
        }
        variableInfo.bits_per_pixel = UInt32(bits.bitsPerPixel)
        variableInfo.red = field(bits.red)
        variableInfo.green = field(bits.green)
        variableInfo.blue = field(bits.blue)
        variableInfo.transp = field(bits.transparency)
    }

    /// Surface that is visible now.
    var visible: Surface {
        let width = Int(variableInfo.bits_per_pixel) / 8
        let offset =
            Int(fixedInfo.smem_start & UInt(pageSize - 1))
            + Int(variableInfo.yoffset) * Int(fixedInfo.line_length)
            + Int(variableInfo.xoffset) * width
        return Surface(
            base: memory.base + offset,
            size: Size(width: Int(variableInfo.xres), height: Int(variableInfo.yres)),
            bytesPerRow: Int(fixedInfo.line_length),
            layout: PixelLayout(PixelLayout.Bits(variableInfo)) ?? .xrgb8888)
    }

    func shows(_ shadow: PixelBuffer, _ transform: PixelTransform) -> Bool {
        memory.shows(shadow, visible, transform)
    }

    private func count(_ call: String) throws(SystemError) {
        calls.append(call)
        if let code = failures[call] { throw SystemError(call: call, code: code) }
    }

    func paths() -> [String] { present }
    func hardware(of path: String) -> String? { hardwarePath }

    func open(_ path: String) throws(SystemError) -> Int32 {
        try count("open")
        openCount += 1
        return 7
    }

    func close(_ descriptor: Int32) { openCount -= 1 }

    func fixed(_ descriptor: Int32) throws(SystemError) -> fb_fix_screeninfo {
        try count("FBIOGET_FSCREENINFO")
        return fixedInfo
    }

    func variable(_ descriptor: Int32) throws(SystemError) -> fb_var_screeninfo {
        try count("FBIOGET_VSCREENINFO")
        return variableInfo
    }

    func put(_ descriptor: Int32, _ info: fb_var_screeninfo) throws(SystemError) {
        try count("FBIOPUT_VSCREENINFO")
        onPut(self)
    }

    func pan(_ descriptor: Int32, _ info: fb_var_screeninfo) throws(SystemError) {
        try count("FBIOPAN_DISPLAY")
        (variableInfo.xoffset, variableInfo.yoffset) = (info.xoffset, info.yoffset)
        panned.append(Int(info.yoffset))
    }

    func setPower(_ descriptor: Int32, _ isOn: Bool) throws(SystemError) {
        try count("FBIOBLANK")
        hasPower = isOn
    }
    var hasPower = true

    func waitForVsync(_ descriptor: Int32) throws(SystemError) {
        try count("FBIO_WAITFORVSYNC")
        time += vsyncTakes
    }

    func map(_ descriptor: Int32, byteCount: Int) throws(SystemError) -> UnsafeMutableRawPointer {
        try count("mmap")
        guard byteCount <= memory.byteCount else { throw SystemError(call: "mmap", code: EINVAL) }
        mappedCount += 1
        return memory.base
    }

    func unmap(_ base: UnsafeMutableRawPointer, byteCount: Int) { mappedCount -= 1 }

    func writeByte(_ descriptor: Int32, at offset: Int) throws(SystemError) {
        try count("pwrite")
        guard offset < memory.byteCount else { throw SystemError(call: "pwrite", code: ENOSPC) }
    }

    let pageSize = 4096
    func uptime() -> Duration { time }
}
