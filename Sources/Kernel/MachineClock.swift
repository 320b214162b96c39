import Glibc
import SystemPackage

/// Clock of the machine, which only root may set.
package enum MachineClock {
    /// Sets the time, in seconds since 1970, and the clock of the board that keeps it while the power
    /// is away. Returns the error of that one, where there is none that can be set.
    package static func set(to seconds: Double) throws(SystemError) -> SystemError? {
        var time = timespec(
            tv_sec: Int(seconds.rounded(.down)),
            tv_nsec: Int((seconds - seconds.rounded(.down)) * 1e9))
        try SystemError.check("clock_settime", clock_settime(CLOCK_REALTIME, &time))
        do throws(SystemError) { try setBoard(to: Int(seconds)) } catch { return error }
        return nil
    }

    /// Request `RTC_SET_TIME` of rtc(4), whose macro Swift does not import.
    private static let setRequest: UInt = 0x4024_700A

    /// Sets the board's clock, which keeps UTC.
    private static func setBoard(to seconds: Int) throws(SystemError) {
        let path = "/dev/rtc0"
        let descriptor = try SystemError.check("open", path: path, open(path, O_WRONLY | O_CLOEXEC))
        defer { close(descriptor) }
        var fields = fields(seconds)
        try SystemError.check("RTC_SET_TIME", path: path, ioctl(descriptor, setRequest, &fields))
    }

    /// Fields of `struct rtc_time`: second, minute, hour, day, month from 0, years since 1900, and
    /// three that the kernel ignores.
    package static func fields(_ seconds: Int) -> [Int32] {
        var (time, parts) = (time_t(seconds), tm())
        gmtime_r(&time, &parts)
        return [
            parts.tm_sec, parts.tm_min, parts.tm_hour, parts.tm_mday, parts.tm_mon, parts.tm_year,
            0, 0, 0,
        ]
    }
}
