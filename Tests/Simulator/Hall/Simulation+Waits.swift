import Desk
import Errands
import Face
import Foundation
import Hall
import Office
import Records
import Terminal

/// Estimates of the waiting time, made as the daemon makes them, after a change and each minute (E1).
/// Those that no visitor can be told of are left out, and most that follow another one soon.
extension Simulation {
    /// Least time from one estimate to the next, and the longest by day.
    private static let pauses = (least: Duration.seconds(10), longest: Duration.seconds(60))
    /// Age past which an estimate is told to nobody.
    private static let lifetime = 180.0

    /// Estimate that the desk has: when it was made, by both clocks.
    struct KnownWaits {
        var at: Duration
        var wall: Date
    }

    /// Plans an estimate after a change of the queue.
    func planWaits() {
        guard let daemon else { return }
        daemon.hasOldWaits = true
        guard visitor != nil, !daemon.plansWaits else { return }
        daemon.plansWaits = true
        let earliest = (daemon.waits?.at).map { $0 + Self.pauses.least } ?? .zero
        agenda.add(.waits(daemon.life), at: max(clock.elapsed + .milliseconds(20), earliest))
    }

    /// Plans the estimate of each minute.
    func planMinute() {
        if isOver(Self.pauses.longest) { planWaits() }
    }

    /// Makes the estimate that a daemon has when a visitor comes.
    func catchUpWaits() {
        guard let daemon, daemon.hasOldWaits || isOver(Self.pauses.longest) else { return }
        if isOver(Self.pauses.least) { refreshWaits() } else { planWaits() }
    }

    /// Whether the newest estimate is as old as this, or there is none.
    private func isOver(_ pause: Duration) -> Bool {
        daemon?.waits.map { clock.elapsed - $0.at >= pause } ?? true
    }

    /// Makes the estimates anew. What can't be read leaves the old ones.
    func refreshWaits() {
        guard let daemon else { return }
        daemon.plansWaits = false
        // The desk takes them in its turn.
        if daemon.untold != nil { return planWaits() }
        let (rules, wall) = (daemon.desk.rules, clock.moment.wall)
        var copy = daemon.desk
        do {
            let (situation, outcomes) = try daemon.records.readNow { records in
                let today = try copy.today(wall, in: records).date
                let situation = try WaitDesk(rules).situation(on: today, in: records, at: wall)
                return (situation, try records.waits.outcomes())
            }
            checkSituation(Set(situation.queue.map(\.id)), on: try copyDate(&copy, daemon.records))
            let book = WaitDesk.book(situation, outcomes: outcomes)
            hallCounts.estimates += 1
            daemon.desk.waits = book
            daemon.hasOldWaits = false
            daemon.waits = KnownWaits(at: clock.elapsed, wall: wall)
            let services = rules.catalogue.services.map(\.id)
            var outlook: [Newcomer: QueueOutlook] = [:]
            for (newcomer, count) in WaitDesk.peopleAhead(situation, of: services) {
                outlook[newcomer] = QueueOutlook(
                    peopleAhead: count, wait: book.wait(of: newcomer, at: wall)?.range)
            }
            // It is no sign of a visitor: time-outs go on.
            handle([.event(.outlook(outlook))])
        } catch { say("the waits can't be estimated: \(error)") }
    }

    private func copyDate(_ desk: inout Desk, _ records: Records) throws -> CalendarDate {
        let wall = clock.moment.wall
        return try records.readNow { try desk.today(wall, in: $0).date }
    }

    /// E1: nobody who waits is missing in what the wait is estimated from.
    private func checkSituation(_ known: Set<TicketID>, on date: CalendarDate) {
        guard let inspector else { return }
        let states = TicketState.inQueue.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        guard
            let rows = try? inspector.rows(
                """
                SELECT terminal, sequence, incarnation FROM ticket
                WHERE business_date IN (?1, ?2) AND state IN (\(states))
                """, [.text(date.description), .text(date.previous.description)])
        else { return }
        let stored = Set(rows.compactMap { TicketID($0[...]) })
        if stored != known {
            report("E1 \(stored.count) wait on \(date), the estimate knows \(known.count)")
        }
    }

    /// E1, E2: a range is told by a young estimate alone, has steps of five minutes and has its middle
    /// within it.
    func checkRanges(_ issued: [IssuedTicket]) throws {
        guard let daemon, let inspector else { return }
        for ticket in issued {
            let row = try inspector.rows(
                """
                SELECT wait_low, wait_middle, wait_high, wait_from, wait_to FROM ticket
                WHERE terminal = ?1 AND sequence = ?2 AND incarnation = ?3
                """, ticket.id.arguments
            ).first
            guard let range = ticket.wait else {
                if let row, row.contains(where: { $0 != .null }) {
                    report("E1 \(ticket.number) was told nothing, and \(row) is kept")
                }
                continue
            }
            hallCounts.ranges += 1
            truth.ranges[ticket.id] = (range.minutes, clock.elapsed)
            guard let known = daemon.waits,
                abs(clock.moment.wall.timeIntervalSince(known.wall)) <= Self.lifetime
            else {
                report("E1 \(ticket.number) was told a range of an estimate that is too old")
                continue
            }
            let (from, to) = (range.minutes.lowerBound, range.minutes.upperBound)
            if from < 0 || to <= from || from % 5 != 0 || to % 5 != 0 {
                report("E2 \(ticket.number) was told \(from) to \(to) minutes")
            }
            guard let row, let low = row[0].integer, let middle = row[1].integer,
                let high = row[2].integer, row[3] == .integer(Int64(from)),
                row[4] == .integer(Int64(to))
            else {
                report("E1 \(ticket.number) was told \(from) to \(to) min, kept is \(row ?? [])")
                continue
            }
            let isOrdered = 0 <= low && low <= middle && middle <= high
            let isWithin = Int64(from * 60) <= middle && middle <= Int64(to * 60)
            if !isOrdered || !isWithin {
                report("E1 \(ticket.number): \(low), \(middle), \(high) s in \(from) to \(to) min")
            }
        }
    }

    /// Counts whether a ticket is called within the range that it was told.
    func noteFirstCall(_ id: TicketID) {
        guard let (minutes, issuedAt) = truth.ranges.removeValue(forKey: id) else { return }
        let waited = (clock.elapsed - issuedAt).seconds / 60
        hallCounts.rangesCalled += 1
        if waited >= Double(minutes.lowerBound), waited <= Double(minutes.upperBound) {
            hallCounts.rangesTrue += 1
        }
    }
}
