package import Errands
import Foundation
import Screens

/// Source of the current time.
package protocol KioskClock: Sendable {
    func now() -> Moment
}

/// Clock of the machine: wall clock and CLOCK_MONOTONIC.
package struct SystemClock: KioskClock {
    package init() {}

    package func now() -> Moment {
        Moment(wall: Date(), uptime: Self.uptime())
    }

    /// Time of CLOCK_MONOTONIC, which also stamps touch events (T34).
    package static func uptime() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
    }
}
