import Errands
import Foundation
import Office
import Records
import Slips
import TestSupport
import Testing

@testable import Desk

/// Runs of the desk whose random numbers and times are given.
@Suite("The desk: one seed gives one journal", .timeLimit(.minutes(10)))
struct SeedTests {
    @Test("A4 two runs with the same seed and times write the same journal, byte for byte")
    func sameHash() throws {
        let (first, second, other) = (try run(1), try run(1), try run(2))
        #expect(first.hash == second.hash && first.codes == second.codes)
        #expect(first.hash != other.hash)
        #expect(Set(first.codes).isDisjoint(with: other.codes))
    }

    /// Plays some visits with prints, faults and a kill, all by the seed.
    private func run(_ seed: UInt64) throws -> (hash: String, codes: [String]) {
        let folder = try TemporaryFolder("seed")
        var random = SeededRandom(seed: seed)
        var bench = try DeskBench(in: folder.path, random: SeededRandom(seed: random.next()))
        var codes: [String] = []
        for visit in 1...12 {
            let services = ["ktp-el", "kk"]
            let id = try bench.issue(
                services[Int(random.next() % 2)], request: UInt64(visit))
            codes.append(try bench.ticket(id).code)
            let ends: [PrintEnd] = [.printed, .sent, .unknown("silence")]
            _ = try bench.print(ends[Int(random.next() % 3)])
            bench.take(.effect(random.next() % 3 == 0 ? .unseen(id) : .shown(id)))
            if visit.isMultiple(of: 5) { bench.look(.paperOut) }
            bench.look(.ready)
            if visit == 8 { try bench.restart(random: SeededRandom(seed: random.next())) }
        }
        let hash = try bench.records.readNow { try $0.journal.hash() }
        bench.records.close()
        return (hash, codes)
    }
}
