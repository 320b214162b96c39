import Office

/// A day's counts as the office keeps them on paper.
public struct DaySlip: Sendable, Hashable {
    public struct Line: Sendable, Hashable {
        public var prefix: String
        public var service: String
        public var given: Int

        public init(prefix: String, service: String, given: Int) {
            (self.prefix, self.service, self.given) = (prefix, service, given)
        }
    }

    public var date: CalendarDate
    public var terminal: String
    /// Services of which tickets were given.
    public var lines: [Line]
    public var given: Int
    public var served: Int
    public var waiting: Int
    /// Not there, given back or cancelled.
    public var gone: Int
    /// Not served when the day ended.
    public var expired: Int
    /// Slips that nothing proves to have come out.
    public var unproven: Int
    public var surveys: Int

    public init(
        date: CalendarDate, terminal: String, lines: [Line], given: Int, served: Int, waiting: Int,
        gone: Int, expired: Int, unproven: Int, surveys: Int
    ) {
        (self.date, self.terminal, self.lines) = (date, terminal, lines)
        (self.given, self.served, self.waiting) = (given, served, waiting)
        (self.gone, self.expired) = (gone, expired)
        (self.unproven, self.surveys) = (unproven, surveys)
    }
}

extension SlipWriter {
    /// For staff, in the office's first language.
    public func day(_ day: DaySlip) -> Slip {
        let language = phrases.defaultLanguage
        func words(_ key: String, _ values: [String: String] = [:]) -> String {
            phrases("slip.\(key)", language, values)
        }
        func line(_ key: String, _ count: Int) -> Slip.Block {
            .text(words("report.\(key)", ["n": String(count)]))
        }
        let date =
            "\(day.date.day) \(phrases("month.\(day.date.month)", language)) \(day.date.year)"
        return Slip(
            blocks: [
                .text(officeName, isBold: true, isCentered: true), .rule,
                .text(words("report"), size: .large, isBold: true, isCentered: true),
                .text(date, isBold: true, isCentered: true),
                .text(day.terminal, size: .small, isCentered: true), .rule,
            ] + day.lines.map { .text("\($0.prefix) \($0.service): \($0.given)") }
                + (day.lines.isEmpty ? [] : [.rule])
                + [
                    .text(words("report.given", ["n": String(day.given)]), isBold: true),
                    line("served", day.served), line("waiting", day.waiting),
                    line("gone", day.gone), line("expired", day.expired),
                    line("unproven", day.unproven), line("surveys", day.surveys),
                ])
    }
}
