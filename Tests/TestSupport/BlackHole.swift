import Foundation
import Kernel

/// Port on loopback that neither accepts nor refuses connections, as behind a cut cable: its queue
/// of waiting connections is full.
package final class BlackHole: Sendable {
    package let port: UInt16
    private let listener: Int32
    private let waiting: [Int32]

    /// Opens the port. Throws where no port is free, or this kernel accepts connections without
    /// limit.
    package init() throws {
        (listener, port) = try RawPrinter.listen(backlog: 0)
        var waiting: [Int32] = []
        // The backlog holds one or two connections.
        for _ in 0..<16 {
            let socket = Foundation.socket(
                AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    _ = connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            waiting.append(socket)
            var watched = PollSet(socket, .writable)
            if !watched.wait(until: Uptime.now() + .milliseconds(50)) {
                self.waiting = waiting
                return
            }
        }
        self.waiting = waiting
        throw NeverHappened(what: "a full line before port \(port)")
    }

    deinit {
        for socket in waiting { close(socket) }
        close(listener)
    }
}
