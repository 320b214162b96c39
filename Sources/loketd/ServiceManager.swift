import Foundation

/// systemd, where it started us and waits for news (sd_notify(3): one datagram a message). Written
/// out here, since the library would be linked for this one call.
final class ServiceManager: Sendable {
    /// How often the watchdog wants to hear of us; half of its limit, as sd_watchdog_enabled(3)
    /// advises. Nil: it does not watch.
    let heartbeat: Duration?
    private let descriptor: Int32
    private let address: [UInt8]

    /// Nil where nobody waits.
    init?(environment: [String: String] = ProcessInfo.processInfo.environment) {
        guard let path = environment["NOTIFY_SOCKET"], path.hasPrefix("/") || path.hasPrefix("@"),
            path.utf8.count < 108
        else { return nil }
        // An abstract socket's name begins with a zero byte.
        address = path.hasPrefix("@") ? [0] + path.utf8.dropFirst() : Array(path.utf8)
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        heartbeat = environment["WATCHDOG_USEC"].flatMap { Int64($0) }.flatMap {
            $0 > 0 ? max(.seconds(1), .microseconds($0 / 2)) : nil
        }
    }

    deinit { close(descriptor) }

    /// Never waits: a manager that does not read loses the message.
    func tell(_ message: String) {
        var target = sockaddr_un()
        target.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &target.sun_path) { $0.copyBytes(from: address) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + address.count)
        let bytes = Array(message.utf8)
        withUnsafePointer(to: &target) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = sendto(
                    descriptor, bytes, bytes.count, Int32(MSG_DONTWAIT | MSG_NOSIGNAL), $0,
                    length)
            }
        }
    }
}
