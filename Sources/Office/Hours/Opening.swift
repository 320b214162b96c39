package import Foundation

/// State of the office or of one service: whether tickets are issued, and if not, the reason (F1).
package enum Opening: Hashable, Sendable {
    /// Tickets are issued until `lastTicketAt`; nil: no limit.
    case open(lastTicketAt: Date?)
    /// No tickets are issued. `next` is the next opening; nil: none within a year.
    case closed(ClosedReason, next: Date?)

    package var isOpen: Bool {
        if case .open = self { true } else { false }
    }

    /// Reason why it is closed; nil: it is open.
    package var reason: ClosedReason? {
        if case .closed(let reason, _) = self { reason } else { nil }
    }

    /// Next opening; nil: it is open, or none is known.
    package var next: Date? {
        if case .closed(_, let next) = self { next } else { nil }
    }

    /// Moment from which no tickets are issued; nil: it is closed, or has no such moment.
    package var lastTicket: Date? {
        if case .open(let last) = self { last } else { nil }
    }
}

/// Reason why no tickets are issued, in the order of the checks (F1).
package enum ClosedReason: Hashable, Sendable {
    /// Staff closed the office by command.
    case forced
    /// Name of the holiday; nil: not known.
    case holiday(LocalizedText?)
    case closedDate, closedWeekday, beforeOpening, breakTime, afterLastTicket, afterClosing
    /// All tickets that the service gives on a day are given.
    case quotaReached
    /// The service's agency has no counter in the office on this weekday.
    case agencyAbsent

    /// Name of a reason in phrases, logs and answers.
    package enum Word: String, CaseIterable, Sendable {
        case forced, holiday, closedDate, closedWeekday, beforeOpening, breakTime, afterLastTicket,
            afterClosing, quotaReached, agencyAbsent
    }

    package var word: Word {
        switch self {
        case .forced: .forced
        case .holiday: .holiday
        case .closedDate: .closedDate
        case .closedWeekday: .closedWeekday
        case .beforeOpening: .beforeOpening
        case .breakTime: .breakTime
        case .afterLastTicket: .afterLastTicket
        case .afterClosing: .afterClosing
        case .quotaReached: .quotaReached
        case .agencyAbsent: .agencyAbsent
        }
    }
}

extension Opening {
    /// Sentence for staff: `closed: public holiday (Hari Natal), opens again 2026-12-28 08:00`. Times
    /// are those of the office.
    package func sentence(in zone: TimeZone) -> String {
        switch self {
        case .open(let last):
            last.map { "open, last number before \(Self.text($0, in: zone))" } ?? "open"
        case .closed(let reason, let next):
            "closed: \(reason.sentence), "
                + (next.map { "opens again \(Self.text($0, in: zone))" }
                    ?? "no opening within a year")
        }
    }

    /// Date and time of the office: `2026-12-28 08:00`.
    package static func text(_ moment: Date, in zone: TimeZone) -> String {
        let local = LocalTime(moment, in: zone)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(local.date) \(two(local.hour)):\(two(local.minute))"
    }
}

extension ClosedReason {
    /// Reason in words for staff.
    package var sentence: String {
        switch self {
        case .forced: "closed by order of staff"
        case .holiday(let name):
            name.map { "public holiday (\($0[.indonesian]))" } ?? "public holiday"
        case .closedDate: "a date on which the office is closed"
        case .closedWeekday: "no hours on this weekday"
        case .beforeOpening: "not open yet"
        case .breakTime: "a break"
        case .afterLastTicket: "after the last number of the day"
        case .afterClosing: "closed for today"
        case .quotaReached: "all numbers of the day are given"
        case .agencyAbsent: "the agency is not in today"
        }
    }
}
