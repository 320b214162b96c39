package import Foundation

/// Order of staff that opens or closes the office whatever its hours say (F1).
package struct OpeningOrder: Hashable, Sendable {
    package enum State: String, CaseIterable, Sendable { case open, closed }

    package var state: State
    /// Moment at which the order ends; nil: with its business date.
    package var until: Date?
    /// Business date on which it was given, and with which it ends at the latest.
    package var businessDate: CalendarDate
    /// Reason in staff's words, for the record. Not shown to visitors, who read other languages.
    package var reason: String?
    /// Account that gave it.
    package var who: String
    package var setAt: Date

    package init(
        state: State, until: Date? = nil, businessDate: CalendarDate, reason: String? = nil,
        who: String, setAt: Date
    ) {
        self.state = state
        self.until = until
        self.businessDate = businessDate
        self.reason = reason
        self.who = who
        self.setAt = setAt
    }

    /// Moment at which the order ends.
    package func end(_ day: BusinessDay) -> Date {
        let dayEnd = day.begin(of: businessDate.next)
        return min(until ?? dayEnd, dayEnd)
    }

    /// Whether the order counts at a moment. One of another business date never does, so that a clock
    /// that is set back brings no order back.
    package func stands(at moment: Date, _ day: BusinessDay) -> Bool {
        day.date(at: moment) == businessDate && until.map { moment < $0 } ?? true
    }
}

extension OpeningOrder {
    /// Sentence for staff: `closed by root since 2026-11-23 09:00 until 2026-11-23 10:30 (power cut)`.
    package func sentence(_ day: BusinessDay) -> String {
        "\(state == .open ? "opened" : "closed") by \(who) since \(Opening.text(setAt, in: day.zone)) "
            + "until \(Opening.text(end(day), in: day.zone))" + (reason.map { " (\($0))" } ?? "")
    }
}
