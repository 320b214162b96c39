import Display
import Geometry
import Testing

@Suite("The display in memory")
struct MemoryDisplayTests {
    let display = MemoryDisplay(panel: Panel(size: Size(width: 16, height: 8)))

    private func white() -> PixelBuffer {
        let pixels = PixelBuffer(size: display.panel.size)
        pixels.bytes.assumingMemoryBound(to: UInt32.self)
            .update(repeating: 0xFFFF_FFFF, count: pixels.size.area)
        return pixels
    }

    @Test("T7 an empty damage makes no frame") func empty() throws {
        try display.present(white(), Damage(size: display.panel.size))
        #expect(display.frameCount == 0)
    }

    @Test("T6 only what was damaged reaches the glass") func damage() throws {
        var damage = Damage(size: display.panel.size)
        damage.add(Rect(x: 2, y: 2, width: 3, height: 3))
        try display.present(white(), damage)
        let (picture, frame) = display.snapshot()
        #expect(frame == 1)
        #expect(picture[2, 2] == 0xFFFF_FFFF && picture[5, 5] == 0xFF00_0000)
    }

    @Test("waiting for a frame ends with the frame, at once where there is one, and when cancelled")
    func waiting() async throws {
        let display = display
        async let next = display.nextFrame(after: 0)
        try display.present(white(), .full(display.panel.size))
        #expect(await next == 1)
        #expect(await display.nextFrame(after: 0) == 1)
        let task = Task { await display.nextFrame(after: 1) }
        task.cancel()
        #expect(await task.value == 1)
    }
}
