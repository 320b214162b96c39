import Geometry

/// Display on a device that can be unplugged. `Glass` opens and closes it.
protocol GlassBackend: DisplayOutput {
    /// Requests a mode with the first frame. The device came while the console was in graphics
    /// mode, in which the kernel's console sets no mode on it.
    func setModeAtFirstFrame()
    /// Requests a check of the device at the next `service`, since something was plugged or
    /// unplugged.
    func checkPlug()
}

/// Settings of the glass on any device.
struct GlassSettings: Sendable {
    var orientation = Orientation.upright
    /// Size of the upright picture, where the device reports none or a wrong one.
    var physicalSize: PhysicalSize?
    /// Whether the mode is set again for each frame, which some drivers need to show pixels (T12).
    var forcesRefresh = false
}
