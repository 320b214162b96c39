import Cups
import Desk
import Display
import Errands
import Face
import Foundation
import Geometry
import Glibc
import Kernel
import Logging
import Office
import Records
import Screens
import Settings
import Slips
import Synchronization
import Terminal
import Touch

/// Benchmark from a touch to paper through a private CUPS, beside `lp` with the same bytes in the
/// same run.
struct PaperBench {
    let bundle: SettingsBundle
    /// Path of `Kiosk/virtual-printer`.
    let script: String
    /// Path of the built `loket-pos`.
    let backend: String
    let folder: String

    private static let rounds = 30

    func run() async throws -> [Line] {
        let home = folder + "/loket-paper-\(getpid())"
        defer { try? FileManager.default.removeItem(atPath: home) }
        let cups = try BenchCups(script: script, backend: backend, folder: home + "/cups")
        defer { cups.end() }
        let raw = try BenchPrinter()
        let asked = try BenchPrinter()
        try cups.call(
            "lpadmin",
            [
                "-p", "raw", "-E", "-v",
                "socket://127.0.0.1:\(raw.port)/?waiteof=off&snmp=off", "-m", "raw", "-o",
                "printer-error-policy=abort-job",
            ])
        try cups.call(
            "lpadmin",
            [
                "-p", "pos", "-E", "-v", "pos://127.0.0.1:\(asked.port)/?confirm=H", "-m", "raw",
                "-o", "printer-error-policy=abort-job",
            ])
        try cups.call(
            "lpadmin",
            [
                "-p", "sheets", "-E", "-v",
                "socket://127.0.0.1:\(raw.port)/?waiteof=off&snmp=off", "-P",
                "/usr/share/ppd/cupsfilters/Generic-PDF_Printer-PDF.ppd", "-o",
                "printer-error-policy=abort-job",
            ])
        let profile = try self.profile("generic-escpos-80")
        let file = home + "/slip"
        let slip = try await PrintRoom(profile: profile, folder: home)
            .document([bundle.slipWriter.test(at: Date(), printer: "bench")])
        try Data(slip.bytes).write(to: URL(fileURLWithPath: file))
        var byLp: [Double] = []
        // Alternating, so that other load affects both alike.
        let toRaw = try await taps(cups, "raw", raw, profile, state: home + "/raw") {
            let start = ContinuousClock.now
            try cups.call("lp", ["-d", "raw", "-o", "raw", file])
            byLp.append((try await raw.firstByte(after: start)) / .milliseconds(1))
        }
        byLp.sort()
        let pictures = try await taps(
            cups, "raw", raw, self.profile("picture-escpos-80"), state: home + "/pictures"
        ) {}
        let sheets = try await taps(
            cups, "sheets", raw, self.profile("pdf-a4"), state: home + "/sheets"
        ) {}
        let toAsked = try await taps(cups, "pos", asked, profile, state: home + "/pos") {}
        let inTrouble = try await troubled(cups, "pos", asked, profile, state: home + "/trouble")
        let lp = Measure.median(byLp)
        let first = Measure.median(toRaw.firstByte)
        return [
            Line("lp -o raw to the first byte at the printer", lp, "ms"),
            Line(
                "tap to the first byte at the printer", first, "ms", against: "lp",
                ratio: first / lp, limit: "<= 1x, p95 <= 50 ms",
                isReached: first <= lp && Measure.percentile(toRaw.firstByte, 0.95) <= 50),
            Line("the same, p95", Measure.percentile(toRaw.firstByte, 0.95), "ms"),
            Line(
                "the same, p95, of a slip as a picture",
                Measure.percentile(pictures.firstByte, 0.95), "ms", limit: "<= 150 ms",
                isReached: Measure.percentile(pictures.firstByte, 0.95) <= 150),
            Line(
                "the same, p95, of a sheet of A4 by a driver",
                Measure.percentile(sheets.firstByte, 0.95), "ms"),
            Line("the same by loket-pos", Measure.median(toAsked.firstByte), "ms"),
            Line("tap to the confirmed end by loket-pos", Measure.median(toAsked.end), "ms"),
            Line(
                "touch to flushed pixels p99 meanwhile", toAsked.touch, "ms", limit: "< 3 ms",
                isReached: toAsked.touch < 3),
            Line(
                "the same while the printer is silent and CUPS frozen", inTrouble, "ms",
                limit: "< 8 ms", isReached: inTrouble < 8),
        ]
    }

    private func profile(_ name: String) throws -> PrinterProfile {
        let loaded = PrinterProfile.load(name: name, folder: bundle.printersFolder)
        guard let profile = loaded.value else {
            throw BenchFailure("Printers/\(name).yaml can't be used")
        }
        return profile
    }

