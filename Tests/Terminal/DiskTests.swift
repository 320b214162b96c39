import Desk
import Errands
import Face
import Foundation
import Office
import Records
import Slips
import TestSupport
import Testing

@testable import Terminal

/// Staff ask for paper while the disk is full; the desk's own part is in Tests/Desk.
@Suite("A full disk", .timeLimit(.minutes(10)))
struct DiskTests {
    @Test("B10 I2 nothing is printed for staff before what an earlier run left has its end")
    func recovery() async throws {
        let folder = try TemporaryFolder()
        let disk = try await SmallDisk(at: folder.path, kilobytes: 4_000)
        let printer = MemoryPrinter()
        let terminal = try PrinterRecoveryTests.terminal(folder.file("state"), printer)
        let bundle = await terminal.bundle
        let request = IssueRequest(
            serviceID: "ktp-el", prefix: "K", language: .indonesian, wantsPaper: true)
        let issued = try await terminal.records.issue(
            [request], at: Date(), day: bundle.day, policy: .continue)
        let ticket = try #require(issued.first).ticket
        try await terminal.records.markSending(ticket.id, attempt: 1, job: 7, at: Date())
        try disk.fill()
        let end = await terminal.control.printAgainEnd("K-001")
        #expect(end.contains("make room on the disk"), "\(end)")
        #expect(try await terminal.records.ticket(ticket.id)?.paper == .sending)
        try disk.empty()
        await terminal.turn()
        let stored = try #require(try await terminal.records.ticket(ticket.id))
        #expect(stored.paper == .unknown && stored.state == .waiting)
        #expect(await printer.jobs.isEmpty)
        terminal.records.close()
    }
}

extension Control {
    /// How a copy for staff ended, or the sentence of its refusal.
    fileprivate func printAgainEnd(_ number: String) async -> String {
        do { return "\(try await printAgain(number, by: .unknown))" } catch { return "\(error)" }
    }
}
