package import Foundation
package import Office
import Records

/// Desk of the counters: what each order does to tickets and counters, in the transaction of the
/// caller. A value without a clock; the rules are those of the settings (D1-D11).
package struct CallDesk: Sendable {
    package var rules: CallingRules
    /// Services that there are, for transfers.
    package var services: Set<Service.ID>

    package init(rules: CallingRules, services: Set<Service.ID>) {
        self.rules = rules
        self.services = services
    }

    /// Does a press once: one that is sent again gets the answer of the first time. Throws `refused`
    /// with the reason where the order makes no sense now, and nothing is changed then.
    package func take(
        _ press: Press, on date: CalendarDate, in store: some CallStore, at moment: Date
    ) throws -> PressAnswer {
        if let done = try store.press(press.id) { return try answer(again: done, press, in: store) }
        let counter = try require(press.counterID)
        var work = Work(counter: counter, who: press.who, date: date, moment: moment)
        try perform(press.order, &work, in: store)
        let entry = store.newestEntry
        try store.keep(
            StoredPress(
                id: press.id, what: press.order.words, counter: counter.id, entry: entry,
                ticketID: work.ticketID, finishedID: work.finishedID), on: date)
        return PressAnswer(
            what: try what(entry, in: store), entry: entry, ticketID: work.ticketID,
            finishedID: work.finishedID)
    }

    /// Whom a counter would call now, and why (D3); nil: nobody.
    package func choice(
        at counterID: Counter.ID, on date: CalendarDate, in store: some CallStore, at moment: Date
    ) throws -> CallChoice? {
        let counter = try require(counterID)
        return CallOrder.next(
            for: counter, among: try store.heads(for: counter, on: date, at: moment),
            position: try store.position(of: rules.serviceGroup(of: counter)), rules: rules,
            at: moment)
    }

    /// Counter of this name. Throws `refused` with the names that there are.
    package func require(_ id: Counter.ID) throws -> Counter {
        if let counter = rules.counter(id) { return counter }
        guard !rules.counters.isEmpty else {
            throw RecordsError.refused(
                "There are no counters: set them up in kiosk.yaml (loket config explain counters).")
        }
        let known = rules.counters.map(\.id).joined(separator: ", ")
        throw RecordsError.refused("There is no counter '\(id)'; there are: \(known).")
    }

    /// Work of one press.
    private struct Work {
        let counter: Counter
        let who: String
        let date: CalendarDate
        let moment: Date
        var ticketID: TicketID?
        var finishedID: TicketID?

        /// Counter, as the journal names whoever does something there.
        var place: String { "counter \(counter.id)" }
    }

    private func answer(again done: StoredPress, _ press: Press, in store: some CallStore) throws
        -> PressAnswer
    {
        guard done.counter == press.counterID, done.what == press.order.words else {
            throw RecordsError.refused(
                "Press \(press.id) was «\(done.what)» at counter \(done.counter) already: give "
                    + "each press an identity of its own.")
        }
        return PressAnswer(
            what: try what(done.entry, in: store), entry: done.entry, ticketID: done.ticketID,
            finishedID: done.finishedID, isRepeat: true)
    }

    private func what(_ entry: JournalKey, in store: some CallStore) throws -> String {
        guard let what = try store.what(entry) else {
            throw RecordsError.refused("The journal has lost the row of this press.")
        }
        return what
    }

    // MARK: Orders

    private func perform(_ order: Order, _ work: inout Work, in store: some CallStore) throws {
        let (counter, moment) = (work.counter, work.moment)
        switch order {
        case .next: try next(&work, in: store)
        case .call(let id, let reason):
            try requireFree(counter, in: store)
            try wake(work, in: store)
            try begin(id, reason: reason, &work, in: store)
        case .resume(let id):
            try requireFree(counter, in: store)
            let ticket = try store.ticket(id)
            guard ticket?.state == .held else {
                let what = ticket.map { "Ticket \($0.number) is \($0.state.rawValue)" }
                throw RecordsError.refused("\(what ?? "There is no such ticket"), not held.")
            }
            try wake(work, in: store)
            try begin(id, reason: nil, &work, in: store)
        case .recall:
            work.ticketID = try requireCall(counter, in: store).ticketID
            try store.recall(at: counter.id, at: moment)
        case .serve:
            work.ticketID = try requireCall(counter, in: store).ticketID
            try store.serve(at: counter.id, at: moment)
        case .noShow: try noShow(&work, in: store)
        case .finish: try end(as: .done, nil, &work, in: store)
        case .notServed(let reason): try end(as: .notServed, reason.rawValue, &work, in: store)
        case .hold: try end(as: .held, nil, &work, in: store)
        case .transfer(let destination): try transfer(to: destination, &work, in: store)
        case .open: try change(to: .open, work, in: store)
        case .pause(let reason):
            work.finishedID = try finishOpen(work, in: store)
            try change(to: .paused(reason), work, in: store)
        case .close:
            work.finishedID = try finishOpen(work, in: store)
            // Nobody waits for a counter that does not call any more (A5).
            for ticket in try store.sent(to: counter.id, on: work.date) {
                try store.release(ticket.id, who: work.place, at: moment)
            }
            try change(to: .closed, work, in: store)
        }
    }

    private func next(_ work: inout Work, in store: some CallStore) throws {
        let (counter, moment) = (work.counter, work.moment)
        let last = try store.lastCall(at: counter.id)
        let before = try store.status(of: counter.id)
        if let since = try secondsSinceCall(counter, in: store, at: moment) {
            throw RecordsError.refused(
                "Counter \(counter.id) has called \(Int(since)) s ago: wait "
                    + "\(rules.nextPauseSeconds) s from one call to the next.")
        }
        try wake(work, in: store)
        work.finishedID = try finishOpen(work, in: store)
        let heads = try store.heads(for: counter, on: work.date, at: moment)
        let group = rules.serviceGroup(of: counter)
        let position = try store.position(of: group)
        guard
            let choice = CallOrder.next(
                for: counter, among: heads, position: position, rules: rules, at: moment)
        else { return try store.noteIdle(counter.id, who: work.place, at: moment) }
        if choice.movesRatio {
            try store.setPosition(rules.ratio(at: counter).after(position), of: group)
        }
        if let last, before.state == .open {
            try learn(from: last, openSince: before.since, heads, work, in: store)
        }
        try begin(choice.ticket.id, reason: nil, isInTurn: true, &work, in: store)
    }

    /// Keeps the time since the counter's call before as one of its service (D7).
    private func learn(
        from call: Call, openSince: Date?, _ heads: [WaitingTicket], _ work: Work,
        in store: some CallStore
    ) throws {
        // A ticket that was passed on has another service now.
        guard
            let seconds = ServiceTimes.sample(
                from: call.calledAt, openSince: openSince, heads: heads, at: work.moment),
            let ticket = try store.ticket(call.ticketID), !ticket.state.isInQueue
        else { return }
        try store.addTime(seconds, of: ticket.serviceID, at: work.moment)
    }

    /// Time in seconds since the counter's last call, where it is too short for the next one (D7).
    func secondsSinceCall(_ counter: Counter, in store: some CallStore, at moment: Date) throws
        -> TimeInterval?
    {
        guard let last = try store.lastCall(at: counter.id) else { return nil }
        let since = moment.timeIntervalSince(last.calledAt)
        return since >= 0 && since < Double(rules.nextPauseSeconds) ? since : nil
    }

    private func begin(
        _ id: TicketID, reason: String?, isInTurn: Bool = false, _ work: inout Work,
        in store: some CallStore
    ) throws {
        try store.closeEstimate(of: id, isInTurn: isInTurn, at: work.moment)
        try store.begin(
            id, at: work.counter.id, who: work.who, reason: reason, at: work.moment)
        work.ticketID = id
    }

    private func noShow(_ work: inout Work, in store: some CallStore) throws {
        let call = try requireCall(work.counter, in: store)
        let gap = call.recalledAt.map { $0.timeIntervalSince(call.calledAt) }
        guard let gap, gap >= Double(rules.recallGapSeconds) else {
            throw RecordsError.refused(
                "Call this visitor again first, at least \(rules.recallGapSeconds) s after the call."
            )
        }
        work.ticketID = call.ticketID
        let rounds = try store.rounds(of: call.ticketID) + 1
        if rounds >= rules.maximumRounds {
            try store.move(
                call.ticketID, to: .noShow, who: work.place, detail: "absent \(rounds)",
                at: work.moment)
        } else {
            try store.setAside(
                call.ticketID, until: work.moment + Double(rules.asideSeconds), rounds: rounds,
                who: work.place, at: work.moment)
        }
    }

    private func transfer(
        to destination: Destination, _ work: inout Work, in store: some CallStore
    ) throws {
        switch destination {
        case .counter(let id):
            let other = try require(id)
            if other.id == work.counter.id {
                throw RecordsError.refused("The visitor is at counter \(id) already.")
            }
            if try store.status(of: other.id).state == .closed {
                throw RecordsError.refused(
                    "Counter \(id) is closed: nobody would call the visitor.")
            }
        case .service(let service) where !services.contains(service):
            throw RecordsError.refused(
                "There is no service '\(service)': see loket service list.")
        case .service: break
        }
        let call = try requireCall(work.counter, in: store)
        work.ticketID = call.ticketID
        try store.transfer(call.ticketID, to: destination, who: work.place, at: work.moment)
    }

    private func end(
        as state: TicketState, _ detail: String?, _ work: inout Work, in store: some CallStore
    ) throws {
        let call = try requireCall(work.counter, in: store)
        work.ticketID = call.ticketID
        try store.move(
            call.ticketID, to: state, who: work.place, detail: detail, at: work.moment)
    }

    /// Finishes the open ticket of the counter, if it has one.
    private func finishOpen(_ work: Work, in store: some CallStore) throws -> TicketID? {
        guard let call = try store.openCall(at: work.counter.id) else { return nil }
        try store.move(call.ticketID, to: .done, who: work.place, detail: nil, at: work.moment)
        return call.ticketID
    }

    /// A counter that calls is open: no officer needs a second key in the morning.
    private func wake(_ work: Work, in store: some CallStore) throws {
        if try store.status(of: work.counter.id).state != .open {
            try change(to: .open, work, in: store)
        }
    }

    private func change(to state: CounterState, _ work: Work, in store: some CallStore) throws {
        try store.set(state, of: work.counter.id, who: work.place, at: work.moment)
    }

    private func requireCall(_ counter: Counter, in store: some CallStore) throws -> Call {
        guard let call = try store.openCall(at: counter.id) else {
            throw RecordsError.refused("Counter \(counter.id) has no open ticket.")
        }
        return call
    }

    private func requireFree(_ counter: Counter, in store: some CallStore) throws {
        if let call = try store.openCall(at: counter.id) {
            let number = try store.ticket(call.ticketID).map { "\($0.number)" } ?? "a ticket"
            throw RecordsError.refused(
                "Counter \(counter.id) has \(number) still open: finish it first.")
        }
    }
}
