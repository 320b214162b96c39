import Geometry

/// The way from the place a touchscreen says to the pixel of the upright picture: first the
/// device's calibration, then the turn of the display, which picture and touch share (T13).
public struct TouchTransform: Sendable {
    /// Pixels of the glass as the display has it, before the turn.
    public let glass: Size
    public var calibration: CalibrationMatrix
    /// The pixel of the picture that is seen at a pixel of the glass.
    private let picturePoint: @Sendable (Point) -> Point

    public init(
        glass: Size, calibration: CalibrationMatrix = .identity,
        picturePoint: @escaping @Sendable (Point) -> Point = { $0 }
    ) {
        self.glass = glass
        self.calibration = calibration
        self.picturePoint = picturePoint
    }

    /// The pixel of the upright picture under the finger; on the glass's edge for a finger that
    /// the calibration puts beside it.
    public func point(_ raw: UnitPoint) -> Point {
        let place = calibration.applied(to: raw)
        return picturePoint(
            Point(
                x: Self.pixel(place.x, of: glass.width),
                y: Self.pixel(place.y, of: glass.height)))
    }

    public func contact(_ raw: RawContact) -> ContactEvent {
        ContactEvent(
            contact: raw.contact, phase: raw.phase, position: point(raw.position),
            uptime: raw.uptime)
    }

    private static func pixel(_ unit: Double, of length: Int) -> Int {
        guard length > 0, unit.isFinite else { return 0 }
        return Int(min(max((unit * Double(length)).rounded(.down), 0), Double(length - 1)))
    }
}
