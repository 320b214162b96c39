import CEvdev

/// Key of a number pad that means something to an officer (V23). Every pad of 17 keys has them.
package enum PadKey: Hashable, Sendable {
    case digit(Int)
    case enter, plus, minus, star, slash, dot

    /// Key that is ignored always: some firmware wraps each digit in it (V20).
    package static let numLock = UInt16(KEY_NUMLOCK)

    /// Key of a code `KEY_*`; nil: it means nothing here. A digit is KPn, n, or the navigation key
    /// that shares its cap (V20).
    package init?(code: UInt16) {
        if let digit = KeyMap.digit(ofNavigation: code)?.wholeNumberValue {
            self = .digit(digit)
            return
        }
        if let key = Self.commands[Int32(code)] {
            self = key
            return
        }
        guard case .character(let character)? = KeyMap.meaning(of: code),
            let digit = character.wholeNumberValue
        else { return nil }
        self = .digit(digit)
    }

    private static let commands: [Int32: PadKey] = [
        KEY_ENTER: .enter, KEY_KPENTER: .enter, KEY_KPPLUS: .plus, KEY_KPMINUS: .minus,
        KEY_MINUS: .minus, KEY_KPASTERISK: .star, KEY_KPSLASH: .slash, KEY_SLASH: .slash,
        KEY_KPDOT: .dot, KEY_DOT: .dot, KEY_KPCOMMA: .dot, KEY_DELETE: .dot,
    ]

    var isDigit: Bool {
        if case .digit = self { true } else { false }
    }

    /// Name of the cap, for people.
    package var cap: String {
        switch self {
        case .digit(let digit): String(digit)
        case .enter: "Enter"
        case .plus: "+"
        case .minus: "-"
        case .star: "*"
        case .slash: "/"
        case .dot: "."
        }
    }
}

/// Order of an officer, as a pad's keys spell it (V23). None of them picks a visitor (D9).
package enum PadCommand: Hashable, Sendable {
    /// Enter: calls the next visitor.
    case next
    /// +: calls again.
    case again
    /// -: the visitor did not come.
    case absent
    /// *: puts the visitor aside.
    case aside
    /// / number Enter: passes the visitor on to the counter with this number on its sign, 1 to 99.
    case passOn(number: Int)
    /// 0 Enter: finishes and pauses, or opens.
    case pauseOrOpen
}
