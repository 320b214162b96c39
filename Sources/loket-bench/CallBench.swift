import Foundation
import Hall
import Office
import Records

/// Calls and estimates with long queues: a press at a counter, and the waiting times of a full hall.
struct CallBench {
    /// Folder on the disk to measure.
    let folder: String

    private static let day = BusinessDay(zone: TimeZone(identifier: "Asia/Makassar") ?? .gmt)
    private static let services = (1...200).map { "service-\($0)" }

    func run() throws -> [Line] {
        var lines: [Line] = []
        for waiting in [10, 1_000, 100_000] { lines += try calls(waiting) }
        return lines + estimates()
    }

    /// 50 counters, each for four services of its own and its neighbour's.
    private var rules: CallingRules {
        var rules = CallingRules(
            counters: (0..<50).map { number in
                Counter(
                    id: "\(number + 1)", number: number + 1,
                    primary: Array(Self.services[(4 * number)..<(4 * number + 4)]),
                    secondary: number % 5 == 4
                        ? [] : Array(Self.services[(4 * number + 4)..<(4 * number + 8)]))
            })
        rules.nextPauseSeconds = 0
        return rules
    }

    // MARK: Calls

    private func calls(_ waiting: Int) throws -> [Line] {
        let home = "\(folder)/loket-bench-calls-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: home) }
        // 2026-11-23 09:41 in Belu.
        let start = Date(timeIntervalSince1970: 1_795_398_060)
        let records = try Records(folder: home, terminal: "bench1", now: start)
        defer { records.close() }
        try fill(records, waiting, at: start)
        let desk = CallDesk(rules: rules, services: Set(Self.services))
        let date = Self.day.date(at: start)
        // One file gives few calls where few wait.
        let presses = min(waiting, 200)
        var times: [Double] = []
        for number in 0..<presses {
            let press = Press(
                id: "bench-\(number)", counterID: "\(number % 50 + 1)", order: .next, who: "bench")
            let moment = start + Double(1_000 + number)
            let began = ContinuousClock.now
            _ = try records.transactionNow {
                try desk.take(press, on: date, in: $0, at: moment)
            }
            times.append((ContinuousClock.now - began).milliseconds)
        }
        times.sort()
        let median = times[times.count / 2]
        return [
            Line(
                "next, with \(waiting) waiting", median, "ms", limit: "under 2 ms",
                isReached: median < 2),
            Line("  the slowest of 20", times[times.count * 19 / 20], "ms"),
        ]
    }

    private func fill(_ records: Records, _ waiting: Int, at start: Date) throws {
        var left = waiting
        while left > 0 {
            let count = min(left, 5_000)
            let first = waiting - left
            left -= count
            try records.transactionNow { records in
                let requests = (0..<count).map { index in
                    let number = first + index
                    return IssueRequest(
                        serviceID: Self.services[number % Self.services.count], prefix: "K",
                        group: number % 6 == 0 ? .elderly : nil, language: .indonesian,
                        wantsPaper: false)
                }
                let issued = try records.tickets.issue(
                    requests, at: start + Double(first) / 1_000, day: Self.day, policy: .continue)
                for ticket in issued { try records.tickets.markShown(ticket.id, at: start) }
            }
        }
    }

    // MARK: Estimates

    private func estimates() -> [Line] {
        let now = Date(timeIntervalSince1970: 1_795_398_060)
        var situation = WaitSituation(now: now, rules: rules)
        situation.queue = (0..<1_000).map { index in
            WaitingTicket(
                id: TicketID(terminal: "bench1", sequence: Int64(index + 1)),
                number: TicketNumber(prefix: "K", value: index + 1),
                serviceID: Self.services[index % Self.services.count],
                queueClass: index % 6 == 0 ? .priority : .regular,
                queuedAt: now - Double(1_200 - index))
        }
        for counter in rules.counters { situation.counters[counter.id] = CounterOutlook(.open) }
        for service in Self.services {
            situation.times[service] = ServiceTimes(
                seconds: (0..<50).map { 120 + 12 * Double($0) })
            situation.hourlyArrivals[Newcomer(serviceID: service, queueClass: .priority)] = 1
        }
        var times: [Double] = []
        var book = WaitBook()
        for _ in 0..<7 {
            let began = ContinuousClock.now
            book = WaitDesk.book(situation, outcomes: [])
            times.append((ContinuousClock.now - began).milliseconds)
        }
        times.sort()
        let reads = 100_000
        let began = ContinuousClock.now
        var known = 0
        for index in 0..<reads {
            let newcomer = Newcomer(
                serviceID: Self.services[index % Self.services.count], queueClass: .regular)
            if book.wait(of: newcomer, at: now) != nil { known += 1 }
        }
        let read = (ContinuousClock.now - began).milliseconds / Double(reads)
        return [
            Line(
                "all estimates, 50 counters, 1,000 waiting", times[3], "ms", limit: "under 300 ms",
                isReached: times[3] < 300),
            Line(
                "reading one estimate", read, "ms", limit: "under 0.1 ms",
                isReached: read < 0.1 && known == reads),
        ]
    }
}

extension Duration {
    fileprivate var milliseconds: Double { self / .milliseconds(1) }
}
