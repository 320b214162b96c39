/// A place on the glass as the device has it, before calibration: 0 to 1 from left to right and
/// from top to bottom.
public struct UnitPoint: Hashable, Sendable, Codable {
    public var x: Double
    public var y: Double

    public init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }

    func distance(to other: UnitPoint) -> Double {
        ((x - other.x) * (x - other.x) + (y - other.y) * (y - other.y)).squareRoot()
    }
}

/// What one finger does, before calibration and rotation.
public struct RawContact: Hashable, Sendable {
    /// 0 to 9; free again after `up` or `cancel`.
    public var contact: Int
    public var phase: ContactEvent.Phase
    public var position: UnitPoint
    public var uptime: Duration

    public init(
        contact: Int, phase: ContactEvent.Phase, position: UnitPoint, uptime: Duration
    ) {
        self.contact = contact
        self.phase = phase
        self.position = position
        self.uptime = uptime
    }
}

/// What a technician may set of reading a touchscreen.
public struct FrameSettings: Hashable, Sendable {
    /// A contact that was there for fewer frames is noise (T37). 1: none is.
    public var minimumSamples: Int

    public init(minimumSamples: Int = 1) {
        self.minimumSamples = minimumSamples
    }
}

/// What a touchscreen did that it should not, since it was opened.
public struct FrameCounters: Hashable, Sendable {
    /// Places outside the range that it announced; taken to the nearest inside (T35).
    public var clamped = 0
    /// Fingers past the tenth (T28).
    public var tooMany = 0
    /// Contacts of too few samples (T37).
    public var noise = 0
    /// Contacts that were a palm (T35).
    public var palms = 0
    /// Times that the kernel's buffer ran over (T26).
    public var dropped = 0
    /// Frames of more steps than any device has fingers for.
    public var overlong = 0

    public init() {}
}
