import CGlass
import Glibc
import Kernel

/// Announcements of cards, monitors and framebuffers that come or go.
protocol PlugEvents: AnyObject {
    /// Descriptor that is readable when something happened.
    var descriptor: Int32 { get }
    /// Takes all announcements so far. Returns true where any may concern a display.
    func take() -> Bool
    func close()
}

/// Announcements of the kernel (`NETLINK_KOBJECT_UEVENT`), which need no udev.
final class KernelPlugEvents: PlugEvents {
    /// Maximum number of announcements read at once. The rest waits for the next time.
    static let maximumBatch = 256

    let descriptor: Int32
    private var isClosed = false

    /// Opens the socket. Throws `SystemError` where the service may not have one
    /// (`RestrictAddressFamilies`).
    init() throws(SystemError) {
        let socket = Descriptor(
            owning: try SystemError.check(
                "socket(AF_NETLINK)",
                socket(
                    AF_NETLINK,
                    Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue)
                        | Int32(SOCK_NONBLOCK.rawValue), Int32(NETLINK_KOBJECT_UEVENT))))
        let number = socket.number
        var address = sockaddr_nl()
        address.nl_family = sa_family_t(AF_NETLINK)
        // The first group is the kernel's, the second udev's.
        address.nl_groups = 1
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(number, $0, socklen_t(MemoryLayout<sockaddr_nl>.size))
            }
        }
        try SystemError.check("bind(AF_NETLINK)", result)
        descriptor = socket.release()
    }

    deinit { close() }

    func take() -> Bool {
        var isOurs = false
        var bytes = [UInt8](repeating: 0, count: 8192)
        for _ in 0..<Self.maximumBatch {
            let count = recv(descriptor, &bytes, bytes.count, 0)
            if count < 0 {
                // A flood has pushed some out, one of which may concern a display.
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

    /// Whether an announcement concerns displays. It consists of `action@path` and `KEY=value`
    /// fields, each ended by a zero.
    static func isAboutDisplays(_ message: ArraySlice<UInt8>) -> Bool {
        message.split(separator: 0).contains { field in
            let text = String(decoding: field, as: UTF8.self)
            return text == "SUBSYSTEM=drm" || text == "SUBSYSTEM=graphics"
        }
    }
}
