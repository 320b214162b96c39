import Geometry

/// Display on `/dev/fbN`.
final class FramebufferDisplay: GlassBackend {
    private let device: FramebufferDevice
    private let settings: GlassSettings
    private(set) var panel: Panel
    private var writer: SurfaceWriter
    private var ages: BufferAges
    /// Page on the glass; nil before the first frame.
    private var shown: Int?
    private var isPaused = false
    private var isOff = false
    private var isClosed = false
    private var checksPlug = false
    private var hasChanged = false
    private var hasPresented = false
    private var needsMode = false

    init(
        path: String, settings: GlassSettings, calls: any FramebufferCalls
    ) throws(DisplayError) {
        device = try FramebufferDevice(path: path, calls: calls)
        self.settings = settings
        let screen = device.screen
        writer = SurfaceWriter(
            transform: PixelTransform(settings.orientation, glass: screen.size))
        panel = Panel(
            transform: writer.transform, device: screen.physicalSize,
            override: settings.physicalSize)
        ages = BufferAges(count: device.canPan ? 2 : 1, size: panel.size)
    }

    var transform: PixelTransform { writer.transform }

    var summary: String {
        let screen = device.screen
        let remarks = device.remarks.map { "; \($0)" }.joined()
        return "display=fbdev \(device.path) \(screen.size.width)x\(screen.size.height) "
            + "\(screen.layout.rawValue) pitch=\(screen.bytesPerRow) "
            + "\(settings.orientation.summary) driver=\(screen.driver) "
            + "pages=\(device.canPan ? 2 : 1) vsync=\(device.waitsForVsync ? "on" : "off")"
            + remarks
    }

    var deadline: Duration? { hasChanged || hasPresented || checksPlug ? .zero : nil }

    func present(_ shadow: PixelBuffer, _ damage: Damage) throws(DisplayError) {
        if damage.isEmpty { return }
        ages.add(damage)
        if isPaused { return }
        if try device.refresh() {
            adopt()
            return
        }
        if ages.count == 2 && !device.canPan { ages = BufferAges(count: 1, size: panel.size) }
        let page = device.canPan ? (shown == 0 ? 1 : 0) : 0
        guard let surface = device.surface(page: page) else { return }
        // A small change is drawn at once: tearing is not visible, and a finger waits for it.
        if device.canPan {
            device.waitForFreePage()
        } else if damage.area * 4 > panel.size.area {
            device.waitForVsync()
        }
        let missing = ages.missing(in: page)
        writer.write(shadow, missing, to: surface)
        writer.writeBeside(shadow, missing, to: surface)
        ages.wrote(page)
        if device.canPan {
            try device.show(page: page)
            if !device.canPan { try fallBack(to: shadow) }
        }
        // Not before there is a whole picture to show (T16).
        if shown == nil { try device.setPower(true) }
        if needsMode {
            // A driver that cannot set modes has a single one; a lost device shows at the next
            // call.
            try? device.forceRefresh()
            needsMode = false
        }
        shown = page
        if settings.forcesRefresh { try device.forceRefresh() }
        hasPresented = true
    }

    func service(at uptime: Duration) -> DisplayNews {
        if checksPlug {
            checksPlug = false
            do throws(DisplayError) {
                if try device.refresh() { adopt() }
            } catch { return .lost(error) }
        }
        defer { (hasChanged, hasPresented) = (false, false) }
        return hasChanged ? .changed : hasPresented ? .presented : .none
    }

    func setModeAtFirstFrame() { needsMode = true }

    func checkPlug() { checksPlug = true }

    func setPower(_ isOn: Bool) {
        if isPaused || isClosed || isOff == !isOn { return }
        isOff = !isOn
        // A driver that cannot do it is left on; a lost device shows at the next frame.
        try? device.setPower(isOn)
    }

    func pause() {
        setPower(true)
        isPaused = true
    }

    func resume() {
        isPaused = false
        // The console has scrolled and drawn meanwhile.
        ages.forget()
        checksPlug = true
        shown = nil
        hasChanged = true
    }

    func close() {
        if isClosed { return }
        setPower(true)
        isClosed = true
        // The console draws on the first page and does not check the offset (T11).
        if device.canPan, shown == 1 { try? device.show(page: 0) }
    }

    /// Adopts a mode that the driver has changed.
    private func adopt() {
        let screen = device.screen
        writer = SurfaceWriter(
            transform: PixelTransform(settings.orientation, glass: screen.size))
        panel = Panel(
            transform: writer.transform, device: screen.physicalSize,
            override: settings.physicalSize)
        ages = BufferAges(count: device.canPan ? 2 : 1, size: panel.size)
        shown = nil
        hasChanged = true
    }

    /// Draws everything on the visible page after paging failed.
    private func fallBack(to shadow: PixelBuffer) throws(DisplayError) {
        ages = BufferAges(count: 1, size: panel.size)
        guard let surface = device.surface(page: 0) else { return }
        writer.write(shadow, .full(panel.size), to: surface)
        writer.writeBeside(shadow, .full(panel.size), to: surface)
        ages.wrote(0)
    }
}

extension Orientation {
    /// Text for the summary line of the log.
    var summary: String { "rotation=\(rotation.rawValue)" + (isMirrored ? " mirror=on" : "") }
}
