package import Office

/// Counts of a day for the office's paper records.
package struct DaySlip: Sendable, Hashable {
    package struct Line: Sendable, Hashable {
        package var prefix: String
        package var service: String
        package var given: Int

        package init(prefix: String, service: String, given: Int) {
            (self.prefix, self.service, self.given) = (prefix, service, given)
        }
    }

    package var date: CalendarDate
    package var terminal: String
    /// Services with any ticket on this day.
    package var lines: [Line]
    package var given: Int
    package var served: Int
    package var waiting: Int
    /// Tickets of visitors who were absent when called or gave it back, and cancelled tickets.
    package var gone: Int
    /// Tickets not served when the day ended.
    package var expired: Int
    /// Slips without proof that they came out.
    package var unproven: Int
    package var surveys: Int

    package init(
        date: CalendarDate, terminal: String, lines: [Line], given: Int, served: Int, waiting: Int,
        gone: Int, expired: Int, unproven: Int, surveys: Int
    ) {
        (self.date, self.terminal, self.lines) = (date, terminal, lines)
        (self.given, self.served, self.waiting) = (given, served, waiting)
        (self.gone, self.expired) = (gone, expired)
        (self.unproven, self.surveys) = (unproven, surveys)
    }
}

extension SlipWriter {
    /// Writes the day's counts for staff, in the office's first language.
    package func day(_ day: DaySlip) -> Slip {
        let language = phrases.defaultLanguage
        func words(_ key: String, _ values: [String: String] = [:]) -> String {
            phrases("slip.\(key)", language, values)
        }
        func line(_ key: String, _ count: Int) -> Slip.Block {
            .text(words("report.\(key)", ["n": String(count)]))
        }
        let date =
            "\(day.date.day) \(phrases("month.\(day.date.month)", language)) \(day.date.year)"
        return Slip(
            blocks: [
                .text(officeName, isBold: true, isCentered: true), .rule,
                .text(words("report"), size: .large, isBold: true, isCentered: true),
                .text(date, isBold: true, isCentered: true),
                .text(day.terminal, size: .small, isCentered: true), .rule,
            ] + day.lines.map { .text("\($0.prefix) \($0.service): \($0.given)") }
                + (day.lines.isEmpty ? [] : [.rule])
                + [
                    .text(words("report.given", ["n": String(day.given)]), isBold: true),
                    line("served", day.served), line("waiting", day.waiting),
                    line("gone", day.gone), line("expired", day.expired),
                    line("unproven", day.unproven), line("surveys", day.surveys),
                ])
    }
}
