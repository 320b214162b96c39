import Errands
import Foundation
import Office
import Records
import Settings
import TestSupport
import Testing

@testable import Desk

/// Offices that are open over the start of the day.
@Suite("A3 The desk: an office that is open over the day start", .timeLimit(.minutes(5)))
struct NightTests {
    private let folder: TemporaryFolder
    private let counter = Counter(id: "1", number: 1, primary: ["ktp-el"])
    /// 2026-11-23 23:30 in the office's zone, a Monday.
    private static let evening = Moment(
        wall: Date(timeIntervalSince1970: 1_795_392_000 + 15.5 * 3_600), uptime: .seconds(100))

    init() throws { folder = try TemporaryFolder() }
    private init(folder: TemporaryFolder) { self.folder = folder }

    /// Desk of an office with these hours on each weekday, in minutes; nil: it never closes.
    private func bench(
        _ hours: Range<Int>?, breaks: [OfficeHours.Span] = [], range: ClosedRange<Int>? = nil,
        at moment: Moment = evening
    ) throws -> DeskBench {
        var bench = try DeskBench(in: folder.file("state")) { bundle in
            var office = OfficeHours(lastTicketMinutes: 30, isForcedOpen: hours == nil)
            for weekday in 1...7 {
                if let hours {
                    office.week[weekday] = .init(from: hours.lowerBound, to: hours.upperBound)
                }
                office.breaks[weekday] = breaks
            }
            bundle.settings.hours = office
            for index in bundle.catalogue.services.indices {
                bundle.catalogue.services[index].numberRange = range
            }
        }
        bench.moment = moment
        bench.look(.ready)
        return bench
    }

    private func waiting(_ bench: inout DeskBench, request: UInt64 = 1) throws -> Ticket {
        let id = try bench.issue(request: request)
        bench.take(.effect(.shown(id)))
        return try bench.ticket(id)
    }

    /// Whom the counter would call: the first of each date.
    private func heads(_ bench: DeskBench) throws -> [TicketID] {
        let (wall, day) = (bench.moment.wall, bench.bundle.day)
        return try bench.records.readNow {
            try $0.queue.heads(for: counter, on: day.date(at: wall), at: wall).map(\.id)
        }
    }

    private func go(_ bench: inout DeskBench, to minute: Int) {
        let wall = Self.evening.wall + Double(60 * minute)
        let seconds = wall.timeIntervalSince(bench.moment.wall)
        bench.moment = bench.moment.advanced(by: .seconds(seconds))
        bench.look(.ready)
    }

    @Test("A3 D3 who waits at midnight is called until the office closes, and expires then")
    func overMidnight() throws {
        // 18:00 to 02:00, the last ticket at 01:30.
        var bench = try bench(1_080..<1_560)
        let ticket = try waiting(&bench)
        go(&bench, to: 31)
        let late = try waiting(&bench, request: 2)
        #expect(late.businessDate == ticket.businessDate.next)
        #expect(try heads(bench) == [ticket.id, late.id])
        let status = try bench.records.readNow { records in
            try (
                records.queue.peopleAhead(of: late), records.queue.counts(on: late.businessDate),
                records.tickets.ticket(number: ticket.number, on: late.businessDate)?.id
            )
        }
        #expect(status == (1, ["ktp-el": 2], ticket.id))
        // After the last ticket nobody comes, but those who wait are still served.
        for minute in [121, 149] {
            go(&bench, to: minute)
            #expect(try bench.ticket(ticket.id).state == .waiting, "after \(minute) min")
        }
        go(&bench, to: 150)
        #expect(try bench.ticket(ticket.id).state == .expired)
        #expect(try bench.ticket(late.id).state == .waiting)
        #expect(try heads(bench) == [late.id])
        bench.records.close()
    }

    @Test(
        "A3 A1 a number of yesterday that waits still is not given again, with a range or without")
    func numbers() throws {
        for range in [nil, 1...3] as [ClosedRange<Int>?] {
            let folder = try TemporaryFolder()
            var bench = try NightTests(folder: folder).bench(nil, range: range)
            let numbers = try [1, 2].map { try waiting(&bench, request: $0).number.value }
            #expect(numbers == [1, 2])
            go(&bench, to: 40)
            #expect(try waiting(&bench, request: 3).number.value == 3)
            if range != nil {
                #expect(throws: DeskBench.NoTicket.self) { try bench.issue(request: 4) }
            } else {
                #expect(try waiting(&bench, request: 4).number.value == 4)
            }
            bench.records.close()
        }
    }

    @Test("A3 an office that never closes serves who waits for a day more, and not two")
    func neverCloses() throws {
        var bench = try bench(nil)
        let ticket = try waiting(&bench)
        go(&bench, to: 24 * 60)
        #expect(try bench.ticket(ticket.id).state == .waiting)
        go(&bench, to: 24 * 60 + 31)
        #expect(try bench.ticket(ticket.id).state == .expired)
        bench.records.close()
    }

    @Test("A3 a break closes the office to nobody who waits; an order of staff does")
    func breakAndOrder() throws {
        var bench = try bench(1_080..<1_560, breaks: [.init(from: 20, to: 40)])
        let ticket = try waiting(&bench)
        go(&bench, to: 55)
        #expect(try bench.ticket(ticket.id).state == .waiting)
        let moment = bench.moment
        _ = try bench.desk.change(on: bench.records, at: moment) { desk, records in
            try desk.order(
                .closed, until: nil, reason: "power cut", who: "root", in: records, at: moment)
        }
        go(&bench, to: 56)
        #expect(try bench.ticket(ticket.id).state == .expired)
        bench.records.close()
    }

    @Test("A3 A4 a terminal that was off while the office closed and opened again ends who waited")
    func off() throws {
        // Open from 18:00 to 02:00 and, by Tuesday's hours, from 18:00 again.
        var bench = try bench(1_080..<1_560)
        let ticket = try waiting(&bench)
        let wall = Self.evening.wall + 19 * 3_600
        bench.moment = Moment(wall: wall, uptime: .seconds(50))
        try bench.restart()
        #expect(try bench.ticket(ticket.id).state == .expired)
        bench.records.close()
    }

    @Test("A3 one who is at a counter at midnight is not ended before the office closes")
    func atCounter() throws {
        var bench = try bench(1_080..<1_560)
        let ids = try [1, 2].map { try waiting(&bench, request: $0).id }
        let wall = bench.moment.wall
        try bench.records.transactionNow { records in
            _ = try records.calls.begin(ids[0], at: "1", person: "root", at: wall)
            _ = try records.calls.serve(at: "1", at: wall)
            _ = try records.calls.begin(ids[1], at: "2", person: "root", at: wall)
            try records.tickets.move(ids[1], to: .held, who: "root", at: wall)
        }
        go(&bench, to: 45)
        #expect(try ids.map { try bench.ticket($0).state } == [.serving, .held])
        go(&bench, to: 151)
        let states = try ids.map { try bench.ticket($0).state }
        #expect(states == [.done, .expired])
        bench.records.close()
    }
}
