import Glibc

/// Address of a Unix socket: a path, or a name of Linux's abstract space, which begins with `@`.
package struct UnixAddress: Hashable, Sendable {
    /// Bytes of the longest path, with the zero behind it (unix(7)).
    static let maximumBytes = 107

    package let path: String

    /// Throws `ENAMETOOLONG` where the path has more than 107 bytes.
    package init(_ path: String) throws(SystemError) {
        guard path.utf8.count <= Self.maximumBytes else {
            throw SystemError(call: "socket", path: path, code: ENAMETOOLONG)
        }
        self.path = path
    }

    func withPointer<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var name = Array(path.utf8)
        // A path may have its zero behind it; of an abstract name each byte counts.
        let isAbstract = name.first == UInt8(ascii: "@")
        if isAbstract { name[0] = 0 }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let length = MemoryLayout<sa_family_t>.size + name.count + (isAbstract ? 0 : 1)
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(length)) }
        }
    }
}

/// Connection over a Unix socket.
package struct UnixSocket: ~Copyable, Sendable {
    private let descriptor: Descriptor

    package var number: Int32 { descriptor.number }

    init(_ descriptor: consuming Descriptor) {
        self.descriptor = descriptor
    }

    /// Connects to a server. `ENOENT` and `ECONNREFUSED` mean that none is there, `EACCES` that
    /// the socket may not be opened. Afterwards no read or write waits longer than `limit`.
    package init(connectingTo path: String, limit: Duration? = nil) throws(SystemError) {
        let address = try UnixAddress(path)
        let descriptor = try Self.make(SOCK_STREAM)
        if let limit {
            var time = timeval(
                tv_sec: Int(limit.components.seconds),
                tv_usec: Int(limit.components.attoseconds / 1_000_000_000_000))
            for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
                try SystemError.check(
                    "setsockopt", path: path,
                    setsockopt(
                        descriptor.number, SOL_SOCKET, option, &time,
                        socklen_t(MemoryLayout<timeval>.size)))
            }
        }
        let number = descriptor.number
        try SystemError.check(
            "connect", path: path, address.withPointer { connect(number, $0, $1) })
        self.descriptor = descriptor
    }

    /// Sends all the bytes. `EPIPE` where the other side has closed, `EAGAIN` where it takes none
    /// within the limit.
    package func send(_ bytes: [UInt8]) throws(SystemError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR { continue }
            rest = rest.dropFirst(try SystemError.check("send", count))
        }
    }

    /// Receives what has come, and waits for it; empty where the other side has closed. `EAGAIN`
    /// where nothing comes within the limit.
    package func receive() throws(SystemError) -> [UInt8] {
        guard let bytes = try descriptor.read(upTo: 65_536) else {
            throw SystemError(call: "read", code: EAGAIN)
        }
        return bytes
    }

    /// Receives until the other side has closed. `EAGAIN` where it has not at the uptime `end`,
    /// however much it still says.
    package func receiveAll(until end: Duration? = nil) throws(SystemError) -> [UInt8] {
        var bytes: [UInt8] = []
        while case let piece = try receive(), !piece.isEmpty {
            bytes += piece
            if let end, Uptime.now() >= end { throw SystemError(call: "read", code: EAGAIN) }
        }
        return bytes
    }

    fileprivate static func make(_ kind: __socket_type) throws(SystemError) -> Descriptor {
        Descriptor(
            owning: try SystemError.check(
                "socket",
                socket(AF_UNIX, Int32(kind.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)))
    }
}

/// Server's end of a Unix socket.
package struct UnixListener: ~Copyable, Sendable {
    private let descriptor: Descriptor

    /// Readable while somebody waits to be accepted.
    package var number: Int32 { descriptor.number }

    /// Listens at a path, where nothing may be yet (`EADDRINUSE`).
    package init(at path: String, backlog: Int32 = 8) throws(SystemError) {
        let address = try UnixAddress(path)
        let descriptor = try UnixSocket.make(SOCK_STREAM)
        let number = descriptor.number
        try SystemError.check("bind", path: path, address.withPointer { bind(number, $0, $1) })
        try SystemError.check("listen", path: path, listen(number, backlog))
        self.descriptor = descriptor
    }

    /// Waits for the next connection.
    package func accept() throws(SystemError) -> UnixSocket {
        while true {
            let connection = Glibc.accept(number, nil, nil)
            if connection < 0, errno == EINTR { continue }
            let accepted = Descriptor(owning: try SystemError.check("accept", connection))
            // accept4(2) is not imported.
            try SystemError.check("fcntl(F_SETFD)", fcntl(accepted.number, F_SETFD, FD_CLOEXEC))
            return UnixSocket(accepted)
        }
    }
}

/// Socket of single messages (`SOCK_DGRAM`).
package struct UnixDatagrams: ~Copyable, Sendable {
    private let descriptor: Descriptor

    /// Readable while a message waits.
    package var number: Int32 { descriptor.number }

    /// Socket that only sends.
    package init() throws(SystemError) {
        descriptor = try UnixSocket.make(SOCK_DGRAM)
    }

    /// Socket that receives at a path, where nothing may be yet (`EADDRINUSE`).
    package init(at path: String) throws(SystemError) {
        let address = try UnixAddress(path)
        let descriptor = try UnixSocket.make(SOCK_DGRAM)
        let number = descriptor.number
        try SystemError.check("bind", path: path, address.withPointer { bind(number, $0, $1) })
        self.descriptor = descriptor
    }

    /// Sends a message without waiting: `EAGAIN` where the receiver has no room for it.
    package func send(_ message: [UInt8], to address: UnixAddress) throws(SystemError) {
        let number = number
        try SystemError.check(
            "sendto", path: address.path,
            address.withPointer { pointer, length in
                sendto(
                    number, message, message.count, Int32(MSG_DONTWAIT | MSG_NOSIGNAL), pointer,
                    length)
            })
    }

    /// Waits for a message and takes it; what is longer than 4096 bytes is cut.
    package func receive() throws(SystemError) -> [UInt8] {
        guard let bytes = try descriptor.read(upTo: 4_096) else {
            throw SystemError(call: "read", code: EAGAIN)
        }
        return bytes
    }
}
