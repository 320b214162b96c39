/// What a key of a bound keyboard does to the screen, and all that it can do (C8).
package enum TypedKey: Hashable, Sendable {
    case character(Character)
    case backspace
    /// The screen's main action.
    case enter
    /// Back.
    case escape
}

/// What came of a key's event.
package enum KeyReading: Hashable, Sendable {
    /// Nobody pressed anything: a key went up, or has been held for longer than people hold one.
    case nothing
    /// Somebody is there, and nothing is typed.
    case activity
    case typed(TypedKey)
    /// A whole code; nil: one longer than any of ours.
    case scanned(String?)
}

/// Keys of bound keyboards into letters and codes. Pure: time comes with the events.
///
/// Keyboards are read as US ones, and scanners type as such; Caps Lock means nothing. While
/// Control, Alt or Meta is held no other key counts, so no combination reaches anything (C8).
package struct KeyReader: Sendable {
    /// Between two characters of a scan at most; people type slower.
    package static let scanGap = Duration.milliseconds(100)
    /// How long a scan that did not end is remembered. Longer than the gap, which is judged by
    /// the events' own times: a loop that was late must not tear a code (T34).
    package static let scanMemory = Duration.seconds(1)
    /// Characters of a scan at most.
    package static let maximumScanLength = 256
    /// How often a held key types again at most, so that something lying on the keyboard does not
    /// keep a visit alive for ever (C4).
    package static let maximumRepeats = 40

    private struct Key: Sendable {
        var isSwallowed: Bool
        var repeats = 0
    }

    private struct Burst: Sendable {
        var text = ""
        var isTooLong = false
        var isSwallowed = false
        var lastUptime: Duration
    }

    /// Keys that are down, by their device. Codes are 16 bits, so there is an end to them.
    private var held: [DeviceIdentity: [UInt16: Key]] = [:]
    private var bursts: [DeviceIdentity: Burst] = [:]

    package init() {}

    /// When `tick` is due: what a scanner began to say has gone stale. Nil: never.
    package var deadline: Duration? { bursts.values.map { $0.lastUptime + Self.scanMemory }.min() }

    /// Forgets codes that did not end: they may be somebody's (C4).
    package mutating func tick(_ uptime: Duration) {
        bursts = bursts.filter { uptime - $0.value.lastUptime < Self.scanMemory }
    }

    /// The device is gone, and with it what it was about to say.
    package mutating func forget(_ device: DeviceIdentity) {
        held[device] = nil
        bursts[device] = nil
    }

    /// `isDark`: the screen is dark, so a press only wakes it, until it is up again; of a scanner
    /// the whole code (T45).
    package mutating func read(_ event: KeyEvent, isDark: Bool = false) -> KeyReading {
        guard event.isPressed else {
            held[event.device]?[event.code] = nil
            return .nothing
        }
        if event.isRepeat { return again(event) }
        held[event.device, default: [:]][event.code] = Key(isSwallowed: isDark)
        switch event.role {
        case .keypad: return .nothing
        case .scanner: return scan(event, isDark)
        case .typing, .numberPad:
            return isDark ? .activity : typed(event).map { .typed($0) } ?? .activity
        }
    }

    /// Backspace and letters alone are wanted more than once; and only where the press was seen.
    private mutating func again(_ event: KeyEvent) -> KeyReading {
        guard var key = held[event.device]?[event.code], key.repeats < Self.maximumRepeats,
            !key.isSwallowed, let typed = typed(event)
        else { return .nothing }
        switch typed {
        case .character(let letter) where letter.isLetter: break
        case .backspace: break
        case .character, .enter, .escape: return .nothing
        }
        key.repeats += 1
        held[event.device]?[event.code] = key
        return .typed(typed)
    }

    private func meaning(_ event: KeyEvent) -> KeyMap.Meaning? {
        let others = held[event.device] ?? [:]
        if others.keys.contains(where: KeyMap.isModifier) { return nil }
        let isShifted = others.keys.contains { KeyMap.meaning(of: $0) == .shift }
        return KeyMap.meaning(of: event.code, isShifted: isShifted)
    }

    private func typed(_ event: KeyEvent) -> TypedKey? {
        switch meaning(event) {
        case .character(let character):
            // Numbers of tickets have a hyphen.
            let isForPads = character.isNumber || character == "-"
            return event.role == .typing || isForPads ? .character(character) : nil
        case .backspace: return .backspace
        case .enter: return .enter
        case .escape: return .escape
        case .tab, .shift, nil: return nil
        }
    }

    private mutating func scan(_ event: KeyEvent, _ isDark: Bool) -> KeyReading {
        var burst = bursts[event.device] ?? Burst(lastUptime: event.uptime)
        if event.uptime - burst.lastUptime > Self.scanGap {
            burst = Burst(lastUptime: event.uptime)
        }
        burst.lastUptime = event.uptime
        burst.isSwallowed = burst.isSwallowed || isDark
        switch meaning(event) {
        case .enter:
            bursts[event.device] = nil
            if burst.isSwallowed { return .activity }
            if burst.isTooLong { return .scanned(nil) }
            return burst.text.isEmpty ? .activity : .scanned(burst.text)
        case .character(let character):
            if burst.text.count < Self.maximumScanLength {
                burst.text.append(character)
            } else {
                burst.isTooLong = true
            }
        case .backspace, .escape, .tab, .shift, nil: break
        }
        bursts[event.device] = burst
        return .activity
    }
}
