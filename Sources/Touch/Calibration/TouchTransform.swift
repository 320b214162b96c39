package import Geometry

/// Map from a touchscreen's position to a pixel of the upright picture: the device's calibration,
/// then the display's rotation, which picture and touch share (T13).
package struct TouchTransform: Hashable, Sendable {
    /// Transform that the display uses too.
    package let display: PixelTransform
    package var calibration: CalibrationMatrix

    package init(_ display: PixelTransform, calibration: CalibrationMatrix = .identity) {
        self.display = display
        self.calibration = calibration
    }

    /// Creates the transform for an upright display with this glass.
    package init(glass: Size) {
        self.init(PixelTransform(.upright, glass: glass))
    }

    /// Returns the pixel of the upright picture under the finger. A position outside the glass is
    /// moved to its edge.
    package func point(_ raw: UnitPoint) -> Point {
        let place = calibration.applied(to: raw)
        return display.picturePoint(
            Point(
                x: Self.pixel(place.x, of: display.glass.width),
                y: Self.pixel(place.y, of: display.glass.height)))
    }

    /// Returns the centre of a picture's pixel as a fraction of the glass, without calibration.
    func unit(_ point: Point) -> UnitPoint {
        let glass = display.glassPoint(point)
        return UnitPoint(
            x: (Double(glass.x) + 0.5) / Double(max(1, display.glass.width)),
            y: (Double(glass.y) + 0.5) / Double(max(1, display.glass.height)))
    }

    package func contact(_ raw: RawContact) -> ContactEvent {
        ContactEvent(
            contact: raw.contact, phase: raw.phase, position: point(raw.position),
            uptime: raw.uptime)
    }

    private static func pixel(_ unit: Double, of length: Int) -> Int {
        guard length > 0, unit.isFinite else { return 0 }
        return Int(min(max((unit * Double(length)).rounded(.down), 0), Double(length - 1)))
    }
}
