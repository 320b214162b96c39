package import Geometry

/// Flat list of simple items with their places. A screen makes it, tests read it, the renderer
/// draws it, and comparing two gives the damage.
package struct Scene: Equatable, Sendable {
    package var size: Size
    package var background: Color
    package var items: [Item]

    package init(size: Size, background: Color, items: [Item] = []) {
        self.size = size
        self.background = background
        self.items = items
    }

    /// Item of a scene. It never draws outside its frame.
    package struct Item: Hashable, Sendable {
        package var frame: Rect
        package var shape: Shape

        package init(_ frame: Rect, _ shape: Shape) {
            self.frame = frame
            self.shape = shape
        }
    }

    package enum Shape: Hashable, Sendable {
        /// Filled box, with a border where `borderWidth` is more than 0.
        case box(fill: Color, radius: Int = 0, border: Color = .black, borderWidth: Int = 0)
        /// Text from the frame's upper edge, wrapped at its width. `on` is the colour behind it,
        /// for checks of contrast.
        case text(String, TextStyle, Color, on: Color)
        case icon(Icon, Color, on: Color)
        case qr(String, Color)
    }

    /// Returns what has to be drawn when this scene follows the other.
    package func damage(since other: Scene) -> Damage {
        guard size == other.size, background == other.background else { return .full(size) }
        var damage = Damage(size: size)
        var common = 0
        while common < min(items.count, other.items.count), items[common] == other.items[common] {
            common += 1
        }
        var tail = 0
        while tail < min(items.count, other.items.count) - common,
            items[items.count - 1 - tail] == other.items[other.items.count - 1 - tail]
        { tail += 1 }
        let mine = items[common..<(items.count - tail)]
        let theirs = other.items[common..<(other.items.count - tail)]
        if mine.isEmpty && theirs.isEmpty { return damage }
        // Items that both have, in the same order, stay; all others are drawn anew.
        if mine.count == theirs.count {
            for (new, old) in zip(mine, theirs) where new != old {
                damage.add(new.frame)
                damage.add(old.frame)
            }
            return damage
        }
        let before = Set(theirs)
        let after = Set(mine)
        let kept = before.intersection(after)
        let isSameOrder =
            mine.filter(kept.contains).elementsEqual(theirs.filter(kept.contains))
        guard isSameOrder else { return .full(size) }
        for item in mine where !kept.contains(item) { damage.add(item.frame) }
        for item in theirs where !kept.contains(item) { damage.add(item.frame) }
        return damage
    }
}

extension Scene {
    /// Returns the picture with this share of its light, 0...1. It replaces a panel's own dimmer
    /// where there is none.
    package func dimmed(to share: Double) -> Scene {
        var scene = self
        scene.background = background.dimmed(to: share)
        scene.items = items.map { item in
            var item = item
            switch item.shape {
            case .box(let fill, let radius, let border, let width):
                item.shape = .box(
                    fill: fill.dimmed(to: share), radius: radius,
                    border: border.dimmed(to: share), borderWidth: width)
            case .text(let text, let style, let color, let ground):
                item.shape = .text(
                    text, style, color.dimmed(to: share), on: ground.dimmed(to: share))
            case .icon(let icon, let color, let ground):
                item.shape = .icon(icon, color.dimmed(to: share), on: ground.dimmed(to: share))
            case .qr(let text, let color): item.shape = .qr(text, color.dimmed(to: share))
            }
            return item
        }
        return scene
    }
}
