/// Position on the glass as the device reports it, before calibration: 0 to 1 from left to right
/// and from top to bottom.
package struct UnitPoint: Hashable, Sendable, Codable {
    package var x: Double
    package var y: Double

    package init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }

    func distance(to other: UnitPoint) -> Double {
        ((x - other.x) * (x - other.x) + (y - other.y) * (y - other.y)).squareRoot()
    }
}

/// Event of one finger before calibration and rotation.
package struct RawContact: Hashable, Sendable {
    /// Number from 0 to 9. It is free again after `up` or `cancel`.
    package var contact: Int
    package var phase: ContactEvent.Phase
    package var position: UnitPoint
    package var uptime: Duration

    package init(
        contact: Int, phase: ContactEvent.Phase, position: UnitPoint, uptime: Duration
    ) {
        self.contact = contact
        self.phase = phase
        self.position = position
        self.uptime = uptime
    }
}

/// Settings for reading a touchscreen.
package struct FrameSettings: Hashable, Sendable {
    /// Minimum number of frames of a contact. Shorter ones are noise (T37). 1: none is.
    package var minimumSamples: Int

    package init(minimumSamples: Int = 1) {
        self.minimumSamples = minimumSamples
    }
}

/// Irregularities of a touchscreen since it was opened.
package struct FrameCounters: Hashable, Sendable {
    /// Positions outside the announced range, moved to its edge (T35).
    package var clamped = 0
    /// Fingers beyond the tenth (T28).
    package var tooMany = 0
    /// Contacts with too few samples (T37).
    package var noise = 0
    /// Contacts that were a palm (T35).
    package var palms = 0
    /// Overruns of the kernel's buffer (T26).
    package var dropped = 0
    /// Frames with more steps than a real device sends.
    package var overlong = 0

    package init() {}
}
