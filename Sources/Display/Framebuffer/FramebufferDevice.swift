import CGlass
import Geometry

/// One open framebuffer and its mapping: owns the descriptor and the memory, and knows what the
/// driver can do.
final class FramebufferDevice {
    /// A wait for the beam that took longer than this is no wait for the beam.
    static let vsyncLimit = Duration.milliseconds(50)

    let path: String
    private let calls: any FramebufferCalls
    private let descriptor: Int32
    private(set) var screen: FramebufferScreen
    private var base: UnsafeMutableRawPointer?
    private var mappedBytes = 0
    /// Whether there is a second page, which the glass can be turned to (T11).
    private(set) var canPan = false
    private(set) var waitsForVsync = false
    private var lastShow: Duration?
    /// What was found at the start and is switched off for good, for the log.
    private(set) var remarks: [String] = []

    init(path: String, calls: any FramebufferCalls) throws(DisplayError) {
        self.path = path
        self.calls = calls
        do throws(SystemError) { descriptor = try calls.open(path) } catch {
            throw Self.failure(path, error)
        }
        do throws(DisplayError) { screen = try Self.read(descriptor, path, calls) } catch {
            calls.close(descriptor)
            throw error
        }
        // From here on `deinit` closes, whatever is thrown.
        try map()
        probeSecondPage()
        probeVsync()
    }

    deinit {
        unmap()
        calls.close(descriptor)
    }

    /// The page of this number, 0 or 1, as memory to draw on.
    func surface(page: Int) -> Surface? {
        guard let base else { return nil }
        let row = canPan ? page * screen.size.height : screen.yOffset
        return Surface(
            base: base + screen.offset(ofRow: row), size: screen.size,
            bytesPerRow: screen.bytesPerRow, layout: screen.layout)
    }

    /// Reads what the driver says now; true where that is not what was mapped. An offset that
    /// somebody moved is followed.
    func refresh() throws(DisplayError) -> Bool {
        let now = try Self.read(descriptor, path, calls)
        guard now != screen else { return false }
        var moved = screen
        (moved.xOffset, moved.yOffset) = (now.xOffset, now.yOffset)
        let isSame = moved == now
        screen = now
        if isSame && mappedBytes >= now.byteCount(rows: now.yOffset + now.size.height) {
            return false
        }
        unmap()
        try map()
        if canPan { probeSecondPage() }
        return !isSame
    }

    /// Shows the page of this number. Where the driver fails to, paging is over for good.
    func show(page: Int) throws(DisplayError) {
        do throws(SystemError) {
            var info = try calls.variable(descriptor)
            (info.xoffset, info.yoffset) = (0, UInt32(page * screen.size.height))
            try calls.pan(descriptor, info)
            screen.xOffset = 0
            screen.yOffset = Int(info.yoffset)
            lastShow = calls.uptime()
        } catch {
            if error.meansGone { throw Self.failure(path, error) }
            canPan = false
            remarks.append("\(error); paging is off")
            screen = try Self.read(descriptor, path, calls)
        }
    }

    /// Lets the beam leave the picture; off for good where that fails or takes too long.
    func waitForVsync() {
        guard waitsForVsync else { return }
        let start = calls.uptime()
        do throws(SystemError) { try calls.waitForVsync(descriptor) } catch {
            waitsForVsync = false
            remarks.append("\(error); no waiting for vsync")
            return
        }
        if calls.uptime() - start > Self.vsyncLimit {
            waitsForVsync = false
            remarks.append("FBIO_WAITFORVSYNC took longer than 50 ms; no waiting for vsync")
        }
    }

    /// The beam may still run over the page that was left by the last `show`.
    func waitForFreePage() {
        guard let lastShow, calls.uptime() - lastShow < Self.vsyncLimit else { return }
        waitForVsync()
    }

    /// Lights the glass, where the driver can: the console may have blanked it, and one that was
    /// plugged while the console was in graphics mode has never been lit.
    func setPower(_ isOn: Bool) throws(DisplayError) {
        do throws(SystemError) { try calls.setPower(descriptor, isOn) } catch {
            if error.meansGone { throw Self.failure(path, error) }
        }
    }

    /// T12: sets the mode that is set already, by force.
    func forceRefresh() throws(DisplayError) {
        do throws(SystemError) {
            var info = try calls.variable(descriptor)
            info.activate = UInt32(FB_ACTIVATE_NOW | FB_ACTIVATE_FORCE)
            try calls.put(descriptor, info)
        } catch { throw Self.failure(path, error) }
        // The driver may have answered with another stride or offset (T4).
        _ = try refresh()
    }

    // MARK: Helpers

    private static func read(
        _ descriptor: Int32, _ path: String, _ calls: any FramebufferCalls
    ) throws(DisplayError) -> FramebufferScreen {
        let fixed: fb_fix_screeninfo
        let variable: fb_var_screeninfo
        do throws(SystemError) {
            fixed = try calls.fixed(descriptor)
            variable = try calls.variable(descriptor)
        } catch { throw failure(path, error) }
        do throws(FramebufferScreen.Refusal) {
            return try FramebufferScreen(fixed, variable, pageSize: calls.pageSize)
        } catch {
            throw DisplayError(
                device: path, message: "this framebuffer can't be used: \(error.reason).")
        }
    }

    private static func failure(_ path: String, _ error: SystemError) -> DisplayError {
        DisplayError(
            device: path,
            message: error.meansGone ? "the framebuffer is gone (\(error))." : "\(error).")
    }

    private func map() throws(DisplayError) {
        let byteCount = screen.byteCount(rows: screen.yOffset + screen.size.height)
        do throws(SystemError) { base = try calls.map(descriptor, byteCount: byteCount) } catch {
            throw Self.failure(path, error)
        }
        mappedBytes = byteCount
    }

    private func unmap() {
        if let base { calls.unmap(base, byteCount: mappedBytes) }
        base = nil
        mappedBytes = 0
    }

    /// A second page counts only where it is promised, mapped and written to (T11). Whether it
    /// can be written is asked by `pwrite`, which fails where a store would kill the process.
    private func probeSecondPage() {
        canPan = false
        let rows = 2 * screen.size.height
        guard screen.virtualHeight >= rows, screen.xOffset == 0 else { return }
        let byteCount = screen.byteCount(rows: rows)
        do throws(SystemError) {
            try calls.writeByte(descriptor, at: rows * screen.bytesPerRow - 1)
            let larger = try calls.map(descriptor, byteCount: max(byteCount, mappedBytes))
            unmap()
            base = larger
            mappedBytes = max(byteCount, mappedBytes)
            let info = try calls.variable(descriptor)
            try calls.pan(descriptor, info)
            canPan = true
        } catch { remarks.append("\(error); paging is off") }
    }

    private func probeVsync() {
        waitsForVsync = true
        waitForVsync()
    }
}
