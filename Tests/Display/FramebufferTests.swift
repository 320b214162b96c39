import CGlass
import Geometry
import Glibc
import TestSupport
import Testing

@testable import Display

@Suite("Framebuffers", .timeLimit(.minutes(5)))
struct FramebufferTests {
    let size = Size(width: 21, height: 18)

    func display(
        _ fake: FakeFramebuffer, _ settings: GlassSettings = .init()
    ) throws(DisplayError) -> FramebufferDisplay {
        try FramebufferDisplay(path: "/dev/fb0", settings: settings, calls: fake)
    }

    @Test("T4 T5 every layout and turn, with a wide stride and offsets into the memory")
    func layouts() throws {
        var random = SeededRandom()
        for layout in PixelLayout.allCases {
            for orientation in Orientation.all {
                let fake = FakeFramebuffer(
                    layout, size, xOffset: 2, yOffset: 3, pageOffset: 1024)
                let display = try display(fake, .init(orientation: orientation))
                let shadow = Pictures.random(display.panel.size, &random)
                try display.present(shadow, .full(shadow.size))
                #expect(fake.shows(shadow, display.transform))
                try display.present(shadow, Pictures.change(shadow, &random))
                #expect(fake.shows(shadow, display.transform))
            }
        }
    }

    @Test("T8 a pixel of another row is stored again beside what changed, in every turn")
    func beside() throws {
        for orientation in Orientation.all {
            let fake = FakeFramebuffer(.xrgb8888, size)
            let display = try display(fake, .init(orientation: orientation))
            let shadow = Pictures.plain(display.panel.size, 0xFF12_3456)
            try display.present(shadow, .full(shadow.size))
            for row in [0, 9, size.height - 1] {
                fake.visible.base.initializeMemory(
                    as: UInt8.self, repeating: 0xA5,
                    count: fake.visible.bytesPerRow * size.height)
                let ends = [5, size.width - 1].map {
                    display.transform.picturePoint(Point(x: $0, y: row))
                }
                var damage = Damage(size: shadow.size)
                damage.add(
                    Rect(
                        x: min(ends[0].x, ends[1].x), y: min(ends[0].y, ends[1].y),
                        width: abs(ends[0].x - ends[1].x) + 1,
                        height: abs(ends[0].y - ends[1].y) + 1))
                try display.present(shadow, damage)
                let stored = (0..<size.height).filter { y in
                    (0..<size.width).contains {
                        fake.memory.byte(4 * $0 + y * fake.visible.bytesPerRow) != 0xA5
                    }
                }
                #expect(stored == (row == 0 ? [0, 1] : [row - 1, row]), "\(orientation) \(row)")
            }
        }
    }

    @Test("T16 opening draws nothing, and the first frame is a whole one")
    func firstFrame() throws {
        let fake = FakeFramebuffer(.xrgb8888, size)
        let display = try display(fake)
        #expect((0..<fake.memory.byteCount).allSatisfy { fake.memory.byte($0) == 0xA5 })
        let shadow = Pictures.plain(size, 0xFF12_3456)
        var little = Damage(size: size)
        little.add(Rect(x: 1, y: 1, width: 2, height: 2))
        try display.present(shadow, little)
        #expect(fake.shows(shadow, display.transform))
        #expect(display.service(at: fake.time) == .presented)
        #expect(display.service(at: fake.time) == .none && display.deadline == nil)
    }

    @Test("T45 a framebuffer goes dark and comes back, and is lit whenever it is given away")
    func power() throws {
        let fake = FakeFramebuffer(.xrgb8888, size)
        let display = try display(fake)
        try display.present(Pictures.plain(size, 0), .full(size))
        display.setPower(false)
        #expect(!fake.hasPower)
        display.setPower(true)
        #expect(fake.hasPower)
        display.setPower(false)
        display.pause()
        #expect(fake.hasPower)
        display.resume()
        try display.present(Pictures.plain(size, 0), .full(size))
        display.setPower(false)
        display.close()
        #expect(fake.hasPower)
    }

