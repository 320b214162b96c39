package import Foundation

/// State of the office: whether tickets are issued, and if not, the reason (F1).
package enum Opening: Hashable, Sendable {
    /// Tickets are issued until `lastTicketAt`; nil: no limit.
    case open(lastTicketAt: Date?)
    /// No tickets are issued. `next` is the next opening; nil: unknown.
    case closed(ClosedReason, next: Date?)

    package var isOpen: Bool {
        if case .open = self { true } else { false }
    }
}

/// Reason why no tickets are issued, in the order of the checks (F1).
package enum ClosedReason: String, Hashable, Sendable, Codable, CaseIterable {
    case holiday, closedDate, closedWeekday, beforeOpening, breakTime, afterLastTicket,
        afterClosing, quotaReached, agencyAbsent
}
