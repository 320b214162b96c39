import Geometry
import Glibc
import Testing

@testable import Display

@Suite("T14 Which glass is taken", .timeLimit(.minutes(5)))
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
