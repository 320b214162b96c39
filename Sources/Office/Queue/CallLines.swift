package import Foundation

/// Queue as the forecast walks it: `CallOrder` over numbers, for thousands of calls in a
/// millisecond. A line is the tickets of one service and class, or those of one class that were
/// sent to one counter.
package struct CallLines: ~Copyable {
    /// Tickets in the order of the queue.
    package let tickets: [WaitingTicket]
    let services: [Service.ID]
    let counters: [Counter]
    let groups: [Service.ID]

    // Tickets: seconds from now, and whether a run has called them.
    let queued: Cells<Double>
    let ready: Cells<Double>
    let service: Cells<Int>
    let isCalled: Cells<Bool>
    // Lines: their tickets in order, the first of them not yet called, and the moment at which the
    // first one comes or came who was not yet there.
    let members: Cells<Int>
    let start: Cells<Int>
    let head: Cells<Int>
    let newcomerAt: Cells<Double>
    // Counters: the lines that they call.
    let reachStart: Cells<Int>
    let reachLine: Cells<Int>
    let reachStage: Cells<Int>
    let isMixed: Cells<Bool>
    let group: Cells<Int>
    let turns: Cells<Bool>
    /// First place of each group's ratio in `turns`, and their end.
    private let turnStart: Cells<Int>
    let longestWait: Double
    /// First of a counter's tickets by stage and class: its key, and its line.
    let slotKey = Cells(repeating: Double.infinity, count: 4)
    let slotLine = Cells(repeating: 0, count: 4)

    package init(rules: CallingRules, queue: [WaitingTicket], now: Date) {
        tickets = queue.sorted { $0.isBefore($1) }
        let services = Set(rules.counters.flatMap(\.services)).union(queue.map(\.serviceID))
            .sorted()
        let place = Dictionary(uniqueKeysWithValues: services.enumerated().map { ($1, $0) })
        self.services = services
        counters = rules.counters
        let groupOfCounter = rules.serviceGroups
        groups = Set(groupOfCounter).sorted()
        let groups = groups
        group = Cells(groupOfCounter.map { groups.firstIndex(of: $0) ?? 0 })
        isMixed = Cells(rules.counters.map { $0.classes == .all })
        let ratios = groups.map { group in
            groupOfCounter.firstIndex(of: group).map { rules.ratio(at: rules.counters[$0]) }
                ?? rules.ratio
        }
        turns = Cells(
            ratios.flatMap { ratio in
                (0..<ratio.period).map { ratio.classAt($0) == .priority }
            })
        turnStart = Cells(ratios.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.period) })
        longestWait = Double(rules.longestWaitSeconds)

        queued = Cells(tickets.map { $0.queuedAt.timeIntervalSince(now) })
        ready = Cells(tickets.map { $0.readyAt?.timeIntervalSince(now) ?? -.infinity })
        service = Cells(tickets.map { place[$0.serviceID] ?? 0 })
        isCalled = Cells(repeating: false, count: tickets.count)

        var lines = [[Int]](repeating: [], count: 2 * (services.count + rules.counters.count))
        for (index, ticket) in tickets.enumerated() {
            let bit = ticket.queueClass.bit
            if let only = ticket.counterID {
                guard let counter = rules.counters.firstIndex(where: { $0.id == only }) else {
                    continue
                }
                lines[2 * (services.count + counter) + bit].append(index)
            } else {
                lines[2 * (place[ticket.serviceID] ?? 0) + bit].append(index)
            }
        }
        members = Cells(lines.flatMap(\.self))
        start = Cells(lines.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.count) })
        head = Cells(repeating: 0, count: lines.count)
        newcomerAt = Cells(repeating: Double.infinity, count: lines.count)

        let reach = rules.counters.enumerated().map {
            Self.reach($1, $0, place, services: services.count)
        }
        reachStart = Cells(reach.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.count) })
        reachLine = Cells(reach.flatMap { $0.map(\.line) })
        reachStage = Cells(reach.flatMap { $0.map(\.stage) })
        reset()
    }

    /// Lines that a counter calls, in stages: 0 for primary services and those sent here.
    private static func reach(
        _ counter: Counter, _ index: Int, _ place: [Service.ID: Int], services: Int
    ) -> [(line: Int, stage: Int)] {
        var lines = QueueClass.allCases.map {
            (line: 2 * (services + index) + $0.bit, stage: 0)
        }
        let secondary = counter.secondary.filter { !counter.primary.contains($0) }
        for (stage, names) in [counter.primary, secondary].enumerated() {
            for name in Set(names) {
                for each in QueueClass.allCases where counter.classes.takes(each) {
                    lines.append((2 * (place[name] ?? 0) + each.bit, stage))
                }
            }
        }
        return lines
    }

    /// Line of those who take a ticket now; nil: no counter and no ticket names the service.
    func line(of newcomer: Newcomer) -> Int? {
        services.firstIndex(of: newcomer.serviceID).map { 2 * $0 + newcomer.queueClass.bit }
    }

    func service(ofLine line: Int) -> Int { line >> 1 }

    /// Puts everybody back into the queue.
    func reset() {
        isCalled.fill(false)
        head.at.update(from: start.at, count: head.count)
    }

    /// Key by which tickets are ordered: below 0 for those in the queue, the moment of arrival for
    /// those who come later.
    func key(ofTicket index: Int) -> Double { Double(index - tickets.count) }

    func ticket(ofKey key: Double) -> Int? { key < 0 ? Int(key) + tickets.count : nil }

    /// Key of a ticket that is taken now: behind all in the queue, before all who come later.
    static let nowKey = -0.5

    /// Whether a ticket has waited for too long at a moment.
    func isOverdue(_ key: Double, at time: Double) -> Bool {
        let since = key < 0 ? (key == Self.nowKey ? 0 : queued.at[Int(key) + tickets.count]) : key
        return time - since >= longestWait
    }

    /// Fills the slots with the first tickets that a counter may call at a moment.
    func look(counter: Int, at time: Double) {
        slotKey.fill(.infinity)
        var place = reachStart.at[counter]
        let end = reachStart.at[counter + 1]
        while place < end {
            let line = reachLine.at[place]
            let key = firstKey(line, time)
            let slot = 2 * reachStage.at[place] + line & 1
            if key < slotKey.at[slot] {
                slotKey.at[slot] = key
                slotLine.at[slot] = line
            }
            place += 1
        }
    }

    private func firstKey(_ line: Int, _ time: Double) -> Double {
        var place = head.at[line]
        let end = start.at[line + 1]
        while place < end, isCalled.at[members.at[place]] { place += 1 }
        head.at[line] = place
        while place < end {
            let ticket = members.at[place]
            // Those aside are passed over, so some behind them may have been called.
            if !isCalled.at[ticket], ready.at[ticket] <= time { return key(ofTicket: ticket) }
            place += 1
        }
        let newcomer = newcomerAt.at[line]
        return newcomer <= time ? newcomer : .infinity
    }

    /// Returns the slot that a counter calls, after `look`; nil: nobody waits for it. Whether the call
    /// moves the ratio is the second value.
    func choose(counter: Int, at time: Double, position: Int) -> (slot: Int, movesRatio: Bool)? {
        var oldest = 0
        var slot = 1
        while slot < 4 {
            if slotKey.at[slot] < slotKey.at[oldest] { oldest = slot }
            slot += 1
        }
        guard slotKey.at[oldest] < .infinity else { return nil }
        if isOverdue(slotKey.at[oldest], at: time) { return (oldest, false) }
        let first = hasPrimary ? 0 : 2
        let priority = slotKey.at[first]
        let regular = slotKey.at[first + 1]
        if isMixed.at[counter], priority < .infinity, regular < .infinity {
            let isPriority = isPriorityTurn(position, group: group.at[counter])
            return (isPriority ? first : first + 1, true)
        }
        return (priority < regular ? first : first + 1, false)
    }

    var hasPrimary: Bool { slotKey.at[0] < .infinity || slotKey.at[1] < .infinity }

    func isPriorityTurn(_ position: Int, group: Int) -> Bool {
        turns.at[turnStart.at[group] + position % period(ofGroup: group)]
    }

    /// Number of calls after which a group's pattern begins again.
    func period(ofGroup group: Int) -> Int { turnStart.at[group + 1] - turnStart.at[group] }

    /// First moment after this one at which somebody new may be called by a counter.
    func nextChange(counter: Int, after time: Double) -> Double {
        var next = Double.infinity
        var place = reachStart.at[counter]
        while place < reachStart.at[counter + 1] {
            let line = reachLine.at[place]
            let newcomer = newcomerAt.at[line]
            if newcomer > time, newcomer < next { next = newcomer }
            var member = head.at[line]
            while member < start.at[line + 1] {
                let ticket = members.at[member]
                let ready = ready.at[ticket]
                if !isCalled.at[ticket], ready > time, ready < next { next = ready }
                member += 1
            }
            place += 1
        }
        return next
    }

    /// Ticket that a counter calls now, and whether that moves the ratio: what `CallOrder` says.
    package func next(counter: Int, position: Int) -> (ticket: TicketID, movesRatio: Bool)? {
        look(counter: counter, at: 0)
        guard let (slot, movesRatio) = choose(counter: counter, at: 0, position: position),
            let index = ticket(ofKey: slotKey.at[slot])
        else { return nil }
        return (tickets[index].id, movesRatio)
    }
}

extension QueueClass {
    /// Last bit of a line's number.
    var bit: Int { self == .priority ? 0 : 1 }
}
