package import Foundation

/// Whether a counter calls, as its officer says.
package enum CounterState: Hashable, Sendable {
    case open
    case paused(PauseReason)
    case closed

    package var word: Word {
        switch self {
        case .open: .open
        case .paused: .paused
        case .closed: .closed
        }
    }

    /// State without its reason.
    package enum Word: String, Sendable, CaseIterable { case open, paused, closed }
}

/// Reason for which a counter pauses (D11).
package enum PauseReason: String, Sendable, Codable, CaseIterable {
    case rest, meal, prayer, meeting, technical, other
}

/// Reason for which a visitor is sent away unserved (D10).
package enum NotServedReason: String, Sendable, Codable, CaseIterable {
    case agencyAway = "agency-away"
    case networkDown = "network-down"
    case documentsMissing = "documents-missing"
    case closing, other
}

/// State of a counter since a moment.
package struct CounterStatus: Hashable, Sendable {
    package var state: CounterState
    package var since: Date?

    package init(state: CounterState, since: Date?) {
        self.state = state
        self.since = since
    }
}
