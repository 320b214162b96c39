package import Desk
package import Office
package import Papers
package import Records
package import Slips
package import Wire

/// Report of a business date in each form in which it is given out. It is pure: the counts come from
/// the caller's transaction, and a simulated terminal makes the same forms.
package struct DayForms: Sendable {
    private let date: CalendarDate
    private let day: DayCounts
    private let terminal: String
    private let rules: DeskRules

    package init(
        _ date: CalendarDate, _ day: DayCounts, terminal: String, by rules: DeskRules
    ) {
        (self.date, self.day, self.terminal, self.rules) = (date, day, terminal, rules)
    }

    /// Values for callers; the CSV is written from them.
    package var values: Wire.DayReport {
        let tally = day.tally
        return Wire.DayReport(
            date: date.description, terminal: terminal, all: .init(tally.sum()),
            services: DayDesk.lines(day, by: rules).map { line in
                Wire.DayReport.Line(
                    id: line.id, prefix: line.prefix, name: line.name,
                    counts: .init(tally.sum { $0.serviceID == line.id }))
            },
            hours: tally.hours(from: dayStartHour).map { hour in
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

    /// Slip for the receipt printer.
    package var slip: Slip { DayDesk.slip(date, day, terminal: terminal, by: rules) }

    /// A4 sheets, in the office's first language.
    package var paper: Paper {
        DayPaper(
            date: date, day: day, terminal: terminal, officeName: rules.slipWriter.officeName,
            lines: DayDesk.lines(day, by: rules), phrases: rules.slipWriter.phrases,
            dayStartHour: dayStartHour
        ).paper
    }

    private var dayStartHour: Int { rules.day.startMinute / 60 }
}

extension Wire.DayReport.Counts {
    fileprivate init(_ cell: DayTally.Cell) {
        self.init(
            given: cell.given, served: cell.count([.done]), notServed: cell.count([.notServed]),
            noShow: cell.count([.noShow]), withdrawn: cell.count([.returned, .void]),
            waiting: cell.count(TicketState.open), expired: cell.count([.expired]),
            averageWaitSeconds: cell.waits.average, longestWaitSeconds: cell.waits.longest,
            averageServiceSeconds: cell.services.average)
    }
}
