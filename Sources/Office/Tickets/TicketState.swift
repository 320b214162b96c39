/// State of a ticket in the queue. `PaperState` has the state of its paper (B11).
package enum TicketState: String, Sendable, Codable, CaseIterable {
    /// Number taken, neither shown nor printed yet. It cannot be called.
    case reserved
    /// Slip requested, neither shown nor known to be printed. It cannot be called.
    case printing
    /// Shown or printed. It can be called.
    case waiting
    case called
    case serving
    /// Put aside by its counter while the visitor fetches something; that counter calls it back.
    case held
    case done
    /// Absent at the last of several calls. Taken back on the same day (D2).
    case noShow
    /// Sent away for a reason that is not the visitor's (D10).
    case notServed
    /// Still waiting when its day ended (A3). A clock that ran ahead and was set right takes it back.
    case expired
    /// Given back by the visitor (L4).
    case returned
    /// Removed by staff, or neither shown nor printed (B1).
    case void
}

extension TicketState {
    /// States that may follow this one: the whole table of transitions (D1).
    package var successors: [TicketState] {
        switch self {
        case .reserved: [.printing, .waiting, .void, .expired, .returned, .notServed]
        case .printing: [.waiting, .void, .expired, .returned, .notServed]
        case .waiting: [.called, .void, .expired, .returned, .notServed]
        case .called: [.serving, .held, .waiting, .noShow, .done, .notServed, .void, .expired]
        case .serving: [.held, .done, .notServed, .waiting, .void]
        case .held: [.called, .waiting, .notServed, .void, .expired, .returned]
        case .noShow: [.waiting]
        case .done, .expired, .returned, .notServed, .void: []
        }
    }

    /// Whether `next` may follow this state.
    package func canBecome(_ next: TicketState) -> Bool { successors.contains(next) }
}

/// Lists of states by what they have in common. SQL's lists are written from these.
extension TicketState {
    /// States counted among those who wait.
    package static let inQueue: [TicketState] = [.reserved, .printing, .waiting]
    /// States of numbers that no screen has shown and of which no slip is known.
    package static let unseen: [TicketState] = [.reserved, .printing]
    /// States from which a counter may call.
    package static let callable: [TicketState] = [.waiting, .held]
    /// States in which a counter has the visitor.
    package static let atCounter: [TicketState] = [.called, .serving]
    /// States of tickets that are still to be dealt with.
    package static let open = inQueue + atCounter + [.held]
    /// States that keep a number from being given again where a range wraps. A no-show is among
    /// them, because it may be taken back on the same day (A1, D2).
    package static let holdingNumber = open + [.noShow]
    /// States that become `expired` when the day ends (A3).
    package static let expiring = allCases.filter { $0.canBecome(.expired) }
    /// States of tickets that left without being served.
    package static let gone: [TicketState] = [.noShow, .notServed, .returned, .void]
    /// States of tickets that do not count against a quota: nobody is served with them.
    package static let withoutQuota: [TicketState] = [.returned, .void]
    /// States of numbers that are no longer valid.
    package static let over: [TicketState] = [.void, .returned, .notServed, .expired]

    /// Whether the ticket counts among those who wait.
    package var isInQueue: Bool { Self.inQueue.contains(self) }
    /// Whether the number is no longer valid.
    package var isOver: Bool { Self.over.contains(self) }
}
