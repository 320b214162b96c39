import Errands
import Face
import Foundation
package import Office
import Records
import Screens
import Settings
package import Slips
package import Wire

/// The day in numbers, for whoever closes the office.
extension Terminal {
    /// Of a date, `2026-11-23`, or of today.
    package func dayReport(_ date: CalendarDate?) async throws -> Wire.DayReport {
        let (date, day) = try await counts(date)
        return Wire.DayReport(
            date: date.description, terminal: records.terminal,
            services: lines(day).map { id, prefix, name in
                Wire.DayReport.Line(
                    id: id, prefix: prefix, name: name, given: day.given(id),
                    served: day.count([.done], id), waiting: day.count(TicketState.open, id),
                    gone: day.count(TicketState.gone, id), expired: day.count([.expired], id))
            },
            given: day.given(), served: day.count([.done]),
            waiting: day.count(TicketState.open), gone: day.count(TicketState.gone),
            expired: day.count([.expired]),
            paper: Dictionary(
                uniqueKeysWithValues: day.paper.map { ($0.key.rawValue, $0.value) }),
            surveys: day.surveyCount, ratings: day.ratingCount)
    }

    /// Prints it, and waits for the end.
    package func printDayReport(_ date: CalendarDate?) async throws -> PrintEnd {
        if printer == nil { throw Wire.Failure(error: PrinterCondition.none.advice) }
        guard await isRecovered() else { throw Wire.Failure(error: Self.unrecovered) }
        let (date, day) = try await counts(date)
        let slip = bundle.slipWriter.day(
            DaySlip(
                date: date, terminal: records.terminal,
                lines: lines(day).map { id, prefix, name in
                    DaySlip.Line(prefix: prefix, service: name, given: day.given(id))
                }, given: day.given(), served: day.count([.done]),
                waiting: day.count(TicketState.open), gone: day.count(TicketState.gone),
                expired: day.count([.expired]),
                unproven: day.given() - (day.paper[.printed] ?? 0), surveys: day.surveyCount))
        let row = try await records.spool(.report, at: clock.now().wall)
        return await printed(.report(slip, row: row))
    }

    private func counts(_ date: CalendarDate?) async throws -> (CalendarDate, DayCounts) {
        var wanted = date
        if wanted == nil { wanted = await today(clock.now().wall) }
        guard let wanted else { throw Wire.Failure(error: "There is no such date.") }
        return (wanted, try await records.dayCounts(on: wanted))
    }

    /// Services with tickets, in the order of the catalogue; those that it no longer has, last.
    private func lines(_ day: DayCounts) -> [(id: String, prefix: String, name: String)] {
        let language = bundle.phrases.defaultLanguage
        let known = bundle.catalogue.services.filter { day.given($0.id) > 0 }
        let gone = Set(day.states.keys).subtracting(bundle.catalogue.services.map(\.id)).sorted()
        return known.map { ($0.id, $0.prefix, $0.name[language]) } + gone.map { ($0, "-", $0) }
    }
}
