import Drawing
import Geometry
import TestSupport
import Testing

@Suite("T7 Scenes", .timeLimit(.minutes(5)))
struct SceneTests {
    let size = Size(width: 160, height: 120)

    func box(_ x: Int, _ color: UInt32) -> Scene.Item {
        Scene.Item(Rect(x: x, y: 10, width: 20, height: 20), .box(fill: Color(color)))
    }

    func scene(_ items: [Scene.Item]) -> Scene {
        Scene(size: size, background: .white, items: items)
    }

    @Test("T7 equal scenes have no damage, however the items are spread or doubled")
    func equal() {
        for items in [[], [box(0, 1)], [box(0, 1), box(40, 2), box(0, 1)]] {
            #expect(scene(items).damage(since: scene(items)).isEmpty)
        }
    }

    @Test("T7 one thing that changes its colour damages its own frame")
    func oneChanged() {
        let damage = scene([box(0, 1), box(40, 2), box(80, 3)])
            .damage(since: scene([box(0, 1), box(40, 9), box(80, 3)]))
        #expect(damage.rects == [box(40, 2).frame])
    }

    @Test("T7 a thing that moves damages where it was and where it is")
    func moved() {
        let damage = scene([box(0, 1)]).damage(since: scene([box(100, 1)]))
        #expect(Set(damage.rects) == [box(0, 1).frame, box(100, 1).frame])
    }

    @Test("T7 what comes and what goes damages its frame and leaves the others")
    func added() {
        let few = scene([box(0, 1), box(80, 3)])
        let many = scene([box(0, 1), box(40, 2), box(80, 3)])
        #expect(many.damage(since: few).rects == [box(40, 2).frame])
        #expect(few.damage(since: many).rects == [box(40, 2).frame])
    }

    @Test("T7 another background or size, or another order of what stays, is all damage")
    func full() {
        let old = scene([box(0, 1), box(10, 2)])
        var dark = old
        dark.background = .black
        #expect(dark.damage(since: old) == .full(size))
        var wide = old
        wide.size.width = 200
        #expect(wide.damage(since: old) == .full(wide.size))
        let swapped = scene([box(10, 2), box(5, 7), box(0, 1)])
        #expect(swapped.damage(since: old) == .full(size))
    }

    @Test("T7 the same scene again draws nothing, and a redraw draws all")
    func drawnAgain() throws {
        let renderer = SceneRenderer(size: size, shaper: try Ink.shaper())
        let one = scene([box(0, 0x123456)])
        #expect(renderer.draw(one) == .full(size))
        #expect(renderer.draw(one).isEmpty)
        #expect(renderer.redraw(one) == .full(size))
        #expect(renderer.pixels[5, 15] == Color(0x123456).pixel)
        #expect(renderer.pixels[20, 15] == Color.white.pixel)
    }

    @Test("T7 no item draws outside its frame, even a text or code too large for it")
    func insideFrame() throws {
        let frame = Rect(x: 60, y: 50, width: 30, height: 12)
        let large = TextStyle(size: 40, weight: .bold)
        let shapes: [Scene.Shape] = [
            .text("jfÅgy Wq", large, .black, on: .white),
            .text("Unwrappable", large, .black, on: .white),
            .qr("https://example.org/a-rather-long-address", .black),
            .icon(.ticket, .black, on: .white),
            .box(fill: .black, radius: 90, border: Color(0xFF0000), borderWidth: 40),
        ]
        for shape in shapes {
            let renderer = SceneRenderer(size: size, shaper: try Ink.shaper())
            _ = renderer.draw(scene([Scene.Item(frame, shape)]))
            var inked = 0
            var outside: Point?
            for y in 0..<size.height {
                for x in 0..<size.width where renderer.pixels[x, y] != Color.white.pixel {
                    inked += 1
                    if !frame.contains(Point(x: x, y: y)) {
                        outside = outside ?? Point(x: x, y: y)
                    }
                }
            }
            #expect(outside == nil, "\(shape)")
            #expect(inked > 0, "\(shape) is not to be seen")
        }
    }

