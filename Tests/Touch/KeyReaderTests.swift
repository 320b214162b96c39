import CEvdev
import Testing
import Touch

/// Keyboard controlled by a test: US keys by their character.
struct Keys {
    var reader = KeyReader()
    var uptime = Duration.seconds(10)
    var role = KeyboardRole.typing
    var device = DeviceDescription.identity("Keys")

    static let codes: [Character: UInt16] = {
        var codes: [Character: UInt16] = [:]
        for code in UInt16(1)...127 {
            if case .character(let plain) = KeyMap.meaning(of: code), codes[plain] == nil {
                codes[plain] = code
            }
        }
        codes["\n"] = UInt16(KEY_ENTER)
        return codes
    }()

    mutating func press(_ code: Int32, isRepeat: Bool = false, isDark: Bool = false) -> KeyReading {
        reader.read(event(code, isPressed: true, isRepeat: isRepeat), isDark: isDark)
    }

    mutating func release(_ code: Int32) -> KeyReading {
        reader.read(event(code, isPressed: false))
    }

    private func event(_ code: Int32, isPressed: Bool, isRepeat: Bool = false) -> KeyEvent {
        KeyEvent(
            device: device, role: role, code: UInt16(code), isPressed: isPressed,
            isRepeat: isRepeat, uptime: uptime)
    }

    /// Presses and releases a key for each character, this far apart. Capitals use shift.
    mutating func type(
        _ text: String, gap: Duration = .milliseconds(5), isDark: Bool = false
    ) -> [KeyReading] {
        text.map { character in
            let plain = Character(character.lowercased())
            if plain != character { _ = press(KEY_LEFTSHIFT, isDark: isDark) }
            let code = Int32(Self.codes[plain] ?? 0)
            let reading = press(code, isDark: isDark)
            _ = release(code)
            if plain != character { _ = release(KEY_LEFTSHIFT) }
            uptime += gap
            return reading
        }
    }
}

extension [KeyReading] {
    var typed: String {
        String(
            compactMap { if case .typed(.character(let character)) = $0 { character } else { nil } }
        )
    }
    var scans: [String?] {
        compactMap { reading -> String?? in
            if case .scanned(let text) = reading { .some(text) } else { nil }
        }
    }
}

@Suite("C8 Keys of bound keyboards", .timeLimit(.minutes(5)))
struct KeyReaderTests {
    var keys = Keys()

    @Test("C8 letters, shifted letters and the plain commands are typed") mutating func letters() {
        #expect(keys.type("ktp-EL 7").typed == "ktp-EL 7")
        #expect(keys.press(KEY_BACKSPACE) == .typed(.backspace))
        #expect(keys.press(KEY_ENTER) == .typed(.enter))
        #expect(keys.press(KEY_KPENTER) == .typed(.enter))
        #expect(keys.press(KEY_ESC) == .typed(.escape))
    }

    @Test(
        "C8 with Control, Alt or Meta held no key does anything, and afterwards all do again",
        arguments: [
            KEY_LEFTCTRL, KEY_RIGHTCTRL, KEY_LEFTALT, KEY_RIGHTALT, KEY_LEFTMETA, KEY_RIGHTMETA,
            KEY_SYSRQ,
        ])
    mutating func combinations(modifier: Int32) {
        #expect(keys.press(modifier) == .activity)
        for code in [KEY_F2, KEY_DELETE, KEY_B, KEY_ENTER, KEY_ESC, KEY_BACKSPACE] {
            #expect(keys.press(code) == .activity)
            #expect(keys.press(code, isRepeat: true) == .nothing)
            #expect(keys.release(code) == .nothing)
        }
        #expect(keys.release(modifier) == .nothing)
        #expect(keys.press(KEY_B) == .typed(.character("b")))
    }

    @Test("C8 no key but letters, digits, signs and four commands types, whatever its code")
    mutating func all() {
        for code in Int32(1)..<768 where !KeyMap.isModifier(UInt16(code)) {
            let reading = keys.press(code)
            _ = keys.release(code)
            guard case .typed(.character(let character)) = reading else { continue }
            #expect(character.isASCII && !character.isNewline, "key \(code)")
        }
        // Function keys, arrows, power, sleep, volume.
        for code in [KEY_F1, KEY_F12, KEY_UP, KEY_TAB, KEY_CAPSLOCK, KEY_POWER, KEY_SLEEP] {
            #expect(keys.press(code) == .activity)
        }
    }

