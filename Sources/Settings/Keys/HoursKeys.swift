import Foundation
import Office
import Yams

extension KioskKeys {
    private static let weekdays = Weekday.allCases.map(\.name)

    static let hours = KeyGroup(
        "hours", "When numbers are given. Without `hours` the office is always open.",
        begin: { $0.hours = OfficeHours() },
        check: { map, settings in
            let namesDay = weekdays.contains { map.value($0) != nil }
            guard !namesDay, !settings.hours.isForcedOpen else { return }
            map.problems.add(
                map.node, map.path,
                "names no day of the week; add e.g. monday: 08:00-15:00, or alwaysOpen: true")
        },
        weekdays.enumerated().map { index, day in
            Key(
                day, \.hours.week[index + 1], .optional(.span, null: "closed"), .atNextFirstScreen,
                "Opening hours of each \(day.capitalized). Hours over midnight belong to the day on "
                    + "which they begin.")
        } + [
            Key(
                "holidays", \.holidays, .holidays, .atNextFirstScreen,
                "Public holidays, on which the office is closed: a folder with a file for each year, "
                    + "or dates."),
            Key(
                "closed", \.hours.closedDates, dates, .atNextFirstScreen,
                "Other dates on which the office is closed."),
            Key(
                "lastTicketMinutes", \.hours.lastTicketMinutes, .int(0...600, "minutes"),
                .atNextFirstScreen,
                "Time before closing after which no new numbers are given."),
            Key(
                "alwaysOpen", \.hours.isForcedOpen, .bool, .atNextFirstScreen,
                "Gives numbers at any hour, whatever the other keys say. For trying things out."),
        ])

    static let breaks = KeyGroup(
        "hours.breaks",
        "Breaks in which no numbers are given. In hours over midnight, a break before their beginning "
            + "lies in the next day.",
        check: { map, settings in
            for (index, day) in weekdays.enumerated() {
                let strays = settings.hours.breaksOutside(weekday: index + 1)
                guard !strays.isEmpty else { continue }
                map.problems.add(
                    map.value(day) ?? map.node, map.field(day),
                    "lies outside the hours of \(day); nothing changes in it", severity: .warning)
            }
        },
        weekdays.enumerated().map { index, day in
            Key(
                day, \.hours.breaks[index + 1], spans, .atNextFirstScreen,
                "Breaks of each \(day.capitalized).")
        })

    static let quotas = KeyGroup(
        "", "Numbers that services give on a day.",
        check: { map, settings in
            // Anything but a list has its problem already.
            let nodes = map.value("quotas")?.sequence.map(Array.init) ?? []
            guard nodes.count == settings.quotas.count else { return }
            for (index, quota) in settings.quotas.enumerated()
            where settings.quotas[..<index].contains(where: { $0.service == quota.service }) {
                map.problems.add(
                    nodes[index], "quotas[\(index + 1)].service",
                    "'\(quota.service)' stands twice; keep one of them")
            }
        },
        [
            Key(
                "quotas", \.quotas,
                .list(
                    of: .record(
                        quotaKeys, "a service with perDay",
                        initial: QuotaSetting(service: "", perDay: 0),
                        isEmpty: { $0.service.isEmpty || $0.perDay == 0 }),
                    "a list of quotas, e.g. [{service: paspor, perDay: 40}]"),
                .atNextFirstScreen,
                "Quotas of services. Each overrules the quota in the catalogue.")
        ])

    private static let quotaKeys: [Key<QuotaSetting>] = [
        Key(
            "service", \.service, .text, .atNextFirstScreen, isRequired: true,
            "Service, by its id in the catalogue."),
        Key(
            "perDay", \.perDay, .int(1...9_999, "numbers"), .atNextFirstScreen, isRequired: true,
            "Numbers that it gives on a business date. Those that are void or were given back do not "
                + "count."),
    ]

    private static let spans: ValueRule<[OfficeHours.Span]?> =
        ValueRule<[OfficeHours.Span]>.list(of: .span, "a list of breaks, e.g. [12:00-13:00]")
        .map({ $0.isEmpty ? nil : $0 }, back: { $0 ?? [] })

    private static let dates: ValueRule<Set<CalendarDate>> =
        ValueRule<[CalendarDate]>.list(of: .date, "a list of dates, e.g. [2026-12-25]")
        .map({ Set($0) }, back: { $0.sorted() })
}
