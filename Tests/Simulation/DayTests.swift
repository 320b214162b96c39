import Foundation
import Simulator
import TestSupport
import Testing

/// Seeded days of a kiosk with its real desk, records and session, in simulated time.
/// `LOKET_SEED` repeats them.
@Suite("Simulation", .timeLimit(.minutes(30)))
struct DayTests {
    @Test("A1 A2 A3 A4 A5 A6 B1 B4 B10 B11 C3 C4 G2 hold on seeded days, whatever happens")
    func days() async throws {
        var random = SeededRandom()
        var sum = Simulation.Counts()
        for _ in 0..<3 {
            let seed = random.next() >> 32
            let (fault, counts) = try await Simulated.run(seed: seed, days: 2) {
                ($0.fault, $0.counts)
            }
            #expect(fault == nil, "\(fault.map { "\($0)" } ?? "")")
            sum += counts
        }
        #expect(sum.tickets > 300 && sum.prints > 100, "\(sum)")
    }

    @Test("Two runs of a seed write the same journal, in processes of their own")
    func sameSeed() async throws {
        let program = "\(Daemon.binaries)/loket-sim"
        var lines: Set<String> = []
        for _ in 0..<2 {
            let run = try await Command.run(program, ["--seed", "20261123", "--days", "1"])
            #expect(run.status == 0, "\(run.text)\(run.errors)")
            lines.formUnion(
                run.text.split(separator: "\n").filter { $0.hasPrefix("seed ") }.map(String.init))
        }
        #expect(lines.count == 1, "\(lines)")
        #expect(lines.first?.contains("journal none") == false)
    }

    @Test("A3 D6 a whole day with keypads and power cuts has a report that agrees with its log")
    func report() async throws {
        let program = "\(Daemon.binaries)/loket-sim"
        let folder = try TemporaryFolder("day")
        let run = try await Command.run(program, ["--day", "20261123", "--report", folder.path])
        #expect(run.status == 0, "\(run.text)\(run.errors)")
        func bytes(_ name: String) -> Data {
            FileManager.default.contents(atPath: "\(folder.path)/\(name)") ?? Data()
        }
        #expect(bytes("slip.png").starts(with: [0x89, 0x50, 0x4E, 0x47]))
        #expect(bytes("slip.bin").starts(with: [0x1B, 0x40]))
        #expect(bytes("day.pdf").starts(with: Data("%PDF-".utf8)))
        #expect(bytes("day.csv").starts(with: Data("date,terminal,".utf8)))
        let log = String(decoding: bytes("log.txt"), as: UTF8.self)
        #expect(log.contains("They agree, and so does each service and hour."), "\(log)")
        func count(_ name: String) -> Int {
            let line = log.split(separator: "\n").first { $0.hasSuffix("  " + name) }
            return (line?.split(separator: " ").first).flatMap { Int($0) } ?? 0
        }
        #expect(count("power cuts") >= 3 && count("tickets") > 100, "\(log)")
        #expect(count("calls by key") > 50 && count("called within their range") > 0, "\(log)")
    }

    @Test("loket-sim names its options, and refuses what makes no sense")
    func usage() async throws {
        let program = "\(Daemon.binaries)/loket-sim"
        let help = try await Command.run(program, ["--help"])
        #expect(help.status == 0)
        for option in ["--seed", "--days", "--minutes", "--jobs", "--day", "--report"] {
            #expect(help.text.contains(option))
        }
        for wrong in [
            ["--days", "0"], ["--day", "1"], ["--report", "x"],
            ["--day", "1", "--report", "x", "--seed", "2"],
        ] {
            #expect(try await Command.run(program, wrong).status == 64, "\(wrong)")
        }
    }
}
