/// Form of a text beyond its length: what the documentation says of it, and the same as code.
package enum TextForm: Hashable, Sendable, CaseIterable {
    /// Date of the calendar, as `2026-11-22`.
    case date
    /// Identity of news that the stream gave, or `0` for the oldest that are kept.
    case newsIdentity
    /// Text of a person, 1 to 500 characters. One of them is no white space.
    case sentence
    /// Time of the day from 00:00 to 23:59, as `15:30`.
    case timeOfDay

    /// Keyword `format` of JSON Schema.
    var format: String? {
        switch self {
        case .date: "date"
        case .newsIdentity, .sentence, .timeOfDay: nil
        }
    }

    /// Keyword `pattern` of JSON Schema, in the part of ECMA 262 that all readers understand alike.
    var pattern: String? {
        switch self {
        case .date: nil
        case .timeOfDay: "^([01][0-9]|2[0-3]):[0-5][0-9]$"
        case .newsIdentity: "^(0|[0-9a-f]{1,8}-[0-9]{1,18})$"
        // White space as Unicode has it: the \s of regular expressions is not everywhere the same.
        case .sentence:
            #"[^\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"#
        }
    }

    /// Length in Unicode scalars; nil: the form itself limits it.
    var length: ClosedRange<Int>? {
        switch self {
        case .date, .newsIdentity, .timeOfDay: nil
        case .sentence: 1...500
        }
    }

    /// Demand, as the end of a sentence that names the field.
    package var demand: String {
        switch self {
        case .date: "must be a date, such as 2026-11-22"
        case .newsIdentity: "must be an identity of news that the stream gave, or 0"
        case .timeOfDay: "must be a time of the day, such as 15:30"
        case .sentence: "must say something in 1 to 500 characters"
        }
    }

    /// Whether a text has the form. Whether the calendar has a date is left to its reader.
    package func takes(_ text: String) -> Bool {
        switch self {
        case .date:
            let parts = text.utf8.split(separator: 0x2D, omittingEmptySubsequences: false)
            return parts.map(\.count) == [4, 2, 2] && parts.allSatisfy(Self.areDigits)
        case .timeOfDay:
            let parts = text.utf8.split(separator: 0x3A, omittingEmptySubsequences: false)
            guard parts.map(\.count) == [2, 2], parts.allSatisfy(Self.areDigits),
                let hour = Int(Substring(parts[0])), let minute = Int(Substring(parts[1]))
            else { return false }
            return hour < 24 && minute < 60
        case .newsIdentity:
            if text == "0" { return true }
            let parts = text.utf8.split(separator: 0x2D, omittingEmptySubsequences: false)
            return parts.count == 2 && (1...8).contains(parts[0].count)
                && parts[0].allSatisfy(Self.isHexDigit) && (1...18).contains(parts[1].count)
                && Self.areDigits(parts[1])
        case .sentence:
            return (1...500).contains(text.unicodeScalars.count)
                && text.unicodeScalars.contains { !$0.properties.isWhitespace }
        }
    }

    private static func areDigits(_ text: Substring.UTF8View) -> Bool {
        text.allSatisfy { (0x30...0x39).contains($0) }
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
    }
}