    @Test("T16 the glass is lit once there is a whole picture, by drivers that can")
    func unblanked() throws {
        let fake = FakeFramebuffer(.xrgb8888, size)
        fake.failures["FBIOBLANK"] = EINVAL
        let display = try display(fake)
        #expect(!fake.calls.contains("FBIOBLANK"))
        for _ in 0..<3 { try display.present(Pictures.plain(size, 1), .full(size)) }
        #expect(fake.calls.filter { $0 == "FBIOBLANK" }.count == 1)
        display.pause()
        display.resume()
        try display.present(Pictures.plain(size, 1), .full(size))
        #expect(fake.calls.filter { $0 == "FBIOBLANK" }.count == 2)
    }

    @Test("T7 an empty frame makes no system call")
    func emptyFrame() throws {
        let fake = FakeFramebuffer(.xrgb8888, size)
        let display = try display(fake)
        fake.calls = []
        try display.present(Pictures.plain(size, 0), Damage(size: size))
        #expect(fake.calls.isEmpty && display.deadline == nil)
    }

    @Test("T15 the one line for the log")
    func summary() throws {
        let fake = FakeFramebuffer(.rgb565, size)
        fake.failures = ["FBIO_WAITFORVSYNC": ENOTTY]
        let summary = try display(fake, .init(orientation: .init(rotation: .half))).summary
        #expect(
            summary.hasPrefix(
                "display=fbdev /dev/fb0 21x18 RGB565 pitch=106 rotation=180 driver=f pages=1 "
                    + "vsync=off; FBIO_WAITFORVSYNC failed: "))
    }

    @Test(
        "T1 T3 what can't be drawn on is refused by the name of the field",
        arguments: [
            ("type=1", { @Sendable in $0.fixedInfo.type = 1 }),
            ("visual=3", { @Sendable in $0.fixedInfo.visual = UInt32(FB_VISUAL_PSEUDOCOLOR) }),
            ("line_length=107", { @Sendable in $0.fixedInfo.line_length = 107 }),
            ("line_length=40", { @Sendable in $0.fixedInfo.line_length = 40 }),
            ("xres=0", { @Sendable in $0.variableInfo.xres = 0 }),
            ("yoffset=70000", { @Sendable in $0.variableInfo.yoffset = 70_000 }),
            (
                "bits_per_pixel=16 red=10+5 green=5+5 blue=0+5 transp=15+1",
                { @Sendable fake in
                    fake.set(
                        .init(
                            bitsPerPixel: 16, red: .init(10, 5), green: .init(5, 5),
                            blue: .init(0, 5), transparency: .init(15, 1)))
                }
            ),
        ] as [(String, @Sendable (FakeFramebuffer) -> Void)])
    func refused(_ field: String, _ spoil: @Sendable (FakeFramebuffer) -> Void) {
        let fake = FakeFramebuffer(.rgb565, size)
        spoil(fake)
        let error = #expect(throws: DisplayError.self) { _ = try display(fake) }
        #expect(error?.device == "/dev/fb0")
        #expect(error?.message.contains(field) == true, "\(error?.message ?? "")")
        #expect(fake.openCount == 0 && fake.mappedCount == 0)
    }

    @Test(
        "T50 each call that fails at the start is named, and nothing stays open",
        arguments: ["open", "FBIOGET_FSCREENINFO", "FBIOGET_VSCREENINFO", "mmap"])
    func failsAtStart(_ call: String) {
        let fake = FakeFramebuffer(.xrgb8888, size)
        fake.failures[call] = EPERM
        let error = #expect(throws: DisplayError.self) { _ = try display(fake) }
        #expect(error?.message.contains(call) == true)
        #expect(fake.openCount == 0 && fake.mappedCount == 0)
    }

    @Test(
        "T50 a device that goes is lost, at a frame and at a plug event", arguments: [ENODEV, EIO])
    func gone(_ code: Int32) throws {
        let fake = FakeFramebuffer(.xrgb8888, size)
        let display = try display(fake)
        let shadow = Pictures.plain(size, 0)
        try display.present(shadow, .full(size))
        _ = display.service(at: fake.time)
        fake.failures["FBIOGET_FSCREENINFO"] = code
        let error = #expect(throws: DisplayError.self) {
            try display.present(shadow, .full(size))
        }
        #expect(error?.message.contains("is gone") == true)
        display.checkPlug()
        #expect(display.deadline == .zero)
        guard case .lost = display.service(at: fake.time) else {
            Issue.record("not lost")
            return
        }
    }

    @Test("T15 another mode makes another panel, and the next frame is a whole one")
    func modeChange() throws {
        let fake = FakeFramebuffer(.xrgb8888, size)
        let display = try display(fake)
        try display.present(Pictures.plain(size, 1), .full(size))
        _ = display.service(at: fake.time)
        (fake.variableInfo.xres, fake.variableInfo.yres) = (10, 8)
        try display.present(Pictures.plain(size, 2), .full(size))
        #expect(display.deadline == .zero)
        #expect(display.service(at: fake.time) == .changed)
        #expect(display.panel.size == Size(width: 10, height: 8))
        let shadow = Pictures.plain(display.panel.size, 0xFF33_3333)
        try display.present(shadow, .full(shadow.size))
        #expect(fake.shows(shadow, display.transform))
    }

    @Test("T4 after a mode is put, stride and offset are read anew")
    func forcedRefresh() throws {
        let fake = FakeFramebuffer(.xrgb8888, size, gap: 400)
        let display = try display(fake, .init(forcesRefresh: true))
        fake.onPut = { $0.fixedInfo.line_length = UInt32(21 * 4 + 100) }
        let shadow = Pictures.plain(size, 0xFF11_2233)
        try display.present(shadow, .full(size))
        #expect(fake.calls.contains("FBIOPUT_VSCREENINFO"))
        fake.onPut = { _ in }
        _ = display.service(at: fake.time)
        try display.present(shadow, .full(size))
        if display.service(at: fake.time) == .changed {
            try display.present(shadow, .full(size))
        }
        #expect(fake.shows(shadow, display.transform))
    }

    @Test("T12 the mode is not forced unless asked for")
    func noForce() throws {
        let fake = FakeFramebuffer(.xrgb8888, size)
        try display(fake).present(Pictures.plain(size, 0), .full(size))
        #expect(!fake.calls.contains("FBIOPUT_VSCREENINFO"))
    }

    @Test("T18 while another console has the glass nothing is drawn, and then all of it")
    func pausing() throws {
        let fake = FakeFramebuffer(.xrgb8888, size)
        let display = try display(fake)
        let shadow = Pictures.plain(size, 0xFF00_0001)
        try display.present(shadow, .full(size))
        _ = display.service(at: fake.time)
        display.pause()
        fake.calls = []
        try display.present(Pictures.plain(size, 0xFF00_0002), .full(size))
        #expect(fake.calls.isEmpty && fake.shows(shadow, display.transform))
        display.resume()
        #expect(display.service(at: fake.time) == .changed)
        let later = Pictures.plain(size, 0xFF00_0003)
        var little = Damage(size: size)
        little.add(Rect(x: 0, y: 0, width: 1, height: 1))
        try display.present(later, little)
        #expect(fake.shows(later, display.transform))
    }

    @Test("T39 millimetres come from the driver where it knows them")
    func physicalSize() throws {
        let fake = FakeFramebuffer(.xrgb8888, Size(width: 200, height: 100))
        #expect(try display(fake).panel == Panel(size: Size(width: 200, height: 100)))
        (fake.variableInfo.width, fake.variableInfo.height) = (40, 20)
        #expect(try display(fake).panel.widthMillimetres == 40)
    }
}
