import Errands
import Face
import Foundation
import Office
import Records
import Screens
import Settings
import Slips
import TestSupport
import Testing

@testable import Terminal

/// Numbers while the disk has no room to record them.
@Suite("A full disk", .timeLimit(.minutes(10)))
struct DiskTests {
    private func issue(_ records: Records, wantsPaper: Bool, _ bundle: SettingsBundle)
        async throws -> Ticket
    {
        let request = IssueRequest(
            serviceID: "ktp-el", prefix: "K", language: .indonesian, wantsPaper: wantsPaper)
        let issued = try await records.issue(
            [request], at: Date(), day: bundle.day, policy: .continue)
        return try #require(issued.first).ticket
    }

    @Test("I2 B1 an end that the disk has no room for is written once it has") func end()
        async throws
    {
        let folder = try TemporaryFolder()
        let disk = try await SmallDisk(at: folder.path, kilobytes: 4_000)
        let printer = MemoryPrinter()
        let terminal = try PrinterRecoveryTests.terminal(folder.file("state"), printer)
        let bundle = await terminal.bundle
        let ticket = try await issue(terminal.records, wantsPaper: true, bundle)
        await printer.set(whilePrinting: { try? disk.fill() })
        await terminal.print(
            PrintOrder(
                what: .tickets([
                    TicketSlip(ticket, peopleAhead: 0, ticked: [], attempt: 1, by: bundle)
                ]), since: SystemClock.uptime()))
        #expect(await terminal.owedEnds.count == 1)
        await terminal.settleEnds()
        #expect(await terminal.owedEnds.count == 1)
        #expect(try await terminal.records.ticket(ticket.id)?.paper == .sending)
        try disk.empty()
        await terminal.settleEnds()
        #expect(await terminal.owedEnds.isEmpty)
        let stored = try #require(try await terminal.records.ticket(ticket.id))
        #expect(stored.paper == .printed && stored.state == .waiting)
        terminal.records.close()
    }

    @Test("I2 B1 a number that was shown while the disk was full can be called once it is not")
    func shown() async throws {
        let folder = try TemporaryFolder()
        let disk = try await SmallDisk(at: folder.path, kilobytes: 4_000)
        let terminal = try PrinterRecoveryTests.terminal(folder.file("state"), MemoryPrinter())
        let bundle = await terminal.bundle
        let ids = try await [
            issue(terminal.records, wantsPaper: false, bundle).id,
            issue(terminal.records, wantsPaper: false, bundle).id,
        ]
        try disk.fill()
        await terminal.perform(.shown(ids[0]))
        await terminal.perform(.unseen(ids[1]))
        await terminal.settleEnds()
        for id in ids {
            #expect(try await terminal.records.ticket(id)?.state == .reserved)
        }
        try disk.empty()
        await terminal.settleEnds()
        #expect(try await terminal.records.ticket(ids[0])?.state == .waiting)
        // This ticket was never shown, and no visitor will wait for it.
        #expect(try await terminal.records.ticket(ids[1])?.state == .void)
        terminal.records.close()
    }

    @Test("B10 I2 what an earlier run left is ended once there is room, and nothing new before")
    func recovery() async throws {
        let folder = try TemporaryFolder()
        let disk = try await SmallDisk(at: folder.path, kilobytes: 4_000)
        let printer = MemoryPrinter()
        let terminal = try PrinterRecoveryTests.terminal(folder.file("state"), printer)
        let ticket = try await issue(
            terminal.records, wantsPaper: true, await terminal.bundle)
        try await terminal.records.markSending(ticket.id, attempt: 1, job: 7, at: Date())
        try disk.fill()
        #expect(await terminal.isRecovered() == false)
        let end = await terminal.printAgainEnd("K-001")
        #expect(end.contains("make room on the disk"), "\(end)")
        #expect(try await terminal.records.ticket(ticket.id)?.paper == .sending)
        try disk.empty()
        #expect(await terminal.isRecovered())
        let stored = try #require(try await terminal.records.ticket(ticket.id))
        #expect(stored.paper == .unknown && stored.state == .waiting)
        #expect(await printer.jobs.isEmpty)
        terminal.records.close()
    }
}

extension Terminal {
    /// Returns the end of a copy for staff, or the sentence of its refusal.
    fileprivate func printAgainEnd(_ number: String) async -> String {
        do { return "\(try await printAgain(number, who: "test"))" } catch { return "\(error)" }
    }
}
