import Geometry

/// A display on a device that can be pulled out. `Glass` opens and closes them.
protocol GlassBackend: DisplayOutput {
    /// The device came while the console was in graphics mode, in which the kernel's console sets
    /// no mode on it: the first frame is to bring one.
    func setModeAtFirstFrame()
    /// Something was plugged or pulled somewhere: look after the own device at the next
    /// `service`.
    func checkPlug()
}

/// What a technician sets of the glass, whichever device it is.
struct GlassSettings: Sendable {
    var orientation = Orientation.upright
    /// Millimetres of the upright picture, where the device does not know or lies.
    var physicalSize: PhysicalSize?
    /// T12: some drivers bring pixels to the glass only when the mode is set again.
    var forcesRefresh = false
}
