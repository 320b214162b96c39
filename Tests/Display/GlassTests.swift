import CDRM
import Geometry
import Glibc
import TestSupport
import Testing

@testable import Display

/// Announcements at the test's word. The descriptor is a real one, for `epoll`.
final class FakePlugEvents: PlugEvents {
    let descriptor: Int32
    private let other: Int32
    private(set) var isClosed = false

    init() {
        var ends: [Int32] = [-1, -1]
        pipe(&ends)
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        (descriptor, other) = (ends[0], ends[1])
    }

    deinit {
        Glibc.close(descriptor)
        Glibc.close(other)
    }

    func announce() {
        var one: UInt8 = 1
        _ = write(other, &one, 1)
    }

    func take() -> Bool {
        var bytes = [UInt8](repeating: 0, count: 16)
        return read(descriptor, &bytes, bytes.count) > 0
    }

    func close() { isClosed = true }
}

/// A machine with cards and framebuffers that come and go.
final class GlassBench {
    let cards = FakeCards()
    let framebuffer = FakeFramebuffer(.xrgb8888, Size(width: 20, height: 10))
    let plugEvents = FakePlugEvents()
    var time: Duration {
        get { framebuffer.time }
        set {
            framebuffer.time = newValue
            for card in cards.cards { card.time = newValue }
        }
    }

    init(_ cards: [FakeCard] = [], hasFramebuffer: Bool = false) {
        self.cards.cards = cards
        framebuffer.present = hasFramebuffer ? ["/dev/fb0"] : []
        time = .seconds(100)
    }

    func open(
        _ choice: DisplayChoice = .auto, waitingAs panel: Panel? = nil
    ) throws(DisplayError) -> Glass {
        let events = plugEvents
        let framebuffer = framebuffer
        let system = GlassSystem(
            cards: cards, framebuffers: framebuffer, plugEvents: { events },
            uptime: { framebuffer.time })
        return try Glass(
            finder: GlassFinder(
                choice: choice, settings: GlassSettings(), system: system, log: { _ in }),
            waitingAs: panel)
    }

    /// What the loop does: as long as something is due.
    func serve(_ glass: Glass) -> [DisplayNews] {
        var news: [DisplayNews] = []
        for _ in 0..<10 {
            news.append(glass.service(at: time))
            guard let deadline = glass.deadline, deadline <= time else { break }
        }
        return news.filter { $0 != .none }
    }

    func isReadable(_ glass: Glass) -> Bool {
        var waiting = pollfd(fd: glass.descriptor ?? -1, events: Int16(POLLIN), revents: 0)
        return poll(&waiting, 1, 0) == 1
    }
}

