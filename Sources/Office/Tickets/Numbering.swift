/// Choice of the next ticket number (A1).
package enum Numbering {
    /// Error of a range whose numbers all belong to waiting tickets.
    package struct RangeUsedUp: Error, Equatable, CustomStringConvertible {
        package var prefix: String
        package var range: ClosedRange<Int>

        package var description: String {
            "All numbers \(prefix)-\(range.lowerBound) to \(prefix)-\(range.upperBound) still "
                + "wait. Call some of them, or set a longer range for this prefix."
        }
    }

    /// Returns the number after `last` (nil: none yet on this date), skipping those that `waiting`
    /// reports. Without a range it starts at 1 and has no end. A range wraps at its end. Throws
    /// `RangeUsedUp` where none is left.
    package static func next(
        prefix: String, after last: Int?, range: ClosedRange<Int>?, waiting: (Int) -> Bool
    ) throws(RangeUsedUp) -> Int {
        guard let range else {
            var candidate = (last ?? 0) + 1
            while waiting(candidate) { candidate += 1 }
            return candidate
        }
        var candidate = last.map { $0 + 1 } ?? range.lowerBound
        for _ in range {
            if !range.contains(candidate) { candidate = range.lowerBound }
            if !waiting(candidate) { return candidate }
            candidate += 1
        }
        throw RangeUsedUp(prefix: prefix, range: range)
    }
}
