import Drawing
import Errands
import Foundation
import Office

/// Reasons why no tickets are given, in words for visitors (F1, F2).
extension Words {
    /// Reason of a closing. `now` is a moment of the closed day.
    func closing(_ reason: ClosedReason, now: Date) -> String {
        let weekday = self("weekday.\(zone.local(now).weekday)")
        return switch reason {
        case .holiday(let name?): self("closed.holidayNamed", ["name": name[language]])
        case .closedWeekday: self("closed.closedWeekday", ["weekday": weekday])
        default: self("closed.\(reason.word.rawValue)")
        }
    }

    /// Reason and next opening of a service or the office, for a notice; nil: open.
    func closing(_ opening: Opening, now: Date) -> String? {
        guard case .closed(let reason, let next) = opening else { return nil }
        return closing(reason, now: now) + (next.map { " \(self.opening($0, now: now))." } ?? "")
    }

    /// Short line on the tile of a service that gives no tickets, while the office does.
    func tile(_ reason: ClosedReason) -> String {
        reason.word == .quotaReached ? self("tile.quotaReached") : self("tile.agencyAbsent")
    }
}

extension Views {
    /// Reason why a service gives no tickets now; nil: it does, or the printer alone closes it.
    func closing(of service: Service.ID) -> String? {
        words.closing(facts.opening(of: service), now: context.now.wall)
    }

    /// Line on a tile of a service that is closed while the office is open; nil: none.
    func tileNews(of service: Service.ID) -> String? {
        guard facts.opening.isOpen,
            case .closed(let reason, _)? = facts.closedServices[service]
        else { return nil }
        return words.tile(reason)
    }

    /// Notice that a service gives no tickets now; empty: it does.
    func closedRows(of service: Service.ID, _ maker: RowMaker) -> [Row] {
        closing(of: service).map { maker.notice(.clock, $0) } ?? []
    }
}
