import Errands
import Foundation
import Office
import Records
import Settings
import Slips
import TestSupport
import Testing

@testable import Desk

/// Quotas and days of agencies, decided in the transaction that gives the ticket.
@Suite(
    "F1 D13 The desk gives no ticket beyond a quota or without the agency", .timeLimit(.minutes(5)))
struct QuotaTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func bench(
        quota: Int? = 3, present: Set<Weekday>? = nil,
        edit: (inout SettingsBundle) -> Void = { _ in }
    ) throws -> DeskBench {
        try DeskBench(in: folder.file("state")) { bundle in
            bundle.settings.hours = OfficeHours(isForcedOpen: true)
            for index in bundle.catalogue.services.indices
            where bundle.catalogue.services[index].id == "kk" {
                bundle.catalogue.services[index].quota = quota
            }
            for index in bundle.catalogue.agencies.indices {
                bundle.catalogue.agencies[index].present = present
            }
            edit(&bundle)
        }
    }

    private func given(_ bench: DeskBench) -> [Int] {
        bench.events.compactMap { event in
            if case .given(let counts, _) = event { counts["kk"] } else { nil }
        }
    }

    @Test("F1 exactly the quota is given, the screen counts along, and other services go on")
    func exact() throws {
        var bench = try bench()
        for request in 1...3 { _ = try bench.issue("kk", request: UInt64(request)) }
        #expect(given(bench) == [1, 2, 3])
        #expect(throws: DeskBench.NoTicket.self) { _ = try bench.issue("kk", request: 4) }
        #expect(bench.events.last == .issueFailed(RequestID(4), .closed))
        _ = try bench.issue("ktp-el", request: 5)
        #expect(bench.refuses("kk", at: bench.moment.wall))
        bench.records.close()
    }

    @Test("F1 the tickets of one visit count one after the other, and all or none are given")
    func oneVisit() throws {
        var bench = try bench(quota: 1)
        let wish = TicketWish(serviceID: "kk")
        bench.take(.effect(.issue(RequestID(1), [wish, wish], .indonesian)))
        #expect(bench.events.last == .issueFailed(RequestID(1), .closed))
        _ = try bench.issue("kk", request: 2)
        bench.take(
            .effect(
                .issue(RequestID(3), [TicketWish(serviceID: "ktp-el"), wish], .indonesian)))
        #expect(bench.events.last == .issueFailed(RequestID(3), .closed))
        let count = try bench.records.readNow {
            try $0.tickets.given(prefix: "KK", on: CalendarDate(year: 2026, month: 11, day: 23))
        }
        #expect(count <= 1)
        bench.records.close()
    }

    @Test(
        "F1 D12 a ticket of staff counts too, and is refused with the reason and the next opening")
    func staff() throws {
        var bench = try bench(quota: 1)
        _ = try bench.issue("kk")
        let moment = bench.moment
        do {
            _ = try bench.desk.change(on: bench.records, at: moment) { desk, records in
                try desk.issue(
                    TicketWish(serviceID: "kk"), .indonesian, wantsPaper: false, who: "root",
                    in: records, at: moment)
            }
            Issue.record("a ticket beyond the quota")
        } catch {
            #expect(
                "\(error)"
                    == "The service kk gives no tickets now (closed: all numbers of the day are "
                    + "given, opens again 2026-11-24 00:00).")
        }
        bench.records.close()
    }

    @Test("F1 a ticket that is void or was given back makes room for another")
    func room() throws {
        var bench = try bench(quota: 2)
        let first = try bench.issue("kk", request: 1)
        let second = try bench.issue("kk", request: 2)
        bench.take(.effect(.shown(first)))
        bench.take(.effect(.shown(second)))
        bench.take(.effect(.giveBack(RequestID(3), first)))
        #expect(given(bench).last == 1)
        _ = try bench.issue("kk", request: 4)
        #expect(throws: DeskBench.NoTicket.self) { _ = try bench.issue("kk", request: 5) }
        let moment = bench.moment
        try bench.desk.change(on: bench.records, at: moment) { desk, records in
            try records.tickets.void(second, reason: "test", who: "root", at: moment.wall)
        }
        _ = try bench.issue("kk", request: 6)
        bench.records.close()
    }

    @Test("F1 A2 the quota begins anew with the business date, and a restart does not renew it")
    func newDay() throws {
        var bench = try bench(quota: 1)
        let first = try bench.issue("kk", request: 1)
        // What nobody has seen would be void after the restart.
        bench.take(.effect(.shown(first)))
        try bench.restart()
        #expect(throws: DeskBench.NoTicket.self) { _ = try bench.issue("kk", request: 2) }
        let tomorrow = bench.desk.rules.day.begin(
            of: bench.desk.rules.day.date(at: bench.moment.wall).next)
        let wait = tomorrow.timeIntervalSince(bench.moment.wall)
        bench.moment = bench.moment.advanced(by: .seconds(wait - 1))
        #expect(bench.refuses("kk", at: bench.moment.wall))
        bench.moment = bench.moment.advanced(by: .seconds(1))
        _ = try bench.issue("kk", request: 3)
        // A clock that was set back issues on the date of the records, whose quota is given.
        bench.moment = bench.moment.advanced(by: .seconds(-7_200))
        #expect(bench.refuses("kk", at: bench.moment.wall))
        bench.records.close()
    }

    @Test("F1 an agency gives numbers on its weekdays alone") func weekdays() throws {
        // The bench begins on a Monday.
        var absent = try bench(quota: nil, present: [.tuesday])
        #expect(throws: DeskBench.NoTicket.self) { _ = try absent.issue("kk") }
        absent.moment = absent.moment.advanced(by: .seconds(86_400))
        _ = try absent.issue("kk", request: 2)
        absent.records.close()
    }

    @Test("F2 a list that is printed while its service is closed says when it opens again")
    func list() throws {
        var bench = try bench(quota: 1)
        func lines() throws -> [String] {
            bench.take(
                .effect(
                    .printRequirements(RequestID(7), "kk", nil, ticked: [], .english)))
            let due = bench.next()
            guard case .print(let slips, _)? = due else { return [] }
            bench.take(.printer(.willSend(job: 7)))
            bench.take(.printer(.ended(.printed, millimetres: 100)))
            return slips.flatMap(\.blocks).compactMap { block in
                if case .text(let text, _, _, _) = block { text } else { nil }
            }
        }
        #expect(!(try lines().contains { $0.hasPrefix("Opens again") }))
        let id = try bench.issue("kk")
        bench.take(.effect(.shown(id)))
        _ = try bench.print(.printed)
        let last = try lines().last
        #expect(last == "Opens again Tuesday, 24 November, at 00:00 WITA", "\(last ?? "none")")
        bench.records.close()
    }

    @Test("F1 a new quota counts at once for staff, and its count is told with the settings")
    func reload() throws {
        var bench = try bench(quota: nil)
        _ = try bench.issue("kk")
        #expect(given(bench).isEmpty)
        var rules = bench.desk.rules
        for index in rules.catalogue.services.indices
        where rules.catalogue.services[index].id == "kk" {
            rules.catalogue.services[index].quota = 1
        }
        bench.desk.rules = rules
        bench.take(.index)
        #expect(given(bench) == [1])
        bench.records.close()
    }
}

extension DeskBench {
    /// Whether the desk would refuse a ticket at a moment.
    func refuses(_ service: Service.ID, at moment: Date) -> Bool {
        let (desk, wishes) = (desk, [TicketWish(serviceID: service)])
        do {
            try records.readNow { records in
                try desk.opening.requireOpen(
                    wishes, by: desk.rules, canPrint: true, in: records, at: moment)
            }
            return false
        } catch { return true }
    }
}
