import CGlass
import Geometry
import Kernel

/// Open framebuffer. It owns the descriptor and the mapped memory, and knows the driver's
/// abilities.
final class FramebufferDevice {
    /// Maximum time of a wait for vsync. A longer one is not what it claims.
    static let vsyncLimit = Duration.milliseconds(50)

    let path: String
    private let calls: any FramebufferCalls
    private let descriptor: Int32
    private(set) var screen: FramebufferScreen
    private var base: UnsafeMutableRawPointer?
    private var mappedBytes = 0
    /// Whether there is a second page to flip to (T11).
    private(set) var canPan = false
    private(set) var waitsForVsync = false
    private var lastShow: Duration?
    /// Abilities that failed and are switched off, for the log.
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

    /// Returns the page's memory to draw on; `page` is 0 or 1. Nil: not mapped.
    func surface(page: Int) -> Surface? {
        guard let base else { return nil }
        let row = canPan ? page * screen.size.height : screen.yOffset
        return Surface(
            base: base + screen.offset(ofRow: row), size: screen.size,
            bytesPerRow: screen.bytesPerRow, layout: screen.layout)
    }

    /// Reads the driver's state. Returns true where it differs from the mapped one; a moved offset
    /// is followed. Throws `DisplayError`.
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

    /// Shows this page. Where the driver fails, paging is switched off for good.
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

    /// Waits for vsync. It is switched off for good where it fails or takes longer than
    /// `vsyncLimit`.
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

    /// Waits until the page left by the last `show` is no longer scanned out.
    func waitForFreePage() {
        guard let lastShow, calls.uptime() - lastShow < Self.vsyncLimit else { return }
        waitForVsync()
    }

    /// Switches the glass on or off, where the driver can. The console may have blanked it, and a
    /// glass plugged in graphics mode has never been switched on.
    func setPower(_ isOn: Bool) throws(DisplayError) {
        do throws(SystemError) { try calls.setPower(descriptor, isOn) } catch {
            if error.meansGone { throw Self.failure(path, error) }
        }
    }

    /// Sets the current mode once more, by force (T12).
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

    /// Checks whether a second page is promised, mapped and writable (T11). `pwrite` tests it,
    /// since it fails where a store would kill the process.
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
