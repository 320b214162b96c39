import Display
import Foundation
import Glibc
import Logging
import Office
import Paper
import Records
import Screens
import Settings
import Synchronization
import Terminal

/// From a touch to paper through a CUPS of its own, beside `lp` with the same bytes in the same run.
struct PaperBench {
    let bundle: SettingsBundle
    /// `Kiosk/virtual-printer`
    let script: String
    /// The built `loket-pos`.
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
        guard
            let profile = PrinterProfile.load(
                name: "generic-escpos-80", folder: bundle.printersFolder
            ).value
        else { throw BenchFailure("there is no Printers/generic-escpos-80.yaml") }
        let toRaw = try await taps(cups, "raw", raw, profile, state: home + "/raw")
        let toAsked = try await taps(cups, "pos", asked, profile, state: home + "/pos")
        let file = home + "/slip"
        let slip = try await PrintRoom(profile: profile, folder: home)
            .document([bundle.slipWriter.test(at: Date(), printer: "bench")])
        try Data(slip.bytes).write(to: URL(fileURLWithPath: file))
        var byLp: [Double] = []
        for _ in 0..<Self.rounds {
            let start = ContinuousClock.now
            try cups.call("lp", ["-d", "raw", "-o", "raw", file])
            byLp.append((try await raw.firstByte(after: start)) / .milliseconds(1))
        }
        byLp.sort()
        let lp = Measure.median(byLp)
        let first = Measure.median(toRaw.firstByte)
        return [
            Line("lp -o raw to the first byte at the printer", lp, "ms"),
            Line(
                "tap to the first byte at the printer", first, "ms", against: "lp",
                ratio: first / lp, limit: "<= 1x, p95 <= 50 ms",
                isReached: first <= lp && Measure.percentile(toRaw.firstByte, 0.95) <= 50),
            Line("the same, p95", Measure.percentile(toRaw.firstByte, 0.95), "ms"),
            Line("the same by loket-pos", Measure.median(toAsked.firstByte), "ms"),
            Line("tap to the confirmed end by loket-pos", Measure.median(toAsked.end), "ms"),
            Line(
                "touch to flushed pixels p99 meanwhile", toAsked.touch, "ms", limit: "< 8 ms",
                isReached: toAsked.touch < 8),
        ]
    }

    /// Tickets taken by touches, each timed from the finger going up.
    private func taps(
        _ cups: BenchCups, _ queue: String, _ printer: BenchPrinter, _ profile: PrinterProfile,
        state: String
    ) async throws -> (firstByte: [Double], end: [Double], touch: Double) {
        let records = try Records(folder: state, terminal: "bench")
        let terminal = Terminal(
            bundle: bundle, problems: [], records: records,
            printer: CupsPrinter(
                cups: CupsConnection(server: cups.server), queue: queue, answers: false),
            printRoom: PrintRoom(profile: profile, folder: state),
            log: Logger(label: "bench", factory: { _ in SwiftLogNoOpLogHandler() }))
        let bundle = bundle
        terminal.loop.start {
            var rules = bundle.rules
            // The same finger takes a ticket after the other.
            rules.sameServiceGuard = .zero
            return KioskCore(
                session: Session(content: bundle.content, rules: rules, now: SystemClock().now()),
                hours: OfficeHours(isForcedOpen: true), display: MemoryDisplay(panel: .small))
        }
        let work = Task { await terminal.run() }
        defer {
            work.cancel()
            terminal.loop.stop()
        }
        _ = await terminal.loop.wait(timeout: .seconds(10)) { $0.facts.printer == .ready }
        var (firsts, ends): ([Double], [Double]) = ([], [])
        for _ in 0..<Self.rounds {
            try await tap(.service("ktp-el"), terminal)
            let start = ContinuousClock.now
            try await tap(.issue, terminal)
            firsts.append(try await printer.firstByte(after: start) / .milliseconds(1))
            _ = await terminal.loop.wait(timeout: .seconds(10)) { session in
                if case .ticket = session.visit.screen { true } else { false }
            }
            ends.append((ContinuousClock.now - start) / .milliseconds(1))
            try await tap(.home, terminal)
            _ = await terminal.loop.waitUntilIdle(timeout: .seconds(10))
        }
        let touches = terminal.loop.touchLatencies().map { $0 / .milliseconds(1) }
        return (firsts.sorted(), ends.sorted(), Measure.percentile(touches, 0.99))
    }

    private func tap(_ action: Action, _ terminal: Terminal) async throws {
        let frame = await terminal.loop.query { core in
            core.targets.first { $0.id == action }?.frame
        }
        guard let frame else { throw BenchFailure("there is no \(action.name) on the screen") }
        for phase in [ContactPhase.down, .up] {
            terminal.loop.post(phase.input(at: frame.center))
        }
        // Handled, not idle: the slip is on its way.
        _ = await terminal.loop.query { $0.frameCount }
    }
}

