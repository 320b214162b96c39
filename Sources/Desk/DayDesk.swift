import Errands
package import Foundation
package import Office
package import Records
package import Slips

/// Business date, the clock's fault, and the turn of the day (A2, A3).
package struct DayDesk: Sendable {
    package private(set) var lastDate: CalendarDate?
    /// First date whose tickets may still wait: the last one, or the one before it.
    private var oldestDate: CalendarDate?
    /// Whether tickets of the date before may still wait (A3).
    var carriesOver: Bool { oldestDate != lastDate }
    /// Fault of a clock that stands before the newest ticket.
    package private(set) var clockFault: ClockFault?

    package init() {}

    /// Business date that counts at this moment. Behind the newest record it is that record's,
    /// whatever the clock says, and the fault is named once (A2).
    package mutating func today(
        _ wall: Date, _ day: BusinessDay, in records: RecordsTransaction
    ) throws -> (date: CalendarDate, outcome: DeskOutcome) {
        let known = try records.tickets.clock(at: wall, day: day)
        var outcome = DeskOutcome()
        if (known.fault == nil) != (clockFault == nil) {
            if let fault = known.fault {
                outcome.log(.error, "clock.behind", ["problem": "\(fault)"])
            } else {
                outcome.log(.notice, "clock.right")
            }
        }
        clockFault = known.fault
        return (known.date, outcome)
    }

    /// Turns the day, and expires what still waits from earlier dates, at the first closed moment of
    /// the date (A3). Who waits in an office that is open over the day start is served until then.
    mutating func turn(_ wall: Date, _ rules: OpeningRules, in records: RecordsTransaction) throws
        -> DeskOutcome
    {
        var (today, outcome) = try today(wall, rules.day, in: records)
        if lastDate == today, oldestDate == today { return outcome }
        let start = rules.day.begin(of: today)
        // Where the clock is behind, nobody knows since when the office is open.
        let isOver = wall < start || rules.isClosed(in: start...wall)
        let oldest = isOver ? today : today.previous
        if lastDate == today, oldestDate == oldest { return outcome }
        // A clock that ran ahead and was set right turns the same day once more, else that day's
        // tickets would wait beyond it. The date never goes behind the newest ticket's (A2).
        let isNew = lastDate != today
        (lastDate, oldestDate) = (today, oldest)
        if isNew { try begin(today, wall, &outcome, in: records) }
        let expired = try records.tickets.expire(before: oldest, at: wall)
        if expired > 0 {
            outcome.log(.info, "day.expired", ["count": "\(expired)"])
            outcome.events.append(.waiting(try records.queue.counts(on: today)))
        }
        return outcome
    }

    private func begin(
        _ today: CalendarDate, _ wall: Date, _ outcome: inout DeskOutcome,
        in records: RecordsTransaction
    ) throws {
        if clockFault == nil {
            let count = try records.tickets.reinstate(on: today, at: wall)
            if count > 0 {
                outcome.log(.notice, "day.reinstated", ["count": "\(count)"])
                outcome.events.append(.waiting(try records.queue.counts(on: today)))
            }
        }
        try records.presses.forget(before: today)
    }

    /// Services with tickets on a day, in the order of the catalogue; those that it no longer has,
    /// last.
    package static func lines(_ day: DayCounts, by rules: DeskRules) -> [Line] {
        let language = rules.slipWriter.phrases.defaultLanguage
        let known = rules.catalogue.services.filter { day.given($0.id) > 0 }
        let gone = day.tally.services.subtracting(rules.catalogue.services.map(\.id)).sorted()
        return known.map { Line(id: $0.id, prefix: $0.prefix, name: $0.name[language]) }
            + gone.map { Line(id: $0, prefix: "-", name: $0) }
    }

    /// Service of a day report.
    package struct Line: Sendable {
        package var id: Service.ID
        package var prefix: String
        package var name: String
    }

    /// Slip with the counts of a day, for staff.
    package static func slip(
        _ date: CalendarDate, _ day: DayCounts, terminal: String, by rules: DeskRules
    ) -> Slip {
        rules.slipWriter.day(
            DaySlip(
                date: date, terminal: terminal,
                lines: lines(day, by: rules).map {
                    DaySlip.Line(prefix: $0.prefix, service: $0.name, given: day.given($0.id))
                }, all: day.tally.sum(), lists: day.listCount,
                unproven: day.unproven(), surveys: day.surveyCount))
    }
}
