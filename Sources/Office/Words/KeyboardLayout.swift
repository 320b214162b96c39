/// Layout of the on-screen keyboard, as in its data file (T42).
package struct KeyboardLayout: Sendable, Equatable {
    /// Rows of letters in upper case, from the top.
    package var letters: [[String]]
    /// Rows of digits and symbols, from the top.
    package var symbols: [[String]]
    /// Alternate letters of a long press: "E": ["É", "Ê"].
    package var alternates: [String: [String]]

    package init(letters: [[String]], symbols: [[String]], alternates: [String: [String]] = [:]) {
        self.letters = letters
        self.symbols = symbols
        self.alternates = alternates
    }

    /// Default layout with the Latin letters of the four languages.
    package static let latin = KeyboardLayout(
        letters: ["QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM"].map { $0.map(String.init) },
        symbols: ["1234567890", "-/.,'()", "&+:@#"].map { $0.map(String.init) },
        alternates: [
            "A": ["Á", "À", "Â", "Ã"], "C": ["Ç"], "E": ["É", "Ê"], "I": ["Í"], "N": ["Ñ"],
            "O": ["Ó", "Ô", "Õ"], "U": ["Ú", "Ü"],
        ])
}
