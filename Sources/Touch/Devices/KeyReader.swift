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
    /// Characters of a scanner that made no code, because nothing ended them or they came too
    /// slowly; to be reported.
    case unfinished(UnfinishedScan)
}

/// Characters that a scanner sent and that made no code, for whoever sets it up. The characters
/// themselves are not kept: they may be personal (C4).
package struct UnfinishedScan: Hashable, Sendable {
    package var device: DeviceIdentity
    package var count: Int
    /// Whether the characters came further apart than those of a scan do.
    package var isSlow: Bool

    package init(device: DeviceIdentity, count: Int, isSlow: Bool) {
        (self.device, self.count, self.isSlow) = (device, count, isSlow)
    }
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
    /// Silence after which the characters of a code count as one that the scanner did not end.
    package static let codeSilence = Duration.milliseconds(200)
    /// Least number of characters that are reported where they made no code. A person who tries
    /// the keys of a scanner presses fewer.
    package static let leastReported = 6
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
        /// Number of characters before this burst that came too far apart to belong to one.
        var slowCount = 0
    }

    /// Keys that are down, by device. Codes have 16 bits, which limits their number.
    private var held: [DeviceIdentity: [UInt16: Key]] = [:]
    private var bursts: [DeviceIdentity: Burst] = [:]
    private let isCode: @Sendable (String) -> Bool

    /// Makes a reader. `isCode` says whether a text is a whole code of this system, which then
    /// needs no key that ends it.
    package init(isCode: @escaping @Sendable (String) -> Bool = { _ in false }) {
        self.isCode = isCode
    }

    /// Uptime at which `tick` has to be called to end a scan. Nil: never.
    package var deadline: Duration? { bursts.values.map(end).min() }

    /// Uptime at which a scan without an end is over.
    private func end(of burst: Burst) -> Duration {
        burst.lastUptime + (isWhole(burst) ? Self.codeSilence : Self.scanMemory)
    }

    private func isWhole(_ burst: Burst) -> Bool { !burst.isTooLong && isCode(burst.text) }

    /// Ends the scans that have gone silent. Their characters are dropped, since they may be
    /// personal (C4).
    package mutating func tick(_ uptime: Duration) -> [KeyReading] {
        let over = bursts.filter { uptime >= end(of: $0.value) }
        for device in over.keys { bursts[device] = nil }
        return over.compactMap { silenced($0.value, $0.key) }
    }

    /// Result of characters that nothing ended; nil: nothing to tell.
    private func silenced(_ burst: Burst, _ device: DeviceIdentity) -> KeyReading? {
        if burst.isSwallowed { return nil }
        if isWhole(burst) { return .scanned(burst.text) }
        let count = burst.slowCount + burst.text.count
        guard count >= Self.leastReported else { return nil }
        return .unfinished(
            UnfinishedScan(device: device, count: count, isSlow: burst.slowCount > 0))
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
        if event.role == .numberPad, let digit = KeyMap.digit(ofNavigation: event.code) {
            return .character(digit)
        }
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
        var reading = KeyReading.activity
        let gap = event.uptime - burst.lastUptime
        if gap > Self.scanGap {
            let old = burst
            burst = Burst(lastUptime: event.uptime)
            if gap < Self.scanMemory, !isWhole(old) {
                burst.slowCount = old.slowCount + old.text.count
            } else {
                // The loop was late, or `tick` would have ended it.
                reading = silenced(old, event.device) ?? .activity
            }
        }
        burst.lastUptime = event.uptime
        burst.isSwallowed = burst.isSwallowed || isDark
        switch meaning(event) {
        case .enter, .tab:
            bursts[event.device] = nil
            if burst.isSwallowed { return .activity }
            if burst.isTooLong { return .scanned(nil) }
            // Each character came alone: no scan, but a scanner that is too slow.
            if burst.slowCount > 0, burst.text.count < 2 {
                return silenced(burst, event.device) ?? .activity
            }
            return burst.text.isEmpty ? reading : .scanned(burst.text)
        case .character(let character):
            if burst.text.count < Self.maximumScanLength {
                burst.text.append(character)
            } else {
                burst.isTooLong = true
            }
        case .backspace, .escape, .shift, nil: break
        }
        bursts[event.device] = burst
        return reading
    }
}
