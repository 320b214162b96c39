import Foundation
import Office
import Testing

@testable import Records

@Suite("Records: everything that is printed, and the roll", .timeLimit(.minutes(5)))
struct SpoolTests {
    let test = TestRecords()

    @Test("B1 a list is on record before it is sent, and its end is final") func list() async throws
    {
        let records = try test.open()
        let row = try await records.spool(.list, at: test.now)
        #expect(try await records.prints(limit: 5).map(\.state) == [.queued])
        try await records.markSending(document: row, job: 12, at: test.now)
        try await records.finish(document: row, as: .unknown, detail: "why", at: test.now)
        let print = try #require(try await records.prints(limit: 5).first)
        #expect(print.what == "list" && print.state == .unknown)
        #expect(print.job == 12 && print.detail == "why")
        await #expect(throws: RecordsError.self) {
            try await records.finish(document: row, as: .printed, detail: nil, at: test.now)
        }
        await #expect(throws: RecordsError.self) {
            try await records.finish(document: row, as: .queued, detail: nil, at: test.now)
        }
    }

    @Test("B10 after a restart what was being sent is unknown, what had not left is not printed")
    func restart() async throws {
        let records = try test.open()
        let sent = try await records.spool(.test, at: test.now)
        try await records.markSending(document: sent, job: 1, at: test.now)
        _ = try await records.spool(.list, at: test.now + 1)
        try await records.recover(voidsUnprinted: false, at: test.now + 5)
        let prints = try await records.prints(limit: 5)
        #expect(
            Set(prints.map { "\($0.what) \($0.state)" }) == ["test unknown", "list notPrinted"])
    }

    @Test("B7 history has tickets, copies and others, the newest first") func history()
        async throws
    {
        let records = try test.open()
        let ticket = try await test.issue(records, [TestRecords.request(paper: true)])[0].ticket
        try await records.finishPrint(
            ticket.id, attempt: 1, as: .printed, detail: nil, voidsUnprinted: false,
            at: test.now + 1)
        _ = try await records.spool(.test, at: test.now + 2)
        _ = try await records.beginReprint(ticket.id, limit: 3, who: "staff", at: test.now + 3)
        let prints = try await records.prints(limit: 10)
        #expect(prints.map(\.what) == ["K-001", "test", "K-001"])
        #expect(prints.map(\.attempt) == [2, 1, 1])
        #expect(try await records.prints(limit: 1).count == 1)
    }

    @Test("B1 a slip is tried again by itself only after ends that surely left nothing on paper")
    func retry() async throws {
        let records = try test.open()
        for end in [PaperState.notPrinted, .unknown, .printed, .sent] {
            let id = try await test.issue(records, [TestRecords.request(paper: true)])[0].ticket.id
            await #expect(throws: RecordsError.self, "the first try is open") {
                try await records.retryPrint(id, at: test.now)
            }
            try await records.finishPrint(
                id, attempt: 1, as: end, detail: nil, voidsUnprinted: false, at: test.now)
            guard end == .notPrinted else {
                await #expect(throws: RecordsError.self) {
                    try await records.retryPrint(id, at: test.now)
                }
                continue
            }
            let next = try await records.retryPrint(id, at: test.now)
            #expect(next.number == 2)
            let ticket = try #require(try await records.ticket(id))
            #expect(ticket.paper == .queued && ticket.reprints == 0, "it is no copy")
            try await records.finishPrint(
                id, attempt: 2, as: .unknown, detail: nil, voidsUnprinted: false, at: test.now)
            await #expect(throws: RecordsError.self, "now there may be one") {
                try await records.retryPrint(id, at: test.now)
            }
        }
    }

    @Test("B6 the millimetres of what came out, or may have, are taken off the newest roll")
    func roll() async throws {
        let records = try test.open()
        #expect(try await records.roll() == nil)
        try await records.loadRoll(millimetres: 80_000, who: "loket", at: test.now)
        for (end, millimetres) in [
            (PaperState.printed, 100.0), (.sent, 100), (.unknown, 100), (.notPrinted, 100),
        ] {
            let row = try await records.spool(.list, at: test.now)
            try await records.finish(
                document: row, as: end, detail: nil, millimetres: millimetres, at: test.now)
        }
        let ticket = try await test.issue(records, [TestRecords.request(paper: true)])[0].ticket
        try await records.finishPrint(
            ticket.id, attempt: 1, as: .printed, detail: nil, voidsUnprinted: false,
            millimetres: 50, at: test.now + 3_600)
        let roll = try #require(try await records.roll())
        #expect(roll.usedMillimetres == 350 && !roll.isTested && !roll.isLow)
        let uses = try await records.paperUse(before: test.now + 7_200)
        #expect(uses.values.sorted() == [50, 300])
        try await records.loadRoll(millimetres: 40_000, who: "loket", at: test.now + 9)
        #expect(try await records.roll()?.leftMillimetres == 40_000)
        try await records.confirmRoll(who: "loket", at: test.now + 10)
        #expect(try await records.roll()?.isTested == true)
        await #expect(throws: RecordsError.refused("A roll has 1 to 1000 metres, not 0.5.")) {
            try await records.loadRoll(millimetres: 500, who: "loket", at: test.now)
        }
    }
}
