import Foundation
import TestSupport

/// End of a Unix socket on which the other side sends at any time. A thread reads and passes the
/// bytes on.
final class Socket: @unchecked Sendable {
    // `descriptor` never changes; `lock` keeps writers apart.
    private let descriptor: Int32
    private let lock = NSLock()

    /// Connects as soon as there is a socket. `onBytes` is called on the reading thread, with no
    /// bytes at the end. Throws where nothing answers in time.
    init(
        _ path: String, within limit: Duration = .seconds(20),
        onBytes: @escaping @Sendable ([UInt8]) -> Void
    ) async throws {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw NeverHappened(what: "a socket") }
        self.descriptor = descriptor
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        do {
            try await eventually("somebody at \(path)", within: limit) {
                Self.takeUp(descriptor, path)
            }
        } catch {
            close(descriptor)
            throw error
        }
        Thread.detachNewThread {
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while true {
                let count = read(descriptor, &buffer, buffer.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { break }
                onBytes(Array(buffer[..<count]))
            }
            onBytes([])
            close(descriptor)
        }
    }

    deinit { hangUp() }

    /// Ends both directions. The reading thread closes the socket.
    func hangUp() {
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    /// Sends the bytes. Throws where the other side is gone.
    func send(_ bytes: [UInt8]) throws {
        try lock.withLock {
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes {
                    Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { throw NeverHappened(what: "QEMU takes what is sent to it") }
                rest = rest.dropFirst(count)
            }
        }
    }

    private static func takeUp(_ descriptor: Int32, _ path: String) -> Bool {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(107)) }
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
    }
}
