import Geometry
import Testing

@Suite("Rectangles", .timeLimit(.minutes(5)))
struct RectTests {
    let rect = Rect(x: 10, y: 20, width: 30, height: 40)

    @Test("left and upper edge are inside, right and lower edge are outside")
    func edges() {
        #expect(rect.contains(Point(x: 10, y: 20)))
        #expect(rect.contains(Point(x: 39, y: 59)))
        #expect(!rect.contains(Point(x: 40, y: 59)))
        #expect(!rect.contains(Point(x: 39, y: 60)))
        #expect(!rect.contains(Point(x: 9, y: 20)))
    }

    @Test("an extent is never negative")
    func negative() {
        #expect(Rect(x: 0, y: 0, width: -5, height: 3).isEmpty)
        #expect(Rect(x: 0, y: 0, width: -5, height: -3).area == 0)
        #expect(rect.insetBy(100).isEmpty)
    }

    @Test("rectangles side by side share no pixel")
    func neighbours() {
        #expect(!rect.intersects(Rect(x: 40, y: 20, width: 5, height: 40)))
        #expect(rect.intersects(Rect(x: 39, y: 59, width: 5, height: 5)))
        #expect(
            rect.intersection(Rect(x: 30, y: 10, width: 100, height: 20))
                == Rect(x: 30, y: 20, width: 10, height: 10))
    }

    @Test("a union holds both, and an empty rectangle adds nothing to it")
    func union() {
        #expect(
            rect.union(Rect(x: 0, y: 70, width: 1, height: 1))
                == Rect(x: 0, y: 20, width: 40, height: 51))
        #expect(rect.union(.zero) == rect)
        #expect(Rect.zero.union(rect) == rect)
        #expect(rect.contains(Rect.zero))
    }

    @Test(
        "the distance is 0 inside and counts from the last pixel outside",
        arguments: [
            (Point(x: 10, y: 20), 0), (Point(x: 39, y: 59), 0), (Point(x: 40, y: 59), 1),
            (Point(x: 9, y: 30), 1), (Point(x: 42, y: 63), 25), (Point(x: 7, y: 16), 25),
        ])
    func distance(point: Point, squared: Int) {
        #expect(rect.squaredDistance(to: point) == squared)
    }
}

@Suite("Panels", .timeLimit(.minutes(5)))
struct PanelTests {
    @Test("T39 a distance is millimetres of the glass, not pixels")
    func millimetres() {
        // 12 mm on glass of 10.1, 21.5 and again 21.5 inches.
        #expect(Panel.small.pixels(12) == 71)
        #expect(Panel.large.pixels(12) == 48)
        #expect(Panel.portrait.pixels(12) == 48)
    }

    @Test("T39 a panel that does not say its size has 160 dots an inch")
    func fallback() {
        let panel = Panel(size: Size(width: 800, height: 480))
        #expect(panel.pixels(25.4) == 160)
        #expect(abs(panel.widthMillimetres - 127) < 0.001)
        #expect(abs(panel.heightMillimetres - 76.2) < 0.001)
    }

    @Test("T39 nothing is nothing, and a hair's breadth is still a pixel")
    func small() {
        #expect(Panel.large.pixels(0) == 0)
        #expect(Panel.large.pixels(-3) == 0)
        #expect(Panel.large.pixels(0.01) == 1)
    }
}

@Suite("Pixels in memory", .timeLimit(.minutes(5)))
struct PixelBufferTests {
    @Test("T2 a new buffer is black and its unused byte is full")
    func fresh() {
        let buffer = PixelBuffer(size: Size(width: 3, height: 2))
        #expect(buffer.byteCount == 24)
        #expect(buffer[2, 1] == 0xFF00_0000)
        #expect(buffer.bytes.load(fromByteOffset: 20, as: UInt32.self) == 0xFF00_0000)
    }

    @Test("T7 a copy takes the rectangle along and nothing beside it")
    func copy() {
        let size = Size(width: 7, height: 5)
        let (from, to) = (PixelBuffer(size: size), PixelBuffer(size: size))
        for index in 0..<size.area {
            from.bytes.storeBytes(
                of: 0xFF00_0001 + UInt32(index), toByteOffset: index * 4, as: UInt32.self)
        }
        let rect = Rect(x: 5, y: -1, width: 9, height: 4)
        from.copy(rect, to: to)
        for y in 0..<5 {
            for x in 0..<7 {
                let isInside = rect.contains(Point(x: x, y: y))
                #expect(to[x, y] == (isInside ? from[x, y] : 0xFF00_0000))
            }
        }
        #expect(!from.isEqual(to: to))
        from.copy(Rect(size), to: to)
        #expect(from.isEqual(to: to))
    }

    @Test("pictures of another size are not equal, and the unused byte does not count")
    func equality() {
        let one = PixelBuffer(size: Size(width: 2, height: 1))
        let other = PixelBuffer(size: Size(width: 2, height: 1))
        other.bytes.storeBytes(of: 0, toByteOffset: 4, as: UInt32.self)
        #expect(one.isEqual(to: other))
        #expect(!one.isEqual(to: PixelBuffer(size: Size(width: 1, height: 2))))
    }
}