@Suite("T14 Which glass is taken")
struct GlassChoiceTests {
    @Test("T14 auto takes a card, by what it can and not by its number")
    func cardByAbility() throws {
        let blind = FakeCard(path: "/dev/dri/card0")
        blind.capabilities = [:]
        let simple = FakeCard(path: "/dev/dri/card1")
        simple.driver = "simpledrm"
        let good = FakeCard(path: "/dev/dri/card2")
        let glass = try GlassBench([blind, simple, good], hasFramebuffer: true).open()
        #expect(glass.summary.hasPrefix("display=kms card2 HDMI-A-1 24x16@60 "))
        #expect(
            glass.report
                == glass.summary + "; refused kms card0: fake has no dumb buffers; kms card1: "
                + "simpledrm is only the firmware's framebuffer")
        #expect(blind.isClosed && simple.isClosed && !good.isClosed)
    }

    @Test("T14 simpledrm alone: its framebuffer is taken")
    func simpledrm() throws {
        let simple = FakeCard()
        simple.driver = "simpledrm"
        let glass = try GlassBench([simple], hasFramebuffer: true).open()
        #expect(glass.summary.hasPrefix("display=fbdev /dev/fb0 20x10 XRGB8888 "))
    }

    @Test("T14 the connector of that name, and no other though it be connected")
    func connectorByName() throws {
        let card = FakeCard(sockets: [
            FakeCard.socket("HDMI-A-1", id: 30), FakeCard.socket("HDMI-A-2", id: 31),
        ])
        let bench = GlassBench([card])
        #expect(try bench.open(.kms(connector: "HDMI-A-2")).summary.contains("HDMI-A-2"))
        let error = #expect(throws: DisplayError.self) {
            try bench.open(.kms(connector: "DP-1"))
        }
        #expect(
            error?.message
                == "there is no glass to show on: kms card1: there is no connector DP-1, only "
                + "HDMI-A-1, HDMI-A-2.")
    }

    @Test("T14 of two connectors without a name, the first that something is plugged into")
    func firstConnected() throws {
        let card = FakeCard(sockets: [
            FakeCard.socket("HDMI-A-1", id: 30, isConnected: false),
            FakeCard.socket("HDMI-A-2", id: 31),
        ])
        #expect(try GlassBench([card]).open().summary.contains("HDMI-A-2"))
    }

    @Test("T14 the preferred mode, else the largest, and of two the faster")
    func modes() {
        let small = FakeCard.mode(640, 480, 75)
        let large = FakeCard.mode(1920, 1080, 50)
        let faster = FakeCard.mode(1920, 1080, 60)
        let preferred = FakeCard.mode(1280, 800, preferred: true)
        #expect(FakeCard.socket(modes: [small, large, faster]).bestMode == faster)
        #expect(FakeCard.socket(modes: [small, faster, preferred]).bestMode == preferred)
        #expect(FakeCard.socket(modes: []).bestMode == nil)
    }

    @Test("T14 the CRTC that serves the connector already, else one that serves no other")
    func crtcs() throws {
        var other = FakeCard.socket("HDMI-A-1", id: 30)
        other.currentCRTC = 40
        var mine = FakeCard.socket("HDMI-A-2", id: 31)
        let card = FakeCard(sockets: [other, mine])
        #expect(try DRMRoute.choose(on: card, connector: "HDMI-A-2").crtc == 41)
        #expect(try DRMRoute.choose(on: card, connector: "HDMI-A-2").crtcIndex == 1)
        #expect(try DRMRoute.choose(on: card, connector: "HDMI-A-1").crtc == 40)
        mine.possibleCRTCs = 0b01
        card.sockets = [other, mine]
        #expect(try DRMRoute.choose(on: card, connector: "HDMI-A-2").crtc == 40)
        mine.possibleCRTCs = 0
        card.sockets = [other, mine]
        #expect(throws: CardRefusal("no CRTC can serve HDMI-A-2")) {
            try DRMRoute.choose(on: card, connector: "HDMI-A-2")
        }
    }

    @Test("T14 a card that another program shows on is refused in so many words")
    func busy() {
        let card = FakeCard()
        card.isMaster = false
        let error = #expect(throws: DisplayError.self) { try GlassBench([card]).open() }
        #expect(error?.message.contains("another program shows on it") == true)
    }

    @Test("T14 the framebuffer of a card without a monitor is not taken in its place")
    func framebufferOfCard() throws {
        let card = FakeCard(sockets: [FakeCard.socket(isConnected: false)])
        let bench = GlassBench([card], hasFramebuffer: true)
        bench.framebuffer.hardwarePath = bench.cards.hardware(of: card.path)
        let error = #expect(throws: DisplayError.self) { try bench.open() }
        #expect(error?.message.contains("nothing is connected to HDMI-A-1") == true)
        #expect(error?.message.contains("it is the same card") == true)
        bench.framebuffer.hardwarePath = "/sys/devices/another"
        #expect(try bench.open().summary.hasPrefix("display=fbdev"))
    }

    @Test("T14 nothing at all is one sentence with all reasons")
    func nothing() {
        let error = #expect(throws: DisplayError.self) { try GlassBench().open() }
        #expect(
            error?.description
                == "display=auto: there is no glass to show on: kms: no card in /dev/dri; "
                + "fbdev: no framebuffer in /dev.")
        #expect(throws: DisplayError.self) { try GlassBench([FakeCard()]).open(.memory(nil)) }
        let cards = GlassBench([FakeCard()])
        cards.cards.openFailure = EACCES
        #expect(throws: DisplayError.self) { try cards.open() }
    }

    @Test("T14 list names connectors, modes and framebuffers")
    func list() {
        let card = FakeCard(sockets: [
            FakeCard.socket(
                modes: [FakeCard.mode(640, 480), FakeCard.mode(24, 16, preferred: true)]),
            FakeCard.socket("DP-1", id: 31, isConnected: false),
        ])
        let bench = GlassBench([card], hasFramebuffer: true)
        let system = GlassSystem(cards: bench.cards, framebuffers: bench.framebuffer)
        #expect(
            GlassOpener.list(system) == [
                "kms:HDMI-A-1  card1 fake  connected  640x480@60 24x16@60*",
                "kms:DP-1  card1 fake  nothing connected",
                "fbdev:/dev/fb0  f  20x10 XRGB8888 pitch=144",
            ])
        #expect(card.isClosed && bench.framebuffer.openCount == 0)
    }
}

@Suite("T15 Glass that comes and goes")
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
        // Frames meanwhile are dropped, and nobody hears of it again.
        try glass.present(picture, .full(picture.size))
        bench.time += .seconds(5)
        #expect(bench.serve(glass) == [])
        card.sockets = [FakeCard.socket()]
        bench.plugEvents.announce()
        #expect(bench.serve(glass) == [.changed])
        try glass.present(picture, .full(picture.size))
        #expect(card.shows(picture, glass.transform))
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
