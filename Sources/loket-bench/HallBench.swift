import Foundation
import Kernel
import Wire

/// A day of a large hall over HTTP, with 50 counters, 200 services and 5,000 tickets: how long a
/// press waits for its answer, and whether a finger at the glass feels any of it.
struct HallBench {
    let daemon: String
    /// Folder of the settings that give languages, fonts and the like.
    let kiosk: String
    let folder: String
    let idleSeconds: Int

    /// Number of tickets of the day.
    static let tickets = 5_000
    /// Time in which they are issued.
    static let issuing = Duration.seconds(100)
    /// Longest time for the last visitors.
    static let draining = Duration.seconds(120)
    /// Touches of the finger that is alone; the status keeps the ends of as many.
    static let touches = 1_024

    func run() throws -> [Line] {
        guard FileManager.default.isExecutableFile(atPath: daemon) else {
            return [Line("hall: there is no \(daemon)", 0, "ms")]
        }
        let home = "\(folder)/loket-hall-\(getpid())"
        defer { try? FileManager.default.removeItem(atPath: home) }
        let office = HallOffice(folder: home, kiosk: kiosk)
        try office.write()
        let daemon = try BenchDaemon(daemon, config: office.config, state: home + "/state")
        defer { daemon.stop() }
        let client = daemon.client

        let fresh = idle(daemon, "before the day")
        let finger = HallFinger(client: client)
        finger.touch(HallBench.touches)
        let alone = try client.get("/v1/status", as: Wire.Status.self).touch
        let before = daemon.held

        let ledger = HallLedger()
        let began = Uptime.now()
        let processor = daemon.processorTime
        try play(ledger, client, finger)
        let seconds = (Uptime.now() - began) / .seconds(1)
        let share = (daemon.processorTime - processor) / .seconds(1) / seconds * 100
        let status = try client.get("/v1/status", as: Wire.Status.self)
        let held = daemon.held
        let day = ledger.day
        let issued = status.issuedToday ?? 0
        try queueUp(client)
        return fresh + calls(day, seconds, share)
            + [Line("tickets taken at the glass", Double(issued - day.issued.count), "")]
            + touches(alone, status.touch)
            + [
                Line(
                    "tickets without an end, or with two", Double(abs(issued - day.ends)), "",
                    limit: "none", isReached: issued == day.ends && status.waiting == 0),
                Line(
                    "resident after the day", held.megabytes, "MB", against: "before it",
                    ratio: held.megabytes / before.megabytes, limit: "<= 1.25x",
                    isReached: held.megabytes <= 1.25 * before.megabytes),
            ] + idle(daemon, "1,000 wait")
    }

    // MARK: The day

    /// Plays the day: staff issue tickets, officers call, and a finger takes tickets at the glass.
    private func play(_ ledger: HallLedger, _ client: BenchClient, _ finger: HallFinger) throws {
        let threads = HallThreads()
        for number in 0..<HallOffice.counters {
            let officer = HallOfficer(counter: "\(number + 1)", client: client, ledger: ledger)
            threads.start { officer.work() }
        }
        let fingers = HallThreads()
        fingers.start { finger.touch(until: { ledger.isOver }) }
        let staff = HallThreads()
        let clerks = 4
        for clerk in 0..<clerks {
            staff.start {
                HallClerk(number: clerk, of: clerks, client: client, ledger: ledger).work()
            }
        }
        staff.wait(until: Uptime.now() + Self.issuing + Self.draining)
        let end = Uptime.now() + Self.draining
        while Uptime.now() < end,
            try client.get("/v1/status", as: Wire.Status.self).waiting != 0
        {
            Uptime.pause(for: .milliseconds(500))
        }
        ledger.end()
        fingers.wait(until: end)
        threads.wait(until: end)
    }

    // MARK: Lines

    private func calls(_ day: HallLedger.Day, _ seconds: Double, _ share: Double) -> [Line] {
        let next = day.next.sorted()
        let presses = (day.next + day.others).sorted()
        let p99 = Measure.percentile(presses, 0.99)
        return [
            Line("tickets issued by the API", Double(day.issued.count), ""),
            Line("presses of 50 counters", Double(presses.count), ""),
            Line("their rate", Double(presses.count) / seconds, "presses/s"),
            Line("presses sent twice, and done once", Double(day.repeats), ""),
            Line(
                "presses and tickets that failed", Double(day.failures.count), "", limit: "none",
                isReached: day.failures.isEmpty),
            Line("next over HTTP p50", Measure.median(next), "ms"),
            Line("next over HTTP p99", Measure.percentile(next, 0.99), "ms"),
            Line("all presses p50", Measure.median(presses), "ms"),
            Line("all presses p95", Measure.percentile(presses, 0.95), "ms"),
            Line("all presses p99", p99, "ms", limit: "< 50 ms", isReached: p99 < 50),
            Line("all presses, worst", presses.last ?? 0, "ms"),
            Line("tickets over HTTP p99", Measure.percentile(day.issued.sorted(), 0.99), "ms"),
            Line("processor of the daemon during the day", share, "% of a core"),
        ] + Set(day.failures).sorted().prefix(5).map { Line("failed: \($0)", 0, "") }
    }

    private func touches(_ alone: Wire.Status.Touch, _ loaded: Wire.Status.Touch) -> [Line] {
        let (one, other) = (alone.p99Milliseconds ?? 0, loaded.p99Milliseconds ?? 0)
        return [
            Line("touches under that load", Double(loaded.count), ""),
            Line("touch to flushed pixels p50, alone", alone.p50Milliseconds ?? 0, "ms"),
            Line("touch to flushed pixels p50, under load", loaded.p50Milliseconds ?? 0, "ms"),
            Line("touch to flushed pixels p99, alone", one, "ms"),
            Line(
                "touch to flushed pixels p99, under load", other, "ms", against: "alone",
                ratio: other / one, limit: "< 3 ms", isReached: other < 3),
            Line(
                "touch to flushed pixels, worst, under load", loaded.maximumMilliseconds ?? 0,
                "ms", against: "alone",
                ratio: (loaded.maximumMilliseconds ?? 0) / (alone.maximumMilliseconds ?? 1)),
        ]
    }

    /// Lets many wait, whose estimates are made anew each minute.
    private func queueUp(_ client: BenchClient) throws {
        if idleSeconds == 0 { return }
        for number in 0..<1_000 {
            let service = HallOffice.services[number % HallOffice.services.count]
            _ = try client.ask(
                "POST /v1/tickets", sending: Wire.IssueWish(service: service, paper: false))
        }
    }

    /// Share of a core that the daemon uses while nobody does anything.
    private func idle(_ daemon: BenchDaemon, _ when: String) -> [Line] {
        guard idleSeconds > 0 else { return [] }
        let share = ProcessorTime.idleShare(
            of: daemon.process.processIdentifier, seconds: idleSeconds)
        return [
            Line(
                "idle for \(idleSeconds) s, \(when)", share, "% of a core",
                limit: "< 0.5 %", isReached: share < 0.5)
        ]
    }
}
