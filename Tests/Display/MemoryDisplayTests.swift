import Display
import Geometry
import Testing

@Suite("The display in memory", .timeLimit(.minutes(5)))
struct MemoryDisplayTests {
    let panel = Panel(
        size: Size(width: 16, height: 9), widthMillimetres: 160, heightMillimetres: 90)

    /// Returns a buffer of one colour.
    func shadow(_ color: UInt32) -> PixelBuffer {
        let buffer = PixelBuffer(size: panel.size)
        for index in 0..<panel.size.area {
            buffer.bytes.storeBytes(of: color, toByteOffset: index * 4, as: UInt32.self)
        }
        return buffer
    }

    @Test("T48 its one line for the log says what it is and how large")
    func summary() {
        #expect(MemoryDisplay(panel: panel).summary == "display=memory 16x9 160x90mm")
    }

    @Test("T7 an empty damage makes no frame")
    func emptyDamage() throws {
        let display = MemoryDisplay(panel: panel)
        try display.present(shadow(0xFF11_2233), Damage(size: panel.size))
        #expect(display.frameCount == 0)
        #expect(display.snapshot().picture[0, 0] == 0xFF00_0000)
    }

    @Test("T7 what is damaged reaches the glass and the rest stays")
    func damaged() throws {
        let display = MemoryDisplay(panel: panel)
        try display.present(shadow(0xFF11_2233), .full(panel.size))
        var damage = Damage(size: panel.size)
        let rects = [
            Rect(x: 2, y: 1, width: 3, height: 2), Rect(x: 12, y: 7, width: 4, height: 2),
        ]
        for rect in rects { damage.add(rect) }
        try display.present(shadow(0xFF44_5566), damage)
        #expect(display.frameCount == 2)
        let (picture, frame) = display.snapshot()
        #expect(frame == 2)
        for y in 0..<9 {
            for x in 0..<16 {
                let isNew = rects.contains { $0.contains(Point(x: x, y: y)) }
                #expect(picture[x, y] == (isNew ? 0xFF44_5566 : 0xFF11_2233))
            }
        }
    }

    @Test("T48 a snapshot is a copy of what was presented and does not follow the next frame")
    func snapshot() throws {
        let display = MemoryDisplay(panel: panel)
        let first = shadow(0xFF11_2233)
        try display.present(first, .full(panel.size))
        let kept = display.snapshot().picture
        try display.present(shadow(0xFF44_5566), .full(panel.size))
        #expect(kept.isEqual(to: first))
        #expect(
            display.withPicture { picture, frame in picture[3, 3] == 0xFF44_5566 && frame == 2 })
    }

    @Test("T48 a frame that is there already is waited for by nobody")
    func frameIsThere() async throws {
        let display = MemoryDisplay(panel: panel)
        try display.present(shadow(0xFF11_2233), .full(panel.size))
        #expect(await display.nextFrame(after: 0) == 1)
    }

    @Test("T48 all who wait for the next frame are told of it, and of no earlier one")
    func waiting() async throws {
        let display = MemoryDisplay(panel: panel)
        let size = panel.size
        let told = await withTaskGroup(of: UInt64.self) { group in
            for _ in 0..<5 { group.addTask { await display.nextFrame(after: 0) } }
            group.addTask { await display.nextFrame(after: 2) }
            // A waiter gets a later frame, whether it starts before or after this one.
            for _ in 0..<3 {
                try? display.present(PixelBuffer(size: size), .full(size))
                await Task.yield()
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(told.count == 6)
        #expect(told.allSatisfy { (1...3).contains($0) })
        #expect(told.contains(3))
    }

    @Test("T48 who waits for a frame and is cancelled goes with the last one's number")
    func cancelled() async throws {
        let display = MemoryDisplay(panel: panel)
        try display.present(shadow(0xFF11_2233), .full(panel.size))
        let waiter = Task { await display.nextFrame(after: 1) }
        await Task.yield()
        waiter.cancel()
        #expect(await waiter.value == 1)
        // The next frame finds no waiter to notify twice.
        try display.present(shadow(0xFF44_5566), .full(panel.size))
        #expect(display.frameCount == 2)
    }

    @Test("T48 who is cancelled before waiting does not wait")
    func cancelledBefore() async {
        let display = MemoryDisplay(panel: panel)
        let waiter = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await display.nextFrame(after: 0)
        }
        #expect(await waiter.value == 0)
    }

    @Test("an error of a display names the device first")
    func error() {
        let error = DisplayError(device: "/dev/fb0", message: "The framebuffer is gone.")
        #expect(error.description == "/dev/fb0: The framebuffer is gone.")
    }
}
