package import Errands

/// Item that the desk takes: one transaction each, in the order in which they come.
package enum DeskItem: Sendable {
    /// Ends what an earlier run left open. First item of all (B10).
    case recover
    /// Makes the search ready for the catalogue, and the questionnaire's scales known.
    case index
    /// Reads what earlier runs left for this one.
    case open
    /// Expires what waits from earlier days (A3).
    case turnDay
    /// Writes down what is owed.
    case settle
    case effect(Effect)
    case printer(PrintDesk.Report)

    /// Items of a start, in their order. There is no other way to start.
    package static let start: [DeskItem] = [.recover, .index, .turnDay, .open]

    /// Whether it reads the records and writes nothing.
    var onlyReads: Bool {
        switch self {
        case .open, .effect(.lookUp), .effect(.lookUpScan), .effect(.search): true
        default: false
        }
    }
}
