/// Breaks text into lines of this many characters: between words, and within words that are too
/// long (B8).
enum LineBreaker {
    static func lines(_ text: String, columns: Int) -> [String] {
        let columns = max(1, columns)
        var lines: [String] = []
        var line = ""
        func finish() {
            if !line.isEmpty { lines.append(line) }
            line = ""
        }
        var length = 0
        for word in words(text) {
            var rest = word
            var width = width(rest)
            if !line.isEmpty, length + 1 + width > columns { finish() }
            while width > columns {
                finish()
                lines.append(String(rest.prefix(columns)))
                rest = rest.dropFirst(columns)
                width -= columns
            }
            if rest.isEmpty { continue }
            length = line.isEmpty ? width : length + 1 + width
            line += line.isEmpty ? String(rest) : " " + rest
        }
        finish()
        return lines
    }

    private static func words(_ text: String) -> [Substring] {
        guard text.isASCII else { return text.split(whereSeparator: \.isWhitespace) }
        return text.utf8.split { $0 == 0x20 || 0x09...0x0D ~= $0 }.map { Substring($0) }
    }

    /// Returns the number of characters. ASCII needs no search for them.
    private static func width(_ text: Substring) -> Int {
        text.utf8.allSatisfy { $0 < 0x80 } ? text.utf8.count : text.count
    }
}

extension String {
    var isASCII: Bool { utf8.allSatisfy { $0 < 0x80 } }
}
