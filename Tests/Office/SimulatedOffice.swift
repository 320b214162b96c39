import Foundation
import Office
import TestSupport

/// Day of an office by which the waiting time is tried (E3).
enum DayPattern: String, CaseIterable {
    case morningPeak = "morning peak"
    case flat
    case twoPeaks = "two peaks"
    case buses
    case quiet
    case twoMissing = "two counters missing"

    /// Share of the usual number of visitors.
    var load: Double {
        switch self {
        case .buses: 0.75
        case .quiet: 0.45
        default: 0.85
        }
    }
}

/// Office of seven counters and six services, whose days are simulated ticket by ticket. Times are
/// minutes of the day.
struct SimulatedOffice {
    struct Arrival {
        var time: Double
        var service: Int
        var isPriority: Bool
    }

    static let services = ["a", "b", "c", "d", "e", "f"]
    static let medians = [3.0, 6, 10, 15, 5, 8]
    static let deviations = [0.5, 0.6, 0.6, 0.7, 0.5, 0.6]
    static let visitors = [60.0, 80, 35, 22, 50, 35]
    static let opening = 480.0
    static let lastTicket = 900.0
    static let rules = CallingRules(
        counters: [["a", "b"], ["a", "b"], ["b", "c"], ["c", "d"], ["d"], ["e", "f"], ["f"]]
            .enumerated().map {
                Counter(id: "counter\($0)", number: $0 + 1, primary: $1)
            })

    let pattern: DayPattern
    var random: SeededRandom
    /// Seconds from call to call, by service (D7).
    var times: [Service.ID: ServiceTimes] = [:]
    var width = WidthFactor()
    /// Ranges that tickets were told, and the minutes that they waited.
    var judged: [(range: ClosedRange<Int>, minutes: Double)] = []
    private(set) var days = 0

    init(_ pattern: DayPattern, seed: UInt64) {
        self.pattern = pattern
        random = SeededRandom(seed: seed)
    }

    /// Plays a day. Every `stride`-th ticket is told its wait; 0: none.
    mutating func play(stride: Int) {
        var day = SimulatedDay(office: &self, friday: days % 5 == 4)
        day.play(office: &self, stride: stride)
        days += 1
    }

    mutating func arrivals() -> [Arrival] {
        var arrivals: [Arrival] = []
        for service in Self.services.indices {
            for _ in 0..<random.poisson(Self.visitors[service] * pattern.load) {
                arrivals.append(arrival(arrivalTime(), service))
            }
        }
        if pattern == .buses {
            for _ in 0..<2 {
                let time = random.uniform(500, 840)
                let service = [1, 2, 5].randomElement(using: &random) ?? 1
                for _ in 0..<14 {
                    arrivals.append(arrival(random.uniform(time, time + 6), service))
                }
            }
        }
        return arrivals.filter { $0.time > 450 && $0.time < Self.lastTicket }
            .sorted { $0.time < $1.time }
    }

    private mutating func arrival(_ time: Double, _ service: Int) -> Arrival {
        Arrival(time: time, service: service, isPriority: random.uniform(0, 1) < 0.15)
    }

    private mutating func arrivalTime() -> Double {
        let part = random.uniform(0, 1)
        switch pattern {
        case .morningPeak, .twoMissing:
            return part < 0.65
                ? 540 + 40 * random.normal() : random.uniform(Self.opening, Self.lastTicket)
        case .twoPeaks:
            return part < 0.5
                ? 570 + 35 * random.normal()
                : part < 0.85
                    ? 810 + 30 * random.normal() : random.uniform(Self.opening, Self.lastTicket)
        case .flat, .buses, .quiet: return random.uniform(470, Self.lastTicket)
        }
    }
}

extension SeededRandom {
    mutating func uniform(_ from: Double, _ to: Double) -> Double {
        from + (to - from) * Double(next() >> 11) * 0x1p-53
    }

    mutating func normal() -> Double {
        (-2 * log(1 - uniform(0, 1))).squareRoot() * cos(2 * .pi * uniform(0, 1))
    }

    mutating func exponential(_ mean: Double) -> Double { -mean * log(1 - uniform(0, 1)) }

    mutating func poisson(_ mean: Double) -> Int {
        var count = -1
        var time = 0.0
        while time < mean {
            time += exponential(1)
            count += 1
        }
        return count
    }
}
