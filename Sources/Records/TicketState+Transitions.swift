package import Office

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
