import Foundation
import Office
import TestSupport

/// One day of a simulated office: who comes when, and which counters are there.
struct SimulatedDay {
    /// Counter on this day, in minutes.
    private struct Desk {
        var opensAt: Double
        var breaks: [Range<Double>] = []
        /// Pause that nobody planned.
        var pause: Range<Double>?
        /// Whether the officer said so when it began.
        var isPauseTold = false
        var pace: Double
        /// Next moment at which it calls, or looks again.
        var wakesAt: Double
        var serving: (service: Int, since: Double, until: Double)?
        /// Last service, until the next call makes a sample of it.
        var last: (service: Int, since: Double, until: Double, hadQueue: Bool)?

        /// First moment from this one at which it is there.
        func available(_ time: Double) -> Double {
            if time < opensAt { return opensAt }
            if let rest = breaks.first(where: { $0.contains(time) }) { return rest.upperBound }
            if let pause, pause.contains(time) { return pause.upperBound }
            return time
        }
    }

    private static let start = Date(timeIntervalSince1970: 1_795_000_000)

    private let arrivals: [SimulatedOffice.Arrival]
    private let pace: Double
    private var desks: [Desk] = []
    private var queue: [WaitingTicket] = []
    private var estimates: [TicketID: WaitSpread] = [:]
    private var ranges: [TicketID: ClosedRange<Int>] = [:]
    private var positions: [Service.ID: Int] = [:]
    private var issued = 0
    private var issuedOf: [Newcomer: Double] = [:]

    private static func date(_ time: Double) -> Date { start + 60 * time }

    init(office: inout SimulatedOffice, friday: Bool) {
        arrivals = office.arrivals()
        pace = exp(0.12 * office.random.normal())
        let counters = SimulatedOffice.rules.counters
        var missing: Set<Int> = []
        if office.pattern == .twoMissing {
            // The only counter of a service of its own is always there.
            missing = Set(counters.indices.shuffled(using: &office.random).prefix(2))
            missing.remove(4)
        }
        for index in counters.indices {
            let lateness = office.random.exponential(10)
            let isLate = office.random.uniform(0, 1) < 0.25
            let opensAt = SimulatedOffice.opening + (isLate ? lateness : 0)
            var desk = Desk(
                opensAt: missing.contains(index) ? .infinity : opensAt,
                pace: exp(0.15 * office.random.normal()),
                wakesAt: missing.contains(index) ? .infinity : opensAt)
            if friday {
                desk.breaks = [690..<780]
            } else if index % 2 == 0 {
                desk.breaks = [720..<780]
            }
            if office.random.uniform(0, 1) < 0.3 {
                let from = office.random.uniform(520, 880)
                desk.pause = from..<(from + office.random.uniform(10, 30))
                desk.isPauseTold = Bool.random(using: &office.random)
            }
            desks.append(desk)
        }
    }

    mutating func play(office: inout SimulatedOffice, stride: Int) {
        while true {
            let desk = desks.indices.min { desks[$0].wakesAt < desks[$1].wakesAt } ?? 0
            let arrival = issued < arrivals.count ? arrivals[issued].time : .infinity
            let time = min(arrival, desks[desk].wakesAt)
            guard time < .infinity else { return }
            if arrival <= desks[desk].wakesAt {
                let isJudged = stride > 0 && issued % stride == stride - 1
                arrive(arrivals[issued], office: &office, isJudged: isJudged)
                for index in desks.indices where desks[index].serving == nil {
                    call(index, time, &office)
                }
            } else {
                if let serving = desks[desk].serving {
                    let hadQueue = choice(desk, time) != nil
                    desks[desk].last = (serving.service, serving.since, serving.until, hadQueue)
                    desks[desk].serving = nil
                }
                call(desk, time, &office)
            }
        }
    }

    private func choice(_ desk: Int, _ time: Double) -> CallChoice? {
        let rules = SimulatedOffice.rules
        let counter = rules.counters[desk]
        return CallOrder.next(
            for: counter, among: queue, position: positions[rules.serviceGroup(of: counter)] ?? 0,
            rules: rules, at: Self.date(time))
    }

