/// Day of the week, 1 Monday to 7 Sunday (ISO 8601), with its name in settings files.
package enum Weekday: Int, CaseIterable, Sendable {
    case monday = 1
    case tuesday, wednesday, thursday, friday, saturday, sunday

    package init(of date: CalendarDate) {
        let number = (date.daysSince1970 + 3).flooredModulo(7) + 1
        self = Self(rawValue: number) ?? .monday
    }

    /// English name in small letters: `monday`.
    package var name: String { "\(self)" }

    package init?(name: String) {
        guard let day = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = day
    }
}
