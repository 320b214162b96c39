import CRigKernel
import Glibc

/// List of event nodes, and the events of one.
enum Watch {
    /// Prints `NODE NAME` for each node, one per line.
    static func list() throws {
        for node in try Uinput.names(in: "/dev/input") where node.hasPrefix("event") {
            let path = "/dev/input/\(node)"
            let file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
            guard file >= 0 else { continue }
            defer { close(file) }
            var name = [CChar](repeating: 0, count: 128)
            _ = ioctl(file, rig_eviocgname_128, &name)
            say(
                "\(path) "
                    + String(
                        decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) },
                        as: UTF8.self))
        }
    }

    /// Prints `TYPE CODE VALUE` for each event, until the device is gone.
    static func events(of path: String) throws {
        let file = try check("open \(path)") { open(path, O_RDONLY | O_CLOEXEC) }
        defer { close(file) }
        say("watching")
        var events = [input_event](repeating: input_event(), count: 64)
        while true {
            let count = events.withUnsafeMutableBytes { read(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return say("gone") }
            for event in events.prefix(count / MemoryLayout<input_event>.stride) {
                say("\(event.type) \(event.code) \(event.value)")
            }
        }
    }
}
