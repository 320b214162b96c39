import Foundation
import Kernel
import Synchronization
import Wire

/// Record of what the people of a hall measured, kept by all their threads.
final class HallLedger: Sendable {
    struct Day: Sendable {
        /// Milliseconds from a press of *next* to its answer, of other presses, and of tickets.
        var next: [Double] = []
        var others: [Double] = []
        var issued: [Double] = []
        /// Number of presses that were sent again and known.
        var repeats = 0
        /// Number of tickets that came to an end.
        var ends = 0
        var failures: [String] = []
        var isOver = false
    }

    private let state = Mutex(Day())

    var day: Day { state.withLock { $0 } }
    var isOver: Bool { state.withLock { $0.isOver } }

    func note(_ body: (inout Day) -> Void) { state.withLock { body(&$0) } }
    func end() { note { $0.isOver = true } }
}

/// Threads that can be waited for.
final class HallThreads {
    private let done = DispatchGroup()

    func start(_ body: @Sendable @escaping () -> Void) {
        let done = done
        done.enter()
        Thread.detachNewThread {
            body()
            done.leave()
        }
    }

    func wait(until end: Duration) {
        _ = done.wait(timeout: .now() + (end - Uptime.now()) / .seconds(1))
    }
}

/// Officer at one counter: calls, serves, calls again, and what else happens at a counter.
struct HallOfficer: Sendable {
    let counter: String
    let client: BenchClient
    let ledger: HallLedger

    /// Mean time in milliseconds for a visitor: as long as it takes until the next one comes.
    private static let meanService = 1_000

    func work() {
        var random = SystemRandomNumberGenerator()
        var count = 0
        func press(_ order: String, _ more: (inout Wire.Press) -> Void = { _ in })
            -> Wire.PressAnswer?
        {
            count += 1
            var press = Wire.Press(id: "\(counter)-\(count)", order: order)
            more(&press)
            return send(press, twice: Int.random(in: 0..<50, using: &random) == 0)
        }
        func pause(_ share: ClosedRange<Double>) {
            let time = Double(Self.meanService) * Double.random(in: share, using: &random)
            Uptime.pause(for: .milliseconds(Int(time)))
        }
        while !ledger.isOver {
            guard let called = press("next"), called.what != "counter.idle" else {
                Uptime.pause(for: .milliseconds(200))
                continue
            }
            pause(0.1...0.5)
            var isFree = false
            switch Int.random(in: 0..<100, using: &random) {
            case 0..<30: _ = press("serve")
            case 30..<40: _ = press("recall")
            case 40..<43:
                _ = press("recall")
                isFree = press("no-show") != nil
            case 43..<45:
                if let held = press("hold")?.ticket {
                    pause(0.1...0.3)
                    _ = press("resume") { $0.ticket = held.id }
                }
            case 45..<47:
                let service = HallOffice.services.randomElement(using: &random)
                _ = press("transfer") { $0.toService = service }
            case 47..<50: isFree = press("not-served") { $0.reason = "documents-missing" } != nil
            case 50..<60: isFree = press("finish") != nil
            default: break
            }
            if isFree { ledger.note { $0.ends += 1 } }
            pause(0.1...1.1)
        }
        // Nobody waits: this ends the last ticket.
        _ = press("next")
    }

    /// Sends a press and notes its time; nil: it failed. What is sent twice must be known.
    private func send(_ press: Wire.Press, twice: Bool) -> Wire.PressAnswer? {
        let call = "POST /v1/counters/\(counter)/press"
        do {
            let begun = Uptime.now()
            let got = try client.ask(call, sending: press)
            let time = (Uptime.now() - begun) / .milliseconds(1)
            guard got.status == 200 else {
                throw HallFailure(
                    "\(press.order): \(got.status) \(String(decoding: got.body, as: UTF8.self))")
            }
            let answer = try JSONDecoder().decode(Wire.PressAnswer.self, from: Data(got.body))
            ledger.note {
                if press.order == "next" { $0.next.append(time) } else { $0.others.append(time) }
                if answer.finished != nil { $0.ends += 1 }
            }
            if twice {
                let again = try JSONDecoder().decode(
                    Wire.PressAnswer.self, from: Data(try client.ask(call, sending: press).body))
                guard again.isRepeat, again.entry == answer.entry else {
                    throw HallFailure("\(press.order) was done twice")
                }
                ledger.note { $0.repeats += 1 }
            }
            return answer
        } catch {
            ledger.note { $0.failures.append("\(error)") }
            return nil
        }
    }
}

/// Member of staff who issues a share of the day's tickets, evenly over its time.
struct HallClerk {
    let number: Int
    let clerks: Int
    let client: BenchClient
    let ledger: HallLedger

    init(number: Int, of clerks: Int, client: BenchClient, ledger: HallLedger) {
        (self.number, self.clerks) = (number, clerks)
        (self.client, self.ledger) = (client, ledger)
    }

    func work() {
        var random = SystemRandomNumberGenerator()
        let began = Uptime.now()
        for index in stride(from: number, to: HallBench.tickets, by: clerks) {
            let due = began + HallBench.issuing * index / HallBench.tickets
            if due > Uptime.now() { Uptime.pause(for: due - Uptime.now()) }
            let wish = Wire.IssueWish(
                service: HallOffice.services.randomElement(using: &random) ?? "",
                group: Int.random(in: 0..<6, using: &random) == 0 ? "elderly" : nil, paper: false)
            do {
                let begun = Uptime.now()
                let got = try client.ask("POST /v1/tickets", sending: wish)
                let time = (Uptime.now() - begun) / .milliseconds(1)
                guard got.status == 200 else { throw HallFailure("ticket: \(got.status)") }
                ledger.note { $0.issued.append(time) }
            } catch { ledger.note { $0.failures.append("\(error)") } }
        }
    }
}

/// Finger at the glass: it touches whatever there is, and takes a ticket every few seconds.
struct HallFinger: Sendable {
    let client: BenchClient
    /// Time for which a finger rests on the glass, and until the next one comes.
    private static let rest = TouchBench.rest
    /// Least time between two tickets, fewer than what counts as a child at play (C3).
    private static let ticketPause = Duration.seconds(4)

    func touch(_ count: Int) {
        var left = count
        touch(until: {
            left -= 1
            return left < 0
        })
    }

    func touch(until isOver: () -> Bool) {
        var random = SystemRandomNumberGenerator()
        var newest = Duration.zero
        while !isOver() {
            guard let screen = try? client.get("/v1/screen", as: Wire.Screen.self) else { return }
            let mayTake = Uptime.now() - newest > Self.ticketPause
            var targets = screen.targets.filter(\.isEnabled)
            if !mayTake { targets.removeAll { $0.action == "issue" } }
            let wanted = targets.first { mayTake && $0.action == "issue" }
            guard let target = wanted ?? targets.randomElement(using: &random) else {
                Uptime.pause(for: Self.rest)
                continue
            }
            if target.action == "issue" { newest = Uptime.now() }
            for phase in ["down", "up"] {
                let tap = Wire.Tap(
                    x: target.x + target.width / 2, y: target.y + target.height / 2, phase: phase)
                _ = try? client.ask("POST /v1/touch", sending: tap)
                Uptime.pause(for: Self.rest)
            }
        }
    }
}

/// Answer that no press should have.
struct HallFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
