import Foundation

/// A port of loopback that answers nothing, not even a refusal: so many wait for it that the kernel
/// drops whatever else comes.
public final class FullPort {
    public let port: UInt16
    private var sockets: [Int32] = []

    /// Throws where there is none.
    public init() throws {
        let (listener, port) = try RawPrinter.listen()
        self.port = port
        sockets = [listener]
        guard listen(listener, 0) == 0 else { throw NeverHappened(what: "a full port") }
        for _ in 0..<Self.waiting {
            let socket = socket(
                AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
            sockets.append(socket)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    _ = connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
        }
    }

    /// More than a backlog of 0 takes.
    private static let waiting = 4

    deinit { for socket in sockets { close(socket) } }
}
