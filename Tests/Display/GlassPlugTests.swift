import Geometry
import Glibc
import Testing

@testable import Display

@Suite("T15 Glass that comes and goes", .timeLimit(.minutes(5)))
struct GlassPlugTests {
    let picture = Pictures.plain(Size(width: 24, height: 16), 0xFF12_3456)

    @Test("T15 a cable pulled and plugged: lost once, then changed, and shown again")
    func connector() throws {
        let card = FakeCard()
        let bench = GlassBench([card])
        let glass = try bench.open()
        try glass.present(picture, .full(picture.size))
        #expect(bench.serve(glass) == [.presented])
        card.sockets = [FakeCard.socket(isConnected: false)]
        #expect(!bench.isReadable(glass))
        bench.plugEvents.announce()
        #expect(bench.isReadable(glass))
        let error = DisplayError(device: card.path, message: "HDMI-A-1 was unplugged.")
        #expect(bench.serve(glass) == [.lost(error)])
        #expect(glass.isLost && glass.panel.size == picture.size)
        // Frames are dropped meanwhile, without further errors.
        try glass.present(picture, .full(picture.size))
        bench.time += .seconds(5)
        #expect(bench.serve(glass) == [])
        card.sockets = [FakeCard.socket()]
        bench.plugEvents.announce()
        #expect(bench.serve(glass) == [.changed])
        try glass.present(picture, .full(picture.size))
        #expect(card.shows(picture, glass.transform))
    }

    @Test("T15 while a card waits for its monitor no other framebuffer takes its place")
    func awaitsMonitor() throws {
        let card = FakeCard()
        let bench = GlassBench([card], hasFramebuffer: true)
        let glass = try bench.open()
        card.sockets = [FakeCard.socket(isConnected: false)]
        bench.plugEvents.announce()
        #expect(bench.serve(glass).count == 1 && glass.isLost)
        card.sockets = [FakeCard.socket()]
        bench.time += Glass.searchPause
        #expect(bench.serve(glass) == [.changed])
        #expect(glass.summary.hasPrefix("display=kms"))
        // A removed card leaves the framebuffer for use.
        card.failures["connectors"] = ENODEV
        bench.cards.cards = []
        bench.plugEvents.announce()
        #expect(bench.serve(glass).last == .changed)
        #expect(glass.summary.hasPrefix("display=fbdev"))
    }

    @Test("T15 a framebuffer that comes later gets its mode with the first frame, once")
    func lateFramebuffer() throws {
        let bench = GlassBench()
        let glass = try bench.open(.fbdev(path: nil), waitingAs: .small)
        bench.framebuffer.present = ["/dev/fb0"]
        bench.framebuffer.failures["FBIOPUT_VSCREENINFO"] = EINVAL
        bench.plugEvents.announce()
        #expect(bench.serve(glass) == [.changed])
        #expect(!bench.framebuffer.calls.contains("FBIOPUT_VSCREENINFO"))
        let picture = Pictures.plain(glass.panel.size, 0xFF12_3456)
        for _ in 0..<2 { try glass.present(picture, .full(picture.size)) }
        #expect(bench.framebuffer.calls.count { $0 == "FBIOPUT_VSCREENINFO" } == 1)
        #expect(bench.framebuffer.shows(picture, glass.transform))
        // The kernel's console has already set the mode of a framebuffer that was there from the
        // start.
        let early = GlassBench(hasFramebuffer: true)
        let other = try early.open()
        try other.present(picture, .full(picture.size))
        #expect(!early.framebuffer.calls.contains("FBIOPUT_VSCREENINFO"))
    }

    @Test("T15 the other connector is taken at once where something is plugged into it")
    func otherConnector() throws {
        let card = FakeCard(sockets: [
            FakeCard.socket(),
            FakeCard.socket(
                "HDMI-A-2", id: 31, modes: [FakeCard.mode(32, 20, preferred: true)]),
        ])
        let bench = GlassBench([card])
        let glass = try bench.open()
        card.sockets[0].isConnected = false
        bench.plugEvents.announce()
        let news = bench.serve(glass)
        #expect(news.count == 2 && news.last == .changed)
        #expect(glass.panel.size == Size(width: 32, height: 20))
        #expect(glass.summary.contains("HDMI-A-2"))
    }

    @Test("T15 a card that goes while a frame is drawn throws once, and another one is taken")
    func otherCard() throws {
        let card = FakeCard()
        let bench = GlassBench([card])
        let glass = try bench.open()
        try glass.present(picture, .full(picture.size))
        _ = bench.serve(glass)
        card.failures["flip"] = ENODEV
        #expect(throws: DisplayError.self) { try glass.present(picture, .full(picture.size)) }
        try glass.present(picture, .full(picture.size))
        #expect(card.isClosed)
        let second = FakeCard(path: "/dev/dri/card7")
        bench.cards.cards = [second]
        second.time = bench.time
        #expect(bench.serve(glass) == [.changed])
        #expect(glass.summary.contains("card7"))
    }

    @Test("T15 while there is none it is looked for each second, though nothing be announced")
    func retry() throws {
        let bench = GlassBench()
        let glass = try bench.open(waitingAs: .small)
        #expect(glass.isLost && glass.panel == .small && glass.summary.hasPrefix("display=none"))
        #expect(glass.deadline == bench.time + Glass.searchPause)
        bench.cards.cards = [FakeCard()]
        bench.time += Glass.searchPause - .milliseconds(1)
        #expect(bench.serve(glass) == [])
        bench.time += .milliseconds(1)
        #expect(bench.serve(glass) == [.changed])
        #expect(glass.deadline == bench.time + KMSDisplay.lookPause)
    }

    @Test("T18 while another console has the glass nothing is looked for; afterwards at once")
    func paused() throws {
        let card = FakeCard()
        let bench = GlassBench([card])
        let glass = try bench.open()
        glass.pause()
        card.sockets[0].isConnected = false
        bench.plugEvents.announce()
        #expect(bench.serve(glass) == [] && glass.deadline == nil)
        glass.resume()
        guard case .lost = bench.serve(glass).first else {
            Issue.record("the loss was not noticed")
            return
        }
    }

    @Test("T15 a closed display does nothing and closes all that it had")
    func closed() throws {
        let card = FakeCard()
        let bench = GlassBench([card])
        let glass = try bench.open()
        glass.close()
        glass.close()
        #expect(card.isClosed && bench.plugEvents.isClosed)
        bench.plugEvents.announce()
        #expect(bench.serve(glass) == [] && glass.deadline == nil)
    }

    @Test("T15 the kernel's announcements are read, and only displays count")
    func announcements() throws {
        func message(_ fields: String...) -> ArraySlice<UInt8> {
            Array(fields.joined(separator: "\0").utf8 + [0])[...]
        }
        #expect(
            KernelPlugEvents.isAboutDisplays(
                message("change@/devices/card0", "ACTION=change", "SUBSYSTEM=drm", "HOTPLUG=1")))
        #expect(
            KernelPlugEvents.isAboutDisplays(message("add@/fb1", "SUBSYSTEM=graphics")))
        #expect(!KernelPlugEvents.isAboutDisplays(message("add@/drm", "SUBSYSTEM=input")))
        #expect(!KernelPlugEvents.isAboutDisplays([]))
    }
}
