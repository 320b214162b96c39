import Desk
import Display
import Drawing
import Face
import Foundation
import Geometry
package import Office
import Papers
import Records
import Screens
import Settings
package import Slips
import Touch
package import Wire

/// The day in numbers, for those who close the office.
package struct DayControl: Sendable {
    let control: Control

    private var terminal: Terminal { control.terminal }
    private var records: Records { control.records }

    /// Counts of a date, or of today.
    package func report(_ date: CalendarDate?) async throws -> Wire.DayReport {
        let (date, day) = try await counts(date)
        let rules = await terminal.desk.rules
        let tally = day.tally
        return Wire.DayReport(
            date: date.description, terminal: records.terminal, all: .init(tally.sum()),
            services: DayDesk.lines(day, by: rules).map { line in
                Wire.DayReport.Line(
                    id: line.id, prefix: line.prefix, name: line.name,
                    counts: .init(tally.sum { $0.serviceID == line.id }))
            },
            hours: tally.hours(from: rules.day.startMinute / 60).map { hour in
                Wire.DayReport.Hour(hour: hour, counts: .init(tally.sum { $0.hour == hour }))
            },
            cells: tally.cells.sorted {
                ($0.key.serviceID, $0.key.hour) < ($1.key.serviceID, $1.key.hour)
            }.map {
                Wire.DayReport.Cell(
                    service: $0.key.serviceID, hour: $0.key.hour, counts: .init($0.value))
            },
            paper: Dictionary(
                uniqueKeysWithValues: day.paper.map { ($0.key.rawValue, $0.value) }),
            lists: day.listCount, surveys: day.surveyCount, ratings: day.ratingCount)
    }

    /// Report of a date, or of today, on A4 sheets as PDF, in the office's first language.
    package func pdf(_ date: CalendarDate?) async throws -> [UInt8] {
        let (date, day) = try await counts(date)
        let bundle = await terminal.bundle
        let paper = DayPaper(
            date: date, day: day, terminal: records.terminal,
            officeName: bundle.settings.office.name,
            lines: DayDesk.lines(day, by: await terminal.desk.rules), phrases: bundle.phrases,
            dayStartHour: bundle.settings.dayStartMinute / 60
        ).paper
        // Shaping text takes milliseconds, and no other caller waits for it.
        return try await Task.detached {
            try PaperPDF(shaper: TextShaper()).bytes(of: paper)
        }.value
    }

    /// Prints the report of a date, or of today, and waits for the end.
    package func print(_ date: CalendarDate?) async throws -> PrintEnd {
        try control.requirePrinter()
        try await control.requireRecovery()
        let (date, day) = try await counts(date)
        return try await terminal.printed { desk, records, moment in
            let slip = DayDesk.slip(date, day, terminal: records.terminal, by: desk.rules)
            return try desk.print(.report, slip, in: records, at: moment)
        }
    }

    private func counts(_ date: CalendarDate?) async throws -> (CalendarDate, DayCounts) {
        var wanted = date
        if wanted == nil { wanted = await control.today() }
        guard let wanted else { throw Refusal.notFound("There is no such date.") }
        let rules = await terminal.desk.rules.day
        return (wanted, try await records.dayCounts(on: wanted, day: rules))
    }
}

extension Control {
    /// The day in numbers.
    package var day: DayControl { DayControl(control: self) }
}

extension Wire.DayReport.Counts {
    init(_ cell: DayTally.Cell) {
        self.init(
            given: cell.given, served: cell.count([.done]), notServed: cell.count([.notServed]),
            noShow: cell.count([.noShow]), withdrawn: cell.count([.returned, .void]),
            waiting: cell.count(TicketState.open), expired: cell.count([.expired]),
            averageWaitSeconds: cell.waits.average, longestWaitSeconds: cell.waits.longest,
            averageServiceSeconds: cell.services.average)
    }
}
