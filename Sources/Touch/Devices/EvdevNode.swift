import CEvdev
import Glibc
import Kernel

/// Event node of the kernel. It owns the descriptor and libevdev's device.
///
/// Events are read by `read(2)`, since `libevdev_next_event` leaves out a tracking number that
/// follows another without -1 between, which some drivers send (T27). libevdev supplies state,
/// ranges, names, grab, clock and the resync after SYN_DROPPED.
final class EvdevNode: InputNode {
    /// Maximum number of events per read.
    static let bufferedEvents = 64

    let path: String
    let description: DeviceDescription
    var descriptor: Int32 { file.number }
    private let file: Descriptor
    private let device: OpaquePointer

    /// Opens the node for nonblocking reads. Throws `SystemError`, with ENODEV for a node that
    /// is no event device.
    init(path: String) throws(SystemError) {
        let file = try Descriptor(opening: path, O_RDONLY | O_NONBLOCK)
        var device: OpaquePointer?
        let result = libevdev_new_from_fd(file.number, &device)
        guard result == 0, let device else {
            throw SystemError(call: "libevdev_new_from_fd", path: path, code: -result)
        }
        self.path = path
        self.file = file
        self.device = device
        description = Self.describe(device)
    }

    deinit { libevdev_free(device) }

    func read(into events: inout [RawEvent]) throws(SystemError) -> Bool {
        var buffer = [input_event](repeating: input_event(), count: Self.bufferedEvents)
        let size = MemoryLayout<input_event>.stride
        let count = Glibc.read(descriptor, &buffer, size * buffer.count)
        if count < 0 {
            // A signal interrupted the read: epoll reports the descriptor again.
            if errno == EAGAIN || errno == EINTR { return false }
            throw SystemError(call: "read", path: path)
        }
        // A removed input device gives ENODEV; this is for other files opened here.
        guard count >= size else { throw SystemError(call: "read", path: path, code: ENODEV) }
        for event in buffer.prefix(count / size) {
            let uptime = withUnsafePointer(to: event) {
                Duration.seconds(loket_event_seconds($0))
                    + .microseconds(loket_event_microseconds($0))
            }
            events.append(
                RawEvent(
                    type: event.type, code: event.code, value: event.value, uptime: uptime))
        }
        return true
    }

    func resync() throws(SystemError) -> TouchSnapshot {
        var event = input_event()
        var flags = UInt32(LIBEVDEV_READ_FLAG_FORCE_SYNC.rawValue)
        // The state of any device has fewer values than this.
        for _ in 0..<16_384 {
            let status = libevdev_next_event(device, flags, &event)
            if status == -EAGAIN { return snapshot() }
            guard status >= 0 else {
                throw SystemError(call: "libevdev_next_event", path: path, code: -status)
            }
            flags = UInt32(LIBEVDEV_READ_FLAG_SYNC.rawValue)
        }
        return snapshot()
    }

    func grab(_ isGrabbed: Bool) throws(SystemError) {
        let result = libevdev_grab(device, isGrabbed ? LIBEVDEV_GRAB : LIBEVDEV_UNGRAB)
        guard result == 0 else {
            throw SystemError(call: "EVIOCGRAB", path: path, code: -result)
        }
    }

    func useMonotonicClock() throws(SystemError) {
        let result = libevdev_set_clock_id(device, CLOCK_MONOTONIC)
        guard result == 0 else {
            throw SystemError(call: "EVIOCSCLOCKID", path: path, code: -result)
        }
    }

    private func snapshot() -> TouchSnapshot {
        let count = max(0, libevdev_get_num_slots(device))
        let slots = (0..<UInt32(count)).map { slot in
            func value(_ code: UInt16) -> Int32 {
                libevdev_get_slot_value(device, slot, UInt32(code))
            }
            return TouchSnapshot.Slot(
                trackingID: value(AxisCode.trackingID), x: value(AxisCode.multitouchX),
                y: value(AxisCode.multitouchY), tool: value(AxisCode.toolType))
        }
        func axis(_ code: UInt16) -> Int32 {
            libevdev_get_event_value(device, UInt32(EventType.absolute), UInt32(code))
        }
        let pressed = (description.codes[EventType.key] ?? []).filter {
            libevdev_get_event_value(device, UInt32(EventType.key), UInt32($0)) != 0
        }
        return TouchSnapshot(
            slots: slots, currentSlot: Int(max(0, libevdev_get_current_slot(device))),
            x: axis(AxisCode.x), y: axis(AxisCode.y), pressed: pressed)
    }

    private static func describe(_ device: OpaquePointer) -> DeviceDescription {
        func text(_ pointer: UnsafePointer<CChar>?) -> String {
            pointer.map { String(cString: $0) } ?? ""
        }
        func number(_ value: Int32) -> UInt16 { UInt16(truncatingIfNeeded: value) }
        let identity = DeviceIdentity(
            bus: number(libevdev_get_id_bustype(device)),
            vendor: number(libevdev_get_id_vendor(device)),
            product: number(libevdev_get_id_product(device)),
            version: number(libevdev_get_id_version(device)),
            name: text(libevdev_get_name(device)), physicalPath: text(libevdev_get_phys(device)),
            unique: text(libevdev_get_uniq(device)))
        var codes: [UInt16: Set<UInt16>] = [:]
        var types: Set<UInt16> = []
        var axes: [UInt16: AxisRange] = [:]
        for type in 0..<UInt32(EV_CNT) where libevdev_has_event_type(device, type) != 0 {
            let last = libevdev_event_type_get_max(type)
            // The codes of EV_SYN are the event types themselves.
            types.insert(UInt16(type))
            guard last >= 0, type != UInt32(EventType.synchronize) else { continue }
            codes[UInt16(type)] = Set(
                (0...UInt16(last)).filter {
                    libevdev_has_event_code(device, type, UInt32($0)) != 0
                })
        }
        codes[EventType.synchronize] = types
        for code in codes[EventType.absolute] ?? [] {
            guard let info = libevdev_get_abs_info(device, UInt32(code))?.pointee else { continue }
            axes[code] = AxisRange(
                minimum: info.minimum, maximum: info.maximum, fuzz: info.fuzz, flat: info.flat,
                resolution: info.resolution)
        }
        let properties = (0..<Int(INPUT_PROP_CNT)).filter {
            libevdev_has_property(device, UInt32($0)) != 0
        }
        return DeviceDescription(
            identity: identity, properties: Set(properties), codes: codes, axes: axes)
    }
}
