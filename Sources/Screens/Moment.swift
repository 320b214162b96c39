package import Foundation

/// The time, as an event brings it: screens have no clock of their own.
package struct Moment: Hashable, Sendable {
    /// The clock on the wall; may be set back at any time.
    package var wall: Date
    /// Time since some start; never jumps. All time-outs count on it.
    package var uptime: Duration

    package init(wall: Date, uptime: Duration) {
        self.wall = wall
        self.uptime = uptime
    }

    package func advanced(by duration: Duration) -> Moment {
        let seconds = duration.components
        return Moment(
            wall: wall.addingTimeInterval(
                Double(seconds.seconds) + Double(seconds.attoseconds) / 1e18),
            uptime: uptime + duration)
    }
}
