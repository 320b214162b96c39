import Foundation

/// Connection to systemd, where it waits for messages (sd_notify(3): one datagram each). It avoids
/// linking the library for a single call.
final class ServiceManager: Sendable {
    /// Interval for the watchdog: half of its limit, as sd_watchdog_enabled(3) advises, and at
    /// least 1 s. Nil: no watchdog.
    let heartbeat: Duration?
    private let descriptor: Int32
    private let address: [UInt8]

    /// Opens the socket; nil where no manager waits for messages.
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

    /// Sends a message. It never waits: a manager that does not read loses it.
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
