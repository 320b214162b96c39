package import Glibc

/// A call of the kernel that failed, with the number it failed with.
package struct SystemError: Error, Equatable, CustomStringConvertible {
    /// As the manual names it, e.g. `FBIOGET_VSCREENINFO`.
    var call: String
    /// `errno`.
    var code: Int32

    /// The device is not there any more, and no call of it will succeed again.
    var meansGone: Bool { code == ENODEV || code == EIO || code == ENXIO }

    package var description: String { "\(call) failed: \(String(cString: strerror(code)))" }

    /// Throws with the current `errno` where the result is negative; gives it back otherwise.
    @discardableResult
    static func check(_ call: String, _ result: Int32) throws(SystemError) -> Int32 {
        if result >= 0 { return result }
        throw SystemError(call: call, code: errno)
    }
}

/// Time since the start of the machine (`CLOCK_MONOTONIC`), as events of the kernel have it.
enum Uptime {
    static func now() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
