import Simulator
import TestSupport
import Testing

/// Seeded days of a kiosk with its real desk, records and session, in simulated time.
/// `LOKET_SEED` repeats them.
@Suite("Simulation", .timeLimit(.minutes(20)))
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

    @Test("loket-sim names its options, and refuses what makes no sense")
    func usage() async throws {
        let program = "\(Daemon.binaries)/loket-sim"
        let help = try await Command.run(program, ["--help"])
        #expect(help.status == 0)
        for option in ["--seed", "--days", "--minutes", "--jobs"] {
            #expect(help.text.contains(option))
        }
        #expect(try await Command.run(program, ["--days", "0"]).status == 64)
    }
}
