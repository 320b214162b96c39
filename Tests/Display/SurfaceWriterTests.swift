import Geometry
import TestSupport
import Testing

@testable import Display

@Suite("T6 What is copied to the device", .timeLimit(.minutes(5)))
struct SurfaceWriterTests {
    static let cases = PixelLayout.allCases.flatMap { layout in
        Orientation.all.map { (layout, $0) }
    }

    /// Returns a surface with a wide stride, in memory with a border before and after it.
    func surface(
        _ layout: PixelLayout, _ size: Size, gap: Int = 64
    ) -> (DeviceMemory, Surface) {
        let stride = size.width * layout.bytesPerPixel + gap
        let memory = DeviceMemory(byteCount: stride * (size.height + 2) + 8)
        return (
            memory,
            Surface(
                base: memory.base + stride, size: size, bytesPerRow: stride, layout: layout)
        )
    }

    @Test("T7 shadow and damage on an old copy make what a full redraw makes", arguments: cases)
    func damage(_ layout: PixelLayout, _ orientation: Orientation) {
        var random = SeededRandom()
        // Sizes around the tile's side, and rarely a multiple of it.
        let size = Size(
            width: Int.random(in: 20...70, using: &random),
            height: Int.random(in: 20...70, using: &random))
        let transform = PixelTransform(orientation, glass: size)
        let writer = SurfaceWriter(transform: transform)
        let (memory, surface) = surface(layout, size)
        let shadow = Pictures.random(transform.picture, &random)
        writer.write(shadow, .full(shadow.size), to: surface)
        #expect(memory.shows(shadow, surface, transform))
        for _ in 0..<6 {
            let damage = Pictures.change(shadow, &random)
            writer.write(shadow, damage, to: surface)
            #expect(memory.shows(shadow, surface, transform))
        }
    }

    @Test("T7 nothing outside the damage is written", arguments: cases)
    func outside(_ layout: PixelLayout, _ orientation: Orientation) {
        var random = SeededRandom()
        let size = Size(width: 37, height: 23)
        let transform = PixelTransform(orientation, glass: size)
        let (memory, surface) = surface(layout, size)
        let shadow = Pictures.random(transform.picture, &random)
        let rect = Pictures.rect(in: transform.picture, &random)
        var damage = Damage(size: transform.picture)
        damage.add(rect)
        SurfaceWriter(transform: transform).write(shadow, damage, to: surface)
        let width = layout.bytesPerPixel
        let glass = transform.glassRect(rect)
        var written: Set<Int> = []
        for y in glass.y..<glass.maxY {
            let start = (y + 1) * surface.bytesPerRow + glass.x * width
            written.formUnion(start..<start + glass.width * width)
        }
        let untouched = (0..<memory.byteCount).filter { !written.contains($0) }
        #expect(untouched.allSatisfy { memory.byte($0) == DeviceMemory.border })
    }

    @Test("T4 a stride wider than the row leaves the gap alone")
    func stride() {
        let size = Size(width: 5, height: 3)
        let (memory, surface) = surface(.rgb565, size)
        SurfaceWriter(transform: .init(.upright, glass: size))
            .write(Pictures.plain(size, 0xFF00_0000), .full(size), to: surface)
        for y in 1...3 {
            let gap = y * surface.bytesPerRow + 10..<(y + 1) * surface.bytesPerRow
            #expect(gap.allSatisfy { memory.byte($0) == DeviceMemory.border })
        }
    }

    @Test("T15 a picture of another size than the glass is left out")
    func otherSize() {
        let (memory, surface) = surface(.xrgb8888, Size(width: 8, height: 4))
        let writer = SurfaceWriter(
            transform: .init(.init(rotation: .quarter), glass: Size(width: 8, height: 4)))
        let wrong = Pictures.plain(Size(width: 8, height: 4), 0)
        writer.write(wrong, .full(wrong.size), to: surface)
        #expect((0..<memory.byteCount).allSatisfy { memory.byte($0) == DeviceMemory.border })
    }
}

@Suite("T8 Ages of buffers", .timeLimit(.minutes(5)))
struct BufferAgesTests {
    @Test("T8 whichever buffer comes next, it shows the newest picture", arguments: [1, 2, 3])
    func random(_ count: Int) {
        var random = SeededRandom()
        let size = Size(width: 40, height: 30)
        let shadow = Pictures.random(size, &random)
        let buffers = (0..<count).map { _ in PixelBuffer(size: size) }
        var ages = BufferAges(count: count, size: size)
        for frame in 0..<200 {
            // Some frames are damaged several times before they are drawn.
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                ages.add(Pictures.change(shadow, &random))
            }
            let next =
                frame % 7 == 0 ? Int.random(in: 0..<count, using: &random) : frame % count
            for rect in ages.missing(in: next).rects { shadow.copy(rect, to: buffers[next]) }
            ages.wrote(next)
            #expect(ages.missing(in: next).isEmpty)
            #expect(buffers[next].isEqual(to: shadow), "frame \(frame) in buffer \(next)")
        }
    }

    @Test("T8 only what changed since is copied")
    func exact() {
        let size = Size(width: 40, height: 30)
        var ages = BufferAges(count: 2, size: size)
        ages.wrote(0)
        ages.wrote(1)
        var first = Damage(size: size)
        first.add(Rect(x: 0, y: 0, width: 3, height: 3))
        var second = Damage(size: size)
        second.add(Rect(x: 20, y: 20, width: 4, height: 4))
        ages.add(first)
        ages.wrote(0)
        ages.add(second)
        #expect(ages.missing(in: 0) == second)
        #expect(ages.missing(in: 1).rects == first.rects + second.rects)
        ages.forget()
        #expect(ages.missing(in: 0) == .full(size))
    }
}
