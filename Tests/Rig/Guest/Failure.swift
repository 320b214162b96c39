import Glibc

/// What could not be done in the guest, in one sentence.
struct Failure: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) {
        self.description = description
    }

    /// A system call that failed, with the reason in errno.
    static func call(_ name: String) -> Failure {
        Failure("\(name): \(String(cString: strerror(errno)))")
    }
}

/// The result of a system call; a negative one throws. Tries again where a signal came between.
@discardableResult
func check(_ name: String, _ call: () -> Int32) throws -> Int32 {
    while true {
        let result = call()
        if result >= 0 { return result }
        guard errno == EINTR else { throw Failure.call(name) }
    }
}

/// Writes all of it. Throws where the reader is gone.
func writeAll(_ bytes: [UInt8], to descriptor: Int32) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
        let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        if count > 0 {
            rest = rest.dropFirst(count)
        } else if errno == EAGAIN {
            var waited = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            poll(&waited, 1, 1_000)
        } else if errno != EINTR {
            throw Failure.call("write")
        }
    }
}

/// Says a line, at once.
func say(_ line: String) {
    // A host that is gone hears nothing, and that ends nothing.
    try? writeAll(Array("\(line)\n".utf8), to: 1)
}
