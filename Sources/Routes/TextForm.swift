/// Form of a text beyond its length: what the documentation says of it, and the same as code.
package enum TextForm: Hashable, Sendable, CaseIterable {
    /// Date of the calendar, as `2026-11-22`.
    case date
    /// Identity of news that the stream gave, or `0` for the oldest that are kept.
    case newsIdentity
    /// Text of a person, 1 to 500 characters. One of them is no white space.
    case sentence

    /// Keyword `format` of JSON Schema.
    var format: String? {
        switch self {
        case .date: "date"
        case .newsIdentity, .sentence: nil
        }
    }

    /// Keyword `pattern` of JSON Schema, in the part of ECMA 262 that all readers understand alike.
    var pattern: String? {
        switch self {
        case .date: nil
        case .newsIdentity: "^(0|[0-9a-f]{1,8}-[0-9]{1,18})$"
        // White space as Unicode has it: the \s of regular expressions is not everywhere the same.
        case .sentence:
            #"[^\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"#
        }
    }

    /// Length in Unicode scalars; nil: the form itself limits it.
    var length: ClosedRange<Int>? {
        switch self {
        case .date, .newsIdentity: nil
        case .sentence: 1...500
        }
    }

    /// Demand, as the end of a sentence that names the field.
    package var demand: String {
        switch self {
        case .date: "must be a date, such as 2026-11-22"
        case .newsIdentity: "must be an identity of news that the stream gave, or 0"
        case .sentence: "must say something in 1 to 500 characters"
        }
    }

    /// Whether a text has the form. Whether the calendar has a date is left to its reader.
    package func takes(_ text: String) -> Bool {
        switch self {
        case .date:
            let parts = text.utf8.split(separator: 0x2D, omittingEmptySubsequences: false)
            return parts.map(\.count) == [4, 2, 2] && parts.allSatisfy(Self.areDigits)
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
