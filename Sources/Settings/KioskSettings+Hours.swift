import Office
import Yams

extension KioskSettings {
    static let weekdays = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ]

    /// `hours:` with a span for each day of the week, breaks, holidays and closed dates. Without
    /// `hours` the office is always open.
    mutating func readHours(_ map: YAMLMap) {
        guard let part = map.map("hours") else { return }
        var hours = OfficeHours()
        for (index, name) in Self.weekdays.enumerated() {
            if let node = part.value(name) { hours.week[index + 1] = part.span(node, name) }
        }
        if let breaks = part.map("breaks") {
            for (index, name) in Self.weekdays.enumerated() {
                let spans = breaks.list(name).compactMap { breaks.span($0, name) }
                if !spans.isEmpty { hours.breaks[index + 1] = spans }
            }
            breaks.finish()
        }
        hours.holidays = Set(part.list("holidays").compactMap { part.date($0, "holidays") })
        hours.closedDates = Set(part.list("closed").compactMap { part.date($0, "closed") })
        hours.lastTicketMinutes =
            part.int("lastTicketMinutes", in: 0...600) ?? hours.lastTicketMinutes
        hours.isForcedOpen = part.bool("alwaysOpen") ?? false
        part.finish()
        if hours.week.isEmpty, !hours.isForcedOpen {
            map.problems.add(
                part.node, "hours",
                "names no day of the week; add e.g. monday: 08:00-15:00, or alwaysOpen: true")
        }
        self.hours = hours
    }
}

extension YAMLMap {
    /// `08:00-15:00`
    func span(_ node: Node, _ key: String) -> OfficeHours.Span? {
        let parts = (node.scalar?.string ?? "").split(separator: "-").map {
            $0.trimmingPrefix(while: \.isWhitespace)
        }
        if parts.count == 2, let from = Self.minute(String(parts[0])),
            let to = Self.minute(String(parts[1])), from < to
        {
            return OfficeHours.Span(from: from, to: to)
        }
        problems.add(
            node, field(key),
            "'\(node.scalar?.string ?? "…")' must be from and to, e.g. 08:00-15:00")
        return nil
    }

    /// `00:00`; minutes after midnight.
    func time(_ key: String) -> Int? {
        guard let node = value(key) else { return nil }
        guard let minute = node.scalar.flatMap({ Self.minute($0.string) }), minute < 1440 else {
            problems.add(node, field(key), "must be a time such as \"00:00\", in quotes")
            return nil
        }
        return minute
    }

    static func minute(_ text: String) -> Int? {
        let parts = text.filter { !$0.isWhitespace }.split(
            separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let hour = Int(parts[0]), let minute = Int(parts[1]),
            (0...24).contains(hour), (0..<60).contains(minute), hour < 24 || minute == 0
        else { return nil }
        return hour * 60 + minute
    }
}
