/// Effect of a bound keyboard's key on the screen. There are no others (C8).
package enum TypedKey: Hashable, Sendable {
    case character(Character)
    case backspace
    /// Main action of the screen.
    case enter
    /// Back action of the screen.
    case escape
}

/// Result of a key's event.
package enum KeyReading: Hashable, Sendable {
    /// No activity: a key went up, or is held for longer than a person would.
    case nothing
    /// Activity that types nothing.
    case activity
    case typed(TypedKey)
    /// Whole code; nil: longer than any code of this system.
    case scanned(String?)
}

/// Converter of a keyboard's keys into letters and codes. It is pure: time arrives with the events.
///
/// Keyboards are read as US ones, which scanners emulate. Caps Lock has no effect. While Control,
/// Alt or Meta is held no other key counts, so that no combination has an effect (C8).
package struct KeyReader: Sendable {
    /// Maximum time between two characters of a scan. People type slower.
    package static let scanGap = Duration.milliseconds(100)
    /// Time for which an unfinished scan is kept. It is longer than the gap, which is measured by
    /// the events' own times, so that a late loop does not split a code (T34).
    package static let scanMemory = Duration.seconds(1)
    /// Maximum number of characters of a scan.
    package static let maximumScanLength = 256
    /// Maximum repeats of a held key, so that an object on the keyboard does not keep a visit open
    /// (C4).
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

    /// Keys that are down, by device. Codes have 16 bits, which limits their number.
    private var held: [DeviceIdentity: [UInt16: Key]] = [:]
    private var bursts: [DeviceIdentity: Burst] = [:]

    package init() {}

    /// Uptime at which `tick` has to be called to drop a stale scan. Nil: never.
    package var deadline: Duration? { bursts.values.map { $0.lastUptime + Self.scanMemory }.min() }

    /// Drops unfinished codes, which may be personal (C4).
    package mutating func tick(_ uptime: Duration) {
        bursts = bursts.filter { uptime - $0.value.lastUptime < Self.scanMemory }
    }

    /// Drops the state of a device that is gone.
    package mutating func forget(_ device: DeviceIdentity) {
        held[device] = nil
        bursts[device] = nil
    }

    /// Handles a key's event. `isDark`: the screen is dark, and the press only wakes it. The key
    /// counts again after it was released; a scanner's whole code is dropped (T45).
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

    /// Handles a repeat. Only letters and backspace repeat, and only where the press was seen.
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
            // Ticket numbers have a hyphen.
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
