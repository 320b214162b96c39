import Foundation
import Office

/// Invariants of tickets and visits.
enum TicketChecks {
    private static let isThis = "terminal = ?1 AND sequence = ?2 AND incarnation = ?3"

    /// A4: a ticket has its row in the journal, its token, its number in the count, and attempts to
    /// print it where paper was wanted; the journal still has what was told.
    static func ticketsAreWhole(_ evidence: Evidence) throws -> String? {
        for known in evidence.tickets {
            let id = known.ticket.id
            let rows = try evidence.records.rows(
                """
                SELECT (SELECT count(*) FROM survey_token WHERE token = t.survey_token),
                    (SELECT count(*) FROM print_attempt a WHERE a.terminal = t.terminal
                        AND a.sequence = t.sequence AND a.incarnation = t.incarnation),
                    (SELECT value FROM last_number n WHERE n.business_date = t.business_date
                        AND n.prefix = t.prefix), paper
                FROM ticket t WHERE \(isThis)
                """, id.arguments)
            guard let row = rows.first else { return "\(known.ticket.number) \(id) is lost" }
            if row[0] == .integer(0) { return "\(known.ticket.number) has no token" }
            if (row[1] == .integer(0)) != (row[3] == .text("none")) {
                return "\(known.ticket.number): \(row[1]) attempts, paper \(row[3])"
            }
            if row[2] == .null { return "\(known.ticket.number) is not counted" }
        }
        if evidence.touched != nil { return nil }
        for (incarnation, head) in evidence.truth.heads.sorted(by: { $0.key < $1.key }) {
            let hash = try evidence.records.value(
                "SELECT hash FROM journal WHERE incarnation = ?1 AND sequence = ?2",
                [.integer(incarnation), .integer(head.sequence)])
            if hash != head.hash {
                return "row \(head.sequence) of the journal was told and is lost"
            }
        }
        let orphans = try evidence.records.value(
            """
            SELECT count(*) FROM ticket WHERE 'ticket ' || terminal || '-' || sequence || '.'
                || printf('%016x', incarnation)
                NOT IN (SELECT subject FROM journal WHERE what = 'ticket.issued')
            """)
        if orphans != .integer(0) { return "\(orphans) tickets are not in the journal" }
        let more = try evidence.records.value(
            """
            SELECT (SELECT count(*) FROM journal WHERE what = 'ticket.issued')
                - (SELECT count(*) FROM ticket)
            """)
        return more == .integer(0) ? nil : "the journal has \(more) tickets too many"
    }

    /// A5: number, code, token, date and place of a ticket are those that were told; its service is
    /// that of the last transfer.
    static func ticketsStay(_ evidence: Evidence) throws -> String? {
        for known in evidence.tickets {
            let ticket = known.ticket
            let rows = try evidence.records.rows(
                """
                SELECT prefix, value, code, survey_token, business_date, issued_at, service
                FROM ticket WHERE \(isThis)
                """, ticket.id.arguments)
            guard let row = rows.first else { continue }
            var told: [Inspector.Value] = [
                .text(ticket.number.prefix), .integer(Int64(ticket.number.value)),
                .text(ticket.code), .text(ticket.surveyToken),
                .text(ticket.businessDate.description),
                .real(ticket.issuedAt.timeIntervalSince1970), .text(known.serviceID),
            ]
            if let service = row[6].text, known.possibleServices.contains(service) {
                told[6] = row[6]
            }
            if row != told { return "\(ticket.number) has become \(row), not \(told)" }
        }
        return nil
    }

    /// D1: a ticket is called or served exactly while it has an open call. Only what is open is looked
    /// at, which is little.
    static func callsAreOpen(_ evidence: Evidence) throws -> String? {
        let atCounter = TicketState.atCounter.sqlList
        let uncalled = try evidence.records.value(
            """
            SELECT count(*) FROM ticket t WHERE state IN (\(atCounter)) AND NOT EXISTS (
                SELECT 1 FROM call c WHERE c.ticket_terminal = t.terminal
                    AND c.ticket_sequence = t.sequence AND c.ticket_incarnation = t.incarnation
                    AND c.ended_at IS NULL)
            """)
        if uncalled != .integer(0) { return "\(uncalled) tickets at counters have no open call" }
        let left = try evidence.records.value(
            """
            SELECT count(*) FROM call c JOIN ticket t ON t.terminal = c.ticket_terminal
                AND t.sequence = c.ticket_sequence AND t.incarnation = c.ticket_incarnation
            WHERE c.ended_at IS NULL AND t.state NOT IN (\(atCounter))
            """)
        return left == .integer(0) ? nil : "\(left) calls of tickets at no counter are open"
    }

    /// A6: of a visit whose tickets were told together none is missing.
    static func visitsAreWhole(_ evidence: Evidence) throws -> String? {
        let visits =
            evidence.touched.map { touched in
                evidence.truth.visits.suffix(4).filter { !touched.isDisjoint(with: $0) }
            } ?? evidence.truth.visits
        for visit in visits where visit.count > 1 {
            var count = 0
            for id in visit {
                let rows = try evidence.records.rows(
                    "SELECT 1 FROM ticket WHERE \(isThis)", id.arguments)
                count += rows.count
            }
            if count != visit.count {
                return "of \(visit.count) tickets of a visit \(count) are there"
            }
        }
        return nil
    }
}
