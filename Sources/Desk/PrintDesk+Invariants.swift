extension PrintDesk {
    /// Checks, in debug builds, what holds between two calls:
    /// - an order stands in one place: at the printer, in the inbox or among the unprinted;
    /// - what may be printed again by itself is a first slip, since of a copy there may be paper (B1);
    /// - the screen is asked only about orders that are unprinted (B11);
    /// - one routine question waits at most, and the inbox keeps its limit, beside a few questions.
    func checkInvariants() {
        assert(
            Set(allOrders.map(\.id)).count == allOrders.count, "an order is in two places: \(state)"
        )
        assert(unprinted.allSatisfy(\.isFirst), "a copy is printed again by itself")
        if case .wantsScreen = state {
            assert(!unprinted.isEmpty, "the screen is asked of nothing")
        }
        assert(inbox.filter(\.isRoutine).count <= 1, "two routine questions wait")
        assert(inbox.count <= Self.maximumOrders + 4, "\(inbox.count) pieces of work wait")
    }

    /// Orders wherever they stand.
    private var allOrders: [PrintOrder] {
        var orders = unprinted
        switch state {
        case .printing(let order), .ready(let order), .cancelling(then: let order?):
            orders.append(order)
        case .idle, .cancelling(then: nil), .asking, .resuming, .wantsScreen, .watchingScreen: break
        }
        for case .print(let order) in inbox { orders.append(order) }
        return orders
    }
}

extension PrintDesk.Work {
    fileprivate var isRoutine: Bool {
        if case .look(.routine) = self { true } else { false }
    }
}
