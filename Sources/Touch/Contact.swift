package import Geometry

/// What one finger does, as the touchscreen says it: already in pixels of the upright picture.
package struct ContactEvent: Hashable, Sendable {
    package enum Phase: String, Hashable, Sendable, Codable { case down, move, up, cancel }

    /// Which finger; free again after `up` or `cancel`.
    package var contact: Int
    package var phase: Phase
    /// For `up` and `cancel` the last place, never (0, 0) (T29).
    package var position: Point
    /// When it happened, on the clock that never jumps (T34).
    package var uptime: Duration

    package init(contact: Int, phase: Phase, position: Point, uptime: Duration) {
        self.contact = contact
        self.phase = phase
        self.position = position
        self.uptime = uptime
    }
}

/// A place on the screen that does something.
package struct TouchTarget<ID: Hashable & Sendable>: Hashable, Sendable {
    package var id: ID
    package var frame: Rect
    /// A disabled target takes the touch and does nothing.
    package var isEnabled: Bool
    package var kind: Kind

    /// A button fires where the finger went down (C1). A key fires where the finger goes up, and
    /// a second finger may be down before the first is up (T41).
    package enum Kind: Hashable, Sendable {
        case button
        /// Held for the long-press time, it says so once (T42).
        case key(holds: Bool)
        /// Held, it fires again and again (T42).
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

/// What the fingers mean.
package enum TouchOutput<ID: Hashable & Sendable>: Hashable, Sendable {
    /// A target under a finger: show it pressed.
    case pressed(ID)
    /// It is no longer under a finger.
    case released(ID)
    /// It fires.
    case tapped(ID)
    /// A key was held for the long-press time.
    case held(ID)
    /// A finger went down beside every target: show that it was felt.
    case missed(Point)
    /// That finger is up again.
    case missEnded
}

/// Distances and times of touching.
package struct TouchSettings: Hashable, Sendable {
    /// How far outside its target a finger may go up, in pixels (C1: 12 mm).
    package var slopPixels: Int
    /// A second down this soon after an up, and this near, is the same tap (T37).
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

    /// The defaults on this panel.
    package init(panel: Panel) {
        self.init(slopPixels: panel.pixels(12), debouncePixels: panel.pixels(3))
    }
}
