import Errands
import Foundation
package import Office
package import Records

/// Whether tickets are given, decided in the transaction that gives them (F1, D13).
package struct OpeningDesk: Sendable {
    /// Newest order of staff, as the records had it last.
    package private(set) var order: OpeningOrder?
    /// Whether the records have been asked for it since the start.
    private(set) var isKnown = false

    package init() {}

    /// Reads the newest order. Returns it as news.
    mutating func read(in records: RecordsTransaction) throws -> DeskOutcome {
        order = try records.openings.order()
        isKnown = true
        return DeskOutcome(.openingOrder(order))
    }

    /// Puts an order of staff on record, until a moment or the end of the business date. Throws
    /// `refused` where it would end before it begins, or later than its date.
    mutating func set(
        _ state: OpeningOrder.State, until: Date?, reason: String?, who: String,
        by rules: DeskRules,
        in records: RecordsTransaction, at moment: Date
    ) throws -> DeskOutcome {
        let (day, zone) = (rules.day, rules.day.zone)
        var new = OpeningOrder(
            state: state, businessDate: day.date(at: moment), reason: reason, who: who,
            setAt: moment)
        let dayEnd = new.end(day)
        if let until, until <= moment || until > dayEnd {
            throw RecordsError.refused(
                "An order that begins at \(Opening.text(moment, in: zone)) can't end at "
                    + "\(Opening.text(until, in: zone)): name a time before "
                    + "\(Opening.text(dayEnd, in: zone)), at which the business date ends, or none."
            )
        }
        new.until = until
        try records.openings.set(new)
        return try read(in: records)
    }

    /// Takes the order of staff back.
    mutating func clear(who: String, in records: RecordsTransaction, at moment: Date) throws
        -> DeskOutcome
    {
        try records.openings.clear(who: who, at: moment)
        return try read(in: records)
    }

    /// State of the office by these rules and the newest order.
    func opening(by rules: DeskRules, at moment: Date) -> Opening {
        rules.opening(order).opening(at: moment)
    }

    /// Refuses tickets while the office is closed, or one of the services, and without a printer where
    /// that closes the office. Throws `closed`.
    ///
    /// Tickets of the same visit count one after the other, so that a quota is never passed.
    func requireOpen(
        _ wishes: [TicketWish], by rules: DeskRules, canPrint: Bool,
        in records: RecordsTransaction, at moment: Date
    ) throws {
        let opening = rules.opening(try records.openings.order())
        try Self.require(opening.opening(at: moment), "The office", rules)
        if rules.closesWithoutPrinter, !canPrint {
            throw RecordsError.closed(
                "The office gives no tickets while the printer can't print.")
        }
        let limited = rules.catalogue.limited
        guard wishes.contains(where: { wish in limited.contains { $0.id == wish.serviceID } })
        else { return }
        let date = try records.tickets.clock(at: moment, day: rules.day).date
        var earlier: [Service.ID: Int] = [:]
        for wish in wishes {
            guard let service = limited.first(where: { $0.id == wish.serviceID }) else { continue }
            let given = try Self.given(service, on: date, in: records)
            let day = rules.catalogue.serviceDay(
                service, given: given + earlier[service.id, default: 0], on: date)
            try Self.require(
                opening.opening(at: moment, of: day), "The service \(service.id)", rules)
            earlier[service.id, default: 0] += 1
        }
    }

    /// State of a service by these rules, the records' order and what was given today.
    func state(
        of service: Service, by rules: DeskRules, in records: RecordsTransaction, at moment: Date
    ) throws -> Opening {
        let date = try records.tickets.clock(at: moment, day: rules.day).date
        let day = rules.catalogue.serviceDay(
            service, given: try Self.given(service, on: date, in: records), on: date)
        return rules.opening(try records.openings.order()).opening(at: moment, of: day)
    }

    private static func require(
        _ opening: Opening, _ subject: String, _ rules: DeskRules
    ) throws(RecordsError) {
        if opening.isOpen { return }
        throw .closed(
            "\(subject) gives no tickets now (\(opening.sentence(in: rules.day.zone))).")
    }

    private static func given(
        _ service: Service, on date: CalendarDate, in records: RecordsTransaction
    ) throws -> Int {
        guard service.quota != nil else { return 0 }
        return try records.tickets.given(prefix: service.prefix, on: date)
    }

    /// News of the tickets that count against quotas; none where no service has one.
    func given(
        by rules: DeskRules, on date: CalendarDate, in records: RecordsTransaction
    ) throws -> [Event] {
        let counts = try Self.counts(by: rules, on: date, in: records)
        return counts.isEmpty ? [] : [.given(counts, date)]
    }

    /// Evaluator with the order that the records have, and the tickets that count against quotas.
    package static func state(
        by rules: DeskRules, on date: CalendarDate, in records: RecordsTransaction
    ) throws -> (rules: OpeningRules, counts: [Service.ID: Int]) {
        (
            rules.opening(try records.openings.order()),
            try counts(by: rules, on: date, in: records)
        )
    }

    /// Tickets of each service with a quota that count against it.
    package static func counts(
        by rules: DeskRules, on date: CalendarDate, in records: RecordsTransaction
    ) throws -> [Service.ID: Int] {
        var counts: [Service.ID: Int] = [:]
        for service in rules.catalogue.services where service.quota != nil {
            counts[service.id] = try given(service, on: date, in: records)
        }
        return counts
    }
}
