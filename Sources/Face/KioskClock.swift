import Foundation
package import Screens

/// The time, as the machine has it.
package protocol KioskClock: Sendable {
    func now() -> Moment
}

/// Wall clock and CLOCK_MONOTONIC.
package struct SystemClock: KioskClock {
    package init() {}

    package func now() -> Moment {
        Moment(wall: Date(), uptime: Self.uptime())
    }

    /// Time on the clock that touch events bear too (T34).
    package static func uptime() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
    }
}
