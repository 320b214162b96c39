import Foundation

/// Simulated rest of a day: counters call by the rules until all who are asked about were called.
struct ForecastRun: ~Copyable {
    /// Time in seconds to look ahead.
    static let horizon = 36_000.0
    /// Calls and looks of a run at most: no times and rates make it endless.
    static let maximumSteps = 100_000
    /// Time in seconds in which tickets still come.
    static let arrivalHorizon = 10_800.0
    /// Deviation of the pace of a day and of a counter.
    static let paceDeviation = 0.15
    /// Time in seconds after which a counter that is late is taken to open.
    static let latenessSeconds = 300.0
    /// Time in seconds for which a pause lasts of which nobody said how long.
    static let pauseSeconds = 900.0

    let lines: CallLines
    let times: ForecastTimes
    private let paceDeviation: Double

    // Counters.
    private let availableAt: Cells<Double>
    private let servedLine: Cells<Int>
    private let servedFor: Cells<Double>
    private let breakStart: Cells<Int>
    private let breakFrom: Cells<Double>
    private let breakTo: Cells<Double>
    private let freeAt: Cells<Double>
    private let pace: Cells<Double>
    // Ratio, arrivals, and those who are asked about.
    private let firstPosition: Cells<Int>
    private let position: Cells<Int>
    private let arrivalGap: Cells<Double>
    private let isAsked: Cells<Bool>
    /// Whether a ticket that is taken now still waits, by line.
    private let isWaiting: Cells<Bool>
    /// Steps by which the ratio would have moved further with such a ticket in the queue.
    private let extraPosition: Cells<Int>
    private let isTicketAsked: Cells<Bool>
    private var random: ForecastRandom

    /// Seconds until the call in the last run: of each ticket, then of one that is taken now in each
    /// line of a service.
    let waits: Cells<Double>

