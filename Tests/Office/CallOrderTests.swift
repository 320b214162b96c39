import Foundation
import Office
import TestSupport
import Testing

/// Sentences of D3 and D8, each over random days and against an order that was written apart.
@Suite("Order of calls", .timeLimit(.minutes(5)))
struct CallOrderTests {
    static let days = 240
    static let presses = 120

    /// Plays random days and shows every press, with the seed that makes its day.
    private func play(
        _ name: String, _ see: (CallingPress, _ place: Comment) throws -> Void
    ) rethrows {
        let seed = SeededRandom(test: name).seed
        for day in 0..<Self.days {
            var office = CallingDay(seed: seed &+ UInt64(day))
            for number in 0..<Self.presses {
                guard let press = office.press() else { continue }
                try see(press, "seed \(seed), day \(day), press \(number)")
            }
        }
    }

    @Test("D3 D8 every call is the one of an order written a second time from its sentences")
    func reference() throws {
        var reasons: [String: Int] = [:]
        var classes: [String: Int] = [:]
        try play("reference") { press, place in
            try #require(press.choice?.ticket.id == CallReference.next(press), place)
            classes["\(press.counter.classes)", default: 0] += 1
            switch press.choice?.reason {
            case .longestWait: reasons["longest wait", default: 0] += 1
            case .ratio(let turn): reasons["ratio \(turn)", default: 0] += 1
            case .sentHere: reasons["sent here", default: 0] += 1
            case .first: reasons["first", default: 0] += 1
            case .secondary: reasons["secondary", default: 0] += 1
            case nil: reasons["nobody", default: 0] += 1
            }
        }
        let counts = reasons.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        print("D3: \(Self.days) days, \(Self.days * Self.presses) presses:", counts)
        #expect(reasons.count == 7 && reasons.values.allSatisfy { $0 > 100 }, "too tame")
        #expect(classes.count == 3, "too tame")
    }

    @Test("D3 D8 in a class the earliest goes first, of primary services before secondary ones")
    func earliest() throws {
        try play("earliest") { press, place in
            guard let choice = press.choice else { return }
            let callable = press.callable
            let isLongest = callable.contains(where: press.isOverdue)
            let pool = isLongest ? callable : CallReference.stage(callable, press.counter)
            let earliest = pool.filter { $0.queueClass == choice.ticket.queueClass }
                .map(\.queuedAt).min()
            try #require(choice.ticket.queuedAt == earliest, place)
        }
    }

    @Test("D3 of any p+n successive calls where both classes wait exactly p are priority")
    func ratio() throws {
        var turns: [String: [QueueClass]] = [:]
        var ratios: Set<CallRatio> = []
        var windows = 0
        var others = 0
        var day: UInt64?
        try play("ratio") { press, place in
            if press.day != day { (day, turns) = (press.day, [:]) }
            guard let choice = press.choice else { return }
            let callable = press.callable
            let stage = CallReference.stage(callable, press.counter)
            let haveBoth = Set(stage.map(\.queueClass)).count == 2
            let counts =
                press.counter.classes == .all && haveBoth
                && !callable.contains(where: press.isOverdue)
            try #require(choice.movesRatio == counts, place)
            if !counts {
                others += 1
                return
            }
            let (priority, regular) = (press.ratio.priority, press.ratio.regular)
            turns[press.group, default: []].append(choice.ticket.queueClass)
            let last = turns[press.group, default: []].suffix(priority + regular)
            guard last.count == priority + regular else { return }
            windows += 1
            ratios.insert(press.ratio)
            try #require(last.count { $0 == .priority } == priority, place)
        }
        print(
            "D3: \(windows) windows of \(ratios.count) ratios, between them \(others) other calls")
        #expect(ratios.count == CallingDay.ratios.count && windows > 1_000 && others > 1_000)
    }

    @Test("D3 a period has its priority calls spread evenly, the first one at its beginning")
    func pattern() {
        for (priority, regular, pattern) in [
            (1, 1, "PR"), (1, 2, "PRR"), (2, 1, "PPR"), (2, 3, "PRPRR"), (3, 1, "PPPR"),
            (3, 4, "PRPRPRR"), (5, 3, "PPRPPRPR"),
        ] {
            let ratio = CallRatio(priority: priority, regular: regular)
            var position = 0
            var written = ""
            for _ in 0..<(3 * ratio.period) {
                written += ratio.classAt(position) == .priority ? "P" : "R"
                position = ratio.after(position)
            }
            #expect(written == pattern + pattern + pattern)
        }
    }

    @Test("D3 after a change of the ratio a stored position goes on, wherever it stood")
    func changedRatio() {
        for ratio in CallingDay.ratios {
            for stored in 0..<20 {
                let turns = (0..<ratio.period).map { ratio.classAt(stored + $0) }
                #expect(turns.count { $0 == .priority } == ratio.priority)
                #expect((0..<ratio.period).contains(ratio.after(stored)))
            }
        }
    }

    @Test("D3 who has reached the longest wait goes before all who have not, oldest first")
    func longestWait() throws {
        var found = 0
        try play("longest wait") { press, place in
            let overdue = press.callable.filter(press.isOverdue)
            guard let choice = press.choice, !overdue.isEmpty else { return }
            found += 1
            try #require(choice.ticket.queuedAt == overdue.map(\.queuedAt).min(), place)
            let seconds = Int(press.now.timeIntervalSince(choice.ticket.queuedAt))
            try #require(choice.reason == .longestWait(seconds: seconds), place)
            try #require(!choice.movesRatio, place)
        }
        #expect(found > 1_000)
    }

