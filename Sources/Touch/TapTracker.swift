import Geometry

/// State machine that turns contacts into taps. It is pure: no clock and no screen.
package struct TapTracker<ID: Hashable & Sendable>: Sendable {
    /// Maximum number of fingers followed at the same time. More are ignored (T28).
    package static var maximumContacts: Int { 10 }

    private enum Hold: Sendable {
        case none
        case longPress(at: Duration)
        /// Long press reported. Lifting the finger on the same key types nothing more.
        case longPressed
        case repeating(at: Duration, hasRepeated: Bool)

        /// Whether the key still fires when the finger leaves it.
        var firesAtEnd: Bool {
            switch self {
            case .none, .longPress: true
            case .longPressed: false
            case .repeating(_, let hasRepeated): !hasRepeated
            }
        }
    }

    private enum Role: Sendable {
        /// Acts on the target it went down on.
        case button(TouchTarget<ID>)
        /// On a key; nil: it slid off all keys.
        case key(TouchTarget<ID>?, Hold)
        /// Down outside every target.
        case miss
        /// Its key fired when the next one went down. It waits to be lifted.
        case typed
        /// Waits to be lifted and does nothing.
        case dead
    }

    private struct Finger: Sendable {
        var contact: Int
        var role: Role
        var position: Point
    }

    private let settings: TouchSettings
    private var fingers: [Finger] = []
    private var lastUp: (uptime: Duration, position: Point)?

    package init(settings: TouchSettings) {
        self.settings = settings
    }

    /// Whether any finger is on the glass.
    package var isTouched: Bool { !fingers.isEmpty }

    /// Uptime at which `tick` has to be called for a long press or a repeat. Nil: never.
    package var deadline: Duration? {
        fingers.compactMap { finger in
            guard case .key(_, let hold) = finger.role else { return nil }
            switch hold {
            case .none, .longPressed: return nil
            case .longPress(let at), .repeating(let at, _): return at
            }
        }.min()
    }

    /// Handles an event of a contact with the targets now on the screen.
    package mutating func handle(_ event: ContactEvent, targets: [TouchTarget<ID>])
        -> [TouchOutput<ID>]
    {
        switch event.phase {
        case .down: down(event, targets)
        case .move: move(event, targets)
        case .up: up(event, targets)
        case .cancel: cancel(event)
        }
    }

    /// Reports a change of screen. A finger already on the glass presses nothing on the new one
    /// (C2).
    package mutating func screenChanged() -> [TouchOutput<ID>] {
        let outputs = fingers.flatMap { released($0.role) }
        for index in fingers.indices { fingers[index].role = .dead }
        return outputs
    }

    /// Drops every finger when the device is gone or read anew. None fires (T30).
    package mutating func cancelAll() -> [TouchOutput<ID>] {
        let outputs = fingers.flatMap { released($0.role) }
        fingers = []
        return outputs
    }

    /// Fires long presses and repeats that are due.
    package mutating func tick(_ uptime: Duration) -> [TouchOutput<ID>] {
        var outputs: [TouchOutput<ID>] = []
        for index in fingers.indices {
            guard case .key(let target?, let hold) = fingers[index].role else { continue }
            switch hold {
            case .longPress(let at) where at <= uptime:
                fingers[index].role = .key(target, .longPressed)
                outputs.append(.held(target.id))
            case .repeating(let at, _) where at <= uptime:
                // One repeat per call, however late: a stall makes no burst.
                fingers[index].role = .key(
                    target, .repeating(at: uptime + settings.nextRepeats, hasRepeated: true))
                outputs.append(.tapped(target.id))
            default: break
            }
        }
        return outputs
    }

    private mutating func down(_ event: ContactEvent, _ targets: [TouchTarget<ID>])
        -> [TouchOutput<ID>]
    {
        // The same contact again without an up between (T27): the old one ended.
        let ended = cancel(event)
        guard fingers.count < Self.maximumContacts else { return ended }
        return ended + begin(event, targets)
    }

    private mutating func begin(_ event: ContactEvent, _ targets: [TouchTarget<ID>])
        -> [TouchOutput<ID>]
    {
        func add(_ role: Role) {
            fingers.append(
                Finger(contact: event.contact, role: role, position: event.position))
        }
        if isBounce(event) {
            add(.dead)
            return []
        }
        let target = targets.last { $0.frame.contains(event.position) }
        if fingers.isEmpty {
            guard let target else {
                add(.miss)
                return [.missed(event.position)]
            }
            guard target.isEnabled else {
                add(.dead)
                return []
            }
            add(target.kind.isKey ? .key(target, hold(on: target, event.uptime)) : .button(target))
            return [.pressed(target.id)]
        }
        // A second finger acts only from key to key. All others wait until all are lifted (C2).
        let typing = fingers.indices.filter {
            switch fingers[$0].role {
            case .key, .typed: true
            case .button, .miss, .dead: false
            }
        }
        guard let target, target.kind.isKey, target.isEnabled, !typing.isEmpty else {
            add(.dead)
            return []
        }
        var outputs: [TouchOutput<ID>] = []
        for index in typing {
            // The first key fires now, so that letters come in the order of the downs (T41).
            if case .key(let first?, let hold) = fingers[index].role {
                outputs.append(.released(first.id))
                let isThere = targets.contains { $0.id == first.id && $0.isEnabled }
                if isThere && hold.firesAtEnd { outputs.append(.tapped(first.id)) }
            }
            fingers[index].role = .typed
        }
        add(.key(target, hold(on: target, event.uptime)))
        outputs.append(.pressed(target.id))
        return outputs
    }

    private mutating func move(_ event: ContactEvent, _ targets: [TouchTarget<ID>])
        -> [TouchOutput<ID>]
    {
        guard let index = fingers.firstIndex(where: { $0.contact == event.contact }) else {
            return []
        }
        fingers[index].position = event.position
        guard case .key(let old, _) = fingers[index].role else { return [] }
        let new = targets.last {
            $0.frame.contains(event.position) && $0.kind.isKey && $0.isEnabled
        }
        if new?.id == old?.id { return [] }
        fingers[index].role = .key(new, new.map { hold(on: $0, event.uptime) } ?? .none)
        return (old.map { [.released($0.id)] } ?? []) + (new.map { [.pressed($0.id)] } ?? [])
    }

    private mutating func up(_ event: ContactEvent, _ targets: [TouchTarget<ID>])
        -> [TouchOutput<ID>]
    {
        guard let index = fingers.firstIndex(where: { $0.contact == event.contact }) else {
            return []
        }
        let slid = move(event, targets)
        let finger = fingers.remove(at: index)
        lastUp = (event.uptime, event.position)
        switch finger.role {
        case .typed, .dead: return slid
        case .miss: return slid + [.missEnded]
        case .button(let target):
            let slop = settings.slopPixels
            // The target still exists and is enabled, and the finger is within its grown edges
            // (C1).
            let isThere = targets.contains { $0.id == target.id && $0.isEnabled }
            let isNear = target.frame.squaredDistance(to: event.position) <= slop * slop
            return slid + [.released(target.id)]
                + (isThere && isNear ? [.tapped(target.id)] : [])
        case .key(let target, let hold):
            guard let target else { return slid }
            return slid + [.released(target.id)] + (hold.firesAtEnd ? [.tapped(target.id)] : [])
        }
    }

    private mutating func cancel(_ event: ContactEvent) -> [TouchOutput<ID>] {
        guard let index = fingers.firstIndex(where: { $0.contact == event.contact }) else {
            return []
        }
        return released(fingers.remove(at: index).role)
    }

    private func released(_ role: Role) -> [TouchOutput<ID>] {
        switch role {
        case .button(let target): [.released(target.id)]
        case .key(let target, _): target.map { [.released($0.id)] } ?? []
        case .miss: [.missEnded]
        case .typed, .dead: []
        }
    }

    private func hold(on target: TouchTarget<ID>, _ uptime: Duration) -> Hold {
        switch target.kind {
        case .button, .key(holds: false): .none
        case .key(holds: true): .longPress(at: uptime + settings.longPress)
        case .repeatingKey:
            .repeating(at: uptime + settings.firstRepeat, hasRepeated: false)
        }
    }

    private func isBounce(_ event: ContactEvent) -> Bool {
        guard let lastUp, settings.debounce > .zero, event.uptime >= lastUp.uptime,
            event.uptime - lastUp.uptime < settings.debounce
        else { return false }
        let dx = event.position.x - lastUp.position.x
        let dy = event.position.y - lastUp.position.y
        return dx * dx + dy * dy <= settings.debouncePixels * settings.debouncePixels
    }
}
