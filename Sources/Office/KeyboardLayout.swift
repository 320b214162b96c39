/// A layout of the on-screen keyboard, as its data file has it (T42).
package struct KeyboardLayout: Sendable, Equatable {
    /// Rows of letters, upper case, from the top.
    package var letters: [[String]]
    /// Rows of digits and symbols.
    package var symbols: [[String]]
    /// Further letters behind a long press: "E": ["É", "Ê"].
    package var alternates: [String: [String]]

    package init(letters: [[String]], symbols: [[String]], alternates: [String: [String]] = [:]) {
        self.letters = letters
        self.symbols = symbols
        self.alternates = alternates
    }

    /// The Latin letters of the four languages, where no file says otherwise.
    package static let latin = KeyboardLayout(
        letters: ["QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM"].map { $0.map(String.init) },
        symbols: ["1234567890", "-/.,'()", "&+:@#"].map { $0.map(String.init) },
        alternates: [
            "A": ["Á", "À", "Â", "Ã"], "C": ["Ç"], "E": ["É", "Ê"], "I": ["Í"], "N": ["Ñ"],
            "O": ["Ó", "Ô", "Õ"], "U": ["Ú", "Ü"],
        ])
}