    @Test("T7 whatever scene follows whatever other, the picture is that of a full redraw")
    func property() throws {
        var random = SeededRandom(test: "T7 scenes")
        let shaper = try Ink.shaper()
        for chain in 0..<40 {
            let renderer = SceneRenderer(size: size, shaper: shaper)
            let fresh = SceneRenderer(size: size, shaper: shaper)
            let shown = PixelBuffer(size: size)
            var scene = RandomScene.make(size, &random)
            for step in 0..<12 {
                let damage = renderer.draw(scene)
                _ = fresh.redraw(scene)
                for rect in damage.rects { renderer.pixels.copy(rect, to: shown) }
                let hint = "chain \(chain), step \(step), LOKET_SEED=\(random.seed)"
                try #require(renderer.pixels.firstDifference(from: fresh.pixels) == nil, "\(hint)")
                // The old picture with the damaged areas copied to it equals the new picture.
                try #require(shown.firstDifference(from: fresh.pixels) == nil, "\(hint)")
                scene = RandomScene.next(scene, &random)
            }
        }
    }
}

/// Random scenes, wilder than a screen's.
private enum RandomScene {
    static let words = [
        "Kartu", "Belu", "jgyq", "Å", "3", "Surat keterangan", "K-008", "Ä-fj", "",
        "Wartezeit: 20–35 Minuten",
    ]

    static func make(_ size: Size, _ random: inout SeededRandom) -> Scene {
        Scene(
            size: size, background: color(&random),
            items: (0..<Int.random(in: 0...10, using: &random)).map { _ in item(size, &random) })
    }

    /// Returns a later scene, in which a few items come, go, change, move or swap places.
    static func next(_ scene: Scene, _ random: inout SeededRandom) -> Scene {
        var next = scene
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            let count = next.items.count
            let index = count == 0 ? 0 : Int.random(in: 0..<count, using: &random)
            switch Int.random(in: 0..<7, using: &random) {
            case 0 where count > 0: next.items.remove(at: index)
            case 1 where count > 0: next.items[index] = item(scene.size, &random)
            case 2 where count > 0:
                next.items[index].frame = next.items[index].frame.offsetBy(
                    .random(in: -9...9, using: &random), .random(in: -9...9, using: &random))
            case 3 where count > 1:
                next.items.swapAt(index, Int.random(in: 0..<count, using: &random))
            case 4 where count > 0: next.items.append(next.items[index])
            case 5 where Int.random(in: 0..<4, using: &random) == 0:
                next.background = color(&random)
            default: next.items.insert(item(scene.size, &random), at: index)
            }
        }
        return next
    }

    static func item(_ size: Size, _ random: inout SeededRandom) -> Scene.Item {
        let frame = Rect(
            x: .random(in: -20...size.width, using: &random),
            y: .random(in: -20...size.height, using: &random),
            width: .random(in: 0...90, using: &random), height: .random(in: 0...60, using: &random))
        let shape: Scene.Shape
        switch Int.random(in: 0..<6, using: &random) {
        case 0, 1:
            shape = .box(
                fill: color(&random), radius: .random(in: 0...25, using: &random),
                border: color(&random), borderWidth: .random(in: 0...4, using: &random))
        case 2, 3:
            let style = TextStyle(
                size: .random(in: 7...36, using: &random),
                weight: [.regular, .medium, .semibold, .bold].randomElement(using: &random)
                    ?? .regular,
                alignment: [.leading, .center, .trailing].randomElement(using: &random)
                    ?? .leading,
                maximumLines: [nil, 1, 2].randomElement(using: &random) ?? nil,
                tabularDigits: .random(using: &random))
            shape = .text(
                words.randomElement(using: &random) ?? "", style, color(&random), on: .white)
        case 4:
            shape = .icon(
                Icon.allCases.randomElement(using: &random) ?? .ticket, color(&random), on: .white)
        default:
            shape = .qr("K\(Int.random(in: 0..<3, using: &random))", color(&random))
        }
        return Scene.Item(frame, shape)
    }

    static func color(_ random: inout SeededRandom) -> Color {
        Color(UInt32.random(in: 0...0xFFFFFF, using: &random))
    }
}
