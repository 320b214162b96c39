package import Foundation

/// Ticket that may be called, with all that its turn depends on.
package struct WaitingTicket: Identifiable, Hashable, Sendable {
    package var id: TicketID
    package var number: TicketNumber
    package var serviceID: Service.ID
    package var queueClass: QueueClass
    /// Place in the queue, kept by a ticket that returns to it.
    package var queuedAt: Date
    /// Moment before which it is not called again; nil: none (D2).
    package var readyAt: Date?
    /// Only counter that may call it; nil: any for its service (A5).
    package var counterID: Counter.ID?

    package init(
        id: TicketID, number: TicketNumber, serviceID: Service.ID, queueClass: QueueClass,
        queuedAt: Date, readyAt: Date? = nil, counterID: Counter.ID? = nil
    ) {
        self.id = id
        self.number = number
        self.serviceID = serviceID
        self.queueClass = queueClass
        self.queuedAt = queuedAt
        self.readyAt = readyAt
        self.counterID = counterID
    }

    /// Whether it stands before another one in the queue.
    package func isBefore(_ other: WaitingTicket) -> Bool {
        if queuedAt != other.queuedAt { return queuedAt < other.queuedAt }
        if id.terminal != other.id.terminal {
            return id.terminal.utf8.lexicographicallyPrecedes(other.id.terminal.utf8)
        }
        if id.sequence != other.id.sequence { return id.sequence < other.id.sequence }
        // As the database orders its signed integers.
        return Int64(bitPattern: id.incarnation.rawValue)
            < Int64(bitPattern: other.id.incarnation.rawValue)
    }
}

/// Ticket that a counter calls next, and why (D3).
package struct CallChoice: Hashable, Sendable {
    /// Rule that decided.
    package enum Reason: Hashable, Sendable {
        /// It has waited for so many seconds, which is longer than anybody may.
        case longestWait(seconds: Int)
        /// Both classes wait, and this one's turn it is in the ratio.
        case ratio(QueueClass)
        /// It was sent to this counter.
        case sentHere
        /// It is the first of those that the counter may call.
        case first
        /// First of the secondary services, since no ticket waits for a primary one.
        case secondary
    }

    package var ticket: WaitingTicket
    package var reason: Reason
    /// Whether the call moves the ratio's position.
    package var movesRatio: Bool
}

/// Order in which counters call (D3, D8): the one function that calls, explanations and estimates
/// stand on.
package enum CallOrder {
    /// Returns whom a counter calls; nil: nobody that it may call waits.
    ///
    /// `heads` has at least the first ready ticket of each service and class that the counter calls,
    /// among those that were sent to no counter, and of each class the first ready one that was sent
    /// to this counter: nothing else can be next, so it may be the whole queue as well. `position`
    /// is that of the ratio in the counter's service group.
    package static func next(
        for counter: Counter, among heads: [WaitingTicket], position: Int, rules: CallingRules,
        at now: Date
    ) -> CallChoice? {
        let callable = heads.filter { isCallable($0, by: counter, at: now) }
        guard let oldest = callable.min(by: { $0.isBefore($1) }) else { return nil }
        let wait = now.timeIntervalSince(oldest.queuedAt)
        if wait >= Double(rules.longestWaitSeconds) {
            return CallChoice(
                ticket: oldest, reason: .longestWait(seconds: seconds(wait)), movesRatio: false)
        }
        let primary = callable.filter { isPrimary($0, for: counter) }
        let pool = primary.isEmpty ? callable : primary
        guard let first = pool.min(by: { $0.isBefore($1) }) else { return nil }
        // A counter of one class has no ratio, whatever was sent to it.
        if counter.classes == .all,
            let priority = Self.first(.priority, of: pool),
            let regular = Self.first(.regular, of: pool)
        {
            let turn = rules.ratio(at: counter).classAt(position)
            return CallChoice(
                ticket: turn == .priority ? priority : regular, reason: .ratio(turn),
                movesRatio: true)
        }
        let reason: CallChoice.Reason =
            if first.counterID == counter.id { .sentHere } else if primary.isEmpty {
                .secondary
            } else { .first }
        return CallChoice(ticket: first, reason: reason, movesRatio: false)
    }

    private static func first(_ queueClass: QueueClass, of pool: [WaitingTicket])
        -> WaitingTicket?
    {
        pool.filter { $0.queueClass == queueClass }.min { $0.isBefore($1) }
    }

    /// Whether a counter may call a ticket now.
    package static func isCallable(
        _ ticket: WaitingTicket, by counter: Counter, at now: Date
    ) -> Bool {
        if let ready = ticket.readyAt, ready > now { return false }
        if let only = ticket.counterID { return only == counter.id }
        return counter.calls(ticket.serviceID, ticket.queueClass)
    }

    /// Whether a ticket goes before those of the counter's secondary services.
    static func isPrimary(_ ticket: WaitingTicket, for counter: Counter) -> Bool {
        ticket.counterID == counter.id || counter.primary.contains(ticket.serviceID)
    }

    /// Whole seconds of a time that a wrong clock may have made huge.
    private static func seconds(_ time: TimeInterval) -> Int {
        Int(min(time, 1e9))
    }
}
