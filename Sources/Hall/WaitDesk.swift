package import Foundation
package import Office
package import Records

/// Everything that the waiting time is estimated from, out of the records (E1, E2).
package struct WaitDesk: Sendable {
    package var rules: CallingRules
    package var hours: OfficeHours
    package var day: BusinessDay

    package init(rules: CallingRules, hours: OfficeHours, day: BusinessDay) {
        self.rules = rules
        self.hours = hours
        self.day = day
    }

    /// Shortest time over which a rate of arrivals is measured, in hours.
    private static let leastHours = 1.0

    package func situation(
        on date: CalendarDate, in records: RecordsTransaction, at moment: Date
    ) throws -> WaitSituation {
        let plan = hours.plan(on: date, zone: day.zone)
        let dayStart = day.begin(of: date)
        var outlooks: [Counter.ID: CounterOutlook] = [:]
        var positions: [Service.ID: Int] = [:]
        for (counter, group) in zip(rules.counters, rules.serviceGroups) {
            outlooks[counter.id] = CounterOutlook(
                try record(of: counter, in: records), plan: plan, dayStart: dayStart, at: moment)
            if positions[group] == nil { positions[group] = try records.position(of: group) }
        }
        let began = plan.map { min($0.opens, moment) } ?? dayStart
        let elapsed = max(Self.leastHours, moment.timeIntervalSince(began) / 3_600)
        // Only the priority class can come before those who wait already.
        let arrivals = try records.waits.issued(on: date).filter { $0.key.queueClass == .priority }
        return WaitSituation(
            now: moment, rules: rules, queue: try records.queue.line(on: date),
            positions: positions, counters: outlooks,
            times: try times(in: records),
            hourlyArrivals: arrivals.mapValues { Double($0) / elapsed })
    }

    /// Times of each service from call to call, and the configured one.
    package func times(in records: RecordsTransaction) throws -> [Service.ID: ServiceTimes] {
        let usual = rules.usualSeconds.map(Double.init)
        var times = try records.waits.times().mapValues {
            ServiceTimes(seconds: $0, usualSeconds: usual)
        }
        if usual != nil {
            for service in rules.counters.flatMap(\.services) where times[service] == nil {
                times[service] = ServiceTimes(usualSeconds: usual)
            }
        }
        return times
    }

    private func record(of counter: Counter, in records: RecordsTransaction) throws
        -> CounterRecord
    {
        let last = try records.lastCall(at: counter.id)
        var serving: CounterOutlook.Serving?
        if let last, last.endedAt == nil, let ticket = try records.ticket(last.ticketID) {
            serving = .init(serviceID: ticket.serviceID, since: last.calledAt)
        }
        return CounterRecord(
            status: try records.status(of: counter.id), lastCall: last?.calledAt, serving: serving)
    }

    /// Number of people ahead of whoever takes a ticket now, for these services and both classes.
    package static func peopleAhead(_ situation: WaitSituation, of services: [Service.ID])
        -> [Newcomer: Int]
    {
        let cells = QueueCell.counts(situation.queue)
        return services.flatMap { service in
            QueueClass.allCases.map { Newcomer(serviceID: service, queueClass: $0) }
        }.reduce(into: [:]) { $0[$1] = situation.rules.peopleAhead(of: $1, in: cells) }
    }

    /// Estimates of a situation, widened by how true the newest ones were (E3).
    package static func book(
        _ situation: WaitSituation, outcomes: [WidthFactor.Outcome]
    ) -> WaitBook {
        // The same situation gives the same estimate: a range that jumps by itself helps nobody.
        WaitBook(
            WaitForecast(situation, seed: 1), width: WidthFactor(outcomes).value,
            at: situation.now)
    }
}
