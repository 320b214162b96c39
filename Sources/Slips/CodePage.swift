/// Code page of a printer, with 256 characters. Text with other characters is printed as a picture
/// (B8).
package enum CodePage: String, Sendable, Hashable, CaseIterable {
    case cp437, cp850, cp858, wpc1252
    /// Letters that all printers share, and no others.
    case ascii

    /// Returns the byte of this character; nil: not in the table.
    package func byte(for character: Character) -> UInt8? {
        if let ascii = character.asciiValue {
            return (0x20...0x7E).contains(ascii) ? ascii : nil
        }
        return Self.tables[self]?[character]
    }

    /// Returns the character of a byte, for reading slips back; nil: not printable.
    package func character(for byte: UInt8) -> Character? {
        if (0x20...0x7E).contains(byte) { return Character(Unicode.Scalar(byte)) }
        guard byte >= 0x80 else { return nil }
        return Self.upper(self)[Int(byte) - 0x80]
    }

    private static let tables: [CodePage: [Character: UInt8]] = Dictionary(
        uniqueKeysWithValues: allCases.map { page in
            var table: [Character: UInt8] = [:]
            for (index, character) in upper(page).enumerated() {
                if let character { table[character] = UInt8(0x80 + index) }
            }
            return (page, table)
        })

    /// Returns the characters 0x80 to 0xFF.
    private static func upper(_ page: CodePage) -> [Character?] {
        switch page {
        case .cp437: return Array(upper437)
        case .ascii: return Array(repeating: nil, count: 128)
        case .cp850: return Array(upper850)
        case .cp858:
            // Like 850, with the euro sign in place of the dotless i.
            return upper850.map { $0 == "ı" ? "€" : $0 }
        case .wpc1252:
            let high = (0xA0...0xFF).map { Character(Unicode.Scalar($0) ?? " ") }
            return Array(wpc1252Low).map { $0 == "\u{FFFD}" ? nil : $0 } + high
        }
    }

    private static let upper437 =
        "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧"
        + "╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{A0}"
    private static let upper850 =
        "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤"
        + "ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{AD}±‗¾¶§÷¸°¨·¹³²■\u{A0}"
    private static let wpc1252Low =
        "€\u{FFFD}‚ƒ„…†‡ˆ‰Š‹Œ\u{FFFD}Ž\u{FFFD}\u{FFFD}‘’“”•–—˜™š›œ\u{FFFD}žŸ"
}