    @Test("T42 the kernel's repeats count for letters and backspace, 40 times at most")
    mutating func repeats() {
        #expect(keys.press(KEY_BACKSPACE, isRepeat: true) == .nothing, "its press was not seen")
        for code in [KEY_A, KEY_BACKSPACE] {
            let first = keys.press(code)
            for _ in 0..<KeyReader.maximumRepeats {
                #expect(keys.press(code, isRepeat: true) == first)
            }
            // Repeats come from an object on the keyboard and are no activity (C4).
            #expect(keys.press(code, isRepeat: true) == .nothing)
            _ = keys.release(code)
            #expect(keys.press(code) == first)
            #expect(keys.press(code, isRepeat: true) == first)
        }
        for code in [KEY_ENTER, KEY_ESC, KEY_1, KEY_SPACE] {
            _ = keys.press(code)
            #expect(keys.press(code, isRepeat: true) == .nothing)
        }
    }

    @Test("C8 a number pad types digits, the hyphen and commands, whatever Num Lock says")
    mutating func numberPad() {
        keys.role = .numberPad
        let digits = [
            KEY_KP0, KEY_KP1, KEY_KP2, KEY_KP3, KEY_KP4, KEY_KP5, KEY_KP6, KEY_KP7, KEY_KP8,
            KEY_KP9,
        ].map { keys.press($0) }
        #expect(digits.typed == "0123456789")
        #expect(keys.type("12-a/").typed == "12-")
        #expect(keys.press(KEY_KPENTER) == .typed(.enter))
        #expect(keys.press(KEY_NUMLOCK) == .activity)
    }

    @Test("X11 C8 a number pad whose firmware sends navigation keys types digits")
    mutating func navigation() {
        keys.role = .numberPad
        let pad = [
            KEY_INSERT, KEY_END, KEY_DOWN, KEY_PAGEDOWN, KEY_LEFT, KEY_CLEAR, KEY_RIGHT, KEY_HOME,
            KEY_UP, KEY_PAGEUP,
        ]
        #expect(pad.map { keys.press($0) }.typed == "0123456789")
        for code in pad { _ = keys.release(code) }
        _ = keys.press(KEY_LEFTALT)
        #expect(keys.press(KEY_HOME) == .activity)
        _ = keys.release(KEY_LEFTALT)
        // A whole keyboard has these keys for themselves.
        keys.role = .typing
        _ = keys.release(KEY_HOME)
        #expect(keys.press(KEY_HOME) == .activity)
    }

    @Test("D6 a clerk's keypad does nothing to the visitor's screen") mutating func clerk() {
        keys.role = .keypad(counter: "2")
        #expect(keys.press(KEY_KP1) == .nothing)
        #expect(keys.press(KEY_KPENTER) == .nothing)
    }

    @Test("T45 on a dark screen a press only wakes, until it is up again") mutating func dark() {
        #expect(keys.press(KEY_A, isDark: true) == .activity)
        #expect(keys.press(KEY_A, isRepeat: true) == .nothing)
        _ = keys.release(KEY_A)
        #expect(keys.press(KEY_A) == .typed(.character("a")))
    }
}

@Suite("G2 Scanners", .timeLimit(.minutes(5)))
struct ScannerTests {
    var keys = Keys(role: .scanner)

    @Test("G2 a burst that ends with Enter is one code, and nothing is typed") mutating func code()
    {
        let readings = keys.type("7F3KQ9TZ\n")
        #expect(readings.dropLast().allSatisfy { $0 == .activity })
        #expect(readings.scans == ["7F3KQ9TZ"])
        #expect(keys.reader.deadline == nil)
        #expect(keys.type("\n").scans == [])
    }

