import Foundation
import Office
import TestSupport
import Testing

/// Waiting time of one situation (E1, E2).
@Suite("Waiting time", .timeLimit(.minutes(5)))
struct WaitForecastTests {
    static let now = Date(timeIntervalSince1970: 1_795_000_000)
    static let regular = Newcomer(serviceID: "a", queueClass: .regular)
    static let priority = Newcomer(serviceID: "a", queueClass: .priority)

    static func ticket(
        _ sequence: Int64, _ service: Service.ID = "a", _ queueClass: QueueClass = .regular,
        ago seconds: Double = 0, to counter: Counter.ID? = nil
    ) -> WaitingTicket {
        WaitingTicket(
            id: TicketID(terminal: "belu1", sequence: sequence),
            number: TicketNumber(prefix: "A", value: Int(sequence)), serviceID: service,
            queueClass: queueClass, queuedAt: now - seconds, counterID: counter)
    }

    /// One counter for one service, whose times lie around five minutes, with so many waiting.
    static func situation(
        waiting: Int = 10, _ outlook: CounterOutlook = CounterOutlook(.open)
    ) -> WaitSituation {
        WaitSituation(
            now: now,
            rules: CallingRules(counters: [Counter(id: "one", number: 1, primary: ["a"])]),
            queue: (0..<waiting).map { ticket(Int64($0 + 1), ago: Double(600 - 10 * $0)) },
            counters: ["one": outlook],
            times: ["a": ServiceTimes(seconds: (0..<30).map { 150 + 10 * Double($0) })])
    }

    static func spread(_ situation: WaitSituation, _ newcomer: Newcomer = regular) throws
        -> WaitSpread
    {
        try #require(WaitForecast(situation, seed: 1).newcomers[newcomer])
    }

    @Test("E1 ten ahead at one counter of five minutes wait about fifty minutes, each in turn")
    func typical() throws {
        let forecast = WaitForecast(Self.situation(), seed: 1)
        let spread = try #require(forecast.newcomers[Self.regular])
        #expect((42...56).contains(spread.middle) && spread.low < spread.middle)
        #expect((5.0...35).contains(spread.high - spread.low))
        let middles = try (1...10).map {
            try #require(forecast.waiting[Self.ticket(Int64($0)).id]).middle
        }
        #expect(middles.first == 0 && middles.last.map { $0 < spread.middle } == true)
        #expect(zip(middles, middles.dropFirst()).allSatisfy { $0 < $1 })
    }

    @Test("E1 the same situation and seed give the same estimate, for one as for all")
    func repeatable() {
        var situation = Self.situation()
        situation.hourlyArrivals = [Self.priority: 6]
        let first = WaitForecast(situation, seed: 5)
        let second = WaitForecast(situation, seed: 5)
        #expect(first.newcomers == second.newcomers && first.waiting == second.waiting)
        let alone = WaitForecast(situation, of: [Self.regular], seed: 5)
        #expect(Set(alone.newcomers.keys) == [Self.regular] && alone.waiting.isEmpty)
    }

    @Test("E1 priority and regular have ranges of their own") func classes() throws {
        let regular = try Self.spread(Self.situation())
        let priority = try Self.spread(Self.situation(), Self.priority)
        #expect(priority.high < regular.low)
    }

    @Test("E1 priority tickets that come at today's rate make the others wait longer")
    func arrivals() throws {
        var situation = Self.situation()
        let without = try Self.spread(situation)
        situation.hourlyArrivals = [Self.priority: 6]
        let with = try Self.spread(situation)
        // Six an hour of five minutes are half of a counter, until the ratio stops them.
        #expect(with.middle > without.middle + 10 && with.middle < without.middle * 1.8)
    }

