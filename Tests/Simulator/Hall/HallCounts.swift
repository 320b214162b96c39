/// Counts of the counters' work: keys, presses and ranges of the waiting time.
package struct HallCounts: Sendable, Equatable {
    /// Orders that officers typed on keypads, and those that reached the daemon as presses.
    package var typings = 0
    package var presses = 0
    /// Presses that were answered as done, and those among them that called a visitor.
    package var done = 0
    package var keyCalls = 0
    /// Calls by officers without a keypad.
    package var otherCalls = 0
    package var nobody = 0
    package var tooSoon = 0
    package var tooLate = 0
    package var refused = 0
    /// Presses that no tone answered, since the power or the daemon was away or went.
    package var lostPresses = 0
    /// Presses without a tone for another reason: a radio that slept, a pad at a port that is bound to
    /// nobody, a disk that took too long.
    package var swallowed = 0
    package var unbound = 0
    package var slowTones = 0
    package var pulled = 0
    package var bound = 0
    /// Estimates of the waiting times that were made.
    package var estimates = 0
    /// Tickets that were told a range, those of them that were called, and called within it.
    package var ranges = 0
    package var rangesCalled = 0
    package var rangesTrue = 0

    package init() {}

    package static func += (sum: inout HallCounts, more: HallCounts) {
        for path in all { sum[keyPath: path] += more[keyPath: path] }
    }

    /// Counts with their names, as a log tells them.
    package var lines: [(name: String, count: Int)] {
        zip(Self.names, Self.all).map { ($0, self[keyPath: $1]) }
    }

    private static let names = [
        "orders typed on keypads", "presses that reached the daemon", "presses done",
        "calls by key", "calls by other officers", "keys that found nobody", "keys too soon",
        "keys too late", "keys refused", "presses while the power or the daemon was away",
        "presses swallowed by a sleeping radio", "presses at an unbound port",
        "tones that came late", "keypads pulled out", "keypads bound anew", "estimates of the wait",
        "tickets told a range", "called of these", "called within their range",
    ]

    private static var all: [WritableKeyPath<HallCounts, Int>] {
        [
            \.typings, \.presses, \.done, \.keyCalls, \.otherCalls, \.nobody, \.tooSoon, \.tooLate,
            \.refused, \.lostPresses, \.swallowed, \.unbound, \.slowTones, \.pulled, \.bound,
            \.estimates, \.ranges, \.rangesCalled, \.rangesTrue,
        ]
    }
}
