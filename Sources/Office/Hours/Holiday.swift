/// Public holiday, on which the office is closed.
package struct Holiday: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        /// National holiday (*hari libur nasional*).
        case national
        /// Joint leave of the civil service (*cuti bersama*).
        case jointLeave = "joint-leave"
    }

    /// Name on the closed screen; nil: the settings name the date alone.
    package var name: LocalizedText?
    package var kind: Kind
    /// Whether a decree has set the date. Fixed dates are known before it.
    package var isDecreed: Bool

    package init(name: LocalizedText? = nil, kind: Kind = .national, isDecreed: Bool = true) {
        self.name = name
        self.kind = kind
        self.isDecreed = isDecreed
    }
}

/// Holidays of the years for which there is a file.
package struct HolidayCalendar: Hashable, Sendable {
    /// Days before the end of a year from which the next one is looked at.
    package static let noticeDays = 60

    package var days: [CalendarDate: Holiday]
    package var years: Set<Int>

    package init(days: [CalendarDate: Holiday] = [:], years: Set<Int> = []) {
        self.days = days
        self.years = years
    }

    /// Years whose holidays are needed now: that of today, and the next one when it is near.
    package static func neededYears(on today: CalendarDate) -> [Int] {
        let ahead = CalendarDate(daysSince1970: today.daysSince1970 + noticeDays)
        return today.year == ahead.year ? [today.year] : [today.year, ahead.year]
    }

    /// Sentences about needed years that have no file, or holidays that no decree has set.
    package func advice(on today: CalendarDate) -> [(year: Int, sentence: String)] {
        Self.neededYears(on: today).compactMap { year in
            guard years.contains(year) else {
                return (
                    year,
                    "has no file \(year).yaml, so numbers would be given on the public holidays of "
                        + "\(year); add it"
                )
            }
            let open = days.filter { $0.key.year == year && !$0.value.isDecreed }.count
            guard open > 0 else { return nil }
            return (
                year,
                "has \(open) holidays of \(year) that are not yet decreed; complete \(year).yaml "
                    + "once the decree is out"
            )
        }
    }
}
