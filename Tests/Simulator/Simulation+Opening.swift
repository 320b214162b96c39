import Desk
import Errands
import Foundation
import Office
import Settings

/// Orders of staff to open or close the office, and what holds when a ticket is given (D13, F1).
extension Simulation {
    /// Lets staff open or close the office, or end such an order.
    func orderOffice() {
        guard daemon?.desk.owed.owesRecovery == false else { return }
        if oneIn(4) { return post(.staff(.endOrder)) }
        let seconds = oneIn(3) ? nil : Double.random(in: 60...7_200, using: &random)
        post(.staff(.order(oneIn(2) ? .open : .closed, seconds: seconds)))
    }

    /// Looks at tickets in the moment in which they were given: the evaluator says open, and no quota is
    /// passed. Settings are those of the plan, the order is the one in the file.
    func checkOpening(_ issued: [IssuedTicket]) throws {
        guard let inspector, !issued.isEmpty else { return }
        let (bundle, moment) = (plan.bundle, clock.moment.wall)
        let rules = OpeningRules(
            hours: bundle.settings.hours, day: bundle.day, order: try storedOrder(inspector))
        for ticket in issued.map(\.ticket) {
            guard let service = bundle.catalogue.service(ticket.serviceID) else { continue }
            let day = ServiceDay(
                date: ticket.businessDate,
                present: bundle.catalogue.agency(service.agencyID)?.present)
            let opening = rules.opening(at: moment, of: day)
            if !opening.isOpen { report("D13 \(ticket.number) was given: \(opening)") }
            guard let quota = service.quota else { continue }
            let given =
                try inspector.value(
                    """
                    SELECT count(*) FROM ticket WHERE business_date = ?1 AND prefix = ?2
                    AND state NOT IN ('void', 'returned')
                    """, [.text(ticket.businessDate.description), .text(service.prefix)]
                ).integer ?? 0
            if given > quota {
                report("F1 \(ticket.number) is one of \(given), the quota is \(quota)")
            }
        }
    }

    private func storedOrder(_ inspector: Inspector) throws -> OpeningOrder? {
        let rows = try inspector.rows("SELECT state, until, business_date FROM opening_order", [])
        guard let row = rows.first, let state = row[0].text.flatMap(OpeningOrder.State.init),
            let date = row[2].text.flatMap({ CalendarDate($0) })
        else { return nil }
        var until: Date?
        if case .real(let seconds) = row[1] { until = Date(timeIntervalSince1970: seconds) }
        return OpeningOrder(
            state: state, until: until, businessDate: date, who: "staff", setAt: clock.moment.wall)
    }
}
