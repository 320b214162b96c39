import Desk
import Errands
import Foundation
import Logging
package import Office
import Records
import Settings
package import Wire

/// Whether the office gives tickets, and orders of staff to open or close it (F1).
extension Control {
    package func office() async throws -> Wire.Office {
        let moment = now().wall
        return try await terminal.look { desk, records in
            let (today, outcome) = try desk.today(moment, in: records)
            return (
                try Self.office(by: desk.rules, on: today, in: records, at: moment), outcome
            )
        }
    }

    /// Opens or closes the office until a time, or until the end of the business date.
    package func orderOffice(
        _ state: OpeningOrder.State, _ wish: Wire.OfficeOrderRequest, by caller: Caller
    ) async throws -> Wire.Office {
        let office = try await terminal.transact { desk, records, moment in
            let until = wish.until.flatMap {
                Self.moment($0, after: moment.wall, in: desk.rules.day.zone)
            }
            let outcome = try desk.order(
                state, until: until, reason: wish.reason, who: caller.who, in: records, at: moment)
            let today = try desk.today(moment.wall, in: records).date
            return (
                try Self.office(by: desk.rules, on: today, in: records, at: moment.wall), outcome
            )
        }
        terminal.log.notice(
            state == .open ? "office.opened" : "office.closed",
            metadata: ["who": "\(caller)", "until": "\(office.order?.until ?? "-")"])
        return office
    }

    /// Lets the hours count again.
    package func endOfficeOrder(by caller: Caller) async throws -> Wire.Office {
        let office = try await terminal.transact { desk, records, moment in
            let outcome = try desk.endOrder(who: caller.who, in: records, at: moment)
            let today = try desk.today(moment.wall, in: records).date
            return (
                try Self.office(by: desk.rules, on: today, in: records, at: moment.wall), outcome
            )
        }
        terminal.log.notice("office.auto", metadata: ["who": "\(caller)"])
        return office
    }

    /// Next moment at which the clock of the office shows a time such as `15:30`.
    private static func moment(_ time: String, after moment: Date, in zone: TimeZone) -> Date? {
        let parts = time.split(separator: ":").compactMap { Int($0) }
        guard parts.count == 2 else { return nil }
        let today = LocalTime(moment, in: zone).date
        let minute = parts[0] * 60 + parts[1]
        let first = Date(today, minute: minute, in: zone)
        return first > moment ? first : Date(today.next, minute: minute, in: zone)
    }

    private static func office(
        by rules: DeskRules, on today: CalendarDate, in records: RecordsTransaction,
        at moment: Date
    ) throws -> Wire.Office {
        let (opening, counts) = try OpeningDesk.state(by: rules, on: today, in: records)
        let (state, zone) = (opening.opening(at: moment), rules.day.zone)
        let order = opening.standingOrder(at: moment)
        let closed =
            !state.isOpen
            ? []
            : rules.catalogue.limited.compactMap { service -> Wire.Office.ClosedService? in
                let day = rules.catalogue.serviceDay(
                    service, given: counts[service.id] ?? 0, on: today)
                let opening = opening.opening(at: moment, of: day)
                guard case .closed(let reason, let next) = opening else { return nil }
                return Wire.Office.ClosedService(
                    service: service.id, name: service.name[.indonesian],
                    reason: reason.word.rawValue, next: next?.ISO8601Format(),
                    sentence: opening.sentence(in: zone))
            }
        return Wire.Office(
            isOpen: state.isOpen, reason: state.reason?.word.rawValue,
            next: state.next?.ISO8601Format(), lastTicket: state.lastTicket?.ISO8601Format(),
            sentence: state.sentence(in: zone), businessDate: today.description,
            order: order.map {
                Wire.Office.Order(
                    state: $0.state.rawValue, until: $0.end(rules.day).ISO8601Format(),
                    reason: $0.reason, who: $0.who, setAt: $0.setAt.ISO8601Format(),
                    sentence: $0.sentence(rules.day))
            }, closedServices: closed)
    }
}
