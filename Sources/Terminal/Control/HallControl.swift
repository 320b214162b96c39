package import Desk
import Errands
import Foundation
package import Hall
import Logging
import Office
import Records
import Settings
package import Wire

/// Questions and orders about counters and the tickets at them.
package struct HallControl: Sendable {
    let control: Control

    var terminal: Terminal { control.terminal }

    /// Does an officer's order at a counter, once for each identity of a press (D6).
    package func press(_ press: Wire.Press, at counter: String, by caller: Caller) async throws
        -> Wire.PressAnswer
    {
        try await take(try await order(press), press.id, at: counter, by: caller)
    }

    /// Calls a given ticket, with a reason (D9).
    package func call(_ call: Wire.GivenCall, at counter: String, by caller: Caller) async throws
        -> Wire.PressAnswer
    {
        guard call.reason.contains(where: { !$0.isWhitespace }) else {
            throw Refusal.invalid("reason", "Say why this visitor goes before others.")
        }
        let ticket = try await control.find(call.ticket)
        return try await take(
            .call(ticket.id, reason: call.reason), call.id, at: counter, by: caller)
    }

    /// Whom a counter would call now, and why (D3).
    package func choice(at id: String) async throws -> Wire.Choice {
        let counter = try await requireCounter(id)
        let now = control.now().wall
        let (rules, choice) = try await terminal.look { desk, records in
            let (today, outcome) = try desk.today(now, in: records)
            let choice = try CallDesk(desk.rules).choice(
                at: id, on: today, in: records, at: now)
            return ((desk.rules.calling, choice), outcome)
        }
        return Wire.Choice(
            counter: id, number: choice?.ticket.number.description,
            sentence: choice?.sentence(at: counter, by: rules)
                ?? "Nobody waits whom counter \(id) may call.")
    }

    package func counters() async throws -> [Wire.Counter] {
        let bundle = await terminal.bundle
        let now = control.now().wall
        let states = try await terminal.look { desk, records in
            let (today, outcome) = try desk.today(now, in: records)
            let counts = try records.queue.callableCounts(on: today)
            let times = try WaitDesk(desk.rules).times(in: records)
            let states = try desk.rules.calling.counters.map { counter in
                let call = try records.calls.open(at: counter.id)
                let ticket = try call.flatMap { try records.tickets.ticket($0.ticketID) }
                let limit = ticket.flatMap { times[$0.serviceID]?.forgottenAfter }
                let isForgotten = call.map {
                    now.timeIntervalSince($0.calledAt) > limit ?? .infinity
                }
                let waiting = counter.services.reduce(0) { sum, service in
                    sum
                        + QueueClass.allCases.filter(counter.classes.takes)
                        .reduce(0) { $0 + (counts[service]?[$1] ?? 0) }
                }
                return CounterLook(
                    counter: counter, status: try records.counters.status(counter.id),
                    ticket: ticket, calledAt: call?.calledAt, isForgotten: isForgotten ?? false,
                    waiting: waiting)
            }
            return (states, outcome)
        }
        return states.map { look in
            let (counter, status) = (look.counter, look.status)
            var reason: String?
            if case .paused(let why) = status.state { reason = why.rawValue }
            return Wire.Counter(
                id: counter.id, number: counter.number, place: counter.place[.indonesian],
                zone: counter.zone, classes: counter.classes.rawValue, primary: counter.primary,
                secondary: counter.secondary, state: status.state.word.rawValue, reason: reason,
                since: status.since?.ISO8601Format(),
                ticket: look.ticket.map { control.wire($0, ahead: nil, bundle) },
                calledAt: look.calledAt?.ISO8601Format(), isForgotten: look.isForgotten,
                waiting: look.waiting)
        }
    }

    /// Counter as a look at the records finds it.
    private struct CounterLook: Sendable {
        var counter: Counter
        var status: CounterStatus
        var ticket: Ticket?
        var calledAt: Date?
        var isForgotten: Bool
        var waiting: Int
    }

    private func take(_ order: Order, _ id: String, at counter: String, by caller: Caller)
        async throws -> Wire.PressAnswer
    {
        _ = try await requireCounter(counter)
        try await control.requireRecovery()
        let press = Press(id: id, counterID: counter, order: order, who: caller.who)
        let (answer, ticket, finished) = try await terminal.transact { desk, records, moment in
            let (today, outcome) = try desk.turnDay(in: records, at: moment)
            let answer = try CallDesk(desk.rules).take(
                press, on: today, in: records, at: moment.wall)
            let ticket = try answer.ticketID.map(records.tickets.require)
            let finished = try answer.finishedID.map(records.tickets.require)
            return (
                (answer, ticket, finished), outcome + (try desk.waiting(in: records, at: moment))
            )
        }
        note(answer, at: counter, ticket, finished)
        let bundle = await terminal.bundle
        let entry = answer.entry
        return Wire.PressAnswer(
            counter: counter, entry: "\(entry.terminal)-\(entry.sequence).\(entry.incarnation)",
            what: answer.what, ticket: ticket.map { control.wire($0, ahead: nil, bundle) },
            finished: finished.map { control.wire($0, ahead: nil, bundle) },
            isRepeat: answer.isRepeat)
    }

    /// Logs what a press has done.
    func note(
        _ answer: PressAnswer, at counter: String, _ ticket: Ticket?, _ finished: Ticket?
    ) {
        if answer.isRepeat { return }
        var fields: Logger.Metadata = ["counter": "\(counter)"]
        if let ticket { fields["ticket"] = "\(ticket.id)" }
        if let finished { fields["finished"] = "\(finished.id)" }
        terminal.log.info("\(answer.what)", metadata: fields)
    }

    func requireCounter(_ id: String) async throws -> Counter {
        do { return try CallDesk(await terminal.desk.rules).require(id) } catch {
            throw Refusal.notFound("\(error)")
        }
    }

    private func order(_ press: Wire.Press) async throws -> Order {
        switch press.order {
        case "next": return .next
        case "recall": return .recall
        case "no-show": return .noShow
        case "serve": return .serve
        case "finish": return .finish
        case "hold": return .hold
        case "open": return .open
        case "close": return .close
        case "not-served": return .notServed(try Self.word(press.reason, "reason"))
        case "pause": return .pause(try Self.word(press.reason, "reason"))
        case "resume":
            guard let text = press.ticket else {
                throw Refusal.invalid("ticket", "Say which ticket is called back.")
            }
            return .resume(try await control.find(text).id)
        case "transfer":
            switch (press.toService, press.toCounter) {
            case (let service?, nil): return .transfer(to: .service(service))
            case (nil, let counter?): return .transfer(to: .counter(counter))
            default:
                throw Refusal.invalid(
                    "toService", "Say to which service or to which counter, one of the two.")
            }
        default:
            let words = Wire.Press.orders.joined(separator: ", ")
            throw Refusal.invalid(
                "order", "'\(press.order)' is no order; there are: \(words).")
        }
    }

    /// Word of a short list.
    static func word<Word: RawRepresentable & CaseIterable>(_ text: String?, _ field: String)
        throws -> Word where Word.RawValue == String
    {
        if let word = text.flatMap(Word.init(rawValue:)) { return word }
        let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
        throw Refusal.invalid(
            field, text.map { "'\($0)' must be one of: \(words)." } ?? "Give one of: \(words).")
    }
}

extension Control {
    /// Counters and the tickets at them.
    package var hall: HallControl { HallControl(control: self) }
}

extension WaitDesk {
    package init(_ rules: DeskRules) {
        self.init(rules: rules.calling, hours: rules.hours, day: rules.day)
    }
}

extension CallDesk {
    package init(_ rules: DeskRules) {
        self.init(rules: rules.calling, services: Set(rules.catalogue.services.map(\.id)))
    }
}
