import Desk
import Display
import Face
import Foundation
import Geometry
package import Office
import Records
import Screens
import Settings
package import Slips
import Touch
package import Wire

/// The day in numbers, for those who close the office.
extension Control {
    /// Counts of a date, or of today.
    package func dayReport(_ date: CalendarDate?) async throws -> Wire.DayReport {
        let (date, day) = try await counts(date)
        let rules = await terminal.desk.rules
        return Wire.DayReport(
            date: date.description, terminal: records.terminal,
            services: DayDesk.lines(day, by: rules).map { line in
                Wire.DayReport.Line(
                    id: line.id, prefix: line.prefix, name: line.name, given: day.given(line.id),
                    served: day.count([.done], line.id),
                    waiting: day.count(TicketState.open, line.id),
                    gone: day.count(TicketState.gone, line.id),
                    expired: day.count([.expired], line.id))
            },
            given: day.given(), served: day.count([.done]),
            waiting: day.count(TicketState.open), gone: day.count(TicketState.gone),
            expired: day.count([.expired]),
            paper: Dictionary(
                uniqueKeysWithValues: day.paper.map { ($0.key.rawValue, $0.value) }),
            surveys: day.surveyCount, ratings: day.ratingCount)
    }

    /// Prints the report of a date, or of today, and waits for the end.
    package func printDayReport(_ date: CalendarDate?) async throws -> PrintEnd {
        try requirePrinter()
        try await requireRecovery()
        let (date, day) = try await counts(date)
        return try await terminal.printed { desk, records, moment in
            let slip = DayDesk.slip(date, day, terminal: records.terminal, by: desk.rules)
            return try desk.print(.report, slip, in: records, at: moment)
        }
    }

    private func counts(_ date: CalendarDate?) async throws -> (CalendarDate, DayCounts) {
        var wanted = date
        if wanted == nil { wanted = await today() }
        guard let wanted else { throw Refusal.notFound("There is no such date.") }
        return (wanted, try await records.dayCounts(on: wanted))
    }
}
