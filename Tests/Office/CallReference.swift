import Foundation
import Office

/// Order of calling (D3, D8), written a second time from its sentences: plain and slow.
enum CallReference {
    /// Class whose turn it is after so many calls of the ratio: priority, where it would else have
    /// fewer calls than its share.
    static func turn(_ ratio: CallRatio, _ position: Int) -> QueueClass {
        var priority = 0
        var turn = QueueClass.regular
        for calls in 1...(position + 1) {
            let isOwed = priority * (ratio.priority + ratio.regular) < calls * ratio.priority
            turn = isOwed ? .priority : .regular
            if isOwed { priority += 1 }
        }
        return turn
    }

    static func mayCall(_ ticket: WaitingTicket, _ counter: Counter, _ now: Date) -> Bool {
        let isSetAside = ticket.readyAt.map { now < $0 } ?? false
        if isSetAside { return false }
        if ticket.counterID != nil { return ticket.counterID == counter.id }
        let isOfItsClasses: Bool =
            switch counter.classes {
            case .all: true
            case .priority: ticket.queueClass == .priority
            case .regular: ticket.queueClass == .regular
            }
        return isOfItsClasses && counter.services.contains(ticket.serviceID)
    }

    /// Tickets among which the classes take turns: those of primary services and those sent here,
    /// else those of secondary services.
    static func stage(_ callable: [WaitingTicket], _ counter: Counter) -> [WaitingTicket] {
        let first = callable.filter {
            $0.counterID == counter.id || counter.primary.contains($0.serviceID)
        }
        return first.isEmpty ? callable : first
    }

    static func next(_ press: CallingPress) -> TicketID? {
        let callable = inOrder(press.queue.filter { mayCall($0, press.counter, press.now) })
        if let oldest = callable.first(where: { press.isOverdue($0) }) { return oldest.id }
        let stage = stage(callable, press.counter)
        let priority = stage.filter { $0.queueClass == .priority }
        let regular = stage.filter { $0.queueClass == .regular }
        if press.counter.classes == .all, !priority.isEmpty, !regular.isEmpty {
            let turn = turn(press.ratio, press.position)
            return (turn == .priority ? priority : regular).first?.id
        }
        return stage.first?.id
    }

    /// Tickets by the moment since which they wait; those of one moment by terminal, sequence and
    /// start, as the database orders them.
    static func inOrder(_ tickets: [WaitingTicket]) -> [WaitingTicket] {
        tickets.sorted { left, right in
            let (one, other) = (left.id, right.id)
            if left.queuedAt != right.queuedAt { return left.queuedAt < right.queuedAt }
            if one.terminal != other.terminal { return one.terminal < other.terminal }
            if one.sequence != other.sequence { return one.sequence < other.sequence }
            // Numbers of 64 bits with a sign: those with the highest bit stand first.
            let (a, b) = (one.incarnation.rawValue, other.incarnation.rawValue)
            return a >> 63 != b >> 63 ? a >> 63 == 1 : a < b
        }
    }
}

extension CallingPress {
    /// Ratio of the counter's group, found service by service.
    var ratio: CallRatio {
        var group = Set(counter.services)
        for _ in rules.counters {
            for other in rules.counters where other.services.contains(where: group.contains) {
                group.formUnion(other.services)
            }
        }
        let own = rules.groupRatios.filter { group.contains($0.serviceID) }
        return own.isEmpty ? rules.ratio : own[0].ratio
    }
}
