/// State of a ticket's paper. The last four are final and never confused (B).
package enum PaperState: String, Sendable, Codable, CaseIterable {
    /// No paper requested: shown on screen only.
    case none
    case queued
    /// Committed before the first byte leaves.
    case sending
    /// The printer answered after the data.
    case printed
    /// Passed to a printer that cannot answer.
    case sent
    /// Nothing has left, for certain.
    case notPrinted
    /// The result cannot be known. A person decides.
    case unknown
}

extension PaperState {
    /// States of a print that has not ended.
    package static let open: [PaperState] = [.queued, .sending]
    /// States in which a print can end.
    package static let ends: [PaperState] = [.printed, .sent, .notPrinted, .unknown]

    /// Whether this state is final.
    package var isEnd: Bool { !Self.open.contains(self) }
    /// Whether the slip came out, as far as the printer can tell.
    package var isOnPaper: Bool { self == .printed || self == .sent }
    /// Whether the print ended without paper that is known of.
    package var isLost: Bool { self == .notPrinted || self == .unknown }
}
