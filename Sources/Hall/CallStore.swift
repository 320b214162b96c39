package import Foundation
package import Office
package import Records

/// Records that calling needs: a narrow door, so that the desk runs over any database with one.
package protocol CallStore {
    /// Open call of a counter.
    func openCall(at counter: Counter.ID) throws -> Call?
    /// Newest call of a counter, open or ended.
    func lastCall(at counter: Counter.ID) throws -> Call?
    func ticket(_ id: TicketID) throws -> Ticket?
    func rounds(of id: TicketID) throws -> Int
    /// First ready tickets of each service and class of a counter, and those sent to it of each class.
    func heads(for counter: Counter, on date: CalendarDate, at moment: Date) throws
        -> [WaitingTicket]
    func sent(to counter: Counter.ID, on date: CalendarDate) throws -> [WaitingTicket]
    func position(of group: Service.ID) throws -> Int
    func setPosition(_ position: Int, of group: Service.ID) throws
    func status(of counter: Counter.ID) throws -> CounterStatus

    // Each of these writes one row of the journal or more, and `newestEntry` is then the last one.
    func begin(
        _ id: TicketID, at counter: Counter.ID, who: String, reason: String?, at moment: Date)
        throws
    func recall(at counter: Counter.ID, at moment: Date) throws
    func serve(at counter: Counter.ID, at moment: Date) throws
    func move(_ id: TicketID, to state: TicketState, who: String, detail: String?, at moment: Date)
        throws
    func setAside(
        _ id: TicketID, until ready: Date, rounds: Int, who: String, at moment: Date) throws
    func transfer(_ id: TicketID, to destination: Destination, who: String, at moment: Date) throws
    func release(_ id: TicketID, who: String, at moment: Date) throws
    func set(_ state: CounterState, of counter: Counter.ID, who: String, at moment: Date) throws
    func noteIdle(_ counter: Counter.ID, who: String, at moment: Date) throws
    var newestEntry: JournalKey { get }

    /// Adds a time of a service from call to call, in seconds (D7).
    func addTime(_ seconds: Double, of service: Service.ID, at moment: Date) throws
    /// Takes the estimate of a ticket that is called, and notes what came of it where it was its turn
    /// (E3).
    func closeEstimate(of id: TicketID, isInTurn: Bool, at moment: Date) throws

    func press(_ id: String) throws -> StoredPress?
    func keep(_ press: StoredPress, on date: CalendarDate) throws
    func what(_ entry: JournalKey) throws -> String?
}

/// Calls over the records of a terminal.
extension RecordsTransaction: CallStore {
    package func openCall(at counter: Counter.ID) throws -> Call? { try calls.open(at: counter) }
    package func lastCall(at counter: Counter.ID) throws -> Call? {
        try counters.lastCall(at: counter)
    }
    package func ticket(_ id: TicketID) throws -> Ticket? { try tickets.ticket(id) }
    package func rounds(of id: TicketID) throws -> Int { try tickets.rounds(of: id) }
    package func heads(for counter: Counter, on date: CalendarDate, at moment: Date) throws
        -> [WaitingTicket]
    { try queue.heads(for: counter, on: date, at: moment) }
    package func sent(to counter: Counter.ID, on date: CalendarDate) throws -> [WaitingTicket] {
        try queue.sent(to: counter, on: date)
    }
    package func position(of group: Service.ID) throws -> Int { try counters.position(of: group) }
    package func setPosition(_ position: Int, of group: Service.ID) throws {
        try counters.setPosition(position, of: group)
    }
    package func status(of counter: Counter.ID) throws -> CounterStatus {
        try counters.status(counter)
    }

    package func begin(
        _ id: TicketID, at counter: Counter.ID, who: String, reason: String?, at moment: Date
    ) throws {
        _ = try calls.begin(id, at: counter, person: who, reason: reason, at: moment)
    }
    package func recall(at counter: Counter.ID, at moment: Date) throws {
        _ = try calls.recall(at: counter, at: moment)
    }
    package func serve(at counter: Counter.ID, at moment: Date) throws {
        _ = try calls.serve(at: counter, at: moment)
    }
    package func move(
        _ id: TicketID, to state: TicketState, who: String, detail: String?, at moment: Date
    ) throws { try tickets.move(id, to: state, who: who, detail: detail, at: moment) }
    package func setAside(
        _ id: TicketID, until ready: Date, rounds: Int, who: String, at moment: Date
    ) throws {
        try tickets.setAside(
            id, until: ready, rounds: rounds, who: who, detail: "absent \(rounds)", at: moment)
    }
    package func transfer(
        _ id: TicketID, to destination: Destination, who: String, at moment: Date
    ) throws {
        switch destination {
        case .service(let service):
            try tickets.transfer(id, to: service, who: who, at: moment)
        case .counter(let counter): try tickets.send(id, to: counter, who: who, at: moment)
        }
    }
    package func release(_ id: TicketID, who: String, at moment: Date) throws {
        try tickets.send(id, to: nil, who: who, at: moment)
    }
    package func set(_ state: CounterState, of counter: Counter.ID, who: String, at moment: Date)
        throws
    { _ = try counters.set(state, of: counter, who: who, at: moment) }
    package func noteIdle(_ counter: Counter.ID, who: String, at moment: Date) throws {
        _ = try counters.note("counter.idle", counter, who: who, at: moment)
    }
    package var newestEntry: JournalKey { newestJournalKey }

    package func addTime(_ seconds: Double, of service: Service.ID, at moment: Date) throws {
        try waits.addTime(seconds, of: service, at: moment)
    }
    package func closeEstimate(of id: TicketID, isInTurn: Bool, at moment: Date) throws {
        try waits.close(id, isInTurn: isInTurn, at: moment)
    }

    package func press(_ id: String) throws -> StoredPress? { try presses.press(id) }
    package func keep(_ press: StoredPress, on date: CalendarDate) throws {
        try presses.keep(press, on: date)
    }
    package func what(_ entry: JournalKey) throws -> String? { try journal.entry(entry)?.what }
}
