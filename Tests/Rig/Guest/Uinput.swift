import CRigKernel
import Glibc

/// Input device of uinput, visible to the whole system.
final class Uinput {
    struct Axis {
        var code: Int32
        var maximum: Int32
    }

    struct Event {
        var type: Int32
        var code: Int32
        var value: Int32

        init(_ type: Int32, _ code: Int32, _ value: Int32) {
            (self.type, self.code, self.value) = (type, code, value)
        }
    }

    /// Name of its event node, as `event3`.
    let node: String
    private let descriptor: Int32

    /// Creates the device. Throws where there is no uinput, or the kernel refuses it.
    init(
        name: String, physicalPath: String, product: UInt16, keys: [Int32], axes: [Axis] = [],
        isDirect: Bool = false, repeats: Bool = false
    ) throws {
        let file = try check("open /dev/uinput") { open("/dev/uinput", O_RDWR | O_CLOEXEC) }
        descriptor = file
        func set(_ request: UInt, _ value: Int32) throws {
            try check("set bit \(value)") { ioctl(file, request, value) }
        }
        try set(rig_ui_set_evbit, EV_KEY)
        for key in keys { try set(rig_ui_set_keybit, key) }
        if repeats { try set(rig_ui_set_evbit, EV_REP) }
        if !axes.isEmpty { try set(rig_ui_set_evbit, EV_ABS) }
        if isDirect { try set(rig_ui_set_propbit, INPUT_PROP_DIRECT) }
        var path = Array(physicalPath.utf8CString)
        try check("set path") { ioctl(file, rig_ui_set_phys, &path) }
        for axis in axes {
            var setup = uinput_abs_setup()
            setup.code = UInt16(axis.code)
            setup.absinfo.maximum = axis.maximum
            try check("axis \(axis.code)") { ioctl(file, rig_ui_abs_setup, &setup) }
        }
        var setup = uinput_setup()
        setup.id = input_id(bustype: UInt16(BUS_USB), vendor: 0x1209, product: product, version: 1)
        withUnsafeMutableBytes(of: &setup.name) { $0.copyBytes(from: name.utf8.prefix(79)) }
        try check("device setup") { ioctl(file, rig_ui_dev_setup, &setup) }
        try check("device create") { ioctl(file, rig_ui_dev_create, 0) }
        var sysname = [CChar](repeating: 0, count: 64)
        try check("device name") { ioctl(file, rig_ui_get_sysname_64, &sysname) }
        let folder =
            "/sys/devices/virtual/input/"
            + String(
                decoding: sysname.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        node = try Self.names(in: folder).first { $0.hasPrefix("event") } ?? ""
    }

    deinit {
        _ = ioctl(descriptor, rig_ui_dev_destroy, 0)
        close(descriptor)
    }

    /// Writes these events in one `write()`.
    func send(_ events: [Event]) throws {
        let records = events.map {
            input_event(
                time: timeval(), type: UInt16($0.type), code: UInt16($0.code), value: $0.value)
        }
        let written = records.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        guard written == records.count * MemoryLayout<input_event>.stride else {
            throw Failure.call("write to uinput")
        }
    }

    static func names(in folder: String) throws -> [String] {
        guard let open = opendir(folder) else { throw Failure.call(folder) }
        defer { closedir(open) }
        var names: [String] = []
        while let entry = readdir(open) {
            names.append(
                withUnsafeBytes(of: entry.pointee.d_name) {
                    String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
                })
        }
        return names.sorted()
    }
}
