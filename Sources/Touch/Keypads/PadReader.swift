/// Result of a pad's keys.
package enum PadReading: Hashable, Sendable {
    /// A key of an order that is not complete yet.
    case heard
    case command(PadCommand, pressedAt: Duration)
    /// Keys that spell no order, were pressed together, or were left half-way.
    case misunderstood
    /// A half-typed order was taken back.
    case cancelled
}

/// Reader of one pad: from its keys to orders (V20, V21, V23). It is pure: time arrives with the keys.
///
/// A command waits for `collisionGap`, because another one within it makes both void. Digits are no
/// commands: each counts.
package struct PadReader: Sendable {
    /// Time within which the same command again is the same press.
    package static let repeatGap = Duration.milliseconds(400)
    /// Time within which two different commands are none: a hand lay on the pad.
    package static let collisionGap = Duration.milliseconds(150)
    /// Time after its last key for which a half-typed order is kept.
    package static let entryLimit = Duration.seconds(10)
    /// Maximum number of digits of a counter's number.
    package static let maximumDigits = 2
    /// Maximum number of keys that wait behind a command. Nobody types more in `collisionGap`.
    package static let maximumWaiting = 16

    private struct HeldKey: Hashable {
        var device: DeviceIdentity
        var code: UInt16
    }

    private struct Entry {
        var isTransfer: Bool
        var digits: [Int] = []
        var isTooLong = false
        var uptime: Duration
    }

    /// Keys that are down. Codes have 16 bits and a pad has few nodes, which limits their number.
    private var held: Set<HeldKey> = []
    /// Whether keys count: since plugging, resume or a gap all of them have been up once.
    package private(set) var isClean = true
    private var waiting: [(key: PadKey, uptime: Duration)] = []
    /// Newest press of each command key that was not taken for a part of the one before.
    private var last: [PadKey: Duration] = [:]
    /// Newest command of a hand that lay on the pad.
    private var collisionAt: Duration?
    private var entry: Entry?

    package init() {}

    /// Uptime at which `tick` has something to tell. Nil: never.
    package var deadline: Duration? {
        if let first = waiting.first { return first.uptime + Self.collisionGap }
        return entry.map { $0.uptime + Self.entryLimit }
    }

    /// Handles an event of one of the pad's nodes.
    package mutating func read(_ event: PadEvent) -> [PadReading] {
        switch event.kind {
        case .state(let codes):
            forget(event.device)
            held.formUnion(
                codes.filter { $0 != PadKey.numLock }.map {
                    HeldKey(device: event.device, code: $0)
                })
            isClean = held.isEmpty
            return []
        case .key(PadKey.numLock, _, _), .key(_, _, isRepeat: true): return []
        case .key(let code, isPressed: false, _):
            held.remove(HeldKey(device: event.device, code: code))
            if held.isEmpty { isClean = true }
            return []
        case .key(let code, isPressed: true, _):
            held.insert(HeldKey(device: event.device, code: code))
            guard isClean, let key = PadKey(code: code) else { return [] }
            return tick(event.uptime) + press(key, at: event.uptime)
        }
    }

    /// Drops the state of a node that is gone, and the order that was being typed.
    package mutating func forget(_ device: DeviceIdentity) {
        held = held.filter { $0.device != device }
        (waiting, entry) = ([], nil)
        if held.isEmpty { isClean = true }
    }

    /// Lets no key count until all are up.
    package mutating func muteUntilUp() { isClean = held.isEmpty }

    /// Takes the commands that have waited long enough, and drops an order that was left half-way.
    package mutating func tick(_ uptime: Duration) -> [PadReading] {
        var readings: [PadReading] = []
        while let first = waiting.first,
            first.key.isDigit || uptime - first.uptime >= Self.collisionGap
        {
            waiting.removeFirst()
            readings += take(first.key, at: first.uptime)
        }
        // A key that waits may have come before the end.
        if waiting.isEmpty, let entry, uptime - entry.uptime >= Self.entryLimit {
            self.entry = nil
            readings.append(.misunderstood)
        }
        return readings
    }

    private mutating func press(_ key: PadKey, at uptime: Duration) -> [PadReading] {
        if key.isDigit {
            if waiting.isEmpty { return take(key, at: uptime) }
            if waiting.count < Self.maximumWaiting { waiting.append((key, uptime)) }
            return []
        }
        if let before = last[key], isWithin(Self.repeatGap, of: before, uptime) { return [] }
        last[key] = uptime
        if let collisionAt, isWithin(Self.collisionGap, of: collisionAt, uptime) {
            self.collisionAt = uptime
            return []
        }
        if waiting.contains(where: { !$0.key.isDigit }) {
            (waiting, entry, collisionAt) = ([], nil, uptime)
            return [.misunderstood]
        }
        waiting.append((key, uptime))
        return []
    }

    /// Whether a press lies within this time of one before it. A clock that jumped says no.
    private func isWithin(_ gap: Duration, of before: Duration, _ uptime: Duration) -> Bool {
        uptime >= before && uptime - before < gap
    }

    private mutating func take(_ key: PadKey, at uptime: Duration) -> [PadReading] {
        // The digits behind an old order are no part of it.
        if let entry, uptime - entry.uptime >= Self.entryLimit {
            self.entry = nil
            return [.misunderstood] + take(key, at: uptime)
        }
        switch key {
        case .digit(let digit):
            var typed = entry ?? Entry(isTransfer: false, uptime: uptime)
            typed.uptime = uptime
            if typed.digits.count < Self.maximumDigits {
                typed.digits.append(digit)
            } else {
                typed.isTooLong = true
            }
            entry = typed
            return [.heard]
        case .slash:
            entry = Entry(isTransfer: true, uptime: uptime)
            return [.heard]
        case .dot:
            defer { entry = nil }
            return [.cancelled]
        case .enter:
            defer { entry = nil }
            return [entry.map(order) ?? .next].map { command in
                command.map { .command($0, pressedAt: uptime) } ?? .misunderstood
            }
        case .plus: return single(.again, at: uptime)
        case .minus: return single(.absent, at: uptime)
        case .star: return single(.aside, at: uptime)
        }
    }

    /// Command of one key. Behind digits or / it spells nothing.
    private mutating func single(_ command: PadCommand, at uptime: Duration) -> [PadReading] {
        defer { entry = nil }
        return [entry == nil ? .command(command, pressedAt: uptime) : .misunderstood]
    }

    /// Order that the typed keys spell; nil: none.
    private func order(_ entry: Entry) -> PadCommand? {
        if entry.isTooLong { return nil }
        guard entry.isTransfer else { return entry.digits == [0] ? .pauseOrOpen : nil }
        let number = entry.digits.reduce(0) { $0 * 10 + $1 }
        return number > 0 ? .passOn(number: number) : nil
    }
}
