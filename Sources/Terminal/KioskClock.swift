import Foundation
import Screens

/// The time, as the machine has it.
public protocol KioskClock: Sendable {
    func now() -> Moment
}

/// Wall clock and CLOCK_MONOTONIC.
public struct SystemClock: KioskClock {
    public init() {}

    public func now() -> Moment {
        Moment(wall: Date(), uptime: Self.uptime())
    }

    /// Time on the clock that touch events bear too (T34).
    public static func uptime() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
    }
}
