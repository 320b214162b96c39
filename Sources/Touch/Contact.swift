package import Geometry

/// Event of one finger in pixels of the upright picture.
package struct ContactEvent: Hashable, Sendable {
    package enum Phase: String, Hashable, Sendable, Codable { case down, move, up, cancel }

    /// Number of the finger. It is free again after `up` or `cancel`.
    package var contact: Int
    package var phase: Phase
    /// Position. An `up` or `cancel` has the last known one, never (0, 0) (T29).
    package var position: Point
    /// Time of the event on the monotonic clock (T34).
    package var uptime: Duration

    package init(contact: Int, phase: Phase, position: Point, uptime: Duration) {
        self.contact = contact
        self.phase = phase
        self.position = position
        self.uptime = uptime
    }
}

/// Place on the screen that reacts to touch.
package struct TouchTarget<ID: Hashable & Sendable>: Hashable, Sendable {
    package var id: ID
    package var frame: Rect
    /// Whether the target acts. A disabled one takes the touch and does nothing.
    package var isEnabled: Bool
    package var kind: Kind

    /// Behaviour of a target. A button fires where the finger went down (C1). A key fires where the
    /// finger goes up, and a second finger may be down before the first is up (T41).
    package enum Kind: Hashable, Sendable {
        case button
        /// Key that reports once when it is held for the long-press time (T42).
        case key(holds: Bool)
        /// Key that fires repeatedly while it is held (T42).
        case repeatingKey

        var isKey: Bool { self != .button }
    }

    package init(id: ID, frame: Rect, isEnabled: Bool = true, kind: Kind = .button) {
        self.id = id
        self.frame = frame
        self.isEnabled = isEnabled
        self.kind = kind
    }
}

/// Meaning of contacts for a screen.
package enum TouchOutput<ID: Hashable & Sendable>: Hashable, Sendable {
    /// Target now under a finger. It is drawn pressed.
    case pressed(ID)
    /// Target no longer under a finger.
    case released(ID)
    /// Target that fires.
    case tapped(ID)
    /// Key held for the long-press time.
    case held(ID)
    /// Touch outside every target. The screen marks it.
    case missed(Point)
    /// End of a touch outside every target.
    case missEnded
}

/// Distances and times of touching.
package struct TouchSettings: Hashable, Sendable {
    /// Distance in pixels outside its target at which a finger may go up (C1: 12 mm).
    package var slopPixels: Int
    /// Time after an up within which another down counts as the same tap, if it is near (T37).
    package var debounce: Duration
    package var debouncePixels: Int
    package var longPress: Duration
    package var firstRepeat: Duration
    package var nextRepeats: Duration

    package init(
        slopPixels: Int, debounce: Duration = .milliseconds(80), debouncePixels: Int,
        longPress: Duration = .milliseconds(500), firstRepeat: Duration = .milliseconds(400),
        nextRepeats: Duration = .milliseconds(100)
    ) {
        self.slopPixels = slopPixels
        self.debounce = debounce
        self.debouncePixels = debouncePixels
        self.longPress = longPress
        self.firstRepeat = firstRepeat
        self.nextRepeats = nextRepeats
    }

    /// Creates the defaults for this panel.
    package init(panel: Panel) {
        self.init(slopPixels: panel.pixels(12), debouncePixels: panel.pixels(3))
    }
}
