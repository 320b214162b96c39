import Foundation
import Kernel

/// Client of TCP connections to this machine, for tests that just need an open one.
package enum Loopback {
    /// Connects. The kernel accepts for the listener, however busy that is. Throws errno.
    package static func connect(port: UInt16) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Foundation.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try SystemError.check("connect", result)
        return descriptor
    }

    package static func write(_ text: String, to descriptor: Int32) throws {
        let bytes = Array(text.utf8)
        guard Foundation.write(descriptor, bytes, bytes.count) == bytes.count else {
            throw SystemError(call: "write")
        }
    }
}
