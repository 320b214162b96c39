import Foundation
import Office
import Records
import TestSupport

@testable import Hall

/// Hall with two counters over a database of its own. Its time is in the test's hands.
final class TestHall {
    let folder: TemporaryFolder
    let day = BusinessDay(zone: TimeZone(identifier: "Asia/Makassar") ?? .gmt)
    /// Time of 2026-11-23 09:41 in Belu.
    var now = Date(timeIntervalSince1970: 1_795_398_060)
    var rules: CallingRules
    private(set) var records: Records
    private var presses = 0

    static let services = ["ktp", "kk", "paspor"]

    init(_ rules: CallingRules = TestHall.usual) throws {
        folder = try TemporaryFolder("hall")
        self.rules = rules
        records = try Records(folder: folder.file("state"), terminal: "belu1", now: now)
    }

    static let usual = CallingRules(counters: [
        Counter(id: "1", number: 1, primary: ["ktp"], secondary: ["kk"]),
        Counter(id: "2", number: 2, primary: ["ktp", "kk"]),
        Counter(id: "3", number: 3, zone: "B", primary: ["paspor"], classes: .regular),
        Counter(id: "4", number: 4, zone: "B", primary: ["paspor"], classes: .priority),
    ])

    var desk: CallDesk { CallDesk(rules: rules, services: Set(Self.services)) }
    var date: CalendarDate { day.date(at: now) }

    /// Issues a ticket that can be called. Each comes a second after the one before.
    @discardableResult
    func visitor(_ service: Service.ID, _ group: VulnerableGroup? = nil) throws -> Ticket {
        now += 1
        let (day, now) = (day, now)
        return try records.transactionNow { records in
            let ticket = try records.tickets.issue(
                [
                    IssueRequest(
                        serviceID: service, prefix: service.prefix(1).uppercased(), group: group,
                        language: .indonesian, wantsPaper: false)
                ], at: now, day: day, policy: .continue)[0]
            try records.tickets.markShown(ticket.id, at: now)
            return try records.tickets.require(ticket.id)
        }
    }

    /// Presses a key, with an identity of its own unless one is given.
    @discardableResult
    func press(_ counter: Counter.ID, _ order: Order, id: String? = nil) throws -> PressAnswer {
        presses += 1
        let press = Press(
            id: id ?? "press-\(presses)", counterID: counter, order: order, who: "agus")
        let (desk, date, now) = (desk, date, now)
        return try records.transactionNow { try desk.take(press, on: date, in: $0, at: now) }
    }

    func choice(_ counter: Counter.ID) throws -> CallChoice? {
        let (desk, date, now) = (desk, date, now)
        return try records.readNow { try desk.choice(at: counter, on: date, in: $0, at: now) }
    }

    func ticket(_ id: TicketID?) throws -> Ticket? {
        try id.flatMap { id in try records.readNow { try $0.tickets.ticket(id) } }
    }

    func state(_ ticket: Ticket) throws -> TicketState? { try self.ticket(ticket.id)?.state }

    /// Number that a press called.
    func number(_ answer: PressAnswer) throws -> String? {
        try ticket(answer.ticketID)?.number.description
    }

    /// Ends the daemon and starts it again over the same file.
    func restart() throws {
        records.close()
        records = try Records(folder: folder.file("state"), terminal: "belu1", now: now)
    }
}
