/// Which number comes next (A1).
package enum Numbering {
    /// Every number of the range still waits.
    package struct RangeUsedUp: Error, Equatable, CustomStringConvertible {
        package var prefix: String
        package var range: ClosedRange<Int>

        package var description: String {
            "All numbers \(prefix)-\(range.lowerBound) to \(prefix)-\(range.upperBound) still "
                + "wait. Call some of them, or set a longer range for this prefix."
        }
    }

    /// The number after `last` (nil: none given yet on this date). Without a range it starts at 1
    /// and goes on for ever. A range wraps at its end, and never onto a number in `waiting`.
    package static func next(
        prefix: String, after last: Int?, range: ClosedRange<Int>?, waiting: (Int) -> Bool
    ) throws(RangeUsedUp) -> Int {
        guard let range else { return (last ?? 0) + 1 }
        var candidate = last.map { $0 + 1 } ?? range.lowerBound
        for _ in range {
            if !range.contains(candidate) { candidate = range.lowerBound }
            if !waiting(candidate) { return candidate }
            candidate += 1
        }
        throw RangeUsedUp(prefix: prefix, range: range)
    }
}
