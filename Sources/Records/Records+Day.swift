import Foundation
import GRDB
package import Office

/// A day's tickets, counted.
package struct DayCounts: Sendable, Hashable {
    /// By service and state.
    package var states: [Service.ID: [TicketState: Int]] = [:]
    /// By what is known of their slips.
    package var paper: [PaperState: Int] = [:]
    /// Filled questionnaires and quick ratings.
    package var surveyCount = 0
    package var ratingCount = 0

    package init() {}

    /// Tickets given, of one service or of all.
    package func given(_ service: Service.ID? = nil) -> Int {
        count(TicketState.allCases, service)
    }

    /// Tickets in one of these states, of one service or of all.
    package func count(_ wanted: [TicketState], _ service: Service.ID? = nil) -> Int {
        states.filter { service == nil || $0.key == service }.values.reduce(0) { sum, counts in
            sum + wanted.reduce(0) { $0 + (counts[$1] ?? 0) }
        }
    }
}

extension Records {
    /// What became of the tickets of a date.
    package func dayCounts(on date: CalendarDate) async throws(RecordsError) -> DayCounts {
        let survey = try await surveySummary(from: date, to: date)
        return try await read { db in
            var day = DayCounts()
            day.surveyCount = survey.respondents
            day.ratingCount = survey.express.reduce(0, +)
            for row in try Row.fetchAll(
                db,
                sql: """
                    SELECT service, state, paper, count(*) FROM ticket WHERE business_date = ?
                    GROUP BY service, state, paper
                    """, arguments: [date.description])
            {
                let count: Int = row[3]
                if let state = TicketState(rawValue: row[1]) {
                    day.states[row[0], default: [:]][state, default: 0] += count
                }
                if let paper = PaperState(rawValue: row[2]) {
                    day.paper[paper, default: 0] += count
                }
            }
            return day
        }
    }
}
