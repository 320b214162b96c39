import Errands
import Foundation
import Office
import Records
import Settings
import TestSupport
import Testing

@testable import Desk

/// Orders of staff, over the records.
@Suite("F1 D13 Staff open and close the office, on record", .timeLimit(.minutes(5)))
struct OpeningOrderTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Desk of an office with hours on every day, from 00:00 to `minute`.
    private func bench(closingAt minute: Int = 1_440) throws -> DeskBench {
        try DeskBench(in: folder.file("state")) { bundle in
            bundle.settings.hours = OfficeHours(
                week: Dictionary(
                    uniqueKeysWithValues: (1...7).map { ($0, .init(from: 0, to: minute)) }),
                lastTicketMinutes: 0)
        }
    }

    private func order(
        _ bench: inout DeskBench, _ state: OpeningOrder.State, seconds: Double? = nil,
        reason: String? = nil
    ) throws {
        let moment = bench.moment
        let outcome = try bench.desk.change(on: bench.records, at: moment) { desk, records in
            try desk.order(
                state, until: seconds.map(moment.wall.addingTimeInterval), reason: reason,
                who: "root", in: records, at: moment)
        }
        bench.events += outcome.events
    }

    private func journal(_ bench: DeskBench) throws -> [JournalEntry] {
        try bench.records.readNow { records in
            try records.journal.newest(limit: 100).reversed().filter { $0.subject == "office" }
        }
    }

    @Test("F1 a closed office gives no ticket, whatever its hours say, until the order ends")
    func closes() throws {
        var bench = try bench()
        try order(&bench, .closed, seconds: 600, reason: "power cut")
        guard case .openingOrder(let told?)? = bench.events.last else {
            Issue.record("\(bench.events)")
            return
        }
        #expect(told.state == .closed && told.reason == "power cut" && told.who == "root")
        #expect(throws: DeskBench.NoTicket.self) { _ = try bench.issue("kk", request: 2) }
        #expect(bench.events.last == .issueFailed(RequestID(2), .closed))
        bench.moment = bench.moment.advanced(by: .seconds(599))
        #expect(bench.refuses("kk", at: bench.moment.wall))
        bench.moment = bench.moment.advanced(by: .seconds(1))
        _ = try bench.issue("kk", request: 3)
        bench.records.close()
    }

    @Test("F1 an order outlasts a restart and ends with its business date")
    func outlasts() throws {
        var bench = try bench()
        try order(&bench, .closed)
        try bench.restart()
        #expect(bench.desk.opening.order?.state == .closed)
        #expect(bench.refuses("kk", at: bench.moment.wall))
        let day = bench.desk.rules.day
        let midnight = day.begin(of: day.date(at: bench.moment.wall).next)
        #expect(bench.refuses("kk", at: midnight.addingTimeInterval(-1)))
        #expect(!bench.refuses("kk", at: midnight))
        bench.records.close()
    }

    @Test(
        "F1 an opened office gives tickets after its hours, and no more once the order is taken back"
    )
    func opens() throws {
        var bench = try bench(closingAt: 1)
        #expect(throws: DeskBench.NoTicket.self) { _ = try bench.issue("kk", request: 1) }
        try order(&bench, .open)
        _ = try bench.issue("kk", request: 2)
        let moment = bench.moment
        let outcome = try bench.desk.change(on: bench.records, at: moment) { desk, records in
            try desk.endOrder(who: "root", in: records, at: moment)
        }
        #expect(outcome.events == [.openingOrder(nil)])
        #expect(throws: DeskBench.NoTicket.self) { _ = try bench.issue("kk", request: 3) }
        bench.records.close()
    }

    @Test("F1 each order is in the journal, with its reason beside it, and the newest one counts")
    func onRecord() throws {
        var bench = try bench()
        try order(&bench, .closed, seconds: 600, reason: "power cut")
        try order(&bench, .open)
        let moment = bench.moment
        for _ in 0..<2 {
            _ = try bench.desk.change(on: bench.records, at: moment) { desk, records in
                try desk.endOrder(who: "root", in: records, at: moment)
            }
        }
        let rows = try journal(bench)
        #expect(rows.map(\.what) == ["office.closed", "office.opened", "office.auto"])
        #expect(rows.allSatisfy { $0.who == "root" && $0.subject == "office" })
        #expect(!rows.contains { $0.detail?.contains("power cut") == true })
        #expect(try bench.records.readNow { try $0.journal.verify() } == nil)
        bench.records.close()
    }

    @Test(
        "F1 an order that would end in the past, or after its date, is refused and changes nothing")
    func refused() throws {
        var bench = try bench()
        for seconds: Double in [-60, 0, 172_800] {
            do {
                try order(&bench, .closed, seconds: seconds)
                Issue.record("an order of \(seconds) s")
            } catch RecordsError.refused(let sentence) {
                #expect(sentence.contains("name a time before"), "\(sentence)")
            }
        }
        #expect(try journal(bench).isEmpty && bench.desk.opening.order == nil)
        _ = try bench.issue("kk")
        bench.records.close()
    }
}
