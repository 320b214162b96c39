import Geometry
import TestSupport
import Testing

@testable import Drawing

@Suite("T7 Boxes", .timeLimit(.minutes(5)))
struct BoxTests {
    @Test("T7 a border painted as strips has the same pixels as a box below a smaller one")
    func border() throws {
        let shaper = try Ink.shaper()
        let size = Size(width: 90, height: 70)
        var random = SeededRandom(test: "borders")
        let (strips, boxes) = (PixelBuffer(size: size), PixelBuffer(size: size))
        let canvases = [strips, boxes].map { Canvas(pixels: $0, shaper: shaper) }
        for _ in 0..<500 {
            let frame = Rect(
                x: Int.random(in: 0...30, using: &random),
                y: Int.random(in: 0...30, using: &random),
                width: Int.random(in: 0...50, using: &random),
                height: Int.random(in: 0...40, using: &random))
            let radius = Int.random(in: 0...30, using: &random)
            let width = Int.random(in: 1...12, using: &random)
            for canvas in canvases { canvas.fill(Rect(size), .white) }
            canvases[0].fill(
                frame, .black, radius: radius, border: Color(0x336699), borderWidth: width)
            canvases[1].fill(frame, Color(0x336699), radius: radius)
            canvases[1].fill(
                frame.insetBy(width), .black, radius: max(0, radius - width))
            #expect(
                strips.firstDifference(from: boxes) == nil,
                "\(frame) radius \(radius) border \(width) LOKET_SEED=\(random.seed)")
        }
    }

    @Test("T7 the parts outside a rectangle are all its pixels but those, each once")
    func parts() {
        var random = SeededRandom(test: "parts")
        func rect() -> Rect {
            Rect(
                x: Int.random(in: 0...20, using: &random),
                y: Int.random(in: 0...20, using: &random),
                width: Int.random(in: 0...20, using: &random),
                height: Int.random(in: 0...20, using: &random))
        }
        for _ in 0..<500 {
            let (whole, hole) = (rect(), rect())
            var parts: [Rect] = []
            whole.appendParts(outside: hole, to: &parts)
            for x in 0..<40 {
                for y in 0..<40 {
                    let point = Point(x: x, y: y)
                    let isLeft = whole.contains(point) && !hole.contains(point)
                    #expect(parts.count { $0.contains(point) } == (isLeft ? 1 : 0))
                }
            }
        }
    }
}
