package import Geometry

/// Renderer of scenes into one buffer. It draws only what differs from the last scene. It belongs
/// to one thread.
package final class SceneRenderer {
    package let pixels: PixelBuffer
    package let shaper: TextShaper
    private let canvas: Canvas
    private var last: Scene?
    private var codes: [String: QRCode] = [:]

    package init(size: Size, shaper: TextShaper) {
        pixels = PixelBuffer(size: size)
        self.shaper = shaper
        canvas = Canvas(pixels: pixels, shaper: shaper)
    }

    /// Draws the scene and returns the changed parts of the buffer.
    package func draw(_ scene: Scene) -> Damage {
        let damage = last.map(scene.damage(since:)) ?? .full(scene.size)
        for rect in damage.rects { draw(scene, in: rect) }
        last = scene
        return damage
    }

    /// Draws the whole scene, regardless of the last one.
    package func redraw(_ scene: Scene) -> Damage {
        last = nil
        return draw(scene)
    }

    private func draw(_ scene: Scene, in clip: Rect) {
        if clip == Rect(scene.size) {
            drawItems(of: scene, in: clip)
        } else {
            canvas.clipped(to: clip) { drawItems(of: scene, in: clip) }
        }
    }

    private func drawItems(of scene: Scene, in clip: Rect) {
        let items = scene.items.filter { $0.frame.intersects(clip) }
        canvas.fill(Self.bareGround(in: clip, of: items), scene.background)
        for item in items { draw(item) }
    }

    /// Returns the parts of the clip that no box covers. Painting the ground below the buttons would
    /// take as long as painting the buttons.
    private static func bareGround(in clip: Rect, of items: [Scene.Item]) -> [Rect] {
        var bare = [clip]
        var rest: [Rect] = []
        for item in items {
            guard case .box(_, let radius, _, _) = item.shape else { continue }
            // The corners of a rounded box leave ground bare.
            let solid = item.frame.insetBy(0, radius)
            for part in bare { part.appendParts(outside: solid, to: &rest) }
            swap(&bare, &rest)
            rest.removeAll(keepingCapacity: true)
        }
        return bare
    }

    private func draw(_ item: Scene.Item) {
        switch item.shape {
        case .box(let fill, let radius, let border, let borderWidth):
            if borderWidth > 0 {
                canvas.fill(
                    item.frame, fill, radius: radius, border: border, borderWidth: borderWidth)
            } else {
                canvas.fill(item.frame, fill, radius: radius)
            }
        // Ink exceeds the box of a glyph. Clipping prevents remnants in later scenes (T7).
        case .text, .icon, .qr: canvas.clipped(to: item.frame) { drawInk(of: item) }
        }
    }

    private func drawInk(of item: Scene.Item) {
        switch item.shape {
        case .box: break
        case .text(let text, let style, let color, _):
            canvas.text(
                text, style, color, at: Point(x: item.frame.x, y: item.frame.y),
                width: item.frame.width)
        case .icon(let icon, let color, _):
            canvas.icon(icon, color, in: item.frame)
        case .qr(let text, let color):
            if let code = code(for: text) { canvas.qr(code, color, in: item.frame) }
        }
    }

    private func code(for text: String) -> QRCode? {
        if let known = codes[text] { return known }
        // A screen shows one code at a time, so the last few are enough.
        if codes.count >= 8 { codes.removeAll() }
        let code = QRCode(text)
        codes[text] = code
        return code
    }
}
