/// Codes that a visitor carries on paper: easy to read out, hard to guess.
package enum Tokens {
    /// Alphabet of Crockford's base 32, without I, L, O, U.
    static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    private static let letters = alphabet.compactMap(\.asciiValue)

    /// Makes the code of a ticket: 8 characters, 40 bits.
    package static func ticketCode(using random: inout some RandomNumberGenerator) -> String {
        make(8, using: &random)
    }

    /// Makes a survey token: 10 characters, 50 bits.
    package static func surveyToken(using random: inout some RandomNumberGenerator) -> String {
        make(10, using: &random)
    }

    /// Whether this normalised text may be a ticket's code.
    package static func isTicketCode(_ text: String) -> Bool {
        text.count == 8 && text.allSatisfy(alphabet.contains)
    }

    /// Returns typed text in printed form: O becomes 0, I and L become 1, hyphens and blanks
    /// vanish.
    package static func normalised(_ text: String) -> String {
        String(
            text.uppercased().compactMap { letter -> Character? in
                switch letter {
                case "O": "0"
                case "I", "L": "1"
                case "-", " ": nil
                default: letter
                }
            })
    }

    /// Makes a code of five bits per character, at most 12, from a single draw: the system's
    /// generator is a system call.
    private static func make(_ count: Int, using random: inout some RandomNumberGenerator)
        -> String
    {
        precondition(count <= 12, "64 bits are twelve characters")
        var bits = random.next()
        return String(unsafeUninitializedCapacity: count) { bytes in
            for place in 0..<count {
                bytes[place] = letters[Int(bits & 31)]
                bits >>= 5
            }
            return count
        }
    }
}
