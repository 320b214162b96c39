import Errands
import Foundation
package import Office
package import Records

/// Whether tickets are given, decided in the transaction that gives them (F1, D13).
package struct OpeningDesk: Sendable {
    /// Newest order of staff, as the records had it last.
    package private(set) var order: OpeningOrder?

    package init() {}

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
        let opening = rules.opening(order)
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