    /// Returns a terminal that prints to the queue, and the task that runs it.
    private func terminal(
        _ cups: BenchCups, _ queue: String, _ profile: PrinterProfile, state: String
    ) async throws -> (Terminal, Task<Void, Never>) {
        let records = try Records(folder: state, terminal: "bench")
        let terminal = Terminal(
            bundle: bundle, problems: [], records: records,
            printer: CupsPrinter(
                cups: CupsConnection(server: cups.server), queue: queue, answers: false),
            printRoom: PrintRoom(profile: profile, folder: state),
            log: Logger(label: "bench", factory: { _ in SwiftLogNoOpLogHandler() }))
        var face = FacePlan(
            content: bundle.content, rules: bundle.rules, hours: OfficeHours(isForcedOpen: true))
        // One finger takes ticket after ticket.
        face.rules.sameServiceGuard = .zero
        terminal.loop.start(face) { Hardware(display: MemoryDisplay(panel: .small)) }
        let work = Task { await terminal.run() }
        _ = await terminal.loop.wait(timeout: .seconds(10)) { $0.facts.printer == .ready }
        return (terminal, work)
    }

    /// Returns the 99th percentile of touches in ms while printer and CUPS fail.
    private func troubled(
        _ cups: BenchCups, _ queue: String, _ printer: BenchPrinter, _ profile: PrinterProfile,
        state: String
    ) async throws -> Double {
        let (terminal, work) = try await terminal(cups, queue, profile, state: state)
        defer {
            work.cancel()
            terminal.loop.stop()
        }
        let scheduler = try cups.schedulerID()
        let faults: [(begin: () -> Void, end: () -> Void)] = [
            (
                { printer.isMute.store(true, ordering: .relaxed) },
                { printer.isMute.store(false, ordering: .relaxed) }
            ),
            ({ kill(scheduler, SIGSTOP) }, { kill(scheduler, SIGCONT) }),
        ]
        for fault in faults {
            for _ in 0..<Self.troubledRounds {
                try await tap(.service("ktp-el"), terminal)
                fault.begin()
                try await tap(.issue, terminal)
                // A visitor who waits for a slip touches what responds.
                for _ in 0..<Self.touches { try await tap(.contrast, terminal) }
                _ = await terminal.loop.wait(timeout: .seconds(30)) { session in
                    if case .ticket = session.visit.screen { true } else { false }
                }
                try await tap(.home, terminal)
                fault.end()
                _ = await terminal.loop.wait(timeout: .seconds(30)) {
                    $0.facts.printer == .ready
                }
            }
        }
        let touches = terminal.loop.touchLatencies().map { $0 / .milliseconds(1) }
        return Measure.percentile(touches, 0.99)
    }

    private static let troubledRounds = 3
    private static let touches = 40

    /// Takes tickets by touches, each timed from the lift of the finger. `between` runs after each.
    private func taps(
        _ cups: BenchCups, _ queue: String, _ printer: BenchPrinter, _ profile: PrinterProfile,
        state: String, between: () async throws -> Void
    ) async throws -> (firstByte: [Double], end: [Double], touch: Double) {
        let (terminal, work) = try await terminal(cups, queue, profile, state: state)
        defer {
            work.cancel()
            terminal.loop.stop()
        }
        var (firsts, ends): ([Double], [Double]) = ([], [])
        for _ in 0..<Self.rounds {
            try await tap(.service("ktp-el"), terminal)
            let start = try await tap(.issue, terminal)
            firsts.append(try await printer.firstByte(after: start) / .milliseconds(1))
            _ = await terminal.loop.wait(timeout: .seconds(10)) { session in
                if case .ticket = session.visit.screen { true } else { false }
            }
            ends.append((ContinuousClock.now - start) / .milliseconds(1))
            try await tap(.home, terminal)
            _ = await terminal.loop.waitUntilIdle(timeout: .seconds(10))
            try await between()
        }
        let touches = terminal.loop.touchLatencies().map { $0 / .milliseconds(1) }
        return (firsts.sorted(), ends.sorted(), Measure.percentile(touches, 0.99))
    }

    /// Touches a target for `TouchBench.rest` and returns the moment at which the finger was lifted.
    @discardableResult
    private func tap(_ action: Action, _ terminal: Terminal) async throws
        -> ContinuousClock.Instant
    {
        let frame = await terminal.loop.query { core in
            core.targets.first { $0.id == action }?.frame
        }
        guard let frame else { throw BenchFailure("there is no \(action.name) on the screen") }
        terminal.loop.post(ContactPhase.down.input(at: frame.center))
        try await UptimeClock().sleep(for: TouchBench.rest)
        let lifted = ContinuousClock.now
        terminal.loop.post(ContactPhase.up.input(at: frame.center))
        // Handled but not idle: the slip is being printed.
        _ = await terminal.loop.query { $0.frameCount }
        return lifted
    }
}