    @Test("E1 who is being served takes what is left of a longer time") func serving() throws {
        func middle(since seconds: Double) throws -> Double {
            let serving = CounterOutlook.Serving(
                serviceID: "a", since: Self.now - seconds)
            return try Self.spread(
                Self.situation(waiting: 0, CounterOutlook(.open, serving: serving))
            ).middle
        }
        // Times are from 150 to 440 s: at 0 s about 295 s are left, at 400 s at most 40.
        #expect((4.0...6).contains(try middle(since: 0)))
        #expect((0.1...0.7).contains(try middle(since: 400)))
        // Longer than any: it ends some time, and not now.
        let endless = try Self.spread(
            Self.situation(
                waiting: 0,
                CounterOutlook(
                    .open, serving: .init(serviceID: "a", since: Self.now - 3_600))))
        #expect(endless.middle > 5 && endless.high > 30)
    }

    @Test("E1 a planned break lies in between, and a second counter halves the wait")
    func breaksAndCounters() throws {
        let plain = try Self.spread(Self.situation())
        let lunch = CounterOutlook(.open, breaks: [(Self.now + 900)..<(Self.now + 4_500)])
        let withLunch = try Self.spread(Self.situation(waiting: 10, lunch))
        #expect((54...64).contains(withLunch.middle - plain.middle))
        var two = Self.situation()
        two.rules.counters.append(Counter(id: "two", number: 2, primary: ["a"]))
        two.counters["two"] = CounterOutlook(.open)
        let halved = try Self.spread(two)
        #expect((0.4...0.6).contains(halved.middle / plain.middle))
    }

    @Test("E2 before opening, at lunch and in a pause the counters planned to open count")
    func planned() throws {
        for (outlook, minutes) in [
            (CounterOutlook(.planned(Self.now + 1_800)), 30.0),
            (CounterOutlook(.planned(Self.now - 60)), 5),
            (CounterOutlook(.paused(until: Self.now + 600)), 10),
            (CounterOutlook(.paused(until: nil)), 15),
            (CounterOutlook(.open, breaks: [(Self.now - 60)..<(Self.now + 2_400)]), 40),
        ] {
            let spread = try Self.spread(Self.situation(waiting: 0, outlook))
            #expect(spread == WaitSpread(low: minutes, middle: minutes, high: minutes))
        }
    }

    @Test("E2 where no counter is planned to open today a wait is not yet known, and not 0")
    func notPlanned() {
        var situation = Self.situation(waiting: 2, CounterOutlook(.away))
        for counters in [situation.counters, [:]] {
            situation.counters = counters
            let forecast = WaitForecast(situation, seed: 1)
            #expect(forecast.newcomers.isEmpty && forecast.waiting.isEmpty)
        }
        // The one of a class, or of a ticket that was sent to it, is away; the other is open.
        situation.rules.counters = [
            Counter(id: "one", number: 1, primary: ["a"]),
            Counter(id: "two", number: 2, primary: ["a"], classes: .regular),
        ]
        situation.counters = ["two": CounterOutlook(.open)]
        situation.queue = [Self.ticket(1, to: "one"), Self.ticket(2)]
        let forecast = WaitForecast(situation, seed: 1)
        #expect(Set(forecast.newcomers.keys) == [Self.regular])
        #expect(Set(forecast.waiting.keys) == [Self.ticket(2).id])
    }

    @Test("E2 fewer than 10 times and no configured one: not yet known; then it is")
    func samples() throws {
        var situation = Self.situation(waiting: 3)
        for count in [0, 1, 9] {
            situation.times["a"] = ServiceTimes(seconds: [Double](repeating: 300, count: count))
            let forecast = WaitForecast(situation, seed: 1)
            #expect(forecast.newcomers.isEmpty && forecast.waiting.isEmpty)
            situation.times["a"]?.usualSeconds = 600
            #expect((24...42).contains(try Self.spread(situation).middle))
        }
        situation.times["a"] = ServiceTimes(seconds: [Double](repeating: 300, count: 10))
        #expect((13...17).contains(try Self.spread(situation).middle))
    }

