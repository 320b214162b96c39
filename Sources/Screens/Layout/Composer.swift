import Drawing
import Geometry
import Touch

/// Collector of the scene's items and the touch targets.
final class Composer {
    let look: Look
    let pressed: Action?
    private(set) var items: [Scene.Item] = []
    private(set) var targets: [TouchTarget<Action>] = []

    init(look: Look, pressed: Action?) {
        self.look = look
        self.pressed = pressed
    }

    var theme: Theme { look.theme }

    func box(
        _ frame: Rect, _ fill: Color, radius: Int = 0, border: Color = .black, borderWidth: Int = 0
    ) {
        items.append(
            .init(
                frame, .box(fill: fill, radius: radius, border: border, borderWidth: borderWidth)))
    }

    /// Adds a text at the upper edge of `frame`, wrapped at its width. Returns its height in
    /// pixels.
    @discardableResult
    func text(_ text: String, _ style: TextStyle, _ color: Color, on ground: Color, in frame: Rect)
        -> Int
    {
        let height = look.height(text, style, width: frame.width)
        items.append(
            .init(
                Rect(x: frame.x, y: frame.y, width: frame.width, height: height),
                .text(text, style, color, on: ground)))
        return height
    }

    func icon(_ icon: Icon, _ color: Color, on ground: Color, in frame: Rect) {
        items.append(.init(frame, .icon(icon, color, on: ground)))
    }

    func qr(_ text: String, in frame: Rect) {
        // QR readers need dark on light in every theme.
        box(frame, .white, radius: look.radius)
        items.append(.init(frame, .qr(text, .black)))
    }

    func target(
        _ action: Action, _ frame: Rect, isEnabled: Bool = true,
        kind: TouchTarget<Action>.Kind = .button
    ) {
        targets.append(TouchTarget(id: action, frame: frame, isEnabled: isEnabled, kind: kind))
    }

    /// Removes the targets that touch `frame` and the items that lie wholly inside it.
    func cover(_ frame: Rect) {
        targets.removeAll { $0.frame.intersects(frame) }
        items.removeAll { frame.contains($0.frame) }
    }
}
