/// Waiting tickets that the same counters may call.
package struct QueueCell: Hashable, Sendable {
    package var newcomer: Newcomer
    /// Only counter that may call them; nil: any for their service (A5).
    package var counterID: Counter.ID?

    package init(_ newcomer: Newcomer, counterID: Counter.ID? = nil) {
        self.newcomer = newcomer
        self.counterID = counterID
    }

    fileprivate init(_ ticket: WaitingTicket) {
        self.init(
            Newcomer(serviceID: ticket.serviceID, queueClass: ticket.queueClass),
            counterID: ticket.counterID)
    }

    /// Number of tickets in each cell.
    package static func counts(_ line: [WaitingTicket]) -> [QueueCell: Int] {
        line.reduce(into: [:]) { $0[QueueCell($1), default: 0] += 1 }
    }

    fileprivate func isCalled(by counter: Counter) -> Bool {
        counterID.map { $0 == counter.id }
            ?? counter.calls(newcomer.serviceID, newcomer.queueClass)
    }

    fileprivate func isPrimary(for counter: Counter) -> Bool {
        counterID == counter.id || counter.primary.contains(newcomer.serviceID)
    }
}

extension CallingRules {
    /// Number of people who can be called before a ticket that is taken now (E1): all whom a counter
    /// may call that calls it too. Where no counter calls it, those of its own service.
    package func peopleAhead(of newcomer: Newcomer, in cells: [QueueCell: Int]) -> Int {
        let own = QueueCell(newcomer)
        let counters = counters.filter(own.isCalled)
        return cells.reduce(0) { sum, cell in
            let isAhead =
                counters.isEmpty
                ? cell.key.newcomer.serviceID == newcomer.serviceID
                : counters.contains(where: cell.key.isCalled)
            return isAhead ? sum + cell.value : sum
        }
    }

    /// Number of people who can be called before each of those who wait (E1): those whom a counter of
    /// its own may call and who stand before it, or are of the priority class while it is not, or wait
    /// for a primary service of a counter at which its own is secondary.
    package func peopleAhead(in line: [WaitingTicket]) -> [TicketID: Int] {
        let line = line.sorted { $0.isBefore($1) }
        let counts = QueueCell.counts(line)
        var earlier = counts.mapValues { _ in 0 }
        var rivals: [QueueCell: (always: [QueueCell], ifEarlier: [QueueCell])] = [:]
        for cell in counts.keys { rivals[cell] = self.rivals(of: cell, among: counts.keys) }
        return line.reduce(into: [:]) { ahead, ticket in
            let cell = QueueCell(ticket)
            let (always, ifEarlier) = rivals[cell] ?? ([], [])
            ahead[ticket.id] =
                always.reduce(0) { $0 + (counts[$1] ?? 0) }
                + ifEarlier.reduce(0) { $0 + (earlier[$1] ?? 0) }
            earlier[cell, default: 0] += 1
        }
    }

    /// The same for one of them alone, which costs no more than a look at the line; 0 for a ticket that
    /// is not in it.
    package func peopleAhead(of id: TicketID, in line: [WaitingTicket]) -> Int {
        guard let ticket = line.first(where: { $0.id == id }) else { return 0 }
        let counts = QueueCell.counts(line)
        let (always, ifEarlier) = rivals(of: QueueCell(ticket), among: counts.keys)
        let earlier = Set(ifEarlier)
        return always.reduce(0) { $0 + (counts[$1] ?? 0) }
            + line.count { $0.isBefore(ticket) && earlier.contains(QueueCell($0)) }
    }

    /// Cells that can be called before a cell: wherever they stand, and only where they came before.
    private func rivals(of cell: QueueCell, among cells: some Sequence<QueueCell>)
        -> (always: [QueueCell], ifEarlier: [QueueCell])
    {
        let counters = counters.filter(cell.isCalled)
        var (always, ifEarlier): ([QueueCell], [QueueCell]) = ([], [])
        for other in cells {
            let shared = counters.filter(other.isCalled)
            if counters.isEmpty {
                if other.newcomer.serviceID == cell.newcomer.serviceID { ifEarlier.append(other) }
            } else if shared.isEmpty {
                continue
            } else if other.newcomer.queueClass == .priority, cell.newcomer.queueClass == .regular {
                always.append(other)
            } else if other != cell,
                shared.contains(where: { other.isPrimary(for: $0) && !cell.isPrimary(for: $0) })
            {
                always.append(other)
            } else {
                ifEarlier.append(other)
            }
        }
        return (always, ifEarlier)
    }
}
