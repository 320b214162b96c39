/// Position in pixels, from the upper left of the upright picture.
package struct Point: Hashable, Sendable, Codable {
    package var x: Int
    package var y: Int

    package init(x: Int, y: Int) {
        self.x = x
        self.y = y
    }
}

/// Size in pixels, never negative.
package struct Size: Hashable, Sendable, Codable {
    package var width: Int
    package var height: Int

    package init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    package var area: Int { width * height }
    package var isPortrait: Bool { height > width }
}

/// Rectangle of whole pixels. The left and upper edges are inside, the right and lower ones
/// outside.
package struct Rect: Hashable, Sendable, Codable {
    package var x: Int
    package var y: Int
    package var width: Int
    package var height: Int

    package init(x: Int, y: Int, width: Int, height: Int) {
        self.x = x
        self.y = y
        self.width = max(0, width)
        self.height = max(0, height)
    }

    package init(_ size: Size) {
        self.init(x: 0, y: 0, width: size.width, height: size.height)
    }

    package static let zero = Rect(x: 0, y: 0, width: 0, height: 0)

    package var maxX: Int { x + width }
    package var maxY: Int { y + height }
    package var midX: Int { x + width / 2 }
    package var midY: Int { y + height / 2 }
    package var size: Size { Size(width: width, height: height) }
    package var area: Int { width * height }
    package var isEmpty: Bool { width == 0 || height == 0 }
    package var center: Point { Point(x: midX, y: midY) }

    package func contains(_ point: Point) -> Bool {
        point.x >= x && point.x < maxX && point.y >= y && point.y < maxY
    }

    package func contains(_ other: Rect) -> Bool {
        other.isEmpty
            || (other.x >= x && other.maxX <= maxX && other.y >= y && other.maxY <= maxY)
    }

    package func intersection(_ other: Rect) -> Rect {
        let left = max(x, other.x)
        let top = max(y, other.y)
        return Rect(
            x: left, y: top, width: min(maxX, other.maxX) - left,
            height: min(maxY, other.maxY) - top)
    }

    package func intersects(_ other: Rect) -> Bool { !intersection(other).isEmpty }

    package func union(_ other: Rect) -> Rect {
        if isEmpty { return other }
        if other.isEmpty { return self }
        let left = min(x, other.x)
        let top = min(y, other.y)
        return Rect(
            x: left, y: top, width: max(maxX, other.maxX) - left,
            height: max(maxY, other.maxY) - top)
    }

    /// Returns the rectangle made smaller by `dx` and `dy` on every side, or larger where they are
    /// negative.
    package func insetBy(_ dx: Int, _ dy: Int) -> Rect {
        Rect(x: x + dx, y: y + dy, width: width - 2 * dx, height: height - 2 * dy)
    }

    package func insetBy(_ all: Int) -> Rect { insetBy(all, all) }

    package func offsetBy(_ dx: Int, _ dy: Int) -> Rect {
        Rect(x: x + dx, y: y + dy, width: width, height: height)
    }

    /// Appends the parts of this rectangle that lie outside the other one: up to four rectangles
    /// that do not overlap.
    package func appendParts(outside other: Rect, to parts: inout [Rect]) {
        let hole = intersection(other)
        if hole.isEmpty {
            parts.append(self)
            return
        }
        func append(_ part: Rect) { if !part.isEmpty { parts.append(part) } }
        append(Rect(x: x, y: y, width: width, height: hole.y - y))
        append(Rect(x: x, y: hole.y, width: hole.x - x, height: hole.height))
        append(Rect(x: hole.maxX, y: hole.y, width: maxX - hole.maxX, height: hole.height))
        append(Rect(x: x, y: hole.maxY, width: width, height: maxY - hole.maxY))
    }

    /// Returns the squared distance in pixels from the point to the nearest pixel of the rectangle;
    /// 0 inside.
    package func squaredDistance(to point: Point) -> Int {
        let dx = max(x - point.x, 0, point.x - (maxX - 1))
        let dy = max(y - point.y, 0, point.y - (maxY - 1))
        return dx * dx + dy * dy
    }
}
