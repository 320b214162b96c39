import Foundation
import Office
import TestSupport
import Testing

/// Forecast's own order of calls, against `CallOrder` (D3, E1).
@Suite("Order of the forecast", .timeLimit(.minutes(5)))
struct ForecastOrderTests {
    @Test("E1 D3 D8 the forecast's lines call whom the order of calls calls, at any moment")
    func sameCall() throws {
        let seed = SeededRandom().seed
        var calls = 0
        for day in 0..<120 {
            var office = CallingDay(seed: seed &+ UInt64(day))
            for number in 0..<80 {
                guard let press = office.press() else { continue }
                let lines = CallLines(rules: press.rules, queue: press.queue, now: press.now)
                let counter = try #require(press.rules.counters.firstIndex(of: press.counter))
                let next = lines.next(counter: counter, position: press.position)
                let place: Comment = "seed \(seed), day \(day), press \(number)"
                try #require(next?.ticket == press.choice?.ticket.id, place)
                try #require(next?.movesRatio == press.choice?.movesRatio, place)
                if next != nil { calls += 1 }
            }
        }
        #expect(calls > 1_000)
    }

    /// Random situations in which all times are known, so that there is one future only.
    private func certain(
        _ name: String, _ see: (inout WaitSituation, _ place: Comment) throws -> Void
    ) rethrows {
        var random = SeededRandom(test: name)
        let seed = random.seed
        for day in 0..<60 {
            var office = CallingDay(seed: seed &+ UInt64(day))
            for number in 0..<100 {
                guard let press = office.press(), number % 11 == 10 else { continue }
                var situation = Self.situation(press, &random)
                try see(&situation, "seed \(seed), day \(day), press \(number)")
            }
        }
    }

    private static func situation(
        _ press: CallingPress, _ random: inout SeededRandom
    ) -> WaitSituation {
        var situation = WaitSituation(
            now: press.now, rules: press.rules, queue: press.queue,
            positions: [press.group: press.position])
        for service in ["a", "b", "c", "d", "e"] {
            let seconds = Double(Int.random(in: 60...600, using: &random))
            situation.times[service] = ServiceTimes(
                seconds: [Double](repeating: seconds, count: 20))
        }
        for counter in press.rules.counters {
            let service = counter.services.randomElement(using: &random) ?? "a"
            let elapsed = Double(Int.random(in: 0...59, using: &random))
            let from = press.now + Double(Int.random(in: -300...3_600, using: &random))
            let presence: CounterOutlook.Presence =
                switch Int.random(in: 0..<8, using: &random) {
                case 0: .away
                case 1: .planned(from + 400)
                case 2: .paused(until: nil)
                default: .open
                }
            situation.counters[counter.id] = CounterOutlook(
                presence,
                serving: Bool.random(using: &random)
                    ? .init(serviceID: service, since: press.now - elapsed) : nil,
                breaks: Bool.random(using: &random) ? [from..<(from + 900)] : [])
        }
        return situation
    }

    @Test("E1 where all times are certain the forecast is the plan that the order of calls makes")
    func samePlan() throws {
        var tickets = 0
        try certain("same plan") { situation, place in
            let forecast = WaitForecast(situation, runs: 1, seed: 1, paceDeviation: 0)
            let plan = SlowPlan(situation).waits
            for ticket in situation.queue {
                guard let spread = forecast.waiting[ticket.id] else {
                    try #require(plan[ticket.id] == nil, place)
                    continue
                }
                tickets += 1
                let minutes = (plan[ticket.id] ?? 36_000) / 60
                try #require(abs(spread.middle - minutes) < 1e-6, place)
            }
        }
        print("E1: \(tickets) tickets planned twice")
        #expect(tickets > 1_000)
    }

    @Test("E1 a ticket taken now waits for as long as it does once it stands in the queue")
    func sameNewcomer() {
        var all = 0
        var same = 0
        certain("same newcomer") { situation, _ in
            let forecast = WaitForecast(situation, runs: 1, seed: 1, paceDeviation: 0)
            let queue = situation.queue
            for (newcomer, spread) in forecast.newcomers {
                let ticket = WaitingTicket(
                    id: TicketID(terminal: "zz", sequence: 1),
                    number: TicketNumber(prefix: "Z", value: 1), serviceID: newcomer.serviceID,
                    queueClass: newcomer.queueClass, queuedAt: situation.now)
                situation.queue = queue + [ticket]
                let plan = SlowPlan(situation).waits
                all += 1
                let minutes = (plan[ticket.id] ?? 36_000) / 60
                if abs(spread.middle - minutes) < 1e-6 { same += 1 }
            }
        }
        print("E1: \(same) of \(all) tickets taken now wait for exactly as long in the queue")
        #expect(Double(same) > 0.97 * Double(all))
    }
}

/// Plan of calls where each service takes one time, made with `CallOrder` itself.
private struct SlowPlan {
    /// Seconds until the call of each ticket that is called within the forecast's horizon.
    var waits: [TicketID: Double] = [:]

    init(_ situation: WaitSituation) {
        let rules = situation.rules
        let now = situation.now
        var queue = situation.queue
        var positions = situation.positions
        var free = rules.counters.map { counter -> Double in
            guard let outlook = situation.counters[counter.id] else { return .infinity }
            let ready: Double =
                switch outlook.presence {
                case .open: 0
                case .planned(let date), .paused(let date?):
                    date > now ? date.timeIntervalSince(now) : 300
                case .paused(nil): 900
                case .away: .infinity
                }
            guard let serving = outlook.serving else { return ready }
            let seconds = situation.times[serving.serviceID]?.seconds.last ?? 0
            return max(ready, seconds - now.timeIntervalSince(serving.since))
        }
        while let index = free.indices.min(by: { free[$0] < free[$1] }), free[index] < 36_000 {
            let counter = rules.counters[index]
            let time = now + free[index]
            let breaks = situation.counters[counter.id]?.breaks ?? []
            if let rest = breaks.first(where: { $0.contains(time) }) {
                free[index] = rest.upperBound.timeIntervalSince(now)
                continue
            }
            let group = rules.serviceGroup(of: counter)
            let choice = CallOrder.next(
                for: counter, among: queue, position: positions[group] ?? 0, rules: rules, at: time)
            guard let choice else {
                let later = queue.filter {
                    CallOrder.isCallable($0, by: counter, at: .distantFuture)
                }
                let ready = later.compactMap(\.readyAt).filter { $0 > time }.min()
                free[index] = ready?.timeIntervalSince(now) ?? .infinity
                continue
            }
            if choice.movesRatio { positions[group] = (positions[group] ?? 0) + 1 }
            waits[choice.ticket.id] = free[index]
            queue.removeAll { $0.id == choice.ticket.id }
            free[index] += situation.times[choice.ticket.serviceID]?.seconds.last ?? 0
        }
    }
}
