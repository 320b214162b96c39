/// A place on the glass as the device has it, before calibration: 0 to 1 from left to right and
/// from top to bottom.
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

/// What one finger does, before calibration and rotation.
package struct RawContact: Hashable, Sendable {
    /// 0 to 9; free again after `up` or `cancel`.
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

/// What a technician may set of reading a touchscreen.
package struct FrameSettings: Hashable, Sendable {
    /// A contact that was there for fewer frames is noise (T37). 1: none is.
    package var minimumSamples: Int

    package init(minimumSamples: Int = 1) {
        self.minimumSamples = minimumSamples
    }
}

/// What a touchscreen did that it should not, since it was opened.
package struct FrameCounters: Hashable, Sendable {
    /// Places outside the range that it announced; taken to the nearest inside (T35).
    package var clamped = 0
    /// Fingers past the tenth (T28).
    package var tooMany = 0
    /// Contacts of too few samples (T37).
    package var noise = 0
    /// Contacts that were a palm (T35).
    package var palms = 0
    /// Times that the kernel's buffer ran over (T26).
    package var dropped = 0
    /// Frames of more steps than any device has fingers for.
    package var overlong = 0

    package init() {}
}
