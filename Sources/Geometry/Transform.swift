/// How the picture lies on the glass: turned clockwise, and mirrored left to right before that
/// where the glass is seen through a mirror or from behind. One setting for output and touch: no
/// other one turns either of them alone (T13).
package struct Orientation: Hashable, Sendable {
    /// Degrees clockwise by which the picture is turned on the glass.
    package enum Rotation: Int, Hashable, Sendable, CaseIterable {
        case none = 0
        case quarter = 90
        case half = 180
        case threeQuarters = 270

        /// Whether width and height change places.
        package var swapsSides: Bool { self == .quarter || self == .threeQuarters }
    }

    package var rotation: Rotation
    package var isMirrored: Bool

    package init(rotation: Rotation = .none, isMirrored: Bool = false) {
        self.rotation = rotation
        self.isMirrored = isMirrored
    }

    package static let upright = Orientation()

    /// All eight.
    package static let all = Rotation.allCases.flatMap {
        [Orientation(rotation: $0), Orientation(rotation: $0, isMirrored: true)]
    }
}

/// Maps the upright picture to the pixels of the glass and back: the same value for what is drawn
/// and for what is touched (T13).
package struct PixelTransform: Hashable, Sendable {
    package let orientation: Orientation
    /// The glass as the device has it, before any turn.
    package let glass: Size

    package init(_ orientation: Orientation, glass: Size) {
        self.orientation = orientation
        self.glass = glass
    }

    /// The upright picture as people see it.
    package var picture: Size { Self.swapped(glass, by: orientation.rotation) }

    package var isIdentity: Bool { orientation == .upright }

    /// The pixel of the glass that shows this pixel of the picture.
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

    /// The pixel of the picture that is seen at this pixel of the glass.
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

    /// The pixels of the glass that show this part of the picture.
    package func glassRect(_ rect: Rect) -> Rect {
        if rect.isEmpty { return .zero }
        let first = glassPoint(Point(x: rect.x, y: rect.y))
        let last = glassPoint(Point(x: rect.maxX - 1, y: rect.maxY - 1))
        return Rect(
            x: min(first.x, last.x), y: min(first.y, last.y),
            width: abs(last.x - first.x) + 1, height: abs(last.y - first.y) + 1)
    }

    /// The glass under a picture of this size.
    package static func glass(under picture: Size, _ orientation: Orientation) -> PixelTransform {
        PixelTransform(orientation, glass: swapped(picture, by: orientation.rotation))
    }

    private static func swapped(_ size: Size, by rotation: Orientation.Rotation) -> Size {
        rotation.swapsSides ? Size(width: size.height, height: size.width) : size
    }
}
