import Office

/// Something that holds after every step, whatever happens (BEHAVIOURS.md has the sentences).
package enum Invariant: String, CaseIterable, Sendable {
    case numbersGoOn = "A1"
    case datesGoOn = "A2"
    case daysEndInOrder = "A3"
    case ticketsAreWhole = "A4"
    case ticketsStay = "A5"
    case visitsAreWhole = "A6"
    case unseenIsUncalled = "B1"
    case copiesAreMarked = "B4"
    case paperIsCounted = "B6"
    case nothingIsLeftOpen = "B10"
    case paperIsApart = "B11"
    case tapsIssueOnce = "C3"
    case visitsEnd = "C4"
    case callsAreOpen = "D1"
    case pressesStand = "D6"
    case deskKeepsHours = "D13"
    case rangesAreTrue = "E1"
    case rangesAreRanges = "E2"
    case quotasHold = "F1"
    case answersAreNobodys = "G2"

    /// Meaning, in a sentence.
    package var sentence: String {
        switch self {
        case .numbersGoOn:
            "Numbers go on by one from 1, or wrap within their range without one that waits."
        case .datesGoOn: "The business date is that of the office and never goes back."
        case .daysEndInOrder: "Tickets of earlier dates have expired, and none is deleted."
        case .ticketsAreWhole: "A ticket is there with all its rows, and what was told stays."
        case .ticketsStay: "A ticket keeps its number, code, date and place."
        case .visitsAreWhole: "All tickets of a visit are there, or none."
        case .unseenIsUncalled:
            "A number is called only if it was shown or printed, and is on paper once unmarked."
        case .copiesAreMarked: "Each further slip is whole, has its mark and comes out once."
        case .paperIsCounted: "What was printed is taken off the roll once, and its end told once."
        case .nothingIsLeftOpen: "No print of an earlier run is open or denied its paper."
        case .paperIsApart: "Ticket and paper have a state each, and one step is at the printer."
        case .tapsIssueOnce: "A tap issues once, and a screen issues no more than people need."
        case .visitsEnd: "A visit ends and leaves nothing of its person."
        case .callsAreOpen: "A ticket is at a counter exactly while it has an open call there."
        case .pressesStand: "A press is done once, in time or not at all, and what was done stands."
        case .rangesAreTrue: "A wait is told of a young estimate that misses nobody, and is kept."
        case .rangesAreRanges: "A wait is a range in steps of five minutes."
        case .deskKeepsHours: "No ticket is given while the evaluator closes office or service."
        case .quotasHold: "No ticket is given beyond the quota of its service."
        case .answersAreNobodys: "A token counts once, and nothing joins it to answers."
        }
    }

    /// Looks for what is wrong; nil: nothing. C3 and C4 are of the session and found by
    /// `SessionWatch` while it goes.
    package func fault(_ evidence: Evidence) throws -> String? {
        if let found = evidence.truth.findings.first(where: { $0.hasPrefix(rawValue + " ") }) {
            return found
        }
        return switch self {
        case .numbersGoOn: try NumberChecks.numbersGoOn(evidence)
        case .datesGoOn: try NumberChecks.datesGoOn(evidence)
        case .daysEndInOrder: try NumberChecks.daysEndInOrder(evidence)
        case .ticketsAreWhole: try TicketChecks.ticketsAreWhole(evidence)
        case .ticketsStay: try TicketChecks.ticketsStay(evidence)
        case .visitsAreWhole: try TicketChecks.visitsAreWhole(evidence)
        case .unseenIsUncalled: try PaperChecks.unseenIsUncalled(evidence)
        case .copiesAreMarked: try PaperChecks.copiesAreMarked(evidence)
        case .paperIsCounted: try RollChecks.paperIsCounted(evidence)
        case .nothingIsLeftOpen: try PaperChecks.nothingIsLeftOpen(evidence)
        case .paperIsApart: try PaperChecks.paperIsApart(evidence)
        case .tapsIssueOnce, .visitsEnd: nil
        // Looked at when a ticket is given (`Simulation+Opening`, `Simulation+Waits`).
        case .deskKeepsHours, .quotasHold, .rangesAreTrue, .rangesAreRanges: nil
        case .pressesStand: try PressChecks.pressesStand(evidence)
        case .callsAreOpen: try TicketChecks.callsAreOpen(evidence)
        case .answersAreNobodys: try SurveyChecks.answersAreNobodys(evidence)
        }
    }
}

