import Glibc
import SystemPackage

/// Owner of an open file, socket or pipe end. It closes with its owner, and no program that is
/// started inherits it (`O_CLOEXEC`).
package struct Descriptor: ~Copyable, Sendable {
    /// Number by which the kernel knows it, while this owner is there.
    package let number: Int32

    /// Takes over a descriptor that something else has opened.
    package init(owning number: Int32) {
        self.number = number
    }

    /// Opens a file by open(2), anew where a signal comes in between. `flags` are `O_RDWR` and
    /// the like; `O_CLOEXEC` is always added.
    package init(
        opening path: String, _ flags: Int32, permissions: UInt32 = 0o600
    ) throws(SystemError) {
        let file = try SystemError.naming("open", path: path) {
            try FileDescriptor.open(
                path, FileDescriptor.AccessMode(rawValue: flags & O_ACCMODE),
                options: FileDescriptor.OpenOptions(rawValue: flags & ~O_ACCMODE | O_CLOEXEC),
                permissions: FilePermissions(rawValue: mode_t(permissions)))
        }
        number = file.rawValue
    }

    deinit { Glibc.close(number) }

    /// Gives the number away without closing it.
    package consuming func release() -> Int32 {
        let number = number
        discard self
        return number
    }

    private var file: FileDescriptor { FileDescriptor(rawValue: number) }

    /// Makes reads and writes return at once, with `EAGAIN` where they would wait.
    package func setNonBlocking() throws(SystemError) {
        let flags = try SystemError.check("fcntl(F_GETFL)", fcntl(number, F_GETFL))
        try SystemError.check("fcntl(F_SETFL)", fcntl(number, F_SETFL, flags | O_NONBLOCK))
    }

    /// Reads at most this many bytes; empty at the end, nil where nothing waits.
    package func read(upTo maximum: Int) throws(SystemError) -> [UInt8]? {
        do throws(SystemError) {
            return try SystemError.naming("read", path: nil) {
                try [UInt8](unsafeUninitializedCapacity: maximum) { buffer, count in
                    count = try file.read(into: UnsafeMutableRawBufferPointer(buffer))
                }
            }
        } catch {
            if error.code == EAGAIN || error.code == EWOULDBLOCK { return nil }
            throw error
        }
    }

    /// Reads to the end. Throws `EFBIG` where more than `maximum` bytes come, and `EAGAIN` where
    /// it would have to wait and must not.
    package func readAll(maximum: Int) throws(SystemError) -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            guard let piece = try read(upTo: 65_536) else {
                throw SystemError(call: "read", code: EAGAIN)
            }
            if piece.isEmpty { return bytes }
            bytes += piece
            if bytes.count > maximum { throw SystemError(call: "read", code: EFBIG) }
        }
    }

    /// Writes all the bytes; waits where the other side is slow.
    package func write(_ bytes: [UInt8]) throws(SystemError) {
        try SystemError.naming("write", path: nil) { _ = try file.writeAll(bytes) }
    }

    /// Waits until what was written is on the disk (fsync(2)).
    package func sync() throws(SystemError) { try SystemError.check("fsync", fsync(number)) }
}

/// Both ends of a pipe(2).
package struct Pipe: ~Copyable, Sendable {
    package let reader: Descriptor
    package let writer: Descriptor

    package init(isNonBlocking: Bool = false) throws(SystemError) {
        let ends = try SystemError.naming("pipe", path: nil) {
            try FileDescriptor.pipe(
                options: isNonBlocking ? [.closeOnExec, .nonBlocking] : .closeOnExec)
        }
        reader = Descriptor(owning: ends.readEnd.rawValue)
        writer = Descriptor(owning: ends.writeEnd.rawValue)
    }

    /// Gives both numbers away without closing them.
    package consuming func release() -> (reader: Int32, writer: Int32) {
        (reader.release(), writer.release())
    }
}

/// Wakes a thread out of its wait for descriptors. Any thread may call `wake`.
package final class WakePipe: Sendable {
    private let pipe: Pipe

    package init() throws(SystemError) {
        pipe = try Pipe(isNonBlocking: true)
    }

    /// Readable once it was woken, until `drain`.
    package var descriptor: Int32 { pipe.reader.number }

    /// Never waits: a full pipe wakes as well as a fuller one.
    package func wake() {
        var one: UInt8 = 1
        _ = Glibc.write(pipe.writer.number, &one, 1)
    }

    /// Takes back all that was woken.
    package func drain() {
        while let bytes = try? pipe.reader.read(upTo: 64), bytes.count == 64 {}
    }
}
