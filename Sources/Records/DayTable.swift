import GRDB
package import Office

/// Counts of the tickets, prints and survey answers of a business date.
package struct DayCounts: Sendable, Hashable {
    /// Number of tickets by service and state.
    package var states: [Service.ID: [TicketState: Int]] = [:]
    /// Number of tickets by the state of their slips.
    package var paper: [PaperState: Int] = [:]
    /// Number of filled questionnaires.
    package var surveyCount = 0
    /// Number of quick ratings.
    package var ratingCount = 0

    package init() {}

    /// Number of tickets issued, for one service or for all.
    package func given(_ service: Service.ID? = nil) -> Int {
        count(TicketState.allCases, service)
    }

    /// Number of tickets in one of these states, for one service or for all.
    package func count(_ wanted: [TicketState], _ service: Service.ID? = nil) -> Int {
        states.filter { service == nil || $0.key == service }.values.reduce(0) { sum, counts in
            sum + wanted.reduce(0) { $0 + (counts[$1] ?? 0) }
        }
    }
}

/// Counts of a business date.
package struct DayTable {
    let transaction: RecordsTransaction

    /// Counts the tickets, prints and survey answers of a date.
    package func counts(on date: CalendarDate) throws -> DayCounts {
        let survey = try transaction.survey.summary(from: date, to: date)
        var day = DayCounts()
        day.surveyCount = survey.respondents
        day.ratingCount = survey.express.reduce(0, +)
        let rows = try transaction.rows(
            """
            SELECT service, state, paper, count(*) FROM ticket WHERE business_date = ?
            GROUP BY service, state, paper
            """, [date.description])
        for row in rows {
            let count: Int = try row.at(3)
            if let state = TicketState(rawValue: try row.at(1)) {
                day.states[try row.at(0), default: [:]][state, default: 0] += count
            }
            if let paper = PaperState(rawValue: try row.at(2)) {
                day.paper[paper, default: 0] += count
            }
        }
        return day
    }
}
