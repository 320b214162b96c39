/// Exit code of `loket`. Scripts of technicians read it.
package enum ExitStatus: Int32, CaseIterable, Sendable {
    case done = 0
    /// The command worked, and what it looked at is broken.
    case broken = 1
    case refused = 2
    /// The daemon or CUPS gives no answer.
    case noAnswer = 3
    case notInTime = 4
    /// Code of swift-argument-parser for wrong options (`EX_USAGE`).
    case usage = 64

    /// Meaning, as `loket --help` lists it.
    package var meaning: String {
        switch self {
        case .done: "done"
        case .broken:
            "something is broken (status, config check, printer test, printer status, or the daemon itself)"
        case .refused: "refused"
        case .noAnswer: "no daemon or no CUPS answers"
        case .notInTime: "not idle in time"
        case .usage: "wrong options or a key that does not exist (config explain)"
        }
    }

    /// All codes with their meanings, in one line.
    package static var list: String {
        allCases.map { "\($0.rawValue) \($0.meaning)" }.joined(separator: ", ")
    }
}
