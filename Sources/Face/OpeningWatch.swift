import Errands
package import Foundation
import Office
import Screens

/// Watches the evaluator of opening hours for the screen, and tells what has changed (F1, F2).
package struct OpeningWatch {
    private var rules: OpeningRules
    /// Tickets that count against quotas, and their business date; nil: not told yet.
    private var given: (counts: [Service.ID: Int], date: CalendarDate)?
    /// Minute of the last look; nil: something has changed since.
    private var lastMinute: LocalTime?

    init(_ rules: OpeningRules) { self.rules = rules }

    /// Takes new settings. The order of staff stays.
    mutating func take(_ rules: OpeningRules) {
        let order = self.rules.order
        self.rules = rules
        self.rules.order = order
        lastMinute = nil
    }

    /// Hears what the evaluator goes by; false: the event is for the session.
    mutating func hear(_ event: Event) -> Bool {
        switch event {
        case .openingOrder(let order): rules.order = order
        case .given(let counts, let date): given = (counts, date)
        default: return false
        }
        lastMinute = nil
        return true
    }

    /// State of the office and the order of staff that stands, in a sentence for staff.
    package func state(at moment: Date) -> String {
        let sentence = rules.opening(at: moment).sentence(in: rules.day.zone)
        guard let order = rules.standingOrder(at: moment) else { return sentence }
        return "\(sentence); \(order.sentence(rules.day))"
    }

    /// News for a session that shows something else; none where it is looked at twice in a minute and
    /// nothing has changed.
    mutating func news(_ session: Session, at moment: Moment) -> [Event] {
        var minute = session.content.zone.local(moment.wall)
        minute.second = 0
        if minute == lastMinute { return [] }
        lastMinute = minute
        var news: [Event] = []
        let opening = rules.opening(at: moment.wall)
        if opening != session.facts.opening { news.append(.opening(opening)) }
        let closed = opening.isOpen ? closedServices(session.content.catalogue, at: moment) : [:]
        if closed != session.facts.closedServices { news.append(.closedServices(closed)) }
        return news
    }

    private func closedServices(_ catalogue: Catalogue, at moment: Moment) -> [Service.ID: Opening]
    {
        var closed: [Service.ID: Opening] = [:]
        for service in catalogue.limited {
            let date = given?.date ?? rules.day.date(at: moment.wall)
            let day = catalogue.serviceDay(
                service, given: given?.counts[service.id] ?? 0, on: date)
            let opening = rules.opening(at: moment.wall, of: day)
            if !opening.isOpen { closed[service.id] = opening }
        }
        return closed
    }
}

extension SessionContent {
    /// Rule of the business date in the office's zone.
    func day(from startMinute: Int) -> BusinessDay {
        BusinessDay(zone: zone.zone, startMinute: startMinute)
    }
}
