package import Geometry
package import Kernel

/// Settings of input devices.
package struct InputSettings: Sendable {
    package var folder = "/dev/input"
    /// The only device that may be the touchscreen; nil: the best one (T23).
    package var touchscreen: DeviceMatch?
    package var keyboards: [KeyboardBinding] = []
    /// Whether devices are grabbed. False for debugging only: other processes receive the events
    /// too (T33, C8).
    package var isGrabbing = true
    package var frames = FrameSettings()
    /// Matrices by `DeviceIdentity.stableKey`, read before the loop starts (C7).
    package var calibrations: [String: CalibrationMatrix] = [:]

    package init() {}
}

/// Touchscreen and keyboards of this machine, with hotplug (C6, T31).
///
/// One epoll descriptor covers the devices and the inotify watch on their folder. Nodes are
/// identified by their description, never by their number.
package final class EvdevDevices: InputSource {
    /// Interval at which a node that cannot be opened is tried for `retryTime`, while permissions
    /// settle (T31). Later attempts follow every `slowRetryInterval`.
    static let retryInterval = Duration.milliseconds(100)
    static let retryTime = Duration.seconds(2)
    static let slowRetryInterval = Duration.seconds(5)
    /// Time within which a second failure moves a device to the slow interval at once.
    static let failurePause = Duration.seconds(30)
    /// Interval at which the folder is listed where it cannot be watched.
    static let pollInterval = Duration.milliseconds(500)
    /// Maximum number of buffers read of a device per call. The rest waits for the next call.
    static let maximumReads = 8
    static let notifierTag: UInt64 = 0

    /// Node of the folder.
    struct Known {
        var number: NodeNumber?
        var description: DeviceDescription?
        var assessment: DeviceAssessment?
        var problem: SystemError?
        var retryAt: Duration?
        var fastRetryEnd = Duration.zero
        /// Uptime of the last failed read.
        var lastFailure: Duration?
        var isReported = false
    }

    /// Device in use.
    final class OpenDevice {
        let tag: UInt64
        let name: String
        let node: any InputNode
        let role: DeviceRole
        var assembler: FrameAssembler?
        var pressed: Set<UInt16> = []
        /// Whether the kernel refused the monotonic clock. Events then bear the time of reading.
        var hasForeignClock = false

        init(tag: UInt64, name: String, node: any InputNode, role: DeviceRole) {
            self.tag = tag
            self.name = name
            self.node = node
            self.role = role
        }

        var identity: DeviceIdentity { node.description.identity }
    }

    let settings: InputSettings
    let calls: InputCalls
    let onNotice: (InputNotice) -> Void
    let epoll: Int32
    var transform: TouchTransform
    var calibrations: [String: CalibrationMatrix]

    var notifier: Int32?
    var folderWatch: Int32?
    var parentWatch: Int32?
    var pollAt: Duration?

    var known: [String: Known] = [:]
    var open: [UInt64: OpenDevice] = [:]
    /// Nodes that were just opened for identification.
    var fresh: [String: any InputNode] = [:]
    var lastTag = EvdevDevices.notifierTag
    var pending: [InputEvent] = []
    var dropNotices = NoticeThrottle()
    var now = Duration.zero
    private var hasStarted = false
    private(set) var isPaused = false
    private var isRaw = false

    /// Creates the source. `transform` has the glass and its rotation; the device's own matrix
    /// replaces its matrix. `onNotice` is called on the reading thread. Throws `SystemError` if
    /// no epoll descriptor can be made.
    package init(
        settings: InputSettings = InputSettings(), transform: TouchTransform,
        calls: InputCalls = .linux, onNotice: @escaping (InputNotice) -> Void = { _ in }
    ) throws(SystemError) {
        self.settings = settings
        self.calls = calls
        self.onNotice = onNotice
        self.transform = transform
        calibrations = settings.calibrations
        epoll = try calls.makeEpoll()
    }

    deinit {
        open = [:]
        if let notifier { calls.close(notifier) }
        calls.close(epoll)
    }

    package var descriptor: Int32? { epoll }

    package var deadline: Duration? {
        if !hasStarted || !pending.isEmpty { return .zero }
        return (known.values.compactMap(\.retryAt) + [pollAt].compactMap(\.self)).min()
    }

    package func read(at uptime: Duration) -> [InputEvent] {
        now = uptime
        if !hasStarted {
            hasStarted = true
            startNotifier()
            rescan()
        }
        // Read devices before their removal, so that their last events arrive.
        for tag in calls.ready(epoll).sorted(by: >) {
            if tag == Self.notifierTag {
                followNotes()
            } else if let device = open[tag] {
                read(device)
            }
        }
        retry()
        defer { pending = [] }
        return pending
    }

    package func cancelAll() {
        for device in open.values { cancel(device) }
    }

    package func pause() {
        guard !isPaused else { return }
        isPaused = true
        for device in open.values {
            cancel(device)
            calls.unwatch(epoll, device.node.descriptor)
            if settings.isGrabbing { try? device.node.grab(false) }
        }
    }

    package func resume() {
        guard isPaused else { return }
        isPaused = false
        for device in open.values.sorted(by: { $0.tag < $1.tag }) {
            do throws(SystemError) {
                try listen(to: device)
                if device.role == .ignoredKeyboard {
                    pending.append(.pad(device.padState(at: now)))
                }
            } catch {
                lose(device, because: error)
            }
        }
        assign()
    }

    package var deliversRaw: Bool {
        get { isRaw }
        set {
            if newValue != isRaw { cancelAll() }
            isRaw = newValue
        }
    }

    package var calibration: CalibrationMatrix {
        hasTouchscreen ? transform.calibration : .identity
    }

    package func setCalibration(_ matrix: CalibrationMatrix) {
        cancelAll()
        transform.calibration = matrix
        if let touchscreen { calibrations[touchscreen.identity.stableKey] = matrix }
    }

    package func setGlass(_ glass: PixelTransform) {
        cancelAll()
        transform = TouchTransform(glass, calibration: transform.calibration)
    }

    package var hasTouchscreen: Bool { touchscreen != nil }

    /// Irregularities of the touchscreen; nil: no touchscreen.
    package var counters: FrameCounters? { touchscreen?.assembler?.counters }

    package var devices: [DeviceSummary] {
        known.keys.sorted(by: Self.isOrdered).map { name in
            let node = known[name]
            let role = open.values.first { $0.name == name }?.role
            var reason = node?.assessment?.reason ?? ""
            if let problem = node?.problem {
                reason = "It can't be opened: \(problem.reason)."
            } else if role == nil, node?.assessment?.score != nil {
                reason += " Another serves better."
            } else if role == .ignoredKeyboard {
                reason = "No setting names this keyboard."
            } else if case .keyboard = role {
                reason = "The settings name it."
            }
            return DeviceSummary(
                path: path(name), identity: node?.description?.identity, role: role,
                score: node?.assessment?.score, reason: reason,
                abilities: node?.assessment?.abilities)
        }
    }

    var touchscreen: OpenDevice? { open.values.first { $0.role == .touchscreen } }

    func path(_ name: String) -> String { "\(settings.folder)/\(name)" }

    /// Whether `first` precedes `second`, with event9 before event10.
    static func isOrdered(_ first: String, _ second: String) -> Bool {
        (first.utf8.count, first) < (second.utf8.count, second)
    }
}
