/// A place in pixels, from the upper left of the upright picture.
public struct Point: Hashable, Sendable, Codable {
    public var x: Int
    public var y: Int

    public init(x: Int, y: Int) {
        self.x = x
        self.y = y
    }
}

/// Extent in pixels; never negative.
public struct Size: Hashable, Sendable, Codable {
    public var width: Int
    public var height: Int

    public init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    public var area: Int { width * height }
    public var isPortrait: Bool { height > width }
}

/// A rectangle of whole pixels: left and upper edge inside, right and lower edge outside.
public struct Rect: Hashable, Sendable, Codable {
    public var x: Int
    public var y: Int
    public var width: Int
    public var height: Int

    public init(x: Int, y: Int, width: Int, height: Int) {
        self.x = x
        self.y = y
        self.width = max(0, width)
        self.height = max(0, height)
    }

    public init(_ size: Size) {
        self.init(x: 0, y: 0, width: size.width, height: size.height)
    }

    public static let zero = Rect(x: 0, y: 0, width: 0, height: 0)

    public var maxX: Int { x + width }
    public var maxY: Int { y + height }
    public var midX: Int { x + width / 2 }
    public var midY: Int { y + height / 2 }
    public var size: Size { Size(width: width, height: height) }
    public var area: Int { width * height }
    public var isEmpty: Bool { width == 0 || height == 0 }
    public var center: Point { Point(x: midX, y: midY) }

    public func contains(_ point: Point) -> Bool {
        point.x >= x && point.x < maxX && point.y >= y && point.y < maxY
    }

    public func contains(_ other: Rect) -> Bool {
        other.isEmpty
            || (other.x >= x && other.maxX <= maxX && other.y >= y && other.maxY <= maxY)
    }

    public func intersection(_ other: Rect) -> Rect {
        let left = max(x, other.x)
        let top = max(y, other.y)
        return Rect(
            x: left, y: top, width: min(maxX, other.maxX) - left,
            height: min(maxY, other.maxY) - top)
    }

    public func intersects(_ other: Rect) -> Bool { !intersection(other).isEmpty }

    public func union(_ other: Rect) -> Rect {
        if isEmpty { return other }
        if other.isEmpty { return self }
        let left = min(x, other.x)
        let top = min(y, other.y)
        return Rect(
            x: left, y: top, width: max(maxX, other.maxX) - left,
            height: max(maxY, other.maxY) - top)
    }

    /// Smaller on every side by `dx` and `dy`; larger where they are negative.
    public func insetBy(_ dx: Int, _ dy: Int) -> Rect {
        Rect(x: x + dx, y: y + dy, width: width - 2 * dx, height: height - 2 * dy)
    }

    public func insetBy(_ all: Int) -> Rect { insetBy(all, all) }

    public func offsetBy(_ dx: Int, _ dy: Int) -> Rect {
        Rect(x: x + dx, y: y + dy, width: width, height: height)
    }

    /// Squared distance in pixels from the point to the nearest pixel of the rectangle; 0 inside.
    public func squaredDistance(to point: Point) -> Int {
        let dx = max(x - point.x, 0, point.x - (maxX - 1))
        let dy = max(y - point.y, 0, point.y - (maxY - 1))
        return dx * dx + dy * dy
    }
}
