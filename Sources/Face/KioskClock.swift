package import Errands
import Foundation
import Kernel
import Screens

/// Source of the current time.
package protocol KioskClock: Sendable {
    func now() -> Moment
}

/// Clock of the machine: wall clock and uptime.
package struct SystemClock: KioskClock {
    package init() {}

    package func now() -> Moment {
        Moment(wall: Date(), uptime: Self.uptime())
    }

    /// Time since the machine started, which also stamps touch events (T34).
    package static func uptime() -> Duration { Uptime.now() }
}
