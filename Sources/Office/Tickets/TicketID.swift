/// Random number of one start of a terminal's daemon. With the terminal's name and a sequence it makes
/// an identity that a copied or restored database never makes again.
package struct Incarnation: Hashable, Sendable, Codable, CustomStringConvertible {
    package var rawValue: UInt64

    package init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// Incarnation of all identities from before there were incarnations.
    package static let first = Incarnation(rawValue: 0)

    /// Sixteen hexadecimal digits.
    package var description: String {
        // Written by hand for speed: every row of the journal has it.
        String(unsafeUninitializedCapacity: 16) { bytes in
            for place in 0..<16 {
                let digit = UInt8(truncatingIfNeeded: rawValue >> (60 - 4 * place)) & 15
                bytes[place] = digit + (digit < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10)
            }
            return 16
        }
    }
}

/// Identity of a ticket across all terminals of an office: the terminal's name, the start of its
/// daemon and a sequence, so that no two tickets ever have the same one.
package struct TicketID: Hashable, Sendable, Codable, CustomStringConvertible {
    /// Name of the terminal: `[a-z0-9]{1,8}`.
    package var terminal: String
    package var incarnation: Incarnation
    /// Goes on over all incarnations of a terminal, from 1.
    package var sequence: Int64

    package init(terminal: String, incarnation: Incarnation = .first, sequence: Int64) {
        self.terminal = terminal
        self.incarnation = incarnation
        self.sequence = sequence
    }

    /// Short form, for people and job names: `belu1-42`. It names one ticket of a database, unless
    /// databases were joined.
    package var description: String { "\(terminal)-\(sequence)" }

    /// Form that names one ticket of all: `belu1-42.00c0ffee00c0ffee`.
    package var fullText: String { "\(terminal)-\(sequence).\(incarnation)" }
}

/// Identity of a ticket as a person gives it, in its short or its full form.
package struct TicketReference: Hashable, Sendable {
    package var terminal: String
    package var sequence: Int64
    /// Nil: not said.
    package var incarnation: Incarnation?

    /// Parses `belu1-42` and `belu1-42.00c0ffee00c0ffee`; nil: invalid.
    package init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let dash = parts[0].lastIndex(of: "-"),
            dash != parts[0].startIndex,
            let sequence = Int64(parts[0][parts[0].index(after: dash)...]), sequence >= 1
        else { return nil }
        if parts.count == 2 {
            guard parts[1].count == 16, let number = UInt64(parts[1], radix: 16) else {
                return nil
            }
            incarnation = Incarnation(rawValue: number)
        }
        terminal = String(parts[0][..<dash])
        self.sequence = sequence
    }
}