    @Test("E2 a service without experience makes those behind it wait, not all unknown")
    func mixed() throws {
        var situation = Self.situation(waiting: 0)
        situation.rules.counters[0].secondary = ["b"]
        situation.queue = [Self.ticket(1, "b", ago: 3_000)]
        let forecast = WaitForecast(situation, seed: 1)
        #expect(forecast.newcomers[Newcomer(serviceID: "b", queueClass: .regular)] == nil)
        #expect(try #require(forecast.newcomers[Self.regular]).middle > 3)
    }

    @Test("E1 only the last 50 times count, and none that a wrong clock made") func latest() throws
    {
        var situation = Self.situation()
        let wanted = try Self.spread(situation)
        let recent = try #require(situation.times["a"]).seconds
        let fifty = recent + recent.suffix(20)
        situation.times["a"] = ServiceTimes(seconds: fifty)
        let spread = try Self.spread(situation)
        situation.times["a"] = ServiceTimes(
            seconds: [Double](repeating: 9_000, count: 500) + fifty + [-5, 0, 1e9, .nan, .infinity])
        #expect(try Self.spread(situation) == spread)
        #expect(abs(spread.middle - wanted.middle) < 15)
    }

    @Test("E1 no time, rate, clock or position makes a forecast endless") func limits() throws {
        var situation = Self.situation()
        situation.positions = ["a": .max]
        situation.times["a"]?.seconds += [1e-9, -.infinity, .nan]
        situation.times["a"]?.seconds += [Double](repeating: 1, count: 50)
        situation.hourlyArrivals = [Self.priority: .infinity, Self.regular: 1e300]
        situation.counters["one"]?.serving = .init(
            serviceID: "a", since: .distantFuture)
        situation.counters["one"]?.breaks = [
            Self.now..<Self.now, .distantPast..<(Self.now + 60), Self.now..<(Self.now + 60),
        ]
        #expect(try Self.spread(situation).middle < 10)
        situation.counters["one"]?.breaks = [.distantPast ..< .distantFuture]
        #expect(try Self.spread(situation).low == 600)
    }

    @Test("E1 people ahead are all who can be called before, at any counter that both share")
    func peopleAhead() {
        let situation = WaitSituation(
            now: Self.now,
            rules: CallingRules(counters: [
                Counter(id: "one", number: 1, primary: ["a", "b"]),
                Counter(id: "two", number: 2, primary: ["c"], secondary: ["d"]),
                Counter(id: "three", number: 3, primary: ["b"], classes: .priority),
            ]),
            queue: [
                Self.ticket(1, "a", ago: 90), Self.ticket(2, "b", ago: 80),
                Self.ticket(3, "a", .priority, ago: 70), Self.ticket(4, "d", ago: 60),
                Self.ticket(5, "c", ago: 50), Self.ticket(6, "d", to: "one"),
            ])
        #expect(situation.peopleAhead(of: Self.regular) == 4)
        #expect(situation.peopleAhead(of: Newcomer(serviceID: "c", queueClass: .regular)) == 2)
        // Whom a counter for the priority class shares with its others is called there as well.
        #expect(situation.peopleAhead(of: Newcomer(serviceID: "b", queueClass: .priority)) == 4)
        #expect(situation.queue.map { situation.peopleAhead(of: $0) } == [1, 2, 2, 1, 1, 3])
        let ahead = situation.rules.peopleAhead(in: situation.queue)
        #expect(situation.queue.map { ahead[$0.id] } == [1, 2, 2, 1, 1, 3])
    }