    private mutating func call(_ desk: Int, _ time: Double, _ office: inout SimulatedOffice) {
        desks[desk].wakesAt = .infinity
        let available = desks[desk].available(time)
        if available > time {
            desks[desk].wakesAt = available
            return
        }
        guard let choice = choice(desk, time) else { return }
        let rules = SimulatedOffice.rules
        if choice.movesRatio {
            let group = rules.serviceGroup(of: rules.counters[desk])
            positions[group] = rules.ratio.after(positions[group] ?? 0)
        }
        let ticket = choice.ticket
        queue.removeAll { $0.id == ticket.id }
        sample(desk, time, &office)
        let waited = Self.date(time).timeIntervalSince(ticket.queuedAt) / 60
        if let estimate = estimates[ticket.id], let range = ranges[ticket.id] {
            office.judged.append((range, waited))
            office.width.add(.init(estimate: estimate, minutes: waited))
        }
        let service = SimulatedOffice.services.firstIndex(of: ticket.serviceID) ?? 0
        let isAbsent = office.random.uniform(0, 1) < 0.05
        let work =
            SimulatedOffice.medians[service]
            * exp(SimulatedOffice.deviations[service] * office.random.normal())
        let duration =
            isAbsent
            ? office.random.uniform(0.7, 1.5)
            : office.random.uniform(0.3, 0.9) + work * pace * desks[desk].pace
        desks[desk].serving = (service, time, time + duration)
        desks[desk].wakesAt = time + duration
    }

    /// Time from call to call while somebody waited, else to the end of the service (D7).
    private mutating func sample(_ desk: Int, _ time: Double, _ office: inout SimulatedOffice) {
        guard let last = desks[desk].last else { return }
        desks[desk].last = nil
        var minutes = last.until - last.since
        if last.hadQueue {
            let rest = desks[desk].breaks.map {
                max(0, min(time, $0.upperBound) - max(last.since, $0.lowerBound))
            }
            minutes = time - last.since - rest.reduce(0, +)
        }
        office.times[SimulatedOffice.services[last.service], default: ServiceTimes()]
            .seconds.append(60 * minutes)
    }

    private mutating func arrive(
        _ arrival: SimulatedOffice.Arrival, office: inout SimulatedOffice, isJudged: Bool
    ) {
        issued += 1
        let newcomer = Newcomer(
            serviceID: SimulatedOffice.services[arrival.service],
            queueClass: arrival.isPriority ? .priority : .regular)
        let ticket = WaitingTicket(
            id: TicketID(terminal: "belu1", sequence: Int64(issued)),
            number: TicketNumber(prefix: newcomer.serviceID.uppercased(), value: issued),
            serviceID: newcomer.serviceID, queueClass: newcomer.queueClass,
            queuedAt: Self.date(arrival.time))
        if isJudged {
            let forecast = WaitForecast(
                situation(arrival.time, office.times), of: [newcomer], seed: office.random.next())
            if let estimate = forecast.newcomers[newcomer] {
                estimates[ticket.id] = estimate
                ranges[ticket.id] = estimate.range(width: office.width.value).minutes
            }
        }
        issuedOf[newcomer, default: 0] += 1
        queue.append(ticket)
    }

    /// Office as its own program knows it at a moment.
    private func situation(_ time: Double, _ times: [Service.ID: ServiceTimes]) -> WaitSituation {
        var counters: [Counter.ID: CounterOutlook] = [:]
        for (counter, desk) in zip(SimulatedOffice.rules.counters, desks) {
            let isPaused = desk.isPauseTold && desk.pause?.contains(time) == true
            let presence: CounterOutlook.Presence =
                if desk.opensAt == .infinity { .away } else if time < desk.opensAt {
                    .planned(Self.date(SimulatedOffice.opening))
                } else if isPaused { .paused(until: nil) } else { .open }
            counters[counter.id] = CounterOutlook(
                presence,
                serving: desk.serving.map {
                    .init(
                        serviceID: SimulatedOffice.services[$0.service],
                        since: Self.date($0.since))
                },
                breaks: desk.breaks.map { Self.date($0.lowerBound)..<Self.date($0.upperBound) })
        }
        let hours = max(1, (time - SimulatedOffice.opening) / 60)
        return WaitSituation(
            now: Self.date(time), rules: SimulatedOffice.rules, queue: queue,
            positions: positions, counters: counters, times: times,
            hourlyArrivals: issuedOf.filter { $0.key.queueClass == .priority }
                .mapValues { $0 / hours })
    }
}
