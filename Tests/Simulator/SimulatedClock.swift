import Errands
import Foundation

/// Clock of a simulated machine. The wall clock may jump; the uptime begins anew with the machine.
struct SimulatedClock {
    /// Time since the simulation began, which never jumps. Everything is planned on it.
    private(set) var elapsed = Duration.zero
    private var bootedAt = Duration.zero
    /// True time at the beginning.
    private let begin: Date
    /// Seconds by which the wall clock is ahead of the true time.
    var error = 0.0

    init(begin: Date) {
        self.begin = begin
    }

    /// True time, which no daemon knows.
    var truth: Date { begin.addingTimeInterval(elapsed.seconds) }

    /// Moment as the machine's clocks show it.
    var moment: Moment {
        Moment(wall: truth.addingTimeInterval(error), uptime: elapsed - bootedAt)
    }

    mutating func advance(to time: Duration) {
        if time > elapsed { elapsed = time }
    }

    mutating func boot() { bootedAt = elapsed - .seconds(20) }

    /// Time in the simulation of an uptime of this machine.
    func time(ofUptime uptime: Duration) -> Duration { bootedAt + uptime }

    /// Seconds since midnight of the true time, in an office eight hours east of Greenwich.
    var secondOfDay: Double {
        (truth.timeIntervalSince1970 + 8 * 3_600).truncatingRemainder(dividingBy: 86_400)
    }
}

extension Duration {
    /// Whole and broken seconds.
    var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
