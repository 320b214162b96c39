import Foundation
import Geometry
import Kernel
import TestSupport
import Touch

/// Folder of nodes with devices controlled by a test. Folder, inotify and epoll are the machine's
/// own; only the nodes are simulated.
final class FakeKernel {
    let folder: TemporaryFolder
    private(set) var plugged: [String: FakeDevice] = [:]
    /// Errno of opening each path.
    var openErrors: [String: Int32] = [:]
    /// Errno of each failing call, by name.
    var errors: [String: Int32] = [:]
    var openCount = 0
    private(set) var notices: [InputNotice] = []

    init() throws {
        folder = try TemporaryFolder("input")
    }

    func path(_ number: Int) -> String { folder.file("event\(number)") }

    /// Plugs a device in: first the device appears, then its node.
    @discardableResult
    func plug(_ number: Int, _ description: DeviceDescription) throws -> FakeDevice {
        let device = FakeDevice(description)
        plugged[path(number)] = device
        try folder.write("", to: "event\(number)")
        return device
    }

    /// Unplugs a device: reading fails, then the node goes.
    func unplug(_ number: Int) throws {
        plugged.removeValue(forKey: path(number))?.vanish()
        try FileManager.default.removeItem(atPath: path(number))
    }

    /// Moves a node to another path.
    func alias(_ path: String, _ number: Int) { plugged[path] = plugged[self.path(number)] }

    /// Settles permissions as udev does.
    func settleRights(_ number: Int) {
        openErrors[path(number)] = nil
        chmod(path(number), 0o660)
    }

    var calls: InputCalls {
        var calls = InputCalls.linux
        let linux = InputCalls.linux
        calls.open = { [self] (path) throws(SystemError) in
            openCount += 1
            if let code = openErrors[path] {
                throw SystemError(call: "open", path: path, code: code)
            }
            guard let device = plugged[path] else {
                throw SystemError(call: "open", path: path, code: ENODEV)
            }
            return FakeNode(device)
        }
        calls.makeNotifier = { [self] () throws(SystemError) in
            try fail("inotify_init1")
            return try linux.makeNotifier()
        }
        calls.notify = { [self] (notifier, folder) throws(SystemError) in
            try fail("inotify_add_watch")
            return try linux.notify(notifier, folder)
        }
        calls.makeEpoll = { [self] () throws(SystemError) in
            try fail("epoll_create1")
            return try linux.makeEpoll()
        }
        calls.watch = { [self] (epoll, descriptor, tag) throws(SystemError) in
            try fail("epoll_ctl")
            try linux.watch(epoll, descriptor, tag)
        }
        return calls
    }

    func fail(_ call: String) throws(SystemError) {
        if let code = errors[call] { throw SystemError(call: call, code: code) }
    }

    func devices(
        _ settings: InputSettings = InputSettings(),
        transform: TouchTransform = TouchTransform(glass: RawPanel.glass)
    ) throws -> EvdevDevices {
        var settings = settings
        if settings.folder == "/dev/input" { settings.folder = folder.path }
        return try EvdevDevices(
            settings: settings, transform: transform, calls: calls,
            onNotice: { [self] in notices.append($0) })
    }
}

/// Device controlled by a test.
final class FakeDevice {
    let description: DeviceDescription
    var state: TouchSnapshot
    /// Whether another process has grabbed it.
    var isGrabbedByOther = false
    var errors: [String: Int32] = [:]
    private(set) var isGrabbed = false
    fileprivate(set) var isGone = false
    fileprivate var nodes: [Weak] = []
    var now = Duration.milliseconds(5_000)

    fileprivate struct Weak { weak var node: FakeNode? }

    init(_ description: DeviceDescription) {
        self.description = description
        state = TouchSnapshot()
        if let abilities = try? TouchAbilities(description) { state = TouchSnapshot(abilities) }
    }

    /// Number of open nodes.
    var openNodes: Int { nodes.filter { $0.node != nil }.count }

    /// Sends events in one write.
    func send(_ events: [Wire]) {
        for event in events {
            state.apply(event.at(now))
            for node in nodes { node.node?.queue.append(event.at(now)) }
        }
        for node in nodes { node.node?.wake() }
    }

