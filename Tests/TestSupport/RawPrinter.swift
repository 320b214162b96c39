import Foundation
import Synchronization

/// Raw port of a printer on loopback. It keeps every byte, one document per connection.
package final class RawPrinter: Sendable {
    package enum Behaviour: Sendable {
        case normal
        /// Accepts the connection and never reads, as a printer without paper.
        case neverReads
        /// Resets the connection after this many bytes, as when switched off in mid-slip.
        case resets(after: Int)
    }

    package let port: UInt16
    private let listener: Int32
    private let behaviour: Behaviour
    private let documents = Mutex<[[UInt8]]>([])
    private let held = Mutex<[Int32]>([])

    /// Listens on a free port. Throws where there is none.
    package init(_ behaviour: Behaviour = .normal) throws {
        (listener, port) = try Self.listen()
        self.behaviour = behaviour
        let thread = Thread { [weak self, listener] in
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { return }
                guard let self else {
                    close(connection)
                    return
                }
                self.serve(connection)
            }
        }
        thread.start()
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
        for connection in held.withLock({ $0 }) { close(connection) }
    }

    /// Returns a port of loopback where connections are refused. Its socket is bound and does not
    /// listen, until the process ends: a port that is merely free may be taken by another test.
    package static func closedPort() throws -> UInt16 { try listen(backlog: nil).1 }

    /// Returns a port without a listener, for a printer that is switched on later.
    package static func freePort() throws -> UInt16 {
        let (socket, port) = try listen()
        close(socket)
        return port
    }

    /// Bytes of each complete connection, in order.
    package var received: [[UInt8]] { documents.withLock { $0 } }

    private func serve(_ connection: Int32) {
        switch behaviour {
        case .neverReads: held.withLock { $0.append(connection) }
        case .normal:
            let document = read(connection, atMost: .max)
            documents.withLock { $0.append(document) }
            close(connection)
        case .resets(let count):
            let document = read(connection, atMost: count)
            documents.withLock { $0.append(document) }
            // Close without lingering, which sends a reset instead of an end.
            var linger = linger(l_onoff: 1, l_linger: 0)
            setsockopt(
                connection, SOL_SOCKET, SO_LINGER, &linger,
                socklen_t(MemoryLayout.size(ofValue: linger)))
            close(connection)
        }
    }

    private func read(_ connection: Int32, atMost limit: Int) -> [UInt8] {
        var document: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while document.count < limit {
            let count = recv(connection, &buffer, min(buffer.count, limit - document.count), 0)
            if count <= 0 { break }
            document += buffer[..<count]
        }
        return document
    }

    /// Returns a listening socket on a free port of loopback. `receiveBuffer` limits its buffer in
    /// bytes, where a printer's own matters.
    static func listen(
        receiveBuffer: Int32? = nil, port: UInt16 = 0, backlog: Int32? = 8
    ) throws -> (Int32, UInt16) {
        let socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        if var size = receiveBuffer {
            setsockopt(
                socket, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, length) == 0
                    && (backlog.map { Foundation.listen(socket, $0) } ?? 0) == 0
                    && getsockname(socket, $0, &length) == 0
            }
        }
        guard socket >= 0, isBound else { throw NeverHappened(what: "a free port on loopback") }
        return (socket, UInt16(bigEndian: address.sin_port))
    }
}
