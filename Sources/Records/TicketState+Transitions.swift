package import Office

extension TicketState {
    /// Whether a ticket in this state may change to `next` (D1).
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

    /// Whether the number is no longer valid: void, returned or expired.
    package var isOver: Bool { self == .void || self == .returned || self == .expired }

    /// Whether tickets in this state count as waiting.
    package var isInQueue: Bool { self == .reserved || self == .printing || self == .waiting }
}