    func vanish() {
        isGone = true
        for node in nodes { node.node?.wake() }
    }

    func grab(_ isGrabbed: Bool, by path: String) throws(SystemError) {
        if isGrabbedByOther {
            throw SystemError(call: "EVIOCGRAB", path: path, code: EBUSY)
        }
        self.isGrabbed = isGrabbed
    }
}

/// Open node: a pipe that is readable while events wait.
final class FakeNode: InputNode {
    let device: FakeDevice
    let ends: [Int32]
    fileprivate(set) var queue: [RawEvent] = []

    init(_ device: FakeDevice) {
        self.device = device
        var ends: [Int32] = [-1, -1]
        pipe(&ends)
        for end in ends { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
        self.ends = ends
        device.nodes.append(FakeDevice.Weak(node: self))
        device.nodes.removeAll { $0.node == nil }
    }

    deinit {
        for end in ends { close(end) }
    }

    var descriptor: Int32 { ends[0] }
    var description: DeviceDescription { device.description }

    fileprivate func wake() {
        var one: UInt8 = 1
        _ = write(ends[1], &one, 1)
    }

    private func fail(_ call: String) throws(SystemError) {
        if device.isGone { throw SystemError(call: call, path: "fake", code: ENODEV) }
        if let code = device.errors[call] {
            throw SystemError(call: call, path: "fake", code: code)
        }
    }

    func read(into events: inout [RawEvent]) throws(SystemError) -> Bool {
        if queue.isEmpty { try fail("read") }
        let taken = queue.prefix(64)
        events += taken
        queue.removeFirst(taken.count)
        if queue.isEmpty, !device.isGone {
            var bytes = [UInt8](repeating: 0, count: 256)
            while Glibc.read(ends[0], &bytes, bytes.count) == bytes.count {}
        }
        return !taken.isEmpty
    }

    func resync() throws(SystemError) -> TouchSnapshot {
        try fail("resync")
        queue = []
        return device.state
    }

    func grab(_ isGrabbed: Bool) throws(SystemError) {
        try fail("grab")
        try device.grab(isGrabbed, by: "fake")
    }

    func useMonotonicClock() throws(SystemError) { try fail("clock") }
}

extension DeviceDescription {
    static func identity(_ name: String, _ product: UInt16 = 1) -> DeviceIdentity {
        DeviceIdentity(
            bus: 3, vendor: 0x1234, product: product, name: name, physicalPath: "usb-1/input0")
    }

    /// Returns a touchscreen with ten slots and 4096 values per axis.
    static func panel(_ name: String = "Panel", product: UInt16 = 1) -> DeviceDescription {
        DeviceDescription(
            identity: identity(name, product), properties: [InputProperty.direct],
            codes: [
                EventType.key: [ButtonCode.touch],
                EventType.absolute: [
                    AxisCode.x, AxisCode.y, AxisCode.slot, AxisCode.multitouchX,
                    AxisCode.multitouchY, AxisCode.trackingID, AxisCode.toolType,
                ],
            ],
            axes: [
                AxisCode.x: RawPanel.range, AxisCode.y: RawPanel.range,
                AxisCode.slot: AxisRange(minimum: 0, maximum: 9),
                AxisCode.multitouchX: RawPanel.range, AxisCode.multitouchY: RawPanel.range,
                AxisCode.trackingID: AxisRange(minimum: 0, maximum: 65_535),
            ])
    }

    /// Tablet of an emulator.
    static let tablet = DeviceDescription(
        identity: identity("QEMU Virtio Tablet", 3),
        codes: [
            EventType.key: [ButtonCode.left], EventType.absolute: [AxisCode.x, AxisCode.y],
        ],
        axes: [AxisCode.x: RawPanel.range, AxisCode.y: RawPanel.range])

    static func keyboard(_ name: String = "Keyboard", product: UInt16 = 9) -> DeviceDescription {
        DeviceDescription(
            identity: identity(name, product), codes: [EventType.key: Set(UInt16(1)...83)])
    }
}

extension [InputEvent] {
    var texts: [String] { map(TouchTools.text) }
}
