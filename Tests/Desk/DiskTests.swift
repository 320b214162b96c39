import Errands
import Office
import Records
import Slips
import TestSupport
import Testing

@testable import Desk

/// Facts about numbers that the disk has no room for are owed until it has.
@Suite("A full disk: the desk", .timeLimit(.minutes(10)))
struct DiskTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func turn(_ bench: inout DeskBench) {
        for item in bench.desk.routine() { bench.take(item) }
    }

    @Test("I2 B1 an end that the disk has no room for is written once it has") func end()
        async throws
    {
        let disk = try await SmallDisk(at: folder.path, kilobytes: 4_000)
        var bench = try DeskBench(in: folder.file("state"))
        let id = try bench.issue()
        guard case .print? = bench.next() else {
            Issue.record("nothing prints")
            return
        }
        bench.take(.printer(.willSend(job: 1)))
        try disk.fill()
        bench.take(.printer(.ended(.printed, millimetres: 100)))
        #expect(bench.events.last == .paper(id, .printed), "the screen knows")
        #expect(bench.desk.owed.facts.count == 1)
        turn(&bench)
        #expect(bench.desk.owed.facts.count == 1)
        #expect(try bench.ticket(id).paper == .sending)
        try disk.empty()
        turn(&bench)
        #expect(bench.desk.owed.facts.isEmpty)
        #expect(try bench.ticket(id).paper == .printed && bench.ticket(id).state == .waiting)
        bench.records.close()
    }

    @Test("I2 B1 a number that was shown while the disk was full can be called once it is not")
    func shown() async throws {
        let disk = try await SmallDisk(at: folder.path, kilobytes: 4_000)
        var bench = try DeskBench(in: folder.file("state"))
        bench.look(.paperOut)
        let ids = try [bench.issue(), bench.issue("kk", request: 2)]
        try disk.fill()
        bench.take(.effect(.shown(ids[0])))
        bench.take(.effect(.unseen(ids[1])))
        turn(&bench)
        for id in ids { #expect(try bench.ticket(id).state == .reserved) }
        try disk.empty()
        turn(&bench)
        #expect(try bench.ticket(ids[0]).state == .waiting)
        // Nobody has seen this one, and nobody will wait for it.
        #expect(try bench.ticket(ids[1]).state == .void)
        #expect(bench.desk.tickets.unseen.isEmpty)
        bench.records.close()
    }

    @Test("B10 I2 what an earlier run left is ended once there is room, and nothing new before")
    func recovery() async throws {
        let disk = try await SmallDisk(at: folder.path, kilobytes: 4_000)
        var bench = try DeskBench(in: folder.file("state"))
        let id = try bench.issue()
        guard case .print? = bench.next() else {
            Issue.record("nothing prints")
            return
        }
        bench.take(.printer(.willSend(job: 7)))
        // The power fails, and comes back on a full disk.
        bench.desk = Desk(rules: bench.bundle.deskRules, printer: bench.desk.printer)
        try disk.fill()
        bench.take(.recover)
        #expect(bench.desk.owed.owesRecovery)
        bench.take(.effect(.issue(RequestID(9), [TicketWish(serviceID: "kk")], .indonesian)))
        #expect(bench.events.last == .issueFailed(RequestID(9), .storage))
        #expect(try bench.ticket(id).paper == .sending)
        try disk.empty()
        turn(&bench)
        #expect(!bench.desk.owed.owesRecovery)
        #expect(try bench.ticket(id).paper == .unknown && bench.ticket(id).state == .waiting)
        bench.records.close()
    }
}
