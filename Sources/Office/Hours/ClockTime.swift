package import Foundation

/// Times as a technician writes them.
package enum ClockTime {
    /// Moment of `2026-11-29 14:30`, with seconds or without, in this zone; or with a zone of its own,
    /// as `2026-11-29T06:30:00Z`. Nil: no time.
    package static func moment(_ text: String, in zone: TimeZone) -> Date? {
        if let moment = try? Date(text, strategy: .iso8601) { return moment }
        let parts = text.split(whereSeparator: { $0 == " " || $0 == "T" })
        guard parts.count == 2, let date = CalendarDate(String(parts[0])) else { return nil }
        let fields = parts[1].split(separator: ":", omittingEmptySubsequences: false)
        let numbers = fields.compactMap { $0.count == 2 ? UInt8($0) : nil }.map(Int.init)
        guard (2...3).contains(fields.count), numbers.count == fields.count, numbers[0] < 24,
            numbers[1] < 60, numbers.count < 3 || numbers[2] < 60
        else { return nil }
        return Date(date, minute: numbers[0] * 60 + numbers[1], in: zone)
            .addingTimeInterval(numbers.count == 3 ? Double(numbers[2]) : 0)
    }
}
