import Geometry
import TestSupport
import Testing

@Suite("T7 Damage", .timeLimit(.minutes(5)))
struct DamageTests {
    let size = Size(width: 100, height: 80)

    @Test("T7 nothing added is nothing to draw")
    func empty() {
        var damage = Damage(size: size)
        #expect(damage.isEmpty && damage.area == 0)
        damage.add(Rect.zero)
        damage.add(Rect(x: 100, y: 0, width: 10, height: 10))
        damage.add(Rect(x: -10, y: -10, width: 10, height: 10))
        #expect(damage.isEmpty)
    }

    @Test("T7 a rectangle is cut to the picture")
    func clipped() {
        var damage = Damage(size: size)
        damage.add(Rect(x: -5, y: 70, width: 20, height: 20))
        #expect(damage.rects == [Rect(x: 0, y: 70, width: 15, height: 10)])
    }

    @Test("T7 two are joined where the union is smaller than the sum, and only there")
    func joining() {
        var overlapping = Damage(size: size)
        overlapping.add(Rect(x: 0, y: 0, width: 10, height: 10))
        overlapping.add(Rect(x: 5, y: 0, width: 10, height: 10))
        #expect(overlapping.rects == [Rect(x: 0, y: 0, width: 15, height: 10)])

        var apart = Damage(size: size)
        apart.add(Rect(x: 0, y: 0, width: 10, height: 10))
        apart.add(Rect(x: 50, y: 50, width: 10, height: 10))
        #expect(apart.rects.count == 2)
        #expect(apart.area == 200)

        // A union exactly as large as the sum saves nothing.
        var touching = Damage(size: size)
        touching.add(Rect(x: 0, y: 0, width: 10, height: 10))
        touching.add(Rect(x: 10, y: 0, width: 10, height: 10))
        #expect(touching.rects.count == 2)
    }

    @Test("T7 a rectangle that joins two others leaves one")
    func bridge() {
        var damage = Damage(size: size)
        damage.add(Rect(x: 0, y: 0, width: 10, height: 10))
        damage.add(Rect(x: 12, y: 0, width: 10, height: 10))
        damage.add(Rect(x: 4, y: 0, width: 14, height: 10))
        #expect(damage.rects == [Rect(x: 0, y: 0, width: 22, height: 10)])
    }

    @Test("T7 the 33rd rectangle makes one full one of all")
    func overflow() {
        var damage = Damage(size: Size(width: 330, height: 10))
        for index in 0..<Damage.maximumCount {
            damage.add(Rect(x: index * 10, y: 0, width: 2, height: 2))
        }
        #expect(damage.rects.count == 32)
        damage.add(Rect(x: 325, y: 5, width: 2, height: 2))
        #expect(damage == .full(Size(width: 330, height: 10)))
    }

    @Test("T7 whatever is added, at most 32 rectangles inside the picture cover it")
    func property() {
        var random = SeededRandom(test: "T7 damage")
        for round in 0..<300 {
            let size = Size(
                width: .random(in: 1...60, using: &random),
                height: .random(in: 1...60, using: &random))
            let widest = Int.random(in: 1...40, using: &random)
            var damage = Damage(size: size)
            var wanted = [Bool](repeating: false, count: size.area)
            var sum = 0
            for _ in 0..<Int.random(in: 0...60, using: &random) {
                let rect = Rect(
                    x: .random(in: -10...65, using: &random),
                    y: .random(in: -10...65, using: &random),
                    width: .random(in: 0...widest, using: &random),
                    height: .random(in: 0...widest, using: &random))
                let before = damage.area
                damage.add(rect)
                let inside = rect.intersection(Rect(size))
                for y in inside.y..<max(inside.y, inside.maxY) {
                    for x in inside.x..<max(inside.x, inside.maxX) {
                        wanted[y * size.width + x] = true
                    }
                }
                sum += inside.area
                let isFull = damage == .full(size)
                #expect(
                    isFull || damage.area <= before + inside.area,
                    "joined at a loss, round \(round), LOKET_SEED=\(random.seed)")
            }
            let isInside = damage.rects.allSatisfy {
                !$0.isEmpty && Rect(size).contains($0)
            }
            #expect(isInside, "round \(round), LOKET_SEED=\(random.seed)")
            #expect(damage.rects.count <= 32, "round \(round), LOKET_SEED=\(random.seed)")
            #expect(
                damage == .full(size) || damage.area <= sum,
                "round \(round), LOKET_SEED=\(random.seed)")
            let missing = (0..<size.area).first { index in
                let point = Point(x: index % size.width, y: index / size.width)
                return wanted[index] && !damage.rects.contains { $0.contains(point) }
            }
            #expect(missing == nil, "round \(round), LOKET_SEED=\(random.seed)")
        }
    }
}
