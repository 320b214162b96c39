import ArgumentParser
import Display
import Drawing
import Foundation
import Geometry
import Office
import Settings

/// Measurements of Loket's promises, each beside a well-known reference in the same run: absolute
/// times depend on the machine, ratios do not.
@main
struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "loket-bench",
        abstract: "Measures frames, touches, tickets, start and slips.",
        discussion: """
            Run the release build: swift run -c release loket-bench --config Kiosk/kiosk.yaml
            Each line: what, measured, what it is held against, ratio, limit.

            --display kms|fbdev measures touches on this machine's own glass, and nothing else; no \
            loketd may have it meanwhile. --soak 1000000 replays that many touches, and nothing \
            else: some minutes. --paper needs CUPS and the built loket-pos beside this program.
            --growth 1000000 fills a file with so many tickets of history and compares it with an \
            empty one: ten million take 6 GB and five minutes. --hall plays the day of a large hall \
            with a loketd of its own: six minutes.
            """)

    @Option(help: "The settings file, whose screens are drawn.")
    var config = "Kiosk/kiosk.yaml"

    @Option(help: "The loketd to start; else the one beside this program.")
    var daemon: String?

    @Option(help: "A folder on the disk to measure; tickets are written there and taken away.")
    var folder = NSTemporaryDirectory()

    @Option(help: "Measure touches on this glass: kms, fbdev or memory.")
    var display: DisplayChoice?

    @Option(help: "Replay this many touches and compare what is held before and after.")
    var soak: Int?

    @Flag(help: "Measure from a touch to paper, with a CUPS of its own, and nothing else.")
    var paper = false

    @Flag(help: "Measure calls and estimates with long queues, and nothing else.")
    var calls = false

    @Flag(help: "Measure a day of 50 counters, 200 services and 5,000 tickets over HTTP, alone.")
    var hall = false

    @Option(help: "Fill a database with so many tickets, and compare it with an empty one.")
    var growth: Int?

    @Option(help: "A Python that has python-escpos, to compose the same slip beside us.")
    var escposPython: String?

    @Option(help: "Watch the idle daemon for so many seconds; 0: not at all.")
    var idleSeconds = 60

    @Flag(help: "Measure the daemon's memory after many screenshots, and nothing else.")
    var memory = false

    @Flag(help: "Print JSON instead of a table.")
    var json = false

    func run() async throws {
        let loaded = SettingsBundle.load(file: config, today: .init(year: 2026, month: 11, day: 23))
        guard let bundle = loaded.value else {
            throw ValidationError(loaded.errors.map(\.description).joined(separator: "\n"))
        }
        do { try Fonts.load(configuration: bundle.fontsFile) } catch {
            throw ValidationError("\(error)")
        }
        if let soak {
            return try print(try await SoakBench(bundle: bundle, folder: folder, taps: soak).run())
        }
        if let growth {
            return try print(
                try await GrowthBench(bundle: bundle, folder: folder, tickets: growth).run())
        }
        if calls { return try print(try CallBench(folder: folder).run()) }
        let kiosk = URL(fileURLWithPath: config).deletingLastPathComponent().path
        if hall {
            return try print(
                try HallBench(
                    daemon: daemonPath, kiosk: kiosk, folder: folder, idleSeconds: idleSeconds
                ).run())
        }
        if paper {
            let bench = PaperBench(
                bundle: bundle, script: kiosk + "/virtual-printer", backend: beside("loket-pos"),
                folder: folder)
            return try print(try await bench.run())
        }
        if memory {
            return try print(
                try MemoryBench(daemon: daemonPath, config: config, folder: folder).run())
        }
        if let display { return try print(try await TouchBench(bundle: bundle).run(on: display)) }
        var lines = FrameBench(bundle: bundle).run()
        lines += try await TouchBench(bundle: bundle).run()
        lines += try TicketBench(folder: folder).run()
        lines += try CallBench(folder: folder).run()
        lines += try SlipBench(bundle: bundle, python: escposPython).run()
        lines += try StartBench(
            daemon: daemonPath, config: config, folder: folder, idleSeconds: idleSeconds
        ).run()
        lines += try MemoryBench(daemon: daemonPath, config: config, folder: folder).run()
        try print(lines)
    }

    private var daemonPath: String { daemon ?? beside("loketd") }

    private func beside(_ program: String) -> String {
        URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appendingPathComponent(program).path
    }

    private func print(_ lines: [Line]) throws {
        let text: String
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
            text = String(decoding: try encoder.encode(lines), as: UTF8.self)
        } else {
            text = lines.map(\.text).joined(separator: "\n")
        }
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }
}

/// Result of one measurement.
struct Line: Encodable {
    var what: String
    var value: Double
    var unit: String
    /// Reference, measured in the same run.
    var against: String?
    var ratio: Double?
    /// Required value, in words.
    var limit: String?
    var isReached: Bool?

    init(
        _ what: String, _ value: Double, _ unit: String, against: String? = nil,
        ratio: Double? = nil, limit: String? = nil, isReached: Bool? = nil
    ) {
        self.what = what
        self.value = value
        self.unit = unit
        self.against = against
        self.ratio = ratio
        self.limit = limit
        self.isReached = isReached
    }

    var text: String {
        func padded(_ text: String, _ width: Int) -> String {
            text + String(repeating: " ", count: max(0, width - text.count))
        }
        let measured = String(format: "%.3f", value) + " " + unit
        var line = padded(what, 46) + padded(measured, 18)
        line += padded(ratio.map { String(format: "%.2fx ", $0) + (against ?? "") } ?? "", 26)
        line += padded(limit ?? "", 22)
        return line + (isReached.map { $0 ? "reached" : "MISSED" } ?? "")
    }
}

/// Median and percentiles of repeated measurements.
enum Measure {
    /// Returns the milliseconds of each run, sorted.
    static func milliseconds(_ count: Int, warmup: Int = 3, _ body: () -> Void) -> [Double] {
        for _ in 0..<warmup { body() }
        let clock = ContinuousClock()
        return (0..<count).map { _ in clock.measure(body) / .milliseconds(1) }.sorted()
    }

    static func median(_ sorted: [Double]) -> Double { percentile(sorted, 0.5) }

    static func percentile(_ sorted: [Double], _ share: Double) -> Double {
        sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
    }
}

extension DisplayChoice: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}
