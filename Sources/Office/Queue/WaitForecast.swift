import Foundation

/// Waiting times of a situation, by simulating the queue's own rules (E1). A ticket that is missing
/// here has a wait that is not yet known (E2).
package struct WaitForecast: Sendable {
    /// Number of simulated runs.
    package static let runs = 100

    /// Spread for a ticket that is taken now.
    package private(set) var newcomers: [Newcomer: WaitSpread] = [:]
    /// Spread for each waiting ticket.
    package private(set) var waiting: [TicketID: WaitSpread] = [:]

    /// Simulates a situation. `asked` are the tickets taken now that are asked about, and nothing else
    /// then; nil: those of all services and classes, and all who wait. A pace deviation of 0 and one
    /// run make a plan.
    package init(
        _ situation: WaitSituation, of asked: [Newcomer]? = nil, runs: Int = Self.runs,
        seed: UInt64, paceDeviation: Double? = nil
    ) {
        let lines = CallLines(
            rules: situation.rules, queue: situation.queue, now: situation.now)
        guard let times = ForecastTimes(situation.times, services: lines.services) else { return }
        let newcomers = lines.services.flatMap { service in
            QueueClass.allCases.map { Newcomer(serviceID: service, queueClass: $0) }
        }
        let tickets = lines.tickets
        let isKnown = times.isKnown
        let askedLines = newcomers.enumerated().map { line, newcomer in
            asked?.contains(newcomer) != false && isKnown[lines.service(ofLine: line)]
                && situation.hasCounter(for: newcomer)
        }
        let askedTickets = tickets.enumerated().map { index, ticket in
            asked == nil && isKnown[lines.service.at[index]] && situation.hasCounter(for: ticket)
        }
        var run = ForecastRun(
            situation, lines: lines, times: times, askedLines: askedLines,
            askedTickets: askedTickets, seed: seed,
            paceDeviation: paceDeviation ?? ForecastRun.paceDeviation)
        let count = run.waits.count
        var waits = [Double](repeating: 0, count: count * runs)
        for number in 0..<runs {
            run.play()
            for index in 0..<count { waits[index * runs + number] = run.waits.at[index] / 60 }
        }
        func spread(_ index: Int) -> WaitSpread {
            WaitSpread(Array(waits[(index * runs)..<((index + 1) * runs)]))
        }
        for (index, ticket) in tickets.enumerated() where askedTickets[index] {
            waiting[ticket.id] = spread(index)
        }
        for (line, newcomer) in newcomers.enumerated() where askedLines[line] {
            self.newcomers[newcomer] = spread(tickets.count + line)
        }
    }
}

extension WaitSituation {
    /// Whether a counter is planned that may call such a ticket (E2).
    fileprivate func hasCounter(for newcomer: Newcomer) -> Bool {
        rules.counters.contains {
            $0.calls(newcomer.serviceID, newcomer.queueClass) && isPlanned($0.id)
        }
    }

    fileprivate func hasCounter(for ticket: WaitingTicket) -> Bool {
        if let only = ticket.counterID { return isPlanned(only) && rules.counter(only) != nil }
        return hasCounter(
            for: Newcomer(serviceID: ticket.serviceID, queueClass: ticket.queueClass))
    }

    private func isPlanned(_ counter: Counter.ID) -> Bool {
        (counters[counter]?.presence ?? .away) != .away
    }
}
