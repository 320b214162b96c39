/// Codes that a visitor carries on paper: easy to read out, hard to guess.
package enum Tokens {
    /// Crockford's base 32: no I, L, O, U.
    static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

    /// A ticket's code, 8 characters: 40 bits.
    package static func ticketCode(using random: inout some RandomNumberGenerator) -> String {
        make(8, using: &random)
    }

    /// A survey token, 10 characters: 50 bits.
    package static func surveyToken(using random: inout some RandomNumberGenerator) -> String {
        make(10, using: &random)
    }

    /// Whether this normalised text could be a ticket's code.
    package static func isTicketCode(_ text: String) -> Bool {
        text.count == 8 && text.allSatisfy(alphabet.contains)
    }

    /// What a person typed, as it was printed: O is read as 0, I and L as 1.
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

    /// Five bits a character, all of them from one draw: the system's generator is a system call.
    private static func make(_ count: Int, using random: inout some RandomNumberGenerator)
        -> String
    {
        precondition(count <= 12, "64 bits are twelve characters")
        var bits = random.next()
        return String(
            (0..<count).map { _ in
                defer { bits >>= 5 }
                return alphabet[Int(bits & 31)]
            })
    }
}
