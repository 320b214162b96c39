import Touch

/// Presence of display, console, touchscreen and keyboards (C6, T15, T18).
struct DeviceWatch {
    /// Time for which the touchscreen may be away before the screen says so: cables have loose
    /// contacts, and C6 gives two seconds.
    static let touchscreenGrace = Duration.seconds(1)

    /// Whether another console has the display.
    var isAway = false
    var isDisplayLost = false
    /// Sentence about glass that is too small, as it was reported (X12); nil: it is large enough.
    var glassAdvice: String?
    /// Uptime since which there is no touchscreen; nil while there is one or none is expected.
    private var missingSince: Duration?
    private(set) var isTouchscreenFault = false
    /// Attached keyboards that type letters, in the order in which they came.
    private var typingKeyboards: [DeviceIdentity] = []

    /// Whether the face can show anything.
    var hasGlass: Bool { !isAway && !isDisplayLost }

    /// Uptime at which a missing touchscreen becomes a fault.
    var deadline: Duration? {
        isTouchscreenFault ? nil : missingSince.map { $0 + Self.touchscreenGrace }
    }

    /// Notes whether there is a touchscreen; returns what is to be reported.
    mutating func noteTouchscreen(_ isThere: Bool, at uptime: Duration) -> HardwareNews? {
        if isThere {
            missingSince = nil
            guard isTouchscreenFault else { return nil }
            isTouchscreenFault = false
            return .touchscreenBack
        }
        let since = missingSince ?? uptime
        missingSince = since
        guard !isTouchscreenFault, uptime >= since + Self.touchscreenGrace else { return nil }
        isTouchscreenFault = true
        return .touchscreenMissing
    }

    /// Notes a keyboard that types letters. Returns whether there is one, where that has changed
    /// (T44).
    mutating func noteKeyboard(_ device: DeviceIdentity, isThere: Bool) -> Bool? {
        let hadOne = !typingKeyboards.isEmpty
        if isThere {
            typingKeyboards.append(device)
        } else if let index = typingKeyboards.firstIndex(of: device) {
            typingKeyboards.remove(at: index)
        }
        let hasOne = !typingKeyboards.isEmpty
        return hasOne == hadOne ? nil : hasOne
    }
}
