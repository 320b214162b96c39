import Glibc

/// Process at the other end of a Unix socket when it connected, as the kernel knows it
/// (`SO_PEERCRED`, unix(7)). The fields lie as in `struct ucred`.
package struct PeerCredentials: Hashable, Sendable {
    /// Level and name of the socket option.
    package static let level = SOL_SOCKET
    package static let option = SO_PEERCRED

    package let pid: Int32
    package let uid: UInt32
    package let gid: UInt32

    package init(pid: Int32, uid: UInt32, gid: UInt32) {
        self.pid = pid
        self.uid = uid
        self.gid = gid
    }

    /// Reads the credentials of a connected socket.
    package init(of descriptor: Int32) throws(SystemError) {
        var found = PeerCredentials(pid: 0, uid: 0, gid: 0)
        var length = socklen_t(MemoryLayout<PeerCredentials>.size)
        try SystemError.check(
            "getsockopt(SO_PEERCRED)",
            getsockopt(descriptor, Self.level, Self.option, &found, &length))
        self = found
    }
}

/// Users of this machine's own list. Users of a directory in the network have no name here, since
/// looking them up may wait for that network.
package enum LocalUsers {
    static let maximumBytes = 1 << 20

    /// Name of a user in passwd(5); nil where the list has none or can't be read.
    package static func name(of uid: UInt32, file: String = "/etc/passwd") -> String? {
        guard let list = try? Descriptor(opening: file, O_RDONLY),
            let bytes = try? list.readAll(maximum: maximumBytes)
        else { return nil }
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            let fields = line.split(separator: ":", omittingEmptySubsequences: false)
            if fields.count > 2, UInt32(fields[2]) == uid, !fields[0].isEmpty {
                return String(fields[0])
            }
        }
        return nil
    }
}
