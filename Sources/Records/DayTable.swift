import Foundation
import GRDB
package import Office

/// Counts of the tickets, prints and survey answers of a business date.
package struct DayCounts: Sendable, Hashable {
    /// Tickets with their times, by service and hour.
    package var tally = DayTally()
    /// Number of tickets by the state of their slips.
    package var paper: [PaperState: Int] = [:]
    /// Number of lists of requirements that were printed, or sent to a printer that can't answer.
    package var listCount = 0
    /// Number of filled questionnaires.
    package var surveyCount = 0
    /// Number of quick ratings.
    package var ratingCount = 0

    package init() {}

    /// Number of tickets issued, for one service or for all.
    package func given(_ service: Service.ID? = nil) -> Int {
        tally.sum { service == nil || $0.serviceID == service }.given
    }

    /// Number of tickets whose slip is not known to be printed; one that asked for none has no slip.
    package func unproven() -> Int { given() - (paper[.printed] ?? 0) - (paper[.none] ?? 0) }
}

/// Counts of a business date.
package struct DayTable {
    let transaction: RecordsTransaction

    /// Seconds since 1970 up to which a moment is one: the year 5138.
    private static let latestMoment = 1e11

    /// Counts the tickets, prints and survey answers of a date.
    package func counts(on date: CalendarDate, day rules: BusinessDay) throws -> DayCounts {
        let survey = try transaction.survey.summary(from: date, to: date)
        var day = DayCounts()
        day.surveyCount = survey.respondents
        day.ratingCount = survey.express.reduce(0, +)
        func key(_ service: Service.ID, _ issuedAt: Double) throws -> DayTally.Key {
            // Local time can't be made of any number.
            guard issuedAt.magnitude < Self.latestMoment else {
                throw DamagedValue(description: "a ticket was issued at the moment \(issuedAt)")
            }
            return DayTally.Key(
                serviceID: service,
                hour: LocalTime(Date(timeIntervalSince1970: issuedAt), in: rules.zone).hour)
        }
        let rows = try transaction.rows(
            "SELECT service, issued_at, state, paper FROM ticket WHERE business_date = ?",
            [date.description])
        for row in rows {
            let key = try key(row.at(0), row.at(1))
            if let state = TicketState(rawValue: try row.at(2)) {
                day.tally.cells[key, default: .init()].states[state, default: 0] += 1
            }
            if let paper = PaperState(rawValue: try row.at(3)) {
                day.paper[paper, default: 0] += 1
            }
        }
        try addTimes(to: &day.tally, on: date, rules, key)
        day.listCount = try lists(on: date, rules)
        return day
    }

    /// Adds the times of the tickets that were called.
    private func addTimes(
        to tally: inout DayTally, on date: CalendarDate, _ rules: BusinessDay,
        _ key: (Service.ID, Double) throws -> DayTally.Key
    ) throws {
        let span = rules.span(of: date)
        // By the counters, since their calls lie in the order of time.
        let rows = try transaction.rows(
            """
            SELECT t.service, t.issued_at, t.state, c.called_at, c.ended_at, t.terminal, t.sequence,
                t.incarnation
            FROM counter k
            CROSS JOIN call c ON c.counter = k.counter AND c.called_at >= ?1 AND c.called_at < ?2
            CROSS JOIN ticket t ON t.terminal = c.ticket_terminal
                AND t.sequence = c.ticket_sequence AND t.incarnation = c.ticket_incarnation
            WHERE t.business_date = ?3
            ORDER BY c.called_at
            """,
            [
                // Hours over midnight call some of them on the next date.
                span.lowerBound.timeIntervalSince1970,
                span.upperBound.timeIntervalSince1970 + 86_400, date.description,
            ])
        var lastServed: [TicketID: (key: DayTally.Key, seconds: Double)] = [:]
        var called: Set<TicketID> = []
        for row in rows {
            let id = TicketID(
                terminal: try row.at(5), incarnation: Incarnation(column: try row.at(7)),
                sequence: try row.at(6))
            let (issuedAt, calledAt): (Double, Double) = (try row.at(1), try row.at(3))
            let key = try key(row.at(0), issuedAt)
            if called.insert(id).inserted {
                tally.cells[key, default: .init()].waits.add(calledAt - issuedAt)
            }
            if let endedAt: Double = try row.at(4), try row.at(2) == TicketState.done.rawValue {
                lastServed[id] = (key, endedAt - calledAt)
            }
        }
        for served in lastServed.values {
            tally.cells[served.key, default: .init()].services.add(served.seconds)
        }
    }

    private func lists(on date: CalendarDate, _ rules: BusinessDay) throws -> Int {
        let span = rules.span(of: date)
        return try transaction.value(
            """
            SELECT count(*) FROM document_print
            WHERE state NOT IN ('queued', 'sending') AND changed_at >= ? AND changed_at < ?
                AND kind = ? AND state IN (?, ?)
            """,
            [
                span.lowerBound.timeIntervalSince1970, span.upperBound.timeIntervalSince1970,
                DocumentKind.list.rawValue, PaperState.printed.rawValue, PaperState.sent.rawValue,
            ]) ?? 0
    }
}