struct BenchFailure: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }
}

extension Process {
    /// Starts it with no signal blocked: threads of tasks block all, and children would inherit that
    /// and never end when they are told to.
    fileprivate func runUnmasked() throws {
        var none = sigset_t()
        var before = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        try run()
    }
}

/// The CUPS of `Kiosk/virtual-printer`.
private struct BenchCups {
    let server: String
    private let process = Process()

    init(script: String, backend: String, folder: String) throws {
        server = folder + "/cups.sock"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        process.executableURL = URL(fileURLWithPath: script)
        process.arguments = [folder]
        process.environment = ProcessInfo.processInfo.environment
        process.environment?["LOKET_POS"] = backend
        let output = Pipe()
        process.standardOutput = output
        try process.runUnmasked()
        var said = ""
        while !said.contains("ready") {
            let data = output.fileHandleForReading.availableData
            if data.isEmpty { throw BenchFailure("\(script) did not start") }
            said += String(decoding: data, as: UTF8.self)
        }
    }

    func call(_ program: String, _ arguments: [String]) throws {
        let child = Process()
        child.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        child.arguments = [program] + arguments
        child.environment = ["CUPS_SERVER": server, "PATH": "/usr/bin:/bin:/usr/sbin:/sbin"]
        child.standardOutput = FileHandle.nullDevice
        child.standardError = FileHandle.nullDevice
        try child.runUnmasked()
        child.waitUntilExit()
        guard child.terminationStatus == 0 else { throw BenchFailure("\(program) failed") }
    }

    func end() {
        process.terminate()
        process.waitUntilExit()
    }
}

/// A port that notes when the first byte of each connection comes, and answers as a printer that is
/// well and knows `GS ( H`.
private final class BenchPrinter: Sendable {
    let port: UInt16
    private let arrivals = Mutex<[ContinuousClock.Instant]>([])

    init() throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && getsockname(listener, $0, &length) == 0
            }
        }
        guard isBound, listen(listener, 8) == 0 else { throw BenchFailure("no port is free") }
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { [self] in
            while case let connection = accept(listener, nil, nil), connection >= 0 {
                serve(connection)
                close(connection)
            }
        }
    }

    /// Time from then to the first byte of the document after it.
    func firstByte(after start: ContinuousClock.Instant) async throws -> Duration {
        let limit = start + .seconds(10)
        while ContinuousClock.now < limit {
            if let arrival = arrivals.withLock({ $0.first { $0 > start } }) {
                return arrival - start
            }
            try await Task.sleep(for: .microseconds(200))
        }
        throw BenchFailure("nothing came to the printer")
    }

    private func serve(_ connection: Int32) {
        var (isNoted, window) = (false, [UInt8]())
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while case let count = recv(connection, &buffer, buffer.count, 0), count > 0 {
            for byte in buffer[..<count] {
                window.append(byte)
                if window.count > 11 { window.removeFirst() }
                let answer = answer(to: window)
                if !answer.isEmpty { send(connection, answer, answer.count, Int32(MSG_NOSIGNAL)) }
            }
            // Questions about its state are no paper: the document begins with ESC @.
            if !isNoted, buffer[..<count].contains(0x40) {
                isNoted = true
                arrivals.withLock { $0.append(.now) }
            }
        }
    }

    private func answer(to window: [UInt8]) -> [UInt8] {
        if window.suffix(3).starts(with: [0x10, 0x04]) { return [0x12] }
        if window.suffix(3).starts(with: [0x1D, 0x72]) { return [0x00] }
        if window.starts(with: [0x1D, 0x28, 0x48, 6, 0]), window.count == 11 {
            return [0x37, 0x22] + window[7...] + [0]
        }
        return []
    }
}
