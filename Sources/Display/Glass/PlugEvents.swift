import CGlass
import Glibc

/// Tells that a card, a monitor or a framebuffer came or went.
protocol PlugEvents: AnyObject {
    /// Readable when something happened.
    var descriptor: Int32 { get }
    /// Takes all that happened so far; true where any of it may be about a display.
    func take() -> Bool
    func close()
}

/// The kernel's own announcements (`NETLINK_KOBJECT_UEVENT`): no udev has to run for them.
final class KernelPlugEvents: PlugEvents {
    /// Announcements read at once; more are left for the next time.
    static let maximumBatch = 256

    let descriptor: Int32
    private var isClosed = false

    /// Throws where the service may not have such a socket (`RestrictAddressFamilies`).
    init() throws(SystemError) {
        descriptor = try SystemError.check(
            "socket(AF_NETLINK)",
            socket(
                AF_NETLINK,
                Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue)
                    | Int32(SOCK_NONBLOCK.rawValue), Int32(NETLINK_KOBJECT_UEVENT)))
        var address = sockaddr_nl()
        address.nl_family = sa_family_t(AF_NETLINK)
        // The first group is the kernel's, the second udev's.
        address.nl_groups = 1
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_nl>.size))
            }
        }
        if result < 0 {
            let code = errno
            Glibc.close(descriptor)
            throw SystemError(call: "bind(AF_NETLINK)", code: code)
        }
    }

    deinit { close() }

    func take() -> Bool {
        var isOurs = false
        var bytes = [UInt8](repeating: 0, count: 8192)
        for _ in 0..<Self.maximumBatch {
            let count = recv(descriptor, &bytes, bytes.count, 0)
            if count < 0 {
                // A flood has pushed some out: one of them may have been ours.
                if errno == ENOBUFS { isOurs = true }
                if errno != ENOBUFS && errno != EINTR { break }
            } else if Self.isAboutDisplays(bytes.prefix(count)) {
                isOurs = true
            }
        }
        return isOurs
    }

    func close() {
        if isClosed { return }
        isClosed = true
        Glibc.close(descriptor)
    }

    /// An announcement is `action@path` and `KEY=value` fields, each with a zero behind it.
    static func isAboutDisplays(_ message: ArraySlice<UInt8>) -> Bool {
        message.split(separator: 0).contains { field in
            let text = String(decoding: field, as: UTF8.self)
            return text == "SUBSYSTEM=drm" || text == "SUBSYSTEM=graphics"
        }
    }
}
