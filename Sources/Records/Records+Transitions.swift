package import Foundation
import GRDB
package import Office

extension Records {
    /// The visitor saw the number, so it can be called whatever becomes of its slip (B11). With
    /// `awaitsPaper` one whose slip is under way is not called before that is out. Does nothing to a
    /// ticket that has gone on already.
    package func markShown(_ id: TicketID, awaitsPaper: Bool = false) async throws(RecordsError) {
        try await write { db in
            guard let ticket = try Self.fetch(db, id) else { return }
            if ticket.state == .reserved || ticket.state == .printing && !awaitsPaper {
                try Self.setState(db, ticket, to: .waiting)
            }
        }
    }

    /// Its visitor had gone before the number was on the screen: where surely nothing is on paper
    /// either, nobody knows of it and it is never called (B1). Does nothing to other tickets.
    package func voidUnseen(_ id: TicketID, at moment: Date) async throws(RecordsError) {
        try await write { db in
            guard let ticket = try Self.fetch(db, id), Self.isUnseen(ticket) else { return }
            try Self.setState(db, ticket, to: .void)
            try Self.audit(
                db, "void", id, who: "terminal", detail: "never shown nor printed", at: moment)
        }
    }

    /// Neither shown nor printed, as far as is known yet.
    static func isUnseen(_ ticket: Ticket) -> Bool {
        ticket.state == .reserved || ticket.state == .printing && ticket.paper == .notPrinted
    }

    /// The visitor gives the number back (L4). Throws `refused` where it no longer waits.
    package func giveBack(_ id: TicketID, at moment: Date) async throws(RecordsError) {
        try await write { db in
            let ticket = try Self.require(db, id)
            try Self.setState(db, ticket, to: .returned)
            try Self.audit(db, "give-back", id, who: "visitor", detail: nil, at: moment)
        }
    }

    /// Staff take a ticket out. Throws `refused` where it is over already.
    package func void(_ id: TicketID, reason: String, who: String, at moment: Date)
        async throws(RecordsError)
    {
        try await write { db in
            let ticket = try Self.require(db, id)
            try Self.setState(db, ticket, to: .void)
            try Self.audit(db, "void", id, who: who, detail: reason, at: moment)
        }
    }

    /// Moves a ticket on: called, serving, done, no-show, waiting again. Throws `refused` with the
    /// reason where that makes no sense (D1).
    package func setState(_ state: TicketState, of id: TicketID) async throws(RecordsError) {
        try await write { db in try Self.setState(db, Self.require(db, id), to: state) }
    }

    /// Sends a ticket to another service of the office with the number it has (A5); it keeps the
    /// place of its arrival there. Throws `refused` where the ticket is over.
    package func transfer(_ id: TicketID, to service: Service.ID, who: String, at moment: Date)
        async throws(RecordsError)
    {
        try await write { db in
            let ticket = try Self.require(db, id)
            guard ticket.state.isInQueue || [.called, .serving].contains(ticket.state) else {
                throw RecordsError.refused(
                    "Ticket \(ticket.number) is \(ticket.state.rawValue) and can't be transferred.")
            }
            let identity: StatementArguments = [service, id.terminal, id.sequence]
            try db.execute(
                sql: "UPDATE ticket SET service = ? WHERE terminal = ? AND sequence = ?",
                arguments: identity)
            try db.execute(
                sql: "UPDATE queue_entry SET service = ? WHERE terminal = ? AND sequence = ?",
                arguments: identity)
            try Self.audit(db, "transfer", id, who: who, detail: service, at: moment)
            if !ticket.state.isInQueue {
                try Self.setState(db, Self.require(db, id), to: .waiting)
            }
        }
    }

    /// A new day: what still waits from earlier ones becomes `expired`; returns how many (A3).
    @discardableResult
    package func expire(before date: CalendarDate) async throws(RecordsError) -> Int {
        try await write { db in
            try db.execute(
                sql: """
                    UPDATE ticket SET state = 'expired' WHERE business_date < ?
                    AND state IN ('reserved', 'printing', 'waiting', 'called')
                    """, arguments: [date.description])
            let count = db.changesCount
            try db.execute(
                sql: "DELETE FROM queue_entry WHERE business_date < ?",
                arguments: [date.description])
            return count
        }
    }

    // MARK: Inside a transaction

    /// The one function that makes transitions. Who waits stands in the queue; who does not is
    /// taken out of it in the same transaction.
    static func setState(_ db: Database, _ ticket: Ticket, to state: TicketState) throws {
        guard ticket.state.canBecome(state) else {
            throw RecordsError.refused(
                "Ticket \(ticket.number) is \(ticket.state.rawValue) and can't become "
                    + "\(state.rawValue).")
        }
        try db.cachedStatement(
            sql: "UPDATE ticket SET state = ? WHERE terminal = ? AND sequence = ?"
        ).execute(arguments: [state.rawValue, ticket.id.terminal, ticket.id.sequence])
        if state.isInQueue {
            // Whoever was called and did not come goes back to the old place (D2).
            if ticket.state.isInQueue { return }
            try db.cachedStatement(
                sql: """
                    INSERT INTO queue_entry (business_date, service, issued_at, terminal, sequence)
                    VALUES (?, ?, ?, ?, ?)
                    """
            ).execute(arguments: [
                ticket.businessDate.description, ticket.serviceID,
                ticket.issuedAt.timeIntervalSince1970, ticket.id.terminal, ticket.id.sequence,
            ])
        } else if ticket.state.isInQueue {
            try db.cachedStatement(
                sql: """
                    DELETE FROM queue_entry WHERE business_date = ? AND service = ?
                    AND terminal = ? AND sequence = ?
                    """
            ).execute(arguments: [
                ticket.businessDate.description, ticket.serviceID, ticket.id.terminal,
                ticket.id.sequence,
            ])
        }
    }

    static func audit(
        _ db: Database, _ what: String, _ id: TicketID, who: String, detail: String?,
        at moment: Date
    ) throws {
        try db.execute(
            sql: """
                INSERT INTO audit (at, what, terminal, sequence, who, detail)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                moment.timeIntervalSince1970, what, id.terminal, id.sequence, who, detail,
            ])
    }
}

extension TicketState {
    /// Which transitions make sense (D1).
    package func canBecome(_ next: TicketState) -> Bool {
        switch self {
        case .reserved: [.printing, .waiting, .void, .expired, .returned].contains(next)
        case .printing: [.waiting, .void, .expired, .returned].contains(next)
        case .waiting: [.called, .void, .expired, .returned].contains(next)
        case .called: [.serving, .waiting, .noShow, .done, .void, .expired].contains(next)
        case .serving: [.done, .waiting, .void].contains(next)
        case .noShow: next == .waiting
        case .done, .expired, .returned, .void: false
        }
    }

    /// Nobody may come with this number any more.
    package var isOver: Bool { self == .void || self == .returned || self == .expired }

    /// Counted among those who wait.
    package var isInQueue: Bool { self == .reserved || self == .printing || self == .waiting }
}
