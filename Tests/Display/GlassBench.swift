import Geometry
import Glibc

@testable import Display

/// Plug events sent by the test. The descriptor is a real one, for `epoll`.
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

/// Machine with cards and framebuffers that come and go.
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

    /// Serves the glass as the loop does, while anything is due.
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