    @Test("D3 a counter never passes over who waits too long for one who came later")
    func patience() throws {
        // Presses of a counter that passed over a ticket which had reached the longest wait.
        var passed: [String: Int] = [:]
        var worst = 0
        try play("patience") { press, place in
            guard let choice = press.choice else { return }
            for ticket in press.callable where press.isOverdue(ticket) && ticket != choice.ticket {
                try #require(choice.ticket.isBefore(ticket), place)
                let key = "\(press.counter.id) \(ticket.id.fullText) \(press.day)"
                passed[key, default: 0] += 1
                worst = max(worst, passed[key, default: 0])
            }
        }
        print("D3: after the longest wait at most \(worst) earlier tickets were called before one")
    }

    @Test(
        "D3 with an open counter a wait has a bound, however many of the other class come",
        arguments: QueueClass.allCases)
    func bound(_ late: QueueClass) throws {
        let service = "a"
        let counter = Counter(id: "one", number: 1, primary: [service])
        let rules = CallingRules(
            counters: [counter], ratio: CallRatio(priority: late == .priority ? 1 : 5, regular: 5),
            longestWaitSeconds: 900)
        let start = Date(timeIntervalSince1970: 1_795_000_000)
        var queue: [WaitingTicket] = []
        var position = 0
        var limits: [TicketID: Date] = [:]
        // One of the late class comes with nine of the other one for every five calls.
        for minute in 0..<600 {
            let now = start + Double(60 * minute)
            for place in 0..<2 {
                let sequence = Int64(2 * minute + place + 1)
                let ticket = WaitingTicket(
                    id: TicketID(terminal: "belu1", sequence: sequence),
                    number: TicketNumber(prefix: "A", value: Int(sequence)), serviceID: service,
                    queueClass: (sequence % 10 == 0) == (late == .priority) ? .priority : .regular,
                    queuedAt: now)
                // Until the longest wait, then one call for each who stood before it.
                limits[ticket.id] = now + Double(900 + 60 * (queue.count + 1))
                queue.append(ticket)
            }
            let choice = try #require(
                CallOrder.next(
                    for: counter, among: queue, position: position, rules: rules, at: now))
            if choice.movesRatio { position = rules.ratio.after(position) }
            queue.removeAll { $0.id == choice.ticket.id }
            #expect(now <= limits[choice.ticket.id] ?? .distantPast)
            let late = queue.filter { now > limits[$0.id] ?? .distantPast }
            #expect(late.isEmpty, "minute \(minute)")
        }
    }

    @Test("D3 D8 an empty class never blocks: a counter stands still only if nobody may come")
    func emptyClass() throws {
        var idle = 0
        try play("empty class") { press, place in
            try #require((press.choice == nil) == press.callable.isEmpty, place)
            if press.choice == nil { idle += 1 }
        }
        #expect(idle > 100)
    }

    @Test("D8 a secondary service waits for all primary ones, unless the longest wait is reached")
    func secondary() throws {
        try play("secondary") { press, place in
            guard let choice = press.choice else { return }
            let isSecondary =
                choice.ticket.counterID == nil
                && press.counter.secondary.contains(choice.ticket.serviceID)
            guard isSecondary else { return }
            let primary = press.callable.filter {
                press.counter.primary.contains($0.serviceID) || $0.counterID != nil
            }
            try #require(primary.isEmpty || press.isOverdue(choice.ticket), place)
        }
    }

    @Test(
        "D2 A5 D8 neither set aside, nor sent elsewhere, nor of another class or service is called")
    func neverTaken() throws {
        var aside = 0
        var elsewhere = 0
        try play("never taken") { press, place in
            aside += press.queue.count { ($0.readyAt ?? press.now) > press.now }
            elsewhere += press.queue.count {
                ($0.counterID ?? press.counter.id) != press.counter.id
            }
            guard let ticket = press.choice?.ticket else { return }
            try #require((ticket.readyAt ?? press.now) <= press.now, place)
            if let only = ticket.counterID {
                try #require(only == press.counter.id, place)
            } else {
                try #require(press.counter.services.contains(ticket.serviceID), place)
                try #require(press.counter.classes.takes(ticket.queueClass), place)
            }
        }
        #expect(aside > 1_000 && elsewhere > 1_000)
    }

    @Test("D3 the heads of the queue give the same call as the whole queue, in any order")
    func heads() throws {
        try play("heads") { press, place in
            var seen: Set<String> = []
            let heads = CallReference.inOrder(press.queue).filter { ticket in
                guard (ticket.readyAt ?? press.now) <= press.now else { return false }
                guard let only = ticket.counterID else {
                    return seen.insert("\(ticket.queueClass) \(ticket.serviceID)").inserted
                }
                return only == press.counter.id && seen.insert("\(ticket.queueClass)").inserted
            }
            let choice = CallOrder.next(
                for: press.counter, among: heads.reversed(), position: press.position,
                rules: press.rules, at: press.now)
            try #require(choice == press.choice, place)
        }
    }
}