/// Invariants of numbers and dates.
enum NumberChecks {
    /// A1: within a date and prefix the numbers are 1, 2, 3 ... without a gap; those of a range that
    /// wraps stand once each among the tickets that hold a number.
    static func numbersGoOn(_ evidence: Evidence) throws -> String? {
        if evidence.touched != nil { return try touchedNumbersGoOn(evidence) }
        var keys: Set<[String]> = []
        for known in evidence.tickets {
            keys.insert([known.ticket.businessDate.description, known.ticket.number.prefix])
        }
        for key in keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            let rows = try evidence.records.rows(
                """
                SELECT count(*), count(DISTINCT value), min(value), max(value),
                    (SELECT count(*) FROM (SELECT value FROM ticket
                        WHERE business_date = ?1 AND prefix = ?2
                        AND state IN (\(TicketState.holdingNumber.sqlList))
                        GROUP BY value HAVING count(*) > 1))
                FROM ticket WHERE business_date = ?1 AND prefix = ?2
                """, key.map { .text($0) }
            )
            let row = rows.first?.map { $0.integer ?? 0 } ?? []
            guard row.count == 5 else { return "\(key) has no tickets" }
            if row[4] > 0 { return "\(key[1]) of \(key[0]): a number is held twice" }
            // A range that has wrapped has more tickets than numbers.
            // Tickets of a date that a wrong clock made may have moved to another, or from there.
            let begins = row[2] == 1 || evidence.truth.moved.contains(key)
            let isDense = begins && row[1] == row[3] - row[2] + 1
            if !isDense, try !isDenseWithNight(key, to: row[3], evidence) {
                return "\(key[1]) of \(key[0]): \(row[1]) numbers from \(row[2]) to \(row[3])"
            }
        }
        let twice = Dictionary(
            grouping: evidence.truth.unrangedTickets(evidence.touched),
            by: { "\($0.businessDate) \($0.number)" }
        ).filter { $0.value.count > 1 }
        return twice.keys.sorted().first.map { "\($0) was given twice" }
    }

    /// Whether the numbers up to this one are dense together with those of the date before, which are
    /// not given again while somebody waits with them over the day start.
    private static func isDenseWithNight(_ key: [String], to last: Int64, _ evidence: Evidence)
        throws -> Bool
    {
        guard evidence.truth.carriesOver, let date = CalendarDate(key[0]) else { return false }
        let count = try evidence.records.value(
            """
            SELECT count(DISTINCT value) FROM ticket
            WHERE business_date IN (?1, ?2) AND prefix = ?3 AND value BETWEEN 1 AND ?4
            """,
            [
                .text(date.description), .text(date.previous.description), .text(key[1]),
                .integer(last),
            ])
        return count == .integer(last)
    }

    /// A1 for some tickets: each has the number after another's, and nobody else holds it. What holds
    /// after each step holds for all numbers.
    private static func touchedNumbersGoOn(_ evidence: Evidence) throws -> String? {
        for known in evidence.tickets {
            let (number, date) = (known.ticket.number, known.ticket.businessDate.description)
            let day = known.ticket.businessDate
            let before = evidence.truth.carriesOver ? day.previous.description : date
            let rows = try evidence.records.rows(
                """
                SELECT EXISTS (SELECT 1 FROM ticket
                        WHERE business_date IN (?1, ?4) AND prefix = ?2 AND value = ?3 - 1),
                    (SELECT count(*) FROM ticket
                        WHERE business_date = ?1 AND prefix = ?2 AND value = ?3
                        AND state IN (\(TicketState.holdingNumber.sqlList)))
                """,
                [
                    .text(date), .text(number.prefix), .integer(Int64(number.value)),
                    .text(before),
                ])
            guard let row = rows.first?.map({ $0.integer ?? 0 }), row.count == 2 else { continue }
            if row[1] > 1 { return "\(number) of \(date) is held \(row[1]) times" }
            // Once a clock was wrong, tickets may move to other dates with their numbers; those are
            // looked at in the evening.
            if row[0] == 0, number.value != 1, !evidence.truth.hasWrongClock {
                return "\(number) of \(date) follows no number"
            }
        }
        return nil
    }

    /// A2: each ticket has the date that the office's zone and day start give, or the newest one
    /// where the clock is behind it.
    static func datesGoOn(_ evidence: Evidence) throws -> String? {
        for known in evidence.tickets {
            guard let expected = known.expectedDate else { continue }
            if known.ticket.businessDate != expected {
                return "\(known.ticket.number) is of \(known.ticket.businessDate), not \(expected)"
            }
        }
        if evidence.touched != nil { return nil }
        let rows = try evidence.records.rows(
            """
            SELECT sequence, business_date, before FROM (
                SELECT sequence, business_date,
                    lag(business_date) OVER (ORDER BY sequence) AS before FROM ticket
                    WHERE sequence > ?1)
            WHERE business_date < before LIMIT 1
            """, [.integer(evidence.truth.mark?.sequence ?? 0)])
        return rows.first.map { "ticket \($0[0]) is of \($0[1]), the one before of \($0[2])" }
    }

    /// A3: what waited on earlier dates has expired once the day has turned, and every ticket that
    /// was told of is still there.
    static func daysEndInOrder(_ evidence: Evidence) throws -> String? {
        if let newest = evidence.truth.turnedTo {
            let date = evidence.truth.carriesOver ? newest.previous : newest
            let left = try evidence.records.value(
                """
                SELECT count(*) FROM ticket WHERE business_date < ?1
                AND state IN (\(TicketState.inQueue.sqlList))
                """, [.text(date.description)])
            if left != .integer(0) { return "\(left) of earlier dates still wait on \(date)" }
        }
        if evidence.touched != nil { return nil }
        let stored = try evidence.records.value("SELECT count(*) FROM ticket").integer ?? 0
        let told = evidence.truth.order.count
        return stored < told ? "\(told) tickets were told of, \(stored) are there" : nil
    }
}

extension Truth {
    /// Tickets of services without a range.
    fileprivate func unrangedTickets(_ touched: Set<TicketID>?) -> [Ticket] {
        guard touched == nil else { return [] }
        return order.compactMap { tickets[$0]?.ticket }.filter {
            !rangedServices.contains($0.serviceID)
        }
    }
}

extension [TicketState] {
    /// List for SQL's `IN`.
    var sqlList: String { map { "'\($0.rawValue)'" }.joined(separator: ", ") }
}
