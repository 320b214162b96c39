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
    /// All tickets of the day.
    package var all: DayTally.Cell
    /// Lists of requirements that were printed.
    package var lists: Int
    /// Slips without proof that they came out.
    package var unproven: Int
    package var surveys: Int

    package init(
        date: CalendarDate, terminal: String, lines: [Line], all: DayTally.Cell, lists: Int,
        unproven: Int, surveys: Int
    ) {
        (self.date, self.terminal, self.lines, self.all) = (date, terminal, lines, all)
        (self.lists, self.unproven, self.surveys) = (lists, unproven, surveys)
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
        func time(_ key: String, _ seconds: Int?) -> Slip.Block {
            // Whole minutes: nobody compares seconds of a day.
            let minutes = seconds.map { String(($0 + 30) / 60) }
            return .text(
                words("report.\(key)", ["n": minutes ?? phrases("slip.report.none", language)]))
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
                    .text(words("report.given", ["n": String(day.all.given)]), isBold: true),
                    line("served", day.all.count([.done])),
                    line("notServed", day.all.count([.notServed])),
                    line("noShow", day.all.count([.noShow])),
                    line("withdrawn", day.all.count([.returned, .void])),
                    line("waiting", day.all.count(TicketState.open)),
                    line("expired", day.all.count([.expired])), .rule,
                    time("averageWait", day.all.waits.average),
                    time("longestWait", day.all.waits.longest),
                    time("averageService", day.all.services.average), .rule,
                    line("lists", day.lists), line("unproven", day.unproven),
                    line("surveys", day.surveys),
                ])
    }
}
