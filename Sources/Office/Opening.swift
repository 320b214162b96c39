package import Foundation

/// Whether tickets are given, and why not (F1).
package enum Opening: Hashable, Sendable {
    /// Tickets are given until `lastTicketAt`.
    case open(lastTicketAt: Date?)
    /// No tickets; the next opening where the settings tell one.
    case closed(ClosedReason, next: Date?)

    package var isOpen: Bool {
        if case .open = self { true } else { false }
    }
}

/// Why no ticket is given, in the order in which the reasons are asked (F1).
package enum ClosedReason: String, Hashable, Sendable, Codable, CaseIterable {
    case holiday, closedDate, closedWeekday, beforeOpening, breakTime, afterLastTicket,
        afterClosing, quotaReached, agencyAbsent
}
