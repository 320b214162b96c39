import CDRM
import Geometry
import Glibc
import Kernel

@testable import Display

/// Card controlled by the test: finished flips, connected monitors, failing calls.
final class FakeCard: DRMCard {
    let path: String
    var driver = "fake"
    let descriptor: Int32 = -1
    var isAtomic = true
    var isMaster = true
    var time = Duration.seconds(50)
    var capabilities: [UInt64: UInt64] = [UInt64(DRM_CAP_DUMB_BUFFER): 1]
    var sockets: [DRMConnector]
    var crtcIDs: [UInt32] = [40, 41]
    /// Errno of each failing call, by name.
    var failures: [String: Int32] = [:]
    var calls: [String] = []
    /// Number of buffers that fit.
    var room = 3
    var living: [UInt32: DRMBuffer] = [:]
    private var memories: [UInt32: DeviceMemory] = [:]
    /// Framebuffer on the monitor; nil: the one from before.
    var shown: UInt32?
    var pending: (framebuffer: UInt32, token: UInt64)?
    private var events: [UInt64] = []
    var flipCount = 0
    var modeCount = 0
    var restoreCount = 0
    var isClosed = false
    /// Whether the event arrives during a wait.
    var comesWhileWaiting = false
    /// Whether a buffer was written while shown, which shows it half drawn.
    var wasTorn = false

    init(path: String = "/dev/dri/card1", sockets: [DRMConnector] = [FakeCard.socket()]) {
        self.path = path
        self.sockets = sockets
    }

    static func socket(
        _ name: String = "HDMI-A-1", id: UInt32 = 30, isConnected: Bool = true,
        modes: [DRMMode] = [mode(24, 16, preferred: true)]
    ) -> DRMConnector {
        DRMConnector(
            id: id, name: name, isConnected: isConnected, widthMillimetres: 0,
            heightMillimetres: 0, modes: isConnected ? modes : [], possibleCRTCs: 0b11,
            currentCRTC: 0)
    }

    static func mode(_ width: Int, _ height: Int, _ hertz: Int = 60, preferred: Bool = false)
        -> DRMMode
    {
        DRMMode(width: width, height: height, refreshHertz: hertz, isPreferred: preferred)
    }

    /// Simulates a vertical blank: the pending buffer is shown.
    func blank() {
        guard let done = pending else { return }
        pending = nil
        shown = done.framebuffer
        events.append(done.token)
    }

    /// Sends an event without a request.
    func stray(_ token: UInt64) { events.append(token) }

    func shows(_ shadow: PixelBuffer, _ transform: PixelTransform) -> Bool {
        guard let shown, let buffer = living[shown], let memory = memories[shown] else {
            return false
        }
        let surface = Surface(
            base: buffer.base, size: transform.glass, bytesPerRow: buffer.bytesPerRow,
            layout: .xrgb8888)
        return memory.shows(shadow, surface, transform)
    }

    private func count(_ call: String) throws(SystemError) {
        calls.append(call)
        if let code = failures[call] { throw SystemError(call: call, code: code) }
    }

    func capability(_ capability: UInt64) throws(SystemError) -> UInt64 {
        try count("capability")
        return capabilities[capability] ?? 0
    }

    func becomeMaster() throws(SystemError) {
        try count("becomeMaster")
        isMaster = true
    }

    func dropMaster() throws(SystemError) {
        try count("dropMaster")
        isMaster = false
    }

    func connectors(probing: Bool) throws(SystemError) -> [DRMConnector] {
        try count("connectors")
        return sockets
    }

    func isConnected(_ connector: UInt32) throws(SystemError) -> Bool {
        try count("isConnected")
        return sockets.contains { $0.id == connector && $0.isConnected }
    }

    func crtcs() throws(SystemError) -> [UInt32] {
        try count("crtcs")
        return crtcIDs
    }

    func prepare(_ route: DRMRoute) throws(SystemError) { try count("prepare") }

    func createBuffer(_ size: Size) throws(SystemError) -> DRMBuffer {
        try count("createBuffer")
        guard living.count < room else { throw SystemError(call: "createBuffer", code: ENOMEM) }
        let id = UInt32(100 + living.count)
        let stride = size.width * 4 + 64
        let memory = DeviceMemory(byteCount: stride * size.height)
        memories[id] = memory
        let buffer = DRMBuffer(
            handle: id, framebuffer: id, bytesPerRow: stride, base: memory.base,
            byteCount: memory.byteCount)
        living[id] = buffer
        return buffer
    }

    func destroy(_ buffer: DRMBuffer) { living[buffer.framebuffer] = nil }

    var isOff = false

    func powerOff(_ route: DRMRoute) throws(SystemError) {
        try count("powerOff")
        isOff = true
    }

    func setMode(_ route: DRMRoute, _ buffer: DRMBuffer) throws(SystemError) {
        try count("setMode")
        isOff = false
        modeCount += 1
        pending = nil
        shown = buffer.framebuffer
    }

    func flip(_ route: DRMRoute, _ buffer: DRMBuffer, token: UInt64) throws(SystemError) {
        try count("flip")
        if isOff { throw SystemError(call: "flip", code: EINVAL) }
        if pending != nil { throw SystemError(call: "flip", code: EBUSY) }
        flipCount += 1
        if buffer.framebuffer == shown && living.count > 1 { wasTorn = true }
        pending = (buffer.framebuffer, token)
    }

    func finishedFlips() throws(SystemError) -> [UInt64] {
        try count("finishedFlips")
        defer { events = [] }
        return events
    }

    func waitForEvent(_ limit: Duration) -> Bool {
        if comesWhileWaiting {
            blank()
            return true
        }
        time += limit
        return false
    }

    func restore(_ route: DRMRoute) {
        restoreCount += 1
        shown = nil
    }

    func close() { isClosed = true }
    func uptime() -> Duration { time }
}

/// Cards that come and go.
final class FakeCards: DRMCards {
    var cards: [FakeCard]
    var openFailure: Int32?

    init(_ cards: [FakeCard] = []) { self.cards = cards }

    func paths() -> [String] { cards.map(\.path) }
    func hardware(of path: String) -> String? { "/sys/devices/\(path)" }

    func open(_ path: String) throws(SystemError) -> any DRMCard {
        if let openFailure { throw SystemError(call: "open", code: openFailure) }
        guard let card = cards.first(where: { $0.path == path }) else {
            throw SystemError(call: "open", code: ENOENT)
        }
        return card
    }
}