    init(
        _ situation: WaitSituation, lines: consuming CallLines, times: consuming ForecastTimes,
        askedLines: [Bool], askedTickets: [Bool], seed: UInt64, paceDeviation: Double
    ) {
        let now = situation.now
        let outlooks = situation.rules.counters.map {
            situation.counters[$0.id] ?? CounterOutlook(.away)
        }
        availableAt = Cells(outlooks.map { Self.availability($0.presence, now) })
        let services = lines.services
        servedLine = Cells(
            outlooks.map { outlook in
                outlook.serving.flatMap { services.firstIndex(of: $0.serviceID) } ?? -1
            })
        servedFor = Cells(
            outlooks.map { max(0, now.timeIntervalSince($0.serving?.since ?? now)) })
        let breaks = outlooks.map(\.breaks)
        breakStart = Cells(breaks.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.count) })
        breakFrom = Cells(breaks.flatMap { $0.map { $0.lowerBound.timeIntervalSince(now) } })
        breakTo = Cells(breaks.flatMap { $0.map { $0.upperBound.timeIntervalSince(now) } })
        freeAt = Cells(repeating: 0, count: outlooks.count)
        pace = Cells(repeating: 1, count: outlooks.count)

        var firstPositions: [Int] = []
        for (index, group) in lines.groups.enumerated() {
            let position = max(0, situation.positions[group] ?? 0)
            firstPositions.append(position % lines.period(ofGroup: index))
        }
        firstPosition = Cells(firstPositions)
        position = Cells(repeating: 0, count: lines.groups.count)
        var gaps = [Double](repeating: .infinity, count: askedLines.count)
        for (newcomer, hourly) in situation.hourlyArrivals where hourly > 0 {
            if let line = lines.line(of: newcomer) { gaps[line] = 3_600 / hourly }
        }
        arrivalGap = Cells(gaps)
        isAsked = Cells(askedLines)
        isWaiting = Cells(askedLines)
        extraPosition = Cells(repeating: 0, count: askedLines.count)
        isTicketAsked = Cells(askedTickets)
        waits = Cells(repeating: Self.horizon, count: askedTickets.count + askedLines.count)
        random = ForecastRandom(seed: seed)
        self.paceDeviation = paceDeviation
        self.lines = lines
        self.times = times
    }

    private static func availability(_ presence: CounterOutlook.Presence, _ now: Date) -> Double {
        switch presence {
        case .open: 0
        case .planned(let date):
            date > now ? date.timeIntervalSince(now) : latenessSeconds
        case .paused(let until?):
            until > now ? until.timeIntervalSince(now) : latenessSeconds
        case .paused(nil): pauseSeconds
        case .away: .infinity
        }
    }

    /// Simulates once and fills `waits`.
    mutating func play() {
        begin()
        var open = isTicketAsked.number(of: true) + isAsked.number(of: true)
        var steps = 0
        while open > 0, steps < Self.maximumSteps {
            steps += 1
            var counter = 0
            var other = 1
            while other < freeAt.count {
                if freeAt.at[other] < freeAt.at[counter] { counter = other }
                other += 1
            }
            guard freeAt.count > 0, freeAt.at[counter] < Self.horizon else { return }
            let now = freeAt.at[counter]
            if let end = breakEnd(counter, now) {
                freeAt.at[counter] = end
            } else {
                open -= call(counter, now)
            }
        }
    }

    private mutating func begin() {
        lines.reset()
        waits.fill(Self.horizon)
        extraPosition.fill(0)
        isWaiting.at.update(from: isAsked.at, count: isAsked.count)
        position.at.update(from: firstPosition.at, count: position.count)
        var line = 0
        while line < arrivalGap.count {
            lines.newcomerAt.at[line] = nextArrival(line, after: 0)
            line += 1
        }
        let day = random.pace(deviation: paceDeviation)
        var counter = 0
        while counter < freeAt.count {
            pace.at[counter] = day * random.pace(deviation: paceDeviation)
            let service = servedLine.at[counter]
            let rest =
                service < 0 ? 0 : times.rest(service, after: servedFor.at[counter], &random)
            freeAt.at[counter] = max(rest, availableAt.at[counter])
            counter += 1
        }
    }

    private mutating func nextArrival(_ line: Int, after time: Double) -> Double {
        let gap = arrivalGap.at[line]
        guard gap < .infinity else { return .infinity }
        let next = time + random.exponential(mean: gap)
        return next < Self.arrivalHorizon ? next : .infinity
    }

    private func breakEnd(_ counter: Int, _ now: Double) -> Double? {
        var place = breakStart.at[counter]
        while place < breakStart.at[counter + 1] {
            if breakFrom.at[place] <= now, now < breakTo.at[place] { return breakTo.at[place] }
            place += 1
        }
        return nil
    }

    /// Lets a counter call. Returns the number of those called that were asked about.
    private mutating func call(_ counter: Int, _ now: Double) -> Int {
        let group = lines.group.at[counter]
        let position = position.at[group]
        lines.look(counter: counter, at: now)
        let choice = lines.choose(counter: counter, at: now, position: position)
        var called = callNewcomers(counter, now, position, movesRatio: choice?.movesRatio == true)
        guard let choice else {
            freeAt.at[counter] = lines.nextChange(counter: counter, after: now)
            return called
        }
        if choice.movesRatio { self.position.at[group] = position + 1 }
        let key = lines.slotKey.at[choice.slot]
        let line = lines.slotLine.at[choice.slot]
        let service: Int
        if let ticket = lines.ticket(ofKey: key) {
            lines.isCalled.at[ticket] = true
            waits.at[ticket] = now
            service = lines.service.at[ticket]
            if isTicketAsked.at[ticket] { called += 1 }
        } else {
            lines.newcomerAt.at[line] = nextArrival(line, after: key)
            service = lines.service(ofLine: line)
        }
        freeAt.at[counter] = now + times.draw(service, &random) * pace.at[counter]
        return called
    }

    /// Marks the tickets taken now that this counter would call instead. Each one is tried as if no
    /// other had been taken, and takes no time of the counter, so that one run tells the wait of
    /// every service and class.
    private func callNewcomers(
        _ counter: Int, _ now: Double, _ position: Int, movesRatio: Bool
    ) -> Int {
        var called = 0
        var place = lines.reachStart.at[counter]
        let end = lines.reachStart.at[counter + 1]
        while place < end {
            let line = lines.reachLine.at[place]
            if line < isWaiting.count, isWaiting.at[line] {
                let turn = turn(
                    of: line, stage: lines.reachStage.at[place], counter, now, position)
                if turn == .called {
                    isWaiting.at[line] = false
                    waits.at[isTicketAsked.count + line] = now
                    called += 1
                } else if turn == .movesRatio, !movesRatio {
                    extraPosition.at[line] += 1
                }
            }
            place += 1
        }
        return called
    }

    private enum Turn {
        case called, movesRatio, other
    }

    /// Answer of `CallLines.choose` if the queue had one more ticket, taken now.
    private func turn(of line: Int, stage: Int, _ counter: Int, _ now: Double, _ position: Int)
        -> Turn
    {
        let key = CallLines.nowKey
        let slots = lines.slotKey.at
        let oldest = min(min(slots[0], slots[1]), min(slots[2], slots[3]))
        let isOldest = key < oldest
        if lines.isOverdue(isOldest ? key : oldest, at: now) { return isOldest ? .called : .other }
        if stage == 1, lines.hasPrimary { return .other }
        let bit = line & 1
        let own = slots[2 * stage + bit]
        let other = slots[2 * stage + 1 - bit]
        if lines.isMixed.at[counter], other < .infinity {
            let isPriorityTurn = lines.isPriorityTurn(
                position + extraPosition.at[line], group: lines.group.at[counter])
            let isOwnTurn = isPriorityTurn == (bit == 0)
            return isOwnTurn && key < own ? .called : .movesRatio
        }
        return key < own && key < other ? .called : .other
    }
}
