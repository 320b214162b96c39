import CGlass
import Geometry
import Glibc
import TestSupport
import Testing

@testable import Display

@Suite("T11 Pages and vsync of framebuffers", .timeLimit(.minutes(5)))
struct FramebufferPageTests {
    let size = Size(width: 21, height: 18)

    func display(_ fake: FakeFramebuffer) throws -> FramebufferDisplay {
        try FramebufferDisplay(path: "/dev/fb0", settings: .init(), calls: fake)
    }

    @Test("T8 T11 with a second page the glass is turned to what is drawn, and back at the end")
    func pages() throws {
        var random = SeededRandom()
        let fake = FakeFramebuffer(.rgb565, size, pages: 2)
        let display = try display(fake)
        #expect(display.summary.contains("pages=2 vsync=on"))
        let shadow = Pictures.random(size, &random)
        try display.present(shadow, .full(size))
        for _ in 0..<10 {
            let before = fake.variableInfo.yoffset
            try display.present(shadow, Pictures.change(shadow, &random))
            #expect(fake.variableInfo.yoffset != before)
            #expect(fake.shows(shadow, display.transform))
        }
        try display.present(shadow, Pictures.change(shadow, &random))
        if fake.variableInfo.yoffset == 0 {
            try display.present(shadow, Pictures.change(shadow, &random))
        }
        display.close()
        #expect(fake.variableInfo.yoffset == 0)
    }

    @Test(
        "T11 a second page that can't be mapped, written or shown is none",
        arguments: ["pwrite", "FBIOPAN_DISPLAY"])
    func noSecondPage(_ call: String) throws {
        let fake = FakeFramebuffer(.xrgb8888, size, pages: 2)
        fake.failures[call] = EINVAL
        let display = try display(fake)
        #expect(display.summary.contains("pages=1"))
        #expect(display.summary.contains(call))
        let shadow = Pictures.plain(size, 0xFF01_0203)
        try display.present(shadow, .full(size))
        #expect(fake.shows(shadow, display.transform) && fake.panned.isEmpty)
    }

    @Test("T11 a page that is promised beyond the end of the memory is none")
    func promisedOnly() throws {
        let fake = FakeFramebuffer(.xrgb8888, size)
        fake.variableInfo.yres_virtual = UInt32(size.height * 2)
        #expect(try display(fake).summary.contains("pages=1"))
    }

    @Test("T11 turning that fails later is off for good, and the picture is there all the same")
    func panFailsLater() throws {
        let fake = FakeFramebuffer(.xrgb8888, size, pages: 2)
        let display = try display(fake)
        let shadow = Pictures.plain(size, 0xFF01_0203)
        try display.present(shadow, .full(size))
        fake.failures["FBIOPAN_DISPLAY"] = EINVAL
        for color in [0xFF04_0506, 0xFF07_0809] as [UInt32] {
            let next = Pictures.plain(size, color)
            try display.present(next, .full(size))
            #expect(fake.shows(next, display.transform))
        }
        #expect(fake.calls.filter { $0 == "FBIOPAN_DISPLAY" }.count == 3)
    }

    @Test("T11 vsync is asked for once where the driver has none", arguments: [ENOTTY, EINVAL])
    func noVsync(_ code: Int32) throws {
        let fake = FakeFramebuffer(.xrgb8888, size)
        fake.failures["FBIO_WAITFORVSYNC"] = code
        let display = try display(fake)
        for _ in 0..<3 { try display.present(Pictures.plain(size, 0), .full(size)) }
        #expect(fake.calls.filter { $0 == "FBIO_WAITFORVSYNC" }.count == 1)
        #expect(display.summary.contains("vsync=off"))
    }

    @Test("T11 a wait that takes too long is the last one")
    func slowVsync() throws {
        let fake = FakeFramebuffer(.xrgb8888, size)
        let display = try display(fake)
        #expect(display.summary.contains("vsync=on"))
        fake.vsyncTakes = .milliseconds(51)
        for _ in 0..<3 { try display.present(Pictures.plain(size, 0), .full(size)) }
        #expect(fake.calls.filter { $0 == "FBIO_WAITFORVSYNC" }.count == 2)
        #expect(display.summary.contains("took longer than 50 ms"))
    }

    @Test("T11 a finger's small change does not wait for the beam")
    func smallChange() throws {
        let fake = FakeFramebuffer(.xrgb8888, size)
        let display = try display(fake)
        let shadow = Pictures.plain(size, 0)
        try display.present(shadow, .full(size))
        fake.calls = []
        var little = Damage(size: size)
        little.add(Rect(x: 1, y: 1, width: 2, height: 2))
        try display.present(shadow, little)
        #expect(!fake.calls.contains("FBIO_WAITFORVSYNC"))
    }
}
