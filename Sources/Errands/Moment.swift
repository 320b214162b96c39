package import Foundation

/// Time of an event on both clocks. Sessions and desks read no clock of their own.
package struct Moment: Hashable, Sendable {
    /// Wall clock. It may be set back at any time.
    package var wall: Date
    /// Time since an arbitrary start. It never jumps, and all time-outs count on it.
    package var uptime: Duration

    package init(wall: Date, uptime: Duration) {
        self.wall = wall
        self.uptime = uptime
    }

    /// Moment that lies this much later, on both clocks.
    package func advanced(by duration: Duration) -> Moment {
        let seconds = duration.components
        return Moment(
            wall: wall.addingTimeInterval(
                Double(seconds.seconds) + Double(seconds.attoseconds) / 1e18),
            uptime: uptime + duration)
    }
}
