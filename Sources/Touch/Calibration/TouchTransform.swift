package import Geometry

/// The way from the place a touchscreen says to the pixel of the upright picture: first the
/// device's calibration, then the turn of the display, which picture and touch share (T13).
package struct TouchTransform: Hashable, Sendable {
    /// The same value as the display's.
    package let display: PixelTransform
    package var calibration: CalibrationMatrix

    package init(_ display: PixelTransform, calibration: CalibrationMatrix = .identity) {
        self.display = display
        self.calibration = calibration
    }

    /// An upright display of this glass.
    package init(glass: Size) {
        self.init(PixelTransform(.upright, glass: glass))
    }

    /// The pixel of the upright picture under the finger; on the glass's edge for a finger that
    /// the calibration puts beside it.
    package func point(_ raw: UnitPoint) -> Point {
        let place = calibration.applied(to: raw)
        return display.picturePoint(
            Point(
                x: Self.pixel(place.x, of: display.glass.width),
                y: Self.pixel(place.y, of: display.glass.height)))
    }

    /// The middle of a pixel of the picture, as a part of the glass; no calibration in it.
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
