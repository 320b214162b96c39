import ArgumentParser
import Drawing
import Foundation
import Simulator
import TestSupport

/// Program that simulates days of a kiosk until it finds a fault or its time is over.
@main
struct LoketSim: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "loket-sim",
        abstract:
            "Simulates days of a busy office with the kiosk's own code, and faults of all kinds.",
        discussion: """
            A kiosk-day is a business day of 150 to 300 visitors. A seed decides everything: the \
            office, its people, the printer, the disk and the power. After each step the invariants \
            of BEHAVIOURS.md are checked (A1-A6, B1, B4, B6, B10, B11, C3, C4, G2).

            Exit codes: 0 no fault; 1 a fault, which is shown with the command that repeats it; 64 \
            wrong options.
            """)

    @Option(help: "Plays one whole day of this seed, with keypads and power cuts.")
    var day: UInt64?
    @Option(
        help:
            "Folder for the report of that day: slip.png, slip.bin, day.pdf, day.csv and log.txt. It is made where it is missing."
    )
    var report: String?
    @Option(help: "First seed; without it a new one is drawn.") var seed: UInt64?
    @Option(help: "Days of each seed.") var days = 5
    @Option(
        help:
            "Number of seeds, each one higher than the one before; without it one seed, or as many as the minutes allow."
    )
    var seeds: Int?
    @Option(help: "Minutes after which no further day begins.") var minutes: Double?
    @Option(help: "Processes that simulate side by side.") var jobs = 1

    func validate() throws {
        guard days >= 1, jobs >= 1, seeds.map({ $0 >= 1 }) ?? true, minutes.map({ $0 > 0 }) ?? true
        else { throw ValidationError("Days, seeds, minutes and jobs are 1 or more.") }
        guard (day == nil) == (report == nil) else {
            throw ValidationError("--day and --report go together: --day 1 --report FOLDER.")
        }
        guard day == nil || seed == nil && seeds == nil && minutes == nil && jobs == 1 else {
            throw ValidationError("--day leaves no room for --seed, --seeds, --minutes, --jobs.")
        }
    }

    func run() throws {
        if let day, let report { return try play(day, into: report) }
        let first = seed ?? UInt64.random(in: 1...1_000_000_000)
        if jobs > 1 { return try runJobs(from: first) }
        let bundle = try OfficePlan.bundle(root: Repository.root)
        // A day has more texts than a terminal keeps.
        let shaper = TextShaper(maximumLayouts: 20_000)
        let begun = ContinuousClock.now
        let end = minutes.map { begun + .seconds($0 * 60) }
        var progress = Progress(begun: begun)
        var last = seeds.map { first &+ UInt64($0) &- 1 }
        if last == nil, end == nil { last = first }
        var seed = first
        while end.map({ ContinuousClock.now < $0 }) ?? true {
            let folder = try TemporaryFolder("loket-sim")
            Simulation.seedSQLite(seed)
            let simulation = Simulation(
                seed: seed, bundle: bundle, folder: folder.path, shaper: shaper)
            simulation.run(days: days) {
                progress.tell(simulation.counts)
                return end.map { ContinuousClock.now >= $0 } ?? false
            }
            progress.add(simulation.counts)
            if let fault = simulation.fault {
                say(fault)
                say("Again: loket-sim --seed \(seed) --days \(days)")
                progress.end()
                throw ExitCode.failure
            }
            if end == nil {
                say(
                    "seed \(seed): journal \(simulation.journalHash() ?? "none"), "
                        + "\(simulation.counts.steps) steps, \(simulation.diskCalls) calls of the disk"
                )
            }
            if seed == last { break }
            seed &+= 1
        }
        progress.end()
    }

    /// Plays a day and writes its report.
    private func play(_ seed: UInt64, into report: String) throws {
        let folder = try TemporaryFolder("loket-sim")
        Simulation.seedSQLite(seed)
        let simulation = Simulation(
            seed: seed, bundle: try OfficePlan.bundle(root: Repository.root), folder: folder.path,
            shaper: TextShaper(maximumLayouts: 20_000))
        simulation.prepareReport()
        simulation.playDay()
        if let fault = simulation.fault {
            say(fault)
            say("Again: loket-sim --day \(seed) --report \(report)")
            throw ExitCode.failure
        }
        try FileManager.default.createDirectory(
            atPath: report, withIntermediateDirectories: true)
        for file in try simulation.reportFiles() {
            let path = report + "/" + file.name
            try Data(file.bytes).write(to: URL(fileURLWithPath: path))
            say("\(path): \(file.bytes.count) bytes")
        }
    }

    /// Starts this program once a job, each with seeds of its own.
    private func runJobs(from first: UInt64) throws {
        let children = try (0..<jobs).map { job in
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            var arguments = ["--seed", "\(first &+ UInt64(job) &* 1_000_000)", "--days", "\(days)"]
            if let minutes { arguments += ["--minutes", "\(minutes)"] }
            if let seeds { arguments += ["--seeds", "\(seeds)"] }
            process.arguments = arguments
            try process.run()
            return process
        }
        for child in children { child.waitUntilExit() }
        if children.contains(where: { $0.terminationStatus != 0 }) { throw ExitCode.failure }
    }
}

/// Prints a line at once, also into a file.
private func say(_ line: some CustomStringConvertible) {
    print(line)
    fflush(nil)
}

/// Sums of a run, told once a minute.
private struct Progress {
    let begun: ContinuousClock.Instant
    private var sum = Simulation.Counts()
    private var toldAt: ContinuousClock.Instant
    private var calls = 0

    init(begun: ContinuousClock.Instant) {
        self.begun = begun
        toldAt = begun
    }

    mutating func add(_ counts: Simulation.Counts) { sum += counts }

    /// Tells how far a run is, once a minute.
    mutating func tell(_ counts: Simulation.Counts) {
        calls += 1
        guard calls % 256 == 0, ContinuousClock.now - toldAt >= .seconds(60) else { return }
        toldAt = .now
        var all = sum
        all += counts
        say(line(all))
    }

    func end() { say("in all: " + line(sum)) }

    private func line(_ counts: Simulation.Counts) -> String {
        let time = ContinuousClock.now - begun
        let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
        let rate = seconds > 0 ? Double(counts.days) * 3_600 / seconds : 0
        return "\(counts.days) days, \(counts.visits) visits, \(counts.tickets) tickets, "
            + "\(counts.prints) prints, \(counts.kills) kills, \(counts.cuts) power cuts, "
            + "\(counts.failedCalls) failed calls of the disk, in \(Int(seconds)) s: "
            + "\(Int(rate)) days an hour"
    }
}
