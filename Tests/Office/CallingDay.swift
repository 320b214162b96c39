import Foundation
import Office
import TestSupport

/// Press of *next* at a counter: what the rules saw, and whom they called.
struct CallingPress {
    /// Seed of its day.
    var day: UInt64
    var rules: CallingRules
    var counter: Counter
    var group: Service.ID
    var queue: [WaitingTicket]
    var position: Int
    var now: Date
    var choice: CallChoice?

    /// Tickets that the counter may call now.
    var callable: [WaitingTicket] {
        queue.filter { CallReference.mayCall($0, counter, now) }
    }

    func isOverdue(_ ticket: WaitingTicket) -> Bool {
        now.timeIntervalSince(ticket.queuedAt) >= Double(rules.longestWaitSeconds)
    }
}

/// Random day of an office: counters with services and classes of their own, visitors who come,
/// are called, stay away, are passed on. One seed makes one day.
struct CallingDay {
    static let ratios = [
        CallRatio(priority: 1, regular: 1), CallRatio(), CallRatio(priority: 1, regular: 5),
        CallRatio(priority: 2, regular: 1), CallRatio(priority: 2, regular: 3),
        CallRatio(priority: 3, regular: 1), CallRatio(priority: 3, regular: 4),
        CallRatio(priority: 5, regular: 3),
    ]
    /// Calls of a ticket at most; after the last it does not return.
    static let maximumCalls = 3

    let rules: CallingRules
    private let seed: UInt64
    private let services: [Service.ID]
    private let arrivalsOfTen: Int
    private let seconds: Int
    private var random: SeededRandom
    private var queue: [WaitingTicket] = []
    private var positions: [Service.ID: Int] = [:]
    private var calls: [TicketID: Int] = [:]
    private var issued: Int64 = 0
    private var now = Date(timeIntervalSince1970: 1_795_000_000)

    init(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let services = Array(["a", "b", "c", "d", "e"].prefix(.random(in: 1...5, using: &random)))
        var counters: [Counter] = []
        for number in 1...Int.random(in: 1...6, using: &random) {
            let mixed = services.shuffled(using: &random)
            let primary = Int.random(in: 1...min(2, mixed.count), using: &random)
            let secondary = Int.random(in: 0...min(2, mixed.count - primary), using: &random)
            let classes: Counter.Classes =
                Int.random(in: 0..<10, using: &random) < 7
                ? .all : Bool.random(using: &random) ? .priority : .regular
            counters.append(
                Counter(
                    id: "counter\(number)", number: number,
                    primary: Array(mixed.prefix(primary)),
                    secondary: Array(mixed.dropFirst(primary).prefix(secondary)),
                    classes: classes))
        }
        var rules = CallingRules(
            counters: counters, ratio: Self.ratios.randomElement(using: &random) ?? CallRatio(),
            longestWaitSeconds: [300, 900, 2_700, 100_000].randomElement(using: &random) ?? 900)
        // Some groups have a ratio of their own, by any of their services.
        for group in Set(counters.map { rules.services(inGroupOf: $0) })
            .sorted(by: { ($0.min() ?? "") < ($1.min() ?? "") })
        where Int.random(in: 0..<3, using: &random) == 0 {
            guard let service = group.sorted().randomElement(using: &random),
                let ratio = Self.ratios.randomElement(using: &random)
            else { continue }
            rules.groupRatios.append(GroupRatio(serviceID: service, ratio: ratio))
        }
        self.rules = rules
        self.seed = seed
        self.services = services
        arrivalsOfTen = Int.random(in: 3...14, using: &random)
        seconds = Int.random(in: 20...90, using: &random)
        self.random = random
    }

    /// Lets some time pass with its arrivals and makes one press.
    mutating func press() -> CallingPress? {
        now += Double(Int.random(in: 0...seconds, using: &random))
        for _ in 0..<Int.random(in: 0...2, using: &random)
        where Int.random(in: 0..<14, using: &random) < arrivalsOfTen {
            arrive()
        }
        guard let counter = rules.counters.randomElement(using: &random) else { return nil }
        let group = rules.serviceGroup(of: counter)
        let position = positions[group] ?? 0
        let choice = CallOrder.next(
            for: counter, among: queue, position: position, rules: rules, at: now)
        let press = CallingPress(
            day: seed, rules: rules, counter: counter, group: group, queue: queue,
            position: position,
            now: now, choice: choice)
        if let choice {
            if choice.movesRatio { positions[group] = press.ratio.after(position) }
            call(choice.ticket)
        }
        return press
    }

    private mutating func arrive() {
        issued += 1
        // Some were taken at a terminal whose clock is behind, or whose queue came late.
        let isLate = Int.random(in: 0..<10, using: &random) == 0
        let delay = isLate ? Int.random(in: 0...900, using: &random) : 0
        let service = services.randomElement(using: &random) ?? "a"
        let isPriority = Int.random(in: 0..<10, using: &random) < 3
        var ticket = WaitingTicket(
            id: TicketID(
                terminal: Bool.random(using: &random) ? "belu1" : "belu2",
                incarnation: Incarnation(rawValue: .random(in: 0...UInt64.max, using: &random)),
                sequence: Bool.random(using: &random) ? issued : issued / 2),
            number: TicketNumber(prefix: service.uppercased(), value: Int(issued)),
            serviceID: service, queueClass: isPriority ? .priority : .regular,
            queuedAt: now - Double(delay))
        if Int.random(in: 0..<20, using: &random) == 0 { send(&ticket) }
        queue.insert(ticket, at: .random(in: 0...queue.count, using: &random))
    }

    /// Takes a called ticket out of the queue. Some return: set aside, or passed on.
    private mutating func call(_ ticket: WaitingTicket) {
        queue.removeAll { $0.id == ticket.id }
        calls[ticket.id, default: 0] += 1
        guard calls[ticket.id, default: 0] < Self.maximumCalls else { return }
        var ticket = ticket
        switch Int.random(in: 0..<20, using: &random) {
        case 0..<3: ticket.readyAt = now + 300
        case 3: send(&ticket)
        case 4:
            ticket.serviceID = services.randomElement(using: &random) ?? "a"
            ticket.counterID = nil
        default: return
        }
        queue.append(ticket)
    }

    private mutating func send(_ ticket: inout WaitingTicket) {
        ticket.counterID = rules.counters.randomElement(using: &random)?.id
    }
}
