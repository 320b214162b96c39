import Desk
import Office
import Papers
import Records

/// Report of a day on A4 sheets: what became of its tickets, by service and by hour.
struct DayPaper {
    var date: CalendarDate
    var day: DayCounts
    var terminal: String
    var officeName: String
    var lines: [DayDesk.Line]
    var phrases: PhraseBook
    /// Hour in which a business date begins.
    var dayStartHour: Int

    var paper: Paper {
        let tally = day.tally
        let all = tally.sum()
        var blocks: [Paper.Block] = [
            .title(words("title")), .text("\(dateInWords)\n\(officeName), \(terminal)"),
        ]
        if all.given == 0 {
            blocks.append(.text(words("empty")))
        } else {
            blocks += [
                .heading(words("byService")),
                .table(
                    Paper.Table(
                        columns: [.init(words("service"), share: 52, isNumeric: false)] + columns,
                        rows: lines.map { line in
                            ["\(line.prefix) \(line.name)"]
                                + values(tally.sum { $0.serviceID == line.id })
                        }, sum: [words("all")] + values(all))),
                .heading(words("byHour")),
                .table(
                    Paper.Table(
                        columns: [.init(words("hour"), share: 52, isNumeric: false)] + columns,
                        rows: tally.hours(from: dayStartHour).map { hour in
                            [span(hour)] + values(tally.sum { $0.hour == hour })
                        })),
            ]
        }
        blocks += [.heading(words("papers")), .text(papers), .text(words("explain"))]
        return Paper(
            blocks: blocks, foot: "\(words("title")), \(dateInWords)",
            sheetNumber: words("sheet"))
    }

    private func words(_ key: String, _ values: [String: String] = [:]) -> String {
        phrases("dayReport.\(key)", phrases.defaultLanguage, values)
    }

    private var dateInWords: String {
        let weekday = (date.daysSince1970 + 3) % 7 + 1
        let language = phrases.defaultLanguage
        return "\(phrases("weekday.\(weekday)", language)), \(date.day) "
            + "\(phrases("month.\(date.month)", language)) \(date.year)"
    }

    private var columns: [Paper.Table.Column] {
        let counts = ["given", "served", "notServed", "noShow", "withdrawn", "waiting", "expired"]
        return counts.map { .init(words($0), share: 14) }
            + ["averageWait", "longestWait", "averageService"].map { .init(words($0), share: 15) }
    }

    private func values(_ cell: DayTally.Cell) -> [String] {
        [
            cell.given, cell.count([.done]), cell.count([.notServed]), cell.count([.noShow]),
            cell.count([.returned, .void]), cell.count(TicketState.open), cell.count([.expired]),
        ].map { $0 == 0 ? "–" : String($0) }
            + [cell.waits.average, cell.waits.longest, cell.services.average].map(minutes)
    }

    /// Whole minutes of a time; a dash where nothing was measured.
    private func minutes(_ seconds: Int?) -> String {
        seconds.map { String(($0 + 30) / 60) } ?? "–"
    }

    private func span(_ hour: Int) -> String {
        let separator = phrases("time.separator", phrases.defaultLanguage)
        func clock(_ hour: Int) -> String { (hour < 10 ? "0" : "") + "\(hour)\(separator)00" }
        return "\(clock(hour))–\(clock((hour + 1) % 24))"
    }

    private var papers: String {
        let printed = day.paper[.printed] ?? 0
        return words(
            "slips",
            [
                "printed": String(printed), "unproven": String(day.unproven()),
                "lists": String(day.listCount), "surveys": String(day.surveyCount),
                "ratings": String(day.ratingCount),
            ])
    }
}
