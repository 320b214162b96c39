import Foundation
import Office
import Records
import Simulator
import TestSupport
import Testing

/// Power cuts at every call of the disk, one after the other.
@Suite("A4 power cuts at every call", .timeLimit(.minutes(30)))
struct PowerTests {
    private static let now = Date(timeIntervalSince1970: 1_795_398_090)
    private static let day = BusinessDay(zone: TimeZone(identifier: "Asia/Makassar") ?? .gmt)

    /// Opens the file; `start` makes another incarnation of each start.
    private func open(_ disk: SimulatedDisk, start: UInt64 = 1) throws -> Records {
        try Records(
            folder: disk.folder, terminal: "belu1", now: Self.now,
            random: SeededRandom(seed: start))
    }

    private func issue(_ records: Records) throws -> [IssuedTicket] {
        let request = IssueRequest(
            serviceID: "ktp-el", prefix: "K", language: .indonesian, wantsPaper: true)
        return try records.transactionNow {
            try $0.tickets.issue(
                [request, request], at: Self.now, day: Self.day, policy: .continue)
        }
    }

    private func count(_ disk: SimulatedDisk) throws -> Int64? {
        let inspector = try Inspector(disk)
        defer { inspector.close() }
        return try inspector.value("SELECT count(*) FROM ticket").integer
    }

    @Test("A4 a power cut at any call of the first start leaves a file that opens")
    func firstStart() throws {
        var cuts = 0
        while true {
            let folder = try TemporaryFolder("cut")
            let disk = SimulatedDisk(folder: folder.path, random: SeededRandom(seed: UInt64(cuts)))
            defer { disk.remove() }
            disk.callsUntilCut = cuts
            let first = try? open(disk)
            let isOver = !disk.isOff
            disk.cutPower(PowerLoss.allCases[cuts % 3])
            first?.close()
            let second = try open(disk, start: 2)
            #expect(second.openingReport.damagedFileKeptAs == nil, "cut at call \(cuts)")
            #expect(try issue(second).map(\.number.value) == [1, 2], "cut at call \(cuts)")
            second.close()
            cuts += 1
            if isOver { break }
        }
        #expect(cuts > 40, "\(cuts) calls")
    }

    @Test("A4 A6 a power cut at any call of two tickets leaves both or none", arguments: 0..<3)
    func issues(kind: Int) throws {
        var cuts = 0
        while true {
            let folder = try TemporaryFolder("cut")
            let disk = SimulatedDisk(folder: folder.path, random: SeededRandom(seed: UInt64(cuts)))
            defer { disk.remove() }
            let first = try open(disk)
            _ = try issue(first)
            disk.callsUntilCut = cuts
            let told = try? issue(first)
            let isOver = !disk.isOff
            disk.cutPower(PowerLoss.allCases[kind])
            first.close()
            let second = try open(disk, start: 2)
            let stored = try count(disk)
            #expect(
                stored == 4 || stored == 2 && told == nil, "cut at call \(cuts): \(stored ?? -1)")
            second.close()
            cuts += 1
            if isOver { break }
        }
        #expect(cuts > 8, "\(cuts) calls")
    }

    @Test("A4 a call that fails leaves a whole ticket or none, and the next one goes well")
    func failedCalls() throws {
        for call in SimulatedDisk.Call.allCases {
            for after in 0..<12 {
                let folder = try TemporaryFolder("fail")
                let disk = SimulatedDisk(folder: folder.path, random: SeededRandom(seed: 7))
                defer { disk.remove() }
                let records = try open(disk)
                disk.failure = .init([call], after: after)
                let told = try? issue(records)
                disk.failure = nil
                #expect(try count(disk) == (told == nil ? 0 : 2), "\(call) fails after \(after)")
                let next = try issue(records)
                #expect(next.first?.number.value == (told == nil ? 1 : 3))
                disk.kill()
                records.close()
                let again = try open(disk, start: 2)
                #expect(try count(disk) == (told == nil ? 2 : 4), "\(call) fails after \(after)")
                again.close()
            }
        }
    }
}
