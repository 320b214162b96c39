package import Office
import Yams

/// Where the public holidays stand: in a folder with a file for each year, or in `kiosk.yaml` itself.
package enum HolidaySource: Hashable, Sendable {
    /// Folder, from the place of `kiosk.yaml`.
    case folder(String)
    case dates(Set<CalendarDate>)
}

/// Limit of a service's tickets on a business date.
package struct QuotaSetting: Hashable, Sendable {
    package var service: Service.ID
    package var perDay: Int
}

extension ValueRule where Value == HolidaySource {
    private static var demand: String {
        "a folder with a file for each year, e.g. holidays, or a list of dates, e.g. [2026-12-25]"
    }

    /// Folder of holidays, or their dates.
    static var holidays: Self {
        let dates = ValueRule<[CalendarDate]>.list(of: .date, demand)
        return ValueRule(
            ValueFacts(demand),
            text: { source in
                switch source {
                case .folder(let name): name
                case .dates(let all): dates.text(all.sorted())
                }
            },
            read: { place in
                if place.node.sequence != nil { return dates.read(place).map { .dates(Set($0)) } }
                // Hours or a date in the wrong place are no folder.
                if let name = place.node.visibleText, CalendarDate(name) == nil,
                    !name.contains(":")
                {
                    return .folder(name)
                }
                place.refuse("\(place.quoted)must be \(demand)")
                return nil
            })
    }
}
