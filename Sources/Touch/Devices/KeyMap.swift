import CEvdev

/// Meaning of the keys of a US keyboard, which scanners and keypads emulate.
package enum KeyMap {
    package enum Meaning: Hashable, Sendable {
        case character(Character)
        case enter
        case backspace
        case tab
        case escape
        case shift
    }

    /// Returns the meaning of a key; nil: none here. Digits of a keypad count as digits without Num
    /// Lock too.
    package static func meaning(of code: UInt16, isShifted: Bool = false) -> Meaning? {
        if let meaning = commands[Int(code)] { return meaning }
        guard let pair = characters[Int(code)] else { return nil }
        return .character(isShifted ? pair.1 : pair.0)
    }

    /// Digit of a number pad's navigation key: some firmware sends these while Num Lock is off (X11).
    package static func digit(ofNavigation code: UInt16) -> Character? { navigation[Int32(code)] }

    private static let navigation: [Int32: Character] = [
        KEY_INSERT: "0", KEY_END: "1", KEY_DOWN: "2", KEY_PAGEDOWN: "3", KEY_LEFT: "4",
        KEY_CLEAR: "5", KEY_RIGHT: "6", KEY_HOME: "7", KEY_UP: "8", KEY_PAGEUP: "9",
    ]

    /// Whether the key turns others into commands while it is held: Control, Alt, Meta (C8).
    package static func isModifier(_ code: UInt16) -> Bool { modifiers.contains(Int32(code)) }

    private static let modifiers: Set<Int32> = [
        KEY_LEFTCTRL, KEY_RIGHTCTRL, KEY_LEFTALT, KEY_RIGHTALT, KEY_LEFTMETA, KEY_RIGHTMETA,
        KEY_COMPOSE, KEY_FN, KEY_SYSRQ,
    ]

    private static let commands: [Int: Meaning] = [
        Int(KEY_ENTER): .enter, Int(KEY_KPENTER): .enter, Int(KEY_BACKSPACE): .backspace,
        Int(KEY_TAB): .tab, Int(KEY_ESC): .escape, Int(KEY_LEFTSHIFT): .shift,
        Int(KEY_RIGHTSHIFT): .shift,
    ]

    /// Plain and shifted characters by `KEY_*`. The keys of a row have consecutive codes.
    private static let characters: [Int: (Character, Character)] = {
        var table: [Int: (Character, Character)] = [:]
        func row(_ first: Int32, _ plain: String, _ shifted: String) {
            for (index, pair) in zip(plain, shifted).enumerated() {
                table[Int(first) + index] = pair
            }
        }
        row(KEY_1, "1234567890-=", "!@#$%^&*()_+")
        row(KEY_Q, "qwertyuiop[]", "QWERTYUIOP{}")
        row(KEY_A, "asdfghjkl;'`", "ASDFGHJKL:\"~")
        row(KEY_BACKSLASH, "\\zxcvbnm,./", "|ZXCVBNM<>?")
        row(KEY_SPACE, " ", " ")
        row(KEY_KP7, "789-456+1230.", "789-456+1230.")
        row(KEY_KPASTERISK, "*", "*")
        row(KEY_KPSLASH, "/", "/")
        return table
    }()
}
