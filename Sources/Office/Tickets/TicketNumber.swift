/// Ticket number `PREFIX-NNN` (A1), padded to three digits and continued beyond: `T-999`, `T-1000`.
package struct TicketNumber: Hashable, Sendable, Codable, CustomStringConvertible {
    package var prefix: String
    /// Number, 1 or more.
    package var value: Int

    package init(prefix: String, value: Int) {
        self.prefix = prefix
        self.value = value
    }

    /// Parses what a person types: "t-7", "T7", "T-007". Nil: no number.
    package init?(_ text: String) {
        let upper = text.uppercased().filter { !$0.isWhitespace }
        let letters = upper.prefix { !$0.isNumber && $0 != "-" }
        let digits = upper.dropFirst(letters.count).drop { $0 == "-" }
        guard (1...3).contains(letters.count), let value = Int(digits), value >= 1 else {
            return nil
        }
        self.init(prefix: String(letters), value: value)
    }

    package var description: String {
        let digits = String(value)
        return "\(prefix)-\(String(repeating: "0", count: max(0, 3 - digits.count)))\(digits)"
    }
}
