import Foundation
import Office
import Testing

@testable import Records

@Suite("Records: what is known of the paper", .timeLimit(.minutes(5)))
struct PaperRecordTests {
    let test = TestRecords()

    private func printing(_ records: Records) async throws -> Ticket {
        try await test.issue(records, [TestRecords.request(paper: true)])[0].ticket
    }

    @Test(
        "B1 the four ends are final and are not mixed up",
        arguments: [PaperState.printed, .sent, .notPrinted, .unknown])
    func final(end: PaperState) async throws {
        let records = try test.open()
        let id = try await printing(records).id
        try await records.markSending(id, attempt: 1, job: 7, at: test.now)
        try await records.finishPrint(
            id, attempt: 1, as: end, detail: nil, voidsUnprinted: false, at: test.now)
        for other in [PaperState.printed, .sent, .notPrinted, .unknown] {
            await #expect(
                throws: RecordsError.refused(
                    "Print attempt 1 of ticket \(id) ended as \(end.rawValue) and can't become "
                        + "\(other.rawValue).")
            ) {
                try await records.finishPrint(
                    id, attempt: 1, as: other, detail: nil, voidsUnprinted: true, at: test.now)
            }
        }
        await #expect(throws: RecordsError.self) {
            try await records.markSending(id, attempt: 1, job: 8, at: test.now)
        }
        let ticket = try await records.ticket(id)
        // The ticket is neither on paper nor shown yet.
        let state = end == .notPrinted ? TicketState.printing : .waiting
        #expect(ticket?.paper == end && ticket?.state == state)
    }

    @Test("B1 a print can't end as something that is no end") func noEnd() async throws {
        let records = try test.open()
        let id = try await printing(records).id
        for state in [PaperState.none, .queued, .sending] {
            await #expect(throws: RecordsError.self) {
                try await records.finishPrint(
                    id, attempt: 1, as: state, detail: nil, voidsUnprinted: false, at: test.now)
            }
        }
        #expect(try await records.ticket(id)?.state == .printing)
    }

    @Test("B1 where the setting says void, a slip that did not come out makes the number void")
    func voided() async throws {
        let records = try test.open()
        for (end, state) in [
            (PaperState.notPrinted, TicketState.void), (.unknown, .void), (.printed, .waiting),
            (.sent, .waiting),
        ] {
            let id = try await printing(records).id
            try await records.finishPrint(
                id, attempt: 1, as: end, detail: nil, voidsUnprinted: true, at: test.now)
            #expect(try await records.ticket(id)?.state == state)
        }
        let date = test.day.date(at: test.now)
        #expect(try await records.queue(on: date).count == 2, "a void number is never called")
    }

    @Test("B7 while a slip is on its way nobody gets a copy of it") func onItsWay() async throws {
        let records = try test.open()
        let id = try await printing(records).id
        func copy() async throws {
            _ = try await records.beginReprint(id, limit: 3, who: "staff", at: test.now)
        }
        await #expect(throws: RecordsError.self) { try await copy() }
        try await records.markSending(id, attempt: 1, job: 8, at: test.now)
        await #expect(throws: RecordsError.self) { try await copy() }
        let open = try await records.unfinishedAttempts()
        #expect(open.map(\.number) == [1] && open.map(\.job) == [8])
        #expect(open[0].key.jobName == "loket-\(id)-1")
        try await records.finishPrint(
            id, attempt: 1, as: .unknown, detail: nil, voidsUnprinted: false, at: test.now)
        try await copy()
        #expect(try await records.ticket(id)?.paper == .queued)
    }

    @Test("B7 a number that is over is not printed again") func over() async throws {
        let records = try test.open()
        let id = try await printing(records).id
        try await records.giveBack(id, at: test.now)
        await #expect(
            throws: RecordsError.refused("Ticket K-001 is returned and can't be printed.")
        ) {
            _ = try await records.beginReprint(id, limit: 3, who: "staff", at: test.now)
        }
        #expect(try await records.ticket(id)?.reprints == 0)
    }

    @Test("B10 a second start finds nothing left of the first one's recovery") func recoverTwice()
        async throws
    {
        let records = try test.open()
        let id = try await printing(records).id
        #expect(try await records.recover(voidsUnprinted: true, at: test.now).count == 1)
        #expect(try await records.recover(voidsUnprinted: true, at: test.now).isEmpty)
        #expect(try await records.ticket(id)?.state == .void)
    }

    @Test("B6 a terminal that is renamed keeps its roll, its count and its lack of paper")
    func renamed() async throws {
        let first = try test.open("belu1")
        try await first.loadRoll(millimetres: 40_000, who: "loket", at: test.now)
        let list = try await first.spool(.list, at: test.now)
        try await first.finish(
            document: list, as: .sent, detail: nil, millimetres: 500, at: test.now)
        try await first.notePaperOut(at: test.now)
        first.close()
        let renamed = try test.open("belu2")
        #expect(try await renamed.roll()?.usedMillimetres == 500)
        #expect(try await renamed.isPaperOut())
        try await renamed.loadRoll(millimetres: 80_000, who: "loket", at: test.now)
        let roll = try await renamed.roll()
        #expect(roll?.millimetres == 80_000 && roll?.usedMillimetres == 0)
        #expect(try await !renamed.isPaperOut())
    }
}
