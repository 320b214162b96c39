import Foundation
import Hall
import Office
import Records
import Simulator
import TestSupport

/// Order of an officer in the state of the hall in which it writes most.
enum CutOrder: String, CaseIterable, Sendable {
    case next, nextAfterOne, nextWithNobody, call, recall, serve, noShow, lastNoShow, finish,
        notServed, hold, resume, transferToService, transferToCounter, open, pause, close
}

/// Hall on a simulated disk, which goes back to one saved state as often as a test asks.
final class CutHall {
    /// Way of doing a press: the desk's own, or a wrong one that the check has to find.
    typealias Way = (CutHall, Records) throws -> PressAnswer

    let disk: SimulatedDisk
    let order: CutOrder
    private let folder: TemporaryFolder
    private let day = BusinessDay(zone: TimeZone(identifier: "Asia/Makassar") ?? .gmt)
    /// Time of 2026-11-23 09:41 in Belu.
    private var now = Date(timeIntervalSince1970: 1_795_398_060)
    private var saved = SimulatedDisk.Saved()
    /// Press whose transaction is cut.
    private(set) var press = Press(id: "cut", counterID: "1", order: .next, who: "agus")

    /// Makes the hall with its visitors and all that the order needs before it.
    init(_ order: CutOrder, seed: UInt64) throws {
        self.order = order
        folder = try TemporaryFolder("cut")
        disk = SimulatedDisk(folder: folder.path, random: SeededRandom(seed: seed))
        let records = try open(start: 1)
        press.order = try stage(records)
        now += 60
        saved = disk.saved()
        records.close()
    }

    func remove() { disk.remove() }

    var desk: CallDesk {
        var rules = CallingRules(
            counters: [
                Counter(id: "1", number: 1, primary: ["ktp"], secondary: ["kk"]),
                Counter(id: "2", number: 2, primary: ["ktp", "kk"]),
            ], nextPauseSeconds: 0)
        if order == .lastNoShow { rules.maximumRounds = 1 }
        return CallDesk(rules: rules, services: ["ktp", "kk"])
    }

    var date: CalendarDate { day.date(at: now) }
    var moment: Date { now }

    /// Opens the file; each start has an incarnation of its own.
    func open(start: UInt64) throws -> Records {
        try Records(
            folder: disk.folder, terminal: "belu1", now: now, random: SeededRandom(seed: start))
    }

    /// Opens the file again as it was before the press.
    func opened() throws -> Records {
        disk.restore(saved)
        return try open(start: 2)
    }

    /// Does the press as the desk does it, in one transaction.
    static func inOne(_ hall: CutHall, _ records: Records) throws -> PressAnswer {
        try hall.take(hall.press, in: records)
    }

    func take(_ press: Press, in records: Records) throws -> PressAnswer {
        try records.transactionNow { try desk.take(press, on: date, in: $0, at: now) }
    }

    /// Rows of all tables that SQLite does not keep for itself or for a search.
    func rows() throws -> [String: [[Inspector.Value]]] {
        let inspector = try Inspector(disk)
        defer { inspector.close() }
        let names = try inspector.rows(
            """
            SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'
                AND name NOT LIKE '%search%' AND sql NOT LIKE 'CREATE VIRTUAL%'
            """
        ).compactMap { $0.first?.text }
        return try names.reduce(into: [:]) { $0[$1] = try inspector.rows("SELECT * FROM \($1)") }
    }

    // MARK: Before the press

    private func stage(_ records: Records) throws -> Order {
        for (service, group) in [
            ("ktp", nil), ("ktp", VulnerableGroup.elderly), ("kk", nil), ("ktp", nil),
        ] {
            if order != .nextWithNobody { try visitor(service, group, records) }
        }
        switch order {
        case .next: return .next
        case .nextAfterOne:
            try done("1", .next, records)
            return .next
        case .nextWithNobody:
            try visitor("ktp", nil, records)
            try done("1", .next, records)
            return .next
        case .call: return .call(try newest(records), reason: "the child is ill")
        case .recall:
            try done("1", .next, records)
            return .recall
        case .serve:
            try done("1", .next, records)
            return .serve
        case .noShow, .lastNoShow:
            for order in [Order.next, .recall] { try done("1", order, records) }
            return .noShow
        case .finish:
            try done("1", .next, records)
            return .finish
        case .notServed:
            try done("1", .next, records)
            return .notServed(.networkDown)
        case .hold:
            try done("1", .next, records)
            return .hold
        case .resume:
            try done("1", .next, records)
            let held = try done("1", .hold, records).ticketID
            return .resume(try held ?? newest(records))
        case .transferToService:
            try done("1", .next, records)
            return .transfer(to: .service("kk"))
        case .transferToCounter:
            try done("2", .open, records)
            try done("1", .next, records)
            return .transfer(to: .counter("2"))
        case .open: return .open
        case .pause:
            try done("1", .next, records)
            return .pause(.rest)
        case .close:
            // The counter has a visitor, and another one was sent to it.
            try done("1", .next, records)
            try done("2", .next, records)
            try done("2", .transfer(to: .counter("1")), records)
            return .close
        }
    }

    private func visitor(_ service: Service.ID, _ group: VulnerableGroup?, _ records: Records)
        throws
    {
        now += 1
        try records.transactionNow { records in
            let request = IssueRequest(
                serviceID: service, prefix: service.prefix(1).uppercased(), group: group,
                language: .indonesian, wantsPaper: false)
            let issued = try records.tickets.issue(
                [request], at: now, day: day, policy: .continue)
            for ticket in issued { try records.tickets.markShown(ticket.id, at: now) }
        }
    }

    private func newest(_ records: Records) throws -> TicketID {
        let date = date
        let line = try records.readNow { try $0.queue.line(on: date) }
        guard let last = line.max(by: { $0.id.sequence < $1.id.sequence }) else {
            throw RecordsError.refused("Nobody waits.")
        }
        return last.id
    }

    @discardableResult
    private func done(_ counter: Counter.ID, _ order: Order, _ records: Records) throws
        -> PressAnswer
    {
        now += 60
        return try take(
            Press(id: "before-\(now)", counterID: counter, order: order, who: "agus"), in: records)
    }
}
