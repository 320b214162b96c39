import Glibc

/// Error of a system call, with its errno.
package struct SystemError: Error, Equatable, CustomStringConvertible {
    /// Name of the call in the manual, as `FBIOGET_VSCREENINFO`.
    var call: String
    /// Error number (`errno`).
    var code: Int32

    /// Whether the device is gone, so that no later call can succeed.
    var meansGone: Bool { code == ENODEV || code == EIO || code == ENXIO }

    package var description: String { "\(call) failed: \(String(cString: strerror(code)))" }

    /// Returns the result, or throws `SystemError` with the current `errno` where it is negative.
    @discardableResult
    static func check(_ call: String, _ result: Int32) throws(SystemError) -> Int32 {
        if result >= 0 { return result }
        throw SystemError(call: call, code: errno)
    }
}

/// Clock of the time since boot (`CLOCK_MONOTONIC`), which the kernel's events use.
enum Uptime {
    static func now() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
