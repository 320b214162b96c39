import Errands
import Foundation
import Office
import Records
import Settings
import Slips
import TestSupport
import Testing

@testable import Desk

/// Hours and the last ticket, decided where tickets are issued.
@Suite("D13 The desk gives tickets in the office's hours alone", .timeLimit(.minutes(5)))
struct HoursTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Desk of an office that closes so many minutes after the bench's first moment.
    private func bench(closingAfter minutes: Int, edit: (inout SettingsBundle) -> Void = { _ in })
        throws -> DeskBench
    {
        try DeskBench(in: folder.file("state")) { bundle in
            let zone = bundle.settings.office.timeZone
            let now = LocalTime(Date(timeIntervalSince1970: 1_795_392_000), in: zone)
            let end = now.hour * 60 + now.minute + minutes
            bundle.settings.hours = OfficeHours(
                week: Dictionary(
                    uniqueKeysWithValues: (1...7).map { ($0, .init(from: 0, to: end)) }),
                lastTicketMinutes: 30)
            edit(&bundle)
        }
    }

    private func ask(_ bench: inout DeskBench) -> [Event] {
        bench.events = []
        bench.take(.effect(.issue(RequestID(9), [TicketWish(serviceID: "kk")], .indonesian)))
        return bench.events
    }

    @Test("D13 F2 after the last ticket the desk refuses, and the screen learns that it is closed")
    func lastTicket() throws {
        var bench = try bench(closingAfter: 60)
        _ = try bench.issue()
        // The screen asked in the last second; the desk's turn comes in the next minute.
        bench.moment = bench.moment.advanced(by: .seconds(31 * 60))
        let events = ask(&bench)
        #expect(events.last == .issueFailed(RequestID(9), .closed))
        guard case .opening(.closed(.afterLastTicket, let next))? = events.first else {
            Issue.record("\(events)")
            return
        }
        #expect(next != nil)
        #expect(
            try bench.records.readNow { try $0.tickets.newestIssuedAt() }.map { $0 } ?? .now
                < bench.moment.wall.addingTimeInterval(-60))
        bench.records.close()
    }

    @Test("D13 F1 screen and desk ask one function, at every quarter of an hour of a week")
    func oneFunction() throws {
        let bench = try DeskBench(in: folder.file("state")) {
            $0.settings.hours.isForcedOpen = false
        }
        let (rules, settings) = (bench.desk.rules, bench.bundle.settings)
        var openCount = 0
        for step in 0..<(7 * 96) {
            let moment = bench.moment.wall.addingTimeInterval(Double(step) * 900)
            let opening = settings.hours.opening(at: moment, zone: settings.office.timeZone)
            let refused = bench.refuses("kk", at: moment)
            #expect(refused == !opening.isOpen)
            #expect(rules.opening(nil).opening(at: moment) == opening)
            if opening.isOpen { openCount += 1 }
        }
        #expect(openCount > 0 && openCount < 7 * 96)
        bench.records.close()
    }

    @Test("D13 B2 without a printer the desk refuses where the settings close the office then")
    func noPrinter() throws {
        var bench = try bench(closingAfter: 300) { $0.settings.printer.onFault = .closed }
        _ = try bench.issue()
        _ = try bench.print(.printed)
        bench.look(.paperOut)
        #expect(ask(&bench).last == .issueFailed(RequestID(9), .closed))
        bench.look(.ready)
        _ = try bench.issue("kk", request: 10)
        bench.records.close()
    }

    @Test("C3 tickets of the last minute count for the screen after a restart")
    func limitsAfterRestart() throws {
        var bench = try bench(closingAfter: 300)
        _ = try bench.issue()
        bench.moment = bench.moment.advanced(by: .seconds(90))
        _ = try bench.issue("kk", request: 2)
        bench.moment = bench.moment.advanced(by: .seconds(10))
        bench.records.close()
        bench.records = try Records(
            folder: folder.file("state"), terminal: "test1", now: bench.moment.wall)
        bench.desk = Desk(rules: bench.bundle.deskRules, printer: nil)
        bench.events = []
        for item in DeskItem.start { bench.take(item) }
        let earlier = bench.events.compactMap { event -> [Duration]? in
            if case .issuedBefore(let ages) = event { ages } else { nil }
        }
        #expect(earlier.map(\.count) == [1], "the other one is older than a minute")
        let age = try #require(earlier.first?.first)
        #expect(abs((age - .seconds(10)) / .seconds(1)) < 0.01, "\(age)")
        bench.records.close()
    }

    @Test("every effect that a screen awaits has an answer where it fails") func answers() {
        let id = TicketID(terminal: "test1", sequence: 1)
        let awaited: [Effect] = [
            .issue(RequestID(1), [], .indonesian), .lookUp(RequestID(1), "K-001"),
            .lookUpScan(RequestID(1), code: "7F3KQ9TZ"), .giveBack(RequestID(1), id),
            .search(RequestID(1), "ktp", .indonesian),
            .printRequirements(RequestID(1), "kk", nil, ticked: [], .indonesian),
            .printTest(RequestID(1)),
        ]
        for effect in awaited {
            #expect(effect.answers(failed: .storage).count == 1, "\(effect)")
            #expect(effect.mayBeDropped)
        }
        for effect: Effect in [.shown(id), .unseen(id), .contentTaken] {
            #expect(!effect.mayBeDropped)
        }
    }
}
