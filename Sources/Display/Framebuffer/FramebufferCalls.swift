import CGlass
import Glibc
import Kernel

/// System calls of a framebuffer, one function each. A test can emulate any driver and make any
/// call fail (T50).
protocol FramebufferCalls: AnyObject {
    /// Returns the paths of all framebuffers, by number.
    func paths() -> [String]
    /// Returns the sysfs path of the hardware behind it; nil: unknown.
    func hardware(of path: String) -> String?
    func open(_ path: String) throws(SystemError) -> Int32
    func close(_ descriptor: Int32)
    /// Calls `FBIOGET_FSCREENINFO`.
    func fixed(_ descriptor: Int32) throws(SystemError) -> fb_fix_screeninfo
    /// Calls `FBIOGET_VSCREENINFO`.
    func variable(_ descriptor: Int32) throws(SystemError) -> fb_var_screeninfo
    /// Calls `FBIOPUT_VSCREENINFO`.
    func put(_ descriptor: Int32, _ info: fb_var_screeninfo) throws(SystemError)
    /// Calls `FBIOPAN_DISPLAY`.
    func pan(_ descriptor: Int32, _ info: fb_var_screeninfo) throws(SystemError)
    /// Calls `FBIOBLANK` with `FB_BLANK_UNBLANK` or `FB_BLANK_POWERDOWN`.
    func setPower(_ descriptor: Int32, _ isOn: Bool) throws(SystemError)
    /// Calls `FBIO_WAITFORVSYNC` with argument 0.
    func waitForVsync(_ descriptor: Int32) throws(SystemError)
    func map(_ descriptor: Int32, byteCount: Int) throws(SystemError) -> UnsafeMutableRawPointer
    func unmap(_ base: UnsafeMutableRawPointer, byteCount: Int)
    /// Writes one zero byte by `pwrite`.
    func writeByte(_ descriptor: Int32, at offset: Int) throws(SystemError)
    var pageSize: Int { get }
    func uptime() -> Duration
}

/// System calls of Linux.
final class LinuxFramebufferCalls: FramebufferCalls {
    func paths() -> [String] { DeviceFiles.numbered("fb", in: "/dev") }

    func hardware(of path: String) -> String? {
        DeviceFiles.hardware("/sys/class/graphics", device: path)
    }

    func open(_ path: String) throws(SystemError) -> Int32 {
        try Descriptor(opening: path, O_RDWR).release()
    }

    func close(_ descriptor: Int32) { Glibc.close(descriptor) }

    func fixed(_ descriptor: Int32) throws(SystemError) -> fb_fix_screeninfo {
        var info = fb_fix_screeninfo()
        try SystemError.check(
            "FBIOGET_FSCREENINFO", ioctl(descriptor, UInt(FBIOGET_FSCREENINFO), &info))
        return info
    }

    func variable(_ descriptor: Int32) throws(SystemError) -> fb_var_screeninfo {
        var info = fb_var_screeninfo()
        try SystemError.check(
            "FBIOGET_VSCREENINFO", ioctl(descriptor, UInt(FBIOGET_VSCREENINFO), &info))
        return info
    }

    func put(_ descriptor: Int32, _ info: fb_var_screeninfo) throws(SystemError) {
        var info = info
        try SystemError.check(
            "FBIOPUT_VSCREENINFO", ioctl(descriptor, UInt(FBIOPUT_VSCREENINFO), &info))
    }

    func pan(_ descriptor: Int32, _ info: fb_var_screeninfo) throws(SystemError) {
        var info = info
        try SystemError.check("FBIOPAN_DISPLAY", ioctl(descriptor, UInt(FBIOPAN_DISPLAY), &info))
    }

    func setPower(_ descriptor: Int32, _ isOn: Bool) throws(SystemError) {
        let level = CInt(isOn ? FB_BLANK_UNBLANK : FB_BLANK_POWERDOWN)
        try SystemError.check("FBIOBLANK", ioctl(descriptor, UInt(FBIOBLANK), level))
    }

    func waitForVsync(_ descriptor: Int32) throws(SystemError) {
        var crtc: UInt32 = 0
        try SystemError.check(
            "FBIO_WAITFORVSYNC", ioctl(descriptor, Self.waitForVsyncRequest, &crtc))
    }

    /// Request `_IOW('F', 0x20, __u32)`. Swift does not import this macro, since it contains a
    /// type.
    private static let waitForVsyncRequest: UInt = 0x4004_4620

    func map(_ descriptor: Int32, byteCount: Int) throws(SystemError) -> UnsafeMutableRawPointer {
        let base = mmap(nil, byteCount, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
        guard let base, base != MAP_FAILED else { throw SystemError(call: "mmap") }
        return base
    }

    func unmap(_ base: UnsafeMutableRawPointer, byteCount: Int) { munmap(base, byteCount) }

    func writeByte(_ descriptor: Int32, at offset: Int) throws(SystemError) {
        var zero: UInt8 = 0
        let count = pwrite(descriptor, &zero, 1, off_t(offset))
        if count == 1 { return }
        throw SystemError(call: "pwrite", code: count < 0 ? errno : ENOSPC)
    }

    var pageSize: Int { Int(sysconf(Int32(_SC_PAGESIZE))) }

    func uptime() -> Duration { Uptime.now() }
}

/// Lookup of device files by name.
enum DeviceFiles {
    /// Returns the prefix with each number, in numerical order: `/dev/fb0`, `/dev/fb1` ...
    static func numbered(_ prefix: String, in folder: String) -> [String] {
        let names = (try? Folder.names(in: folder)) ?? []
        let numbers = names.compactMap { name in
            name.hasPrefix(prefix) ? Int(name.dropFirst(prefix.count)) : nil
        }
        return numbers.sorted().map { "\(folder)/\(prefix)\($0)" }
    }

    /// Returns the hardware behind a device file, by the link `device` of its class in sysfs; nil:
    /// unknown.
    static func hardware(_ classFolder: String, device path: String) -> String? {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        guard let real = realpath("\(classFolder)/\(name)/device", nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }
}
