/// Position of the picture on the glass: rotated clockwise, and before that mirrored left to right
/// where the glass is seen through a mirror or from behind. One setting applies to output and
/// touch, so that neither is rotated alone (T13).
package struct Orientation: Hashable, Sendable {
    /// Clockwise rotation of the picture on the glass, in degrees.
    package enum Rotation: Int, Hashable, Sendable, CaseIterable {
        case none = 0
        case quarter = 90
        case half = 180
        case threeQuarters = 270

        /// Whether width and height are swapped.
        package var swapsSides: Bool { self == .quarter || self == .threeQuarters }
    }

    package var rotation: Rotation
    package var isMirrored: Bool

    package init(rotation: Rotation = .none, isMirrored: Bool = false) {
        self.rotation = rotation
        self.isMirrored = isMirrored
    }

    package static let upright = Orientation()

    /// All eight orientations.
    package static let all = Rotation.allCases.flatMap {
        [Orientation(rotation: $0), Orientation(rotation: $0, isMirrored: true)]
    }
}

/// Map between the upright picture and the pixels of the glass, shared by output and touch (T13).
package struct PixelTransform: Hashable, Sendable {
    package let orientation: Orientation
    /// Size of the glass as the device has it, before rotation.
    package let glass: Size

    package init(_ orientation: Orientation, glass: Size) {
        self.orientation = orientation
        self.glass = glass
    }

    /// Size of the upright picture as people see it.
    package var picture: Size { Self.swapped(glass, by: orientation.rotation) }

    package var isIdentity: Bool { orientation == .upright }

    /// Returns the pixel of the glass that shows this pixel of the picture.
    package func glassPoint(_ point: Point) -> Point {
        let size = picture
        let x = orientation.isMirrored ? size.width - 1 - point.x : point.x
        switch orientation.rotation {
        case .none: return Point(x: x, y: point.y)
        case .quarter: return Point(x: size.height - 1 - point.y, y: x)
        case .half: return Point(x: size.width - 1 - x, y: size.height - 1 - point.y)
        case .threeQuarters: return Point(x: point.y, y: size.width - 1 - x)
        }
    }

    /// Returns the pixel of the picture at this pixel of the glass.
    package func picturePoint(_ point: Point) -> Point {
        let size = picture
        var turned: Point
        switch orientation.rotation {
        case .none: turned = point
        case .quarter: turned = Point(x: point.y, y: size.height - 1 - point.x)
        case .half: turned = Point(x: size.width - 1 - point.x, y: size.height - 1 - point.y)
        case .threeQuarters: turned = Point(x: size.width - 1 - point.y, y: point.x)
        }
        if orientation.isMirrored { turned.x = size.width - 1 - turned.x }
        return turned
    }

    /// Returns the pixels of the glass that show this part of the picture.
    package func glassRect(_ rect: Rect) -> Rect {
        if rect.isEmpty { return .zero }
        let first = glassPoint(Point(x: rect.x, y: rect.y))
        let last = glassPoint(Point(x: rect.maxX - 1, y: rect.maxY - 1))
        return Rect(
            x: min(first.x, last.x), y: min(first.y, last.y),
            width: abs(last.x - first.x) + 1, height: abs(last.y - first.y) + 1)
    }

    /// Creates the transform of a glass for a picture of this size.
    package static func glass(under picture: Size, _ orientation: Orientation) -> PixelTransform {
        PixelTransform(orientation, glass: swapped(picture, by: orientation.rotation))
    }

    private static func swapped(_ size: Size, by rotation: Orientation.Rotation) -> Size {
        rotation.swapsSides ? Size(width: size.height, height: size.width) : size
    }
}
