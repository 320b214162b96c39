import Display
import Foundation
import Geometry
import Office
import Yams

extension ValueRule where Value == Int {
    static func int(_ range: ClosedRange<Int>, _ unit: String? = nil) -> Self {
        let end = unit.map { " " + $0 } ?? ""
        var facts = ValueFacts(
            "a whole number from \(range.lowerBound) to \(range.upperBound)\(end)")
        facts.range = Double(range.lowerBound)...Double(range.upperBound)
        facts.unit = unit
        return ValueRule(
            facts, text: { String($0) },
            parse: { node in
                node.wholeNumber.flatMap { range.contains($0) ? $0 : nil }
            })
    }

    /// Time of day, in minutes after midnight.
    static var timeOfDay: Self {
        ValueRule(
            ValueFacts("a time from \"00:00\" to \"23:59\", in quotes"),
            text: { String(format: "\"%02d:%02d\"", $0 / 60, $0 % 60) },
            parse: { node in
                let text = node.scalar?.string.trimmingCharacters(in: ["\""]) ?? ""
                return OfficeHours.minute(text).flatMap { $0 < 1440 ? $0 : nil }
            })
    }
}

extension ValueRule where Value == Double {
    static func number(_ range: ClosedRange<Double>, _ unit: String) -> Self {
        let (low, high) = (range.lowerBound.formatted(), range.upperBound.formatted())
        var facts = ValueFacts("a number from \(low) to \(high) \(unit)")
        facts.range = range
        facts.unit = unit
        return ValueRule(
            facts, text: { $0.formatted() },
            parse: { node in
                node.decimalNumber.flatMap { range.contains($0) ? $0 : nil }
            })
    }
}

extension Double {
    /// Digits of a number as YAML reads them: without grouping, and `12` for 12.0.
    fileprivate func formatted() -> String {
        self == rounded() && magnitude < 1e15 ? String(Int(self)) : String(self)
    }
}

extension ValueRule where Value == Bool {
    static var bool: Self {
        ValueRule(ValueFacts("true or false"), text: { String($0) }, parse: { $0.truth })
    }
}

extension ValueRule where Value == String {
    static var text: Self {
        ValueRule(ValueFacts("a text that can be seen"), text: { $0 }, parse: { $0.visibleText })
    }

    /// Text that may be empty. A blank one is empty.
    static var textOrNothing: Self {
        ValueRule(
            ValueFacts("a text"), text: { $0 },
            parse: { node in
                if case .blank = node.scalar?.string.flaw { return "" }
                return node.visibleText
            })
    }

    /// Text that a condition holds for.
    static func text(
        _ demand: String, where holds: @escaping @Sendable (String) -> Bool
    ) -> Self {
        ValueRule(
            ValueFacts(demand), text: { $0 },
            parse: { node in
                node.scalar.flatMap { holds($0.string) ? $0.string : nil }
            })
    }
}

extension ValueRule
where Value: RawRepresentable & CaseIterable & Sendable, Value.RawValue == String {
    /// One of a few words.
    static var word: Self {
        let words = Value.allCases.map(\.rawValue)
        var facts = ValueFacts("one of: \(words.joined(separator: ", "))")
        facts.words = words
        return ValueRule(
            facts, text: \.rawValue,
            parse: { node in
                node.scalar.flatMap { Value(rawValue: $0.string) }
            })
    }
}

extension ValueRule where Value == TimeZone {
    static var timeZone: Self {
        ValueRule(
            ValueFacts("a time zone, e.g. Asia/Makassar"), text: \.identifier,
            parse: { node in
                node.scalar.flatMap { TimeZone(identifier: $0.string) }
            })
    }
}

extension ValueRule where Value == DisplayChoice {
    static var displayChoice: Self {
        ValueRule(
            ValueFacts(String(DisplayChoice.usage.trimmingPrefix("must be "))),
            text: \.description, parse: { node in node.scalar.flatMap { DisplayChoice($0.string) } }
        )
    }
}

extension ValueRule where Value == Orientation.Rotation {
    static var rotation: Self {
        var facts = ValueFacts("0, 90, 180 or 270 degrees clockwise")
        facts.range = 0...270
        facts.unit = "degrees clockwise"
        return ValueRule(
            facts, text: { String($0.rawValue) },
            parse: { node in
                node.wholeNumber.flatMap { Orientation.Rotation(rawValue: $0) }
            })
    }
}

extension ValueRule where Value == OfficeHours.Span {
    static var span: Self {
        ValueRule(
            ValueFacts("from and to, e.g. 08:00-15:00, or 22:00-06:00 over midnight"),
            text: { span in
                String(
                    format: "%02d:%02d-%02d:%02d", span.from / 60, span.from % 60,
                    (span.to > 1440 ? span.to - 1440 : span.to) / 60, span.to % 60)
            }, parse: { node in node.scalar.flatMap { OfficeHours.Span($0.string) } })
    }
}

extension ValueRule where Value == CalendarDate {
    static var date: Self {
        ValueRule(
            ValueFacts("a date such as 2026-11-22"), text: \.description,
            parse: { node in
                node.scalar.flatMap { CalendarDate($0.string) }
            })
    }
}

extension OfficeHours.Span {
    /// Most minutes of a span over midnight. Office hours that were written the wrong way round are
    /// longer.
    static let maximumOvernight = 14 * 60

    /// Span of a text such as `08:00-15:00`, or `22:00-06:00` for one that ends on the next day. Nil
    /// where it is empty or longer over midnight than `maximumOvernight`.
    init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let from = OfficeHours.minute(String(parts[0])),
            let to = OfficeHours.minute(String(parts[1])), from < 1440
        else { return nil }
        if from < to {
            self.init(from: from, to: to)
        } else {
            guard from > to, to + 1440 - from <= Self.maximumOvernight else { return nil }
            self.init(from: from, to: to + 1440)
        }
    }
}

extension OfficeHours {
    /// Minutes after midnight of a text such as `08:00`, up to `24:00`. Spaces around it do not
    /// count. Minutes have two digits, since `8:5` could be 8:05 or 8:50.
    static func minute(_ text: String) -> Int? {
        let parts = text.filter { !$0.isWhitespace }.split(
            separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...2).contains(parts[0].count), parts[1].count == 2,
            parts.joined().utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), hour <= 24, minute < 60,
            hour < 24 || minute == 0
        else { return nil }
        return hour * 60 + minute
    }
}
