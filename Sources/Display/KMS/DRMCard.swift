import CDRM
import Geometry

/// The calls of one open card, a function each, so that a test can be any driver, be busy and
/// fail (T8-T10, T14). `LinuxCard` makes them through libdrm.
protocol DRMCard: AnyObject {
    /// `/dev/dri/card1`
    var path: String { get }
    /// The driver's name for itself, e.g. `vc4`.
    var driver: String { get }
    /// Readable when a flip is done. Reading never waits.
    var descriptor: Int32 { get }
    /// Whether frames are committed atomically; settled by `prepare`.
    var isAtomic: Bool { get }
    func capability(_ capability: UInt64) throws(SystemError) -> UInt64
    /// Whether we may set modes, i.e. nobody else does.
    var isMaster: Bool { get }
    func becomeMaster() throws(SystemError)
    func dropMaster() throws(SystemError)
    /// Asks the monitors themselves only where `probing`, which takes some milliseconds each.
    func connectors(probing: Bool) throws(SystemError) -> [DRMConnector]
    /// Whether something is plugged into the connector, as far as the kernel knows by itself.
    func isConnected(_ connector: UInt32) throws(SystemError) -> Bool
    /// All CRTCs; the position is the bit in `DRMConnector.possibleCRTCs`.
    func crtcs() throws(SystemError) -> [UInt32]
    /// Gets ready to show on this way; called once before `setMode`, and remembers what the CRTC
    /// shows now for `restore`.
    func prepare(_ route: DRMRoute) throws(SystemError)
    func createBuffer(_ size: Size) throws(SystemError) -> DRMBuffer
    func destroy(_ buffer: DRMBuffer)
    /// Switches the monitor off; `setMode` switches it on again.
    func powerOff(_ route: DRMRoute) throws(SystemError)
    /// Shows the buffer with the route's mode; may take long. No event comes for it.
    func setMode(_ route: DRMRoute, _ buffer: DRMBuffer) throws(SystemError)
    /// Shows the buffer at the next vertical blank; its event carries the token.
    func flip(_ route: DRMRoute, _ buffer: DRMBuffer, token: UInt64) throws(SystemError)
    /// Tokens of the flips that are done by now.
    func finishedFlips() throws(SystemError) -> [UInt64]
    /// Waits until an event can be read; false after the limit.
    func waitForEvent(_ limit: Duration) -> Bool
    /// Sets what was shown before `prepare`, where that still exists.
    func restore(_ route: DRMRoute)
    func close()
    func uptime() -> Duration
}

/// All cards of the machine.
protocol DRMCards: AnyObject {
    /// By number; which number a card has changes from start to start (T14).
    func paths() -> [String]
    func hardware(of path: String) -> String?
    func open(_ path: String) throws(SystemError) -> any DRMCard
}

/// One way of showing a picture on a monitor.
struct DRMMode: Equatable {
    var width: Int
    var height: Int
    /// Pictures a second, rounded.
    var refreshHertz: Int
    /// What the monitor itself prefers.
    var isPreferred: Bool
    /// As the kernel wants it back.
    var info = drmModeModeInfo()

    var size: Size { Size(width: width, height: height) }
    var description: String { "\(width)x\(height)@\(refreshHertz)" }

    static func == (one: DRMMode, other: DRMMode) -> Bool {
        one.size == other.size && one.refreshHertz == other.refreshHertz
            && one.isPreferred == other.isPreferred && one.info.clock == other.info.clock
            && one.info.flags == other.info.flags
    }
}

/// A socket for a monitor.
struct DRMConnector: Equatable {
    var id: UInt32
    /// `HDMI-A-1`
    var name: String
    var isConnected: Bool
    /// What the monitor says of itself; 0 where it says nothing.
    var widthMillimetres: Int
    var heightMillimetres: Int
    var modes: [DRMMode]
    /// A bit for each CRTC that can serve it.
    var possibleCRTCs: UInt32
    /// The CRTC that serves it now; 0: none.
    var currentCRTC: UInt32

    /// What the monitor prefers, else the largest, and of two equal ones the faster (T14).
    var bestMode: DRMMode? {
        modes.first(where: \.isPreferred)
            ?? modes.max { ($0.size.area, $0.refreshHertz) < ($1.size.area, $1.refreshHertz) }
    }
}

/// From a CRTC of the card to the monitor.
struct DRMRoute: Equatable {
    var connector: DRMConnector
    var mode: DRMMode
    var crtc: UInt32
    /// Position of the CRTC, as planes count them.
    var crtcIndex: Int
}

/// A buffer that the card shows, mapped into our memory.
struct DRMBuffer {
    var handle: UInt32
    var framebuffer: UInt32
    /// `pitch` of CREATE_DUMB (T4).
    var bytesPerRow: Int
    var base: UnsafeMutableRawPointer
    var byteCount: Int
}
