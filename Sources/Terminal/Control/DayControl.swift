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
        try await forms(date).values
    }

    /// Report of a date, or of today, on A4 sheets as PDF, in the office's first language.
    package func pdf(_ date: CalendarDate?) async throws -> [UInt8] {
        let forms = try await forms(date)
        // Shaping text takes milliseconds, and no other caller waits for it.
        return try await Task.detached {
            try PaperPDF(shaper: TextShaper()).bytes(of: forms.paper)
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

    private func forms(_ date: CalendarDate?) async throws -> DayForms {
        let (date, day) = try await counts(date)
        return DayForms(
            date, day, terminal: records.terminal, by: await terminal.desk.rules)
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
