package import Foundation
import GRDB
package import Office

/// Call of a ticket to a counter, from the call to the end of the service.
package struct Call: Sendable, Hashable {
    /// Identity of a call.
    package struct ID: Sendable, Hashable {
        package var terminal: String
        package var incarnation: Incarnation
        package var sequence: Int64
    }

    package var id: ID
    package var ticketID: TicketID
    package var counter: String
    /// Officer at the counter; nil: not known.
    package var person: String?
    package var calledAt: Date
    /// Moment of the newest recall (D2).
    package var recalledAt: Date?
    /// Moment from which the visitor was served; nil where nobody said so (D7).
    package var servingAt: Date?
    package var endedAt: Date?
}

/// Visitors called to counters. A counter has at most one open call, and a ticket too (D1).
package struct CallTable {
    let transaction: RecordsTransaction

    /// Calls a ticket to a counter. A reason that a person gave lies beside the journal. Throws `refused` where the ticket can't be called or the counter
    /// has another one.
    package func begin(
        _ id: TicketID, at counter: String, person: String? = nil, reason: String? = nil,
        at moment: Date
    ) throws -> Call {
        if let open = try open(at: counter) {
            let number = try transaction.tickets.require(open.ticketID).number
            throw RecordsError.refused("Counter \(counter) has \(number) still open.")
        }
        let ticket = try transaction.tickets.require(id)
        try transaction.tickets.setState(
            ticket, to: .called, who: Self.who(counter), note: reason, at: moment)
        let call = Call(
            id: .init(
                terminal: transaction.terminal, incarnation: transaction.incarnation,
                sequence: try transaction.nextSequence(in: "call")),
            ticketID: id, counter: counter, person: person, calledAt: moment)
        try transaction.execute(
            """
            INSERT INTO call (terminal, sequence, incarnation, ticket_terminal, ticket_sequence,
                ticket_incarnation, counter, person, called_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            Self.key(call.id) + TicketTable.key(id)
                + [counter, person, moment.timeIntervalSince1970])
        return call
    }

    /// Repeats the call of a counter and moves nothing (D2). Throws `refused` without an open call.
    package func recall(at counter: String, at moment: Date) throws -> Call {
        var call = try require(counter)
        call.recalledAt = moment
        try set("recalled_at", of: call, to: moment)
        try transaction.tickets.note(
            "ticket.recalled", call.ticketID, who: Self.who(counter), at: moment)
        return call
    }

    /// Begins the service of the visitor at a counter. Throws `refused` without an open call, or where
    /// the service has begun.
    package func serve(at counter: String, at moment: Date) throws -> Call {
        var call = try require(counter)
        try transaction.tickets.setState(
            transaction.tickets.require(call.ticketID), to: .serving, who: Self.who(counter),
            at: moment)
        call.servingAt = moment
        try set("serving_at", of: call, to: moment)
        return call
    }

    /// Ends the call of a counter; `state` is what becomes of the ticket: done, no-show, waiting
    /// again at its old place. Throws `refused` without an open call, or where the ticket can't
    /// become that.
    package func end(at counter: String, as state: TicketState, at moment: Date) throws -> Call {
        var call = try require(counter)
        try transaction.tickets.setState(
            transaction.tickets.require(call.ticketID), to: state, who: Self.who(counter),
            at: moment)
        call.endedAt = moment
        return call
    }

    /// Ends the open call of a ticket that leaves its counter, if there is one.
    func close(_ id: TicketID, at moment: Date) throws {
        try transaction.execute(
            """
            UPDATE call SET ended_at = ? WHERE ticket_terminal = ? AND ticket_sequence = ?
                AND ticket_incarnation = ? AND ended_at IS NULL
            """, [moment.timeIntervalSince1970] + TicketTable.key(id))
    }

    /// Open call of a counter.
    package func open(at counter: String) throws -> Call? {
        try transaction.row(
            "SELECT * FROM call WHERE counter = ? AND ended_at IS NULL", [counter]
        ).map(Self.call)
    }

    /// Open call of a ticket.
    package func open(of id: TicketID) throws -> Call? {
        try transaction.row(
            """
            SELECT * FROM call WHERE ticket_terminal = ? AND ticket_sequence = ?
                AND ticket_incarnation = ? AND ended_at IS NULL
            """, TicketTable.key(id)
        ).map(Self.call)
    }

    /// All calls of a ticket, oldest first.
    package func calls(of id: TicketID) throws -> [Call] {
        try transaction.rows(
            """
            SELECT * FROM call WHERE ticket_terminal = ? AND ticket_sequence = ?
                AND ticket_incarnation = ? ORDER BY called_at
            """, TicketTable.key(id)
        ).map(Self.call)
    }

    private func require(_ counter: String) throws -> Call {
        guard let call = try open(at: counter) else {
            throw RecordsError.refused("Counter \(counter) has no open ticket.")
        }
        return call
    }

    private func set(_ column: String, of call: Call, to moment: Date) throws {
        try transaction.execute(
            "UPDATE call SET \(column) = ? WHERE \(TicketTable.isThis)",
            [moment.timeIntervalSince1970] + Self.key(call.id))
    }

    private static func key(_ id: Call.ID) -> StatementArguments {
        [id.terminal, id.sequence, id.incarnation.column]
    }

    private static func who(_ counter: String) -> String { "counter \(counter)" }

    static func call(_ row: Row) throws -> Call {
        func moment(_ column: String) throws -> Date? {
            try (row.at(column) as Double?).map(Date.init(timeIntervalSince1970:))
        }
        return try Call(
            id: .init(
                terminal: row.at("terminal"),
                incarnation: Incarnation(column: row.at("incarnation")),
                sequence: row.at("sequence")),
            ticketID: TicketID(
                terminal: row.at("ticket_terminal"),
                incarnation: Incarnation(column: row.at("ticket_incarnation")),
                sequence: row.at("ticket_sequence")),
            counter: row.at("counter"), person: row.at("person"),
            calledAt: Date(timeIntervalSince1970: row.at("called_at")),
            recalledAt: moment("recalled_at"), servingAt: moment("serving_at"),
            endedAt: moment("ended_at"))
    }
}
