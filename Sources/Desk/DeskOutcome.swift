package import Errands
package import Records
package import Slips

/// Outcome of an item: news for the screen, ends for those who wait, and lines for the log. It is
/// told only once the records hold what it says.
package struct DeskOutcome: Sendable {
    package var events: [Event] = []
    /// Ends of work that somebody waits for.
    package var ends: [WorkID: WorkEnd] = [:]
    package var lines: [LogLine] = []
    /// Error of the records, where the item could not be done.
    package var failure: RecordsError?

    package init() {}

    init(_ events: Event...) { self.events = events }

    /// News without an item.
    package init(_ events: [Event]) { self.events = events }

    package static func + (one: DeskOutcome, other: DeskOutcome) -> DeskOutcome {
        var sum = one
        sum += other
        return sum
    }

    static func += (sum: inout DeskOutcome, other: DeskOutcome) {
        sum.events += other.events
        sum.ends.merge(other.ends) { $1 }
        sum.lines += other.lines
        sum.failure = sum.failure ?? other.failure
    }

    mutating func log(_ level: LogLine.Level, _ event: String, _ fields: [String: String] = [:]) {
        lines.append(LogLine(level: level, event: event, fields: fields))
    }

    mutating func log(_ event: String, _ error: any Error) {
        log(.error, event, ["error": "\(error)"])
    }
}

/// Line for the log: a stable name, and nothing of a person (J3).
package struct LogLine: Sendable, Hashable {
    package enum Level: Sendable { case info, notice, warning, error }

    package var level: Level
    package var event: String
    package var fields: [String: String]
}

/// Number of a piece of work for the printer, for those who wait for its end.
package struct WorkID: Hashable, Sendable {
    package var value: Int
}

/// End of a piece of work for the printer.
package enum WorkEnd: Sendable, Hashable {
    case printed(PrintEnd)
    /// The printer was asked; `PrintDesk.condition` is the answer.
    case looked
}
