import Glibc
import Kernel

/// Error of an action in the guest, in one sentence.
struct Failure: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) {
        self.description = description
    }

    /// Returns the error of a failed system call, with the reason in errno.
    static func call(_ name: String) -> Failure {
        Failure("\(name): \(SystemError.text(errno))")
    }
}

/// Returns the result of a system call and throws where it is negative. It tries again after a
/// signal.
@discardableResult
func check(_ name: String, _ call: () -> Int32) throws -> Int32 {
    while true {
        let result = call()
        if result >= 0 { return result }
        guard errno == EINTR else { throw Failure.call(name) }
    }
}

/// Writes all bytes. Throws where the reader is gone.
func writeAll(_ bytes: [UInt8], to descriptor: Int32) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
        let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        if count > 0 {
            rest = rest.dropFirst(count)
        } else if errno == EAGAIN {
            var waited = PollSet(descriptor, .writable)
            waited.wait(until: Uptime.now() + .seconds(1))
        } else if errno != EINTR {
            throw Failure.call("write")
        }
    }
}

/// Writes a line at once.
func say(_ line: String) {
    // Ignore the error of a host that is gone.
    try? writeAll(Array("\(line)\n".utf8), to: 1)
}
