import Glibc
import Testing

@testable import Kernel

@Suite("Errors of system calls", .timeLimit(.minutes(1)))
struct ErrorTests {
    @Test("The sentence says what was tried, where, and why it failed")
    func sentence() {
        let here = SystemError(call: "open", path: "/dev/fb0", code: EACCES)
        #expect(here.description == "open /dev/fb0 failed: Permission denied")
        let anywhere = SystemError(call: "FBIOPAN_DISPLAY", code: EINVAL)
        #expect(anywhere.description == "FBIOPAN_DISPLAY failed: Invalid argument")
    }

    @Test("A negative result is thrown with the errno of its call")
    func check() throws {
        #expect(throws: SystemError(call: "close", code: EBADF)) {
            try SystemError.check("close", close(-1))
        }
        #expect(try SystemError.check("getpid", getpid()) == getpid())
    }

    @Test("A device that is gone is told from one that refuses", arguments: [ENODEV, EIO, ENXIO])
    func gone(code: Int32) {
        #expect(SystemError(call: "read", code: code).meansGone)
        #expect(!SystemError(call: "read", code: EBUSY).meansGone)
    }
}