    @Test("G2 a gap of 100 ms is within a code, a longer one begins another") mutating func gap() {
        #expect(keys.type("AB\n", gap: .milliseconds(100)).scans == ["AB"])
        keys.uptime += .seconds(1)
        _ = keys.type("XY", gap: .milliseconds(101))
        #expect(keys.type("AB\n").scans == ["AB"])
        _ = keys.type("AB", gap: .milliseconds(101))
        #expect(keys.type("\n").scans == [], "Enter alone, too late")
    }

    @Test("G2 256 characters are a code, one more is none of ours") mutating func limit() {
        let longest = String(repeating: "7", count: KeyReader.maximumScanLength)
        #expect(keys.type(longest + "\n").scans == [longest])
        #expect(keys.type(longest + "7\n").scans == [nil])
        #expect(keys.type("7\n").scans == ["7"])
    }

    @Test("C4 a code that does not end is forgotten after a second") mutating func forgets() {
        _ = keys.type("123456")
        let last = keys.uptime - .milliseconds(5)
        #expect(keys.reader.deadline == last + .seconds(1))
        #expect(keys.reader.tick(last + .milliseconds(999)).isEmpty)
        #expect(keys.reader.deadline != nil)
        _ = keys.reader.tick(last + .seconds(1))
        #expect(keys.reader.deadline == nil)
    }

    @Test("X10 G2 Tab ends a code as Enter does") mutating func tab() {
        _ = keys.type("7F3KQ9TZ")
        #expect(keys.press(KEY_TAB) == .scanned("7F3KQ9TZ"))
        #expect(keys.reader.deadline == nil)
    }

    @Test("X10 G2 a whole code and 200 ms of silence are a code") mutating func silence() {
        keys.reader = KeyReader(isCode: { $0.count == 8 })
        _ = keys.type("7F3KQ9TZ")
        let last = keys.uptime - .milliseconds(5)
        #expect(keys.reader.deadline == last + KeyReader.codeSilence)
        #expect(keys.reader.tick(last + .milliseconds(199)).isEmpty)
        #expect(keys.reader.tick(last + .milliseconds(200)).scans == ["7F3KQ9TZ"])
        #expect(keys.reader.deadline == nil)
        // A loop that was late finds it before the next code.
        _ = keys.type("7F3KQ9TZ")
        keys.uptime += .milliseconds(300)
        #expect(keys.type("1234\n").scans == ["7F3KQ9TZ", "1234"])
    }

    @Test("X10 six characters that make no code are reported, without what they say")
    mutating func unfinished() {
        func reported(_ readings: [KeyReading]) -> [UnfinishedScan] {
            readings.compactMap { if case .unfinished(let scan) = $0 { scan } else { nil } }
        }
        _ = keys.type("12345")
        #expect(keys.reader.tick(keys.uptime + .seconds(2)).isEmpty)
        keys.uptime += .seconds(5)
        _ = keys.type("123456")
        let scans = reported(keys.reader.tick(keys.uptime + .seconds(2)))
        #expect(scans == [UnfinishedScan(device: keys.device, count: 6, isSlow: false)])
        // Every character alone, then Enter: slower than any scan.
        keys.uptime += .seconds(5)
        let slow = reported(keys.type("12345678\n", gap: .milliseconds(250)))
        #expect(slow == [UnfinishedScan(device: keys.device, count: 8, isSlow: true)])
    }

    @Test("C6 what a scanner was about to say goes with it") mutating func unplugged() {
        _ = keys.type("7F3K")
        keys.reader.forget(keys.device)
        #expect(keys.type("Q9TZ\n").scans == ["Q9TZ"])
    }

    @Test("G2 two scanners at once don't mix") mutating func two() {
        let first = keys.device
        let second = DeviceDescription.identity("Other", 7)
        var scans: [String?] = []
        for (one, other) in zip("ABCD\n", "WXYZ\n") {
            keys.device = first
            scans += keys.type(String(one)).scans
            keys.device = second
            scans += keys.type(String(other)).scans
        }
        #expect(scans == ["ABCD", "WXYZ"])
    }

    @Test("T45 of a dark screen a whole code only wakes, the next one counts")
    mutating func dark() {
        let first = keys.type("7", isDark: true) + keys.type("F3KQ9TZ\n")
        #expect(first.scans == [])
        #expect(keys.type("7F3KQ9TZ\n").scans == ["7F3KQ9TZ"])
    }
}
