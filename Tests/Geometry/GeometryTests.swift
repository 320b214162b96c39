import Geometry
import TestSupport
import Testing

@Suite("Geometry")
struct GeometryTests {
    @Test("T7 damage covers what was added, stays inside, and is at most 32 rectangles")
    func damage() {
        var random = SeededRandom()
        for _ in 0..<300 {
            let size = Size(width: 200, height: 120)
            var damage = Damage(size: size)
            var added: [Rect] = []
            for _ in 0..<Int.random(in: 0...60, using: &random) {
                let rect = Rect(
                    x: Int.random(in: -30..<220, using: &random),
                    y: Int.random(in: -30..<140, using: &random),
                    width: Int.random(in: 0..<40, using: &random),
                    height: Int.random(in: 0..<40, using: &random))
                damage.add(rect)
                added.append(rect.intersection(Rect(size)))
            }
            #expect(damage.rects.count <= Damage.maximumCount)
            #expect(damage.rects.allSatisfy { Rect(size).contains($0) && !$0.isEmpty })
            for rect in added where !rect.isEmpty {
                for point in [
                    Point(x: rect.x, y: rect.y), Point(x: rect.maxX - 1, y: rect.maxY - 1),
                    rect.center,
                ] {
                    #expect(damage.rects.contains { $0.contains(point) })
                }
            }
            #expect(damage.isEmpty == added.allSatisfy(\.isEmpty))
        }
    }

    @Test("T7 two rectangles are joined only where that makes fewer pixels") func joining() {
        var damage = Damage(size: Size(width: 100, height: 100))
        damage.add(Rect(x: 0, y: 0, width: 10, height: 10))
        damage.add(Rect(x: 50, y: 50, width: 10, height: 10))
        #expect(damage.rects.count == 2)
        damage.add(Rect(x: 2, y: 0, width: 10, height: 10))
        #expect(damage.rects.count == 2 && damage.area == 220)
        damage.add(Rect(x: 0, y: 0, width: 100, height: 100))
        #expect(damage.rects == [Rect(x: 0, y: 0, width: 100, height: 100)])
    }

    @Test("T39 L9 millimetres are the panel's, and 160 dpi where it says nothing") func panel() {
        #expect(Panel.small.pixels(20) == 118)
        #expect(Panel.large.pixels(20) == 81)
        #expect(Panel(size: Size(width: 1280, height: 800)).pixels(25.4) == 160)
        #expect(Panel.small.pixels(0) == 0 && Panel.small.pixels(0.01) == 1)
    }

    @Test("a rectangle's distance to a point is 0 inside and grows outside") func distance() {
        let rect = Rect(x: 10, y: 10, width: 10, height: 10)
        #expect(rect.squaredDistance(to: Point(x: 19, y: 19)) == 0)
        #expect(rect.squaredDistance(to: Point(x: 22, y: 23)) == 9 + 16)
    }

    @Test("T6 copies keep to their rectangle") func copy() {
        let from = PixelBuffer(size: Size(width: 8, height: 6))
        let to = PixelBuffer(size: Size(width: 8, height: 6))
        from.bytes.assumingMemoryBound(to: UInt32.self).update(repeating: 0xFFFF_FFFF, count: 48)
        from.copy(Rect(x: 6, y: 4, width: 10, height: 10), to: to)
        for y in 0..<6 {
            for x in 0..<8 {
                #expect((to[x, y] == 0xFFFF_FFFF) == (x >= 6 && y >= 4))
            }
        }
        #expect(!from.isEqual(to: to))
    }
}
