/// Changed parts of a picture: at most 32 rectangles (T7).
package struct Damage: Equatable, Sendable {
    package static let maximumCount = 32

    package let bounds: Rect
    package private(set) var rects: [Rect] = []

    /// Creates an empty damage in a picture of this size.
    package init(size: Size) {
        bounds = Rect(size)
    }

    /// Returns the damage of a whole picture of this size.
    package static func full(_ size: Size) -> Damage {
        var damage = Damage(size: size)
        damage.rects = [damage.bounds]
        return damage
    }

    package var isEmpty: Bool { rects.isEmpty }
    package var area: Int { rects.reduce(0) { $0 + $1.area } }

    /// Adds a rectangle, clipped to the picture. Two are joined where that gives fewer pixels than
    /// both apart. With too many rectangles the damage becomes the whole picture.
    package mutating func add(_ rect: Rect) {
        var new = rect.intersection(bounds)
        if new.isEmpty { return }
        var joined = true
        // Each round removes one rectangle, so there are at most `maximumCount` rounds.
        while joined {
            joined = false
            for (index, old) in rects.enumerated() {
                if old.contains(new) { return }
                let union = old.union(new)
                if union.area < old.area + new.area {
                    rects.remove(at: index)
                    new = union
                    joined = true
                    break
                }
            }
        }
        if rects.count == Self.maximumCount {
            rects = [bounds]
        } else {
            rects.append(new)
        }
    }

    package mutating func add(_ other: Damage) {
        for rect in other.rects { add(rect) }
    }
}