    @Test("E1 the people ahead of all who wait are those of a plain count, in random halls")
    func peopleAheadOfAll() {
        var random = SeededRandom()
        for _ in 0..<200 {
            let seed = random.next()
            var random = SeededRandom(seed: seed)
            let services = ["a", "b", "c", "d"]
            let counters = (1...Int.random(in: 1...4, using: &random)).map { number in
                let count = Int.random(in: 1...3, using: &random)
                let own = Array(services.shuffled(using: &random).prefix(count))
                return Counter(
                    id: "\(number)", number: number, primary: Array(own.prefix(1)),
                    secondary: Array(own.dropFirst()),
                    classes: [.all, .all, .priority, .regular].randomElement(using: &random) ?? .all
                )
            }
            let queue = (0..<Int.random(in: 0...25, using: &random)).map { index in
                Self.ticket(
                    Int64(index + 1), services.randomElement(using: &random) ?? "a",
                    Bool.random(using: &random) ? .regular : .priority,
                    ago: Double(Int.random(in: 0...50, using: &random)),
                    to: Int.random(in: 0...4, using: &random) == 0 ? "1" : nil)
            }
            let situation = WaitSituation(
                now: Self.now, rules: CallingRules(counters: counters), queue: queue)
            #expect(
                situation.rules.serviceGroups
                    == counters.map { situation.rules.serviceGroup(of: $0) }, "seed \(seed)")
            let cells = QueueCell.counts(queue)
            for service in services {
                for queueClass in QueueClass.allCases {
                    let newcomer = Newcomer(serviceID: service, queueClass: queueClass)
                    guard counters.contains(where: { $0.calls(service, queueClass) }) else {
                        continue
                    }
                    #expect(
                        situation.rules.peopleAhead(of: newcomer, in: cells)
                            == situation.peopleAhead(of: newcomer), "seed \(seed)")
                }
            }
            let ahead = situation.rules.peopleAhead(in: queue)
            for ticket in queue {
                #expect(
                    situation.rules.peopleAhead(of: ticket.id, in: queue) == ahead[ticket.id],
                    "seed \(seed), ticket \(ticket.number) alone")
            }
            for ticket in queue
            where counters.contains(where: { counter in
                CallOrder.isCallable(ticket, by: counter, at: .distantFuture)
            }) {
                #expect(
                    ahead[ticket.id] == situation.peopleAhead(of: ticket),
                    "seed \(seed), ticket \(ticket.number)")
            }
        }
    }

    @Test("E1 without counters those of one's own service are ahead") func noCounters() {
        let queue = [
            Self.ticket(1, "a", ago: 90), Self.ticket(2, "b", ago: 80),
            Self.ticket(3, "a", .priority, ago: 70),
        ]
        let rules = CallingRules()
        let ahead = rules.peopleAhead(in: queue)
        #expect(queue.map { ahead[$0.id] } == [0, 0, 1])
        #expect(rules.peopleAhead(of: Self.regular, in: QueueCell.counts(queue)) == 2)
    }
}

/// Plain reference for the number of people ahead.
extension WaitSituation {
    func peopleAhead(of newcomer: Newcomer) -> Int {
        let counters = rules.counters.filter { $0.calls(newcomer.serviceID, newcomer.queueClass) }
        return queue.count { other in counters.contains { isWithinReach(of: $0, other) } }
    }

    func peopleAhead(of ticket: WaitingTicket) -> Int {
        let counters = rules.counters.filter { isWithinReach(of: $0, ticket) }
        return queue.count { other in
            guard other.id != ticket.id else { return false }
            return counters.contains { counter in
                guard isWithinReach(of: counter, other) else { return false }
                let overtakes =
                    other.queueClass == .priority && ticket.queueClass == .regular
                    || isPrimary(other, counter) && !isPrimary(ticket, counter)
                return overtakes || other.isBefore(ticket)
            }
        }
    }

    private func isPrimary(_ ticket: WaitingTicket, _ counter: Counter) -> Bool {
        ticket.counterID == counter.id || counter.primary.contains(ticket.serviceID)
    }

    private func isWithinReach(of counter: Counter, _ ticket: WaitingTicket) -> Bool {
        var ticket = ticket
        ticket.readyAt = nil
        return CallOrder.isCallable(ticket, by: counter, at: .distantFuture)
    }
}
