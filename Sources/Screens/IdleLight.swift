import Office

/// State machine that dims the screen and then turns it black outside office hours, when it is not
/// in use (T45). It is pure: state and time arrive as arguments.
package struct IdleLight: Sendable, Equatable {
    package enum Level: String, Sendable, Equatable { case bright, dim, dark }

    /// Delays since the last touch, or since the office closed. Nil: never.
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
    /// Uptime of the last touch or of the start of rest, whichever is later; nil while the office
    /// needs the screen.
    private var since: Duration?

    package init(rules: Rules = Rules()) {
        self.rules = rules
    }

    /// Uptime at which `tick` has to be called, because the level changes by time alone; nil:
    /// never.
    package var deadline: Duration? {
        guard let since else { return nil }
        switch level {
        case .bright:
            return [rules.dimAfter, rules.darkAfter].compactMap { $0 }.min().map { since + $0 }
        case .dim: return rules.darkAfter.map { since + $0 }
        case .dark: return nil
        }
    }

    /// Updates the level. `mayRest` tells whether the office is closed, the first screen is up, and
    /// neither a print, a fault nor staff need the screen (T46).
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

    /// Makes the screen bright again after a touch.
    package mutating func touched(_ uptime: Duration) {
        if since != nil { since = uptime }
        level = .bright
    }
}
