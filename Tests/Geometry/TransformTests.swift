import Geometry
import TestSupport
import Testing

@Suite("T13 One transform for picture and touch", .timeLimit(.minutes(5)))
struct TransformTests {
    let glass = Size(width: 7, height: 4)

    @Test("T13 a tap on each corner pixel returns that pixel", arguments: Orientation.all)
    func corners(_ orientation: Orientation) {
        let transform = PixelTransform(orientation, glass: glass)
        let right = transform.picture.width - 1
        let bottom = transform.picture.height - 1
        for (x, y) in [(0, 0), (right, 0), (0, bottom), (right, bottom)] {
            let there = transform.glassPoint(Point(x: x, y: y))
            #expect([0, glass.width - 1].contains(there.x))
            #expect([0, glass.height - 1].contains(there.y))
            #expect(transform.picturePoint(there) == Point(x: x, y: y))
        }
    }

    @Test("T13 every pixel of the glass shows one pixel of the picture", arguments: Orientation.all)
    func bijection(_ orientation: Orientation) {
        let transform = PixelTransform(orientation, glass: glass)
        var seen: Set<Point> = []
        for y in 0..<transform.picture.height {
            for x in 0..<transform.picture.width {
                let point = Point(x: x, y: y)
                let there = transform.glassPoint(point)
                #expect(Rect(glass).contains(there))
                #expect(transform.picturePoint(there) == point)
                seen.insert(there)
            }
        }
        #expect(seen.count == glass.area)
    }

    @Test("T13 degrees are clockwise: where the picture's upper left corner comes to lie")
    func clockwise() {
        func corner(_ rotation: Orientation.Rotation, _ isMirrored: Bool = false) -> Point {
            PixelTransform(.init(rotation: rotation, isMirrored: isMirrored), glass: glass)
                .glassPoint(Point(x: 0, y: 0))
        }
        #expect(corner(.none) == Point(x: 0, y: 0))
        #expect(corner(.quarter) == Point(x: 6, y: 0))
        #expect(corner(.half) == Point(x: 6, y: 3))
        #expect(corner(.threeQuarters) == Point(x: 0, y: 3))
        #expect(corner(.none, true) == Point(x: 6, y: 0))
        #expect(corner(.quarter, true) == Point(x: 6, y: 3))
    }

    @Test("T13 a quarter turn swaps the sides of the picture")
    func sides() {
        for orientation in Orientation.all {
            let picture = PixelTransform(orientation, glass: glass).picture
            let isTurned = orientation.rotation.swapsSides
            #expect(picture == (isTurned ? Size(width: 4, height: 7) : glass))
            #expect(PixelTransform.glass(under: picture, orientation).glass == glass)
        }
    }

    @Test("T13 a rectangle covers the pixels that its points are mapped to")
    func rects() {
        var random = SeededRandom()
        for _ in 0..<300 {
            let orientation = Orientation.all[Int.random(in: 0..<8, using: &random)]
            let transform = PixelTransform(orientation, glass: glass)
            let x = Int.random(in: 0..<transform.picture.width, using: &random)
            let y = Int.random(in: 0..<transform.picture.height, using: &random)
            let rect = Rect(
                x: x, y: y,
                width: Int.random(in: 1...transform.picture.width - x, using: &random),
                height: Int.random(in: 1...transform.picture.height - y, using: &random))
            var points: Set<Point> = []
            for y in rect.y..<rect.maxY {
                for x in rect.x..<rect.maxX {
                    points.insert(transform.glassPoint(Point(x: x, y: y)))
                }
            }
            let mapped = transform.glassRect(rect)
            #expect(mapped.area == points.count)
            #expect(points.allSatisfy(mapped.contains))
        }
        #expect(PixelTransform(.upright, glass: glass).glassRect(.zero).isEmpty)
    }
}
