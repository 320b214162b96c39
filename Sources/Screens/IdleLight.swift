import Office

/// Outside office hours, when nobody is there, the screen goes dim and then black (T45). Pure: it
/// is told what is, and when.
package struct IdleLight: Sendable, Equatable {
    package enum Level: String, Sendable, Equatable { case bright, dim, dark }

    /// How long after the last touch, or after the office closed. Nil: never.
    package struct Rules: Sendable, Equatable {
        package var dimAfter: Duration?
        package var darkAfter: Duration?

        package init(
            dimAfter: Duration? = .seconds(120), darkAfter: Duration? = .seconds(600)
        ) {
            self.dimAfter = dimAfter
            self.darkAfter = darkAfter
        }
    }

    package var rules: Rules
    package private(set) var level = Level.bright
    /// Since when nobody is there, while the office is closed.
    private var since: Duration?

    package init(rules: Rules = Rules()) {
        self.rules = rules
    }

    /// When `tick` is due: the light is to change though nothing happens.
    package var deadline: Duration? {
        guard let since else { return nil }
        switch level {
        case .bright:
            return [rules.dimAfter, rules.darkAfter].compactMap { $0 }.min().map { since + $0 }
        case .dim: return rules.darkAfter.map { since + $0 }
        case .dark: return nil
        }
    }

    /// `mayRest` is whether the office is closed, the screen is the first one, and neither a
    /// print, a fault nor staff need it (T46).
    package mutating func tick(_ uptime: Duration, mayRest: Bool) {
        guard mayRest else {
            since = nil
            level = .bright
            return
        }
        let start = since ?? uptime
        since = start
        let rested = uptime - start
        if let after = rules.darkAfter, rested >= after {
            level = .dark
        } else if let after = rules.dimAfter, rested >= after {
            level = .dim
        } else {
            level = .bright
        }
    }

    /// Somebody touched: bright again.
    package mutating func touched(_ uptime: Duration) {
        if since != nil { since = uptime }
        level = .bright
    }
}

extension Session {
    /// Whether the screen may go dim: nobody is there, nobody is waited for.
    package var mayRest: Bool { isFresh && !facts.opening.isOpen && facts.fault == nil }
}
