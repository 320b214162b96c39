import Yams

/// Reads words of scalars as people write them. YAML 1.1 takes `010` for eight, `1:30` for ninety
/// and `1_0` for ten; here a number is what its decimal digits say, and anything else is refused.
extension Node {
    /// Word of a scalar without quotes, as it is written. Nil for quoted texts, mappings and lists.
    private var plainWord: String? {
        guard case .scalar(let scalar) = self, scalar.style == .plain || scalar.style == .any else {
            return nil
        }
        return scalar.string
    }

    /// Whether the value is there but says nothing: `null`, `~` or an empty place.
    var isNull: Bool {
        switch plainWord {
        case "", "~", "null", "Null", "NULL": true
        default: false
        }
    }

    /// Whole number in decimal digits.
    var wholeNumber: Int? { plainWord.flatMap { Int($0) } }

    /// Number in decimal digits, with a point or an exponent.
    var decimalNumber: Double? {
        guard let word = plainWord, word.utf8.contains(where: { (0x30...0x39).contains($0) }),
            word.utf8.allSatisfy({ "0123456789.+-eE".utf8.contains($0) })
        else { return nil }
        return Double(word).flatMap { $0.isFinite ? $0 : nil }
    }

    /// Answer of a word that means yes or no.
    var truth: Bool? {
        switch plainWord?.lowercased() {
        case "true", "yes", "on": true
        case "false", "no", "off": false
        default: nil
        }
    }

    /// Text of a scalar that shows something. Nil for blank texts, `null`, mappings and lists.
    var visibleText: String? {
        guard case .scalar(let scalar) = self, !isNull, scalar.string.flaw == nil else {
            return nil
        }
        return scalar.string
    }
}

extension String {
    /// Reason why a text can't be shown.
    enum Flaw {
        /// No character of it leaves a mark on screen or paper.
        case blank
        /// It holds a character that screens and printers take for a command.
        case control(Unicode.Scalar)
    }

    /// First reason why the text can't be shown; nil for a good one.
    var flaw: Flaw? {
        var isVisible = false
        for scalar in unicodeScalars {
            if scalar.isASCII {
                if scalar.value < 0x20, scalar != "\n", scalar != "\t" { return .control(scalar) }
                if scalar.value == 0x7F { return .control(scalar) }
                if scalar.value > 0x20 { isVisible = true }
            } else if (0x80...0x9F).contains(scalar.value) {
                return .control(scalar)
            } else if !isVisible {
                isVisible = scalar.leavesMark
            }
        }
        return isVisible ? nil : .blank
    }
}

extension Unicode.Scalar {
    /// Whether the character shows something by itself. A combining mark needs a letter below it.
    fileprivate var leavesMark: Bool {
        // The braille pattern without dots.
        if self == "\u{2800}" || properties.isWhitespace { return false }
        if properties.isDefaultIgnorableCodePoint { return false }
        switch properties.generalCategory {
        case .control, .format, .surrogate, .unassigned, .nonspacingMark, .enclosingMark,
            .spaceSeparator, .lineSeparator, .paragraphSeparator:
            return false
        default: return true
        }
    }
}
