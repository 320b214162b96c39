import CDRM
import Geometry
import Kernel

/// Calls of one open card, one function each. A test can emulate any driver, be busy and fail
/// (T8-T10, T14). `LinuxCard` implements them by libdrm.
protocol DRMCard: AnyObject {
    /// Path, as `/dev/dri/card1`.
    var path: String { get }
    /// Name of the driver, as `vc4`.
    var driver: String { get }
    /// Descriptor that is readable when a flip has finished. Reading never waits.
    var descriptor: Int32 { get }
    /// Whether frames are committed atomically. `prepare` settles it.
    var isAtomic: Bool { get }
    func capability(_ capability: UInt64) throws(SystemError) -> UInt64
    /// Whether this process may set modes, that is, no other does.
    var isMaster: Bool { get }
    func becomeMaster() throws(SystemError)
    func dropMaster() throws(SystemError)
    /// Returns the connectors. It queries the monitors only with `probing`, which takes some
    /// milliseconds each.
    func connectors(probing: Bool) throws(SystemError) -> [DRMConnector]
    /// Whether a monitor is plugged into the connector, as far as the kernel knows without a query.
    func isConnected(_ connector: UInt32) throws(SystemError) -> Bool
    /// Returns all CRTCs. The position is the bit in `DRMConnector.possibleCRTCs`.
    func crtcs() throws(SystemError) -> [UInt32]
    /// Prepares to show on this route. It is called once before `setMode` and stores what the CRTC
    /// shows now for `restore`.
    func prepare(_ route: DRMRoute) throws(SystemError)
    func createBuffer(_ size: Size) throws(SystemError) -> DRMBuffer
    func destroy(_ buffer: DRMBuffer)
    /// Switches the monitor off. `setMode` switches it on again.
    func powerOff(_ route: DRMRoute) throws(SystemError)
    /// Shows the buffer in the route's mode. It may take long and sends no event.
    func setMode(_ route: DRMRoute, _ buffer: DRMBuffer) throws(SystemError)
    /// Shows the buffer at the next vertical blank. Its event carries the token.
    func flip(_ route: DRMRoute, _ buffer: DRMBuffer, token: UInt64) throws(SystemError)
    /// Returns the tokens of the flips that have finished.
    func finishedFlips() throws(SystemError) -> [UInt64]
    /// Waits until an event can be read. Returns false after the limit.
    func waitForEvent(_ limit: Duration) -> Bool
    /// Restores what was shown before `prepare`, where that still exists.
    func restore(_ route: DRMRoute)
    func close()
    func uptime() -> Duration
}

/// Cards of the machine.
protocol DRMCards: AnyObject {
    /// Returns the paths by number. The number of a card changes from boot to boot (T14).
    func paths() -> [String]
    func hardware(of path: String) -> String?
    func open(_ path: String) throws(SystemError) -> any DRMCard
}

/// Display mode of a monitor.
struct DRMMode: Equatable {
    var width: Int
    var height: Int
    /// Refresh rate in Hz, rounded.
    var refreshHertz: Int
    /// Whether the monitor prefers this mode.
    var isPreferred: Bool
    /// Mode in the kernel's form.
    var info = drmModeModeInfo()

    var size: Size { Size(width: width, height: height) }
    var description: String { "\(width)x\(height)@\(refreshHertz)" }

    static func == (one: DRMMode, other: DRMMode) -> Bool {
        one.size == other.size && one.refreshHertz == other.refreshHertz
            && one.isPreferred == other.isPreferred && one.info.clock == other.info.clock
            && one.info.flags == other.info.flags
    }
}

/// Connector for a monitor.
struct DRMConnector: Equatable {
    var id: UInt32
    /// Name, as `HDMI-A-1`.
    var name: String
    var isConnected: Bool
    /// Width reported by the monitor; 0: unknown.
    var widthMillimetres: Int
    var heightMillimetres: Int
    var modes: [DRMMode]
    /// Bit mask of the CRTCs that can serve it.
    var possibleCRTCs: UInt32
    /// CRTC that serves it now; 0: none.
    var currentCRTC: UInt32

    /// Mode that the monitor prefers, else the largest, and of two equal ones the faster (T14).
    var bestMode: DRMMode? {
        modes.first(where: \.isPreferred)
            ?? modes.max { ($0.size.area, $0.refreshHertz) < ($1.size.area, $1.refreshHertz) }
    }
}

/// Route from a CRTC of the card to the monitor.
struct DRMRoute: Equatable {
    var connector: DRMConnector
    var mode: DRMMode
    var crtc: UInt32
    /// Position of the CRTC, as planes count them.
    var crtcIndex: Int
}

/// Buffer that the card can show, mapped into memory.
struct DRMBuffer {
    var handle: UInt32
    var framebuffer: UInt32
    /// Bytes from a row to the next: `pitch` of CREATE_DUMB (T4).
    var bytesPerRow: Int
    var base: UnsafeMutableRawPointer
    var byteCount: Int
}
