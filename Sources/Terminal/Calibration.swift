import Touch

/// A wish to calibrate the touchscreen (T40).
public struct CalibrationOrder: Sendable {
    /// Marks to touch: 3 or 5.
    public var points: Int
    /// Name, `0eef:0001` or node of the touchscreen that is meant; nil: the one there is.
    public var device: String?
    /// Called on the loop's thread; must return at once.
    public var answer: @Sendable (Result<CalibrationReport, CalibrationRefused>) -> Void

    public init(
        points: Int, device: String? = nil,
        answer: @escaping @Sendable (Result<CalibrationReport, CalibrationRefused>) -> Void
    ) {
        (self.points, self.device, self.answer) = (points, device, answer)
    }
}

/// Why the touchscreen can't be calibrated now.
public enum CalibrationRefused: Error, Hashable, Sendable, CustomStringConvertible {
    case wrongCount(Int)
    /// Touches come from a page; there is no device.
    case noInput
    case noTouchscreen
    /// So many, and none named.
    case severalTouchscreens([String])
    /// The one that is meant is not the one in use.
    case notInUse(wanted: String, inUse: String)
    case visitor
    case running
    case noGlass

    public var description: String {
        switch self {
        case .wrongCount(let count):
            "\(count) points do not make a calibration: use --points 3 or --points 5."
        case .noInput:
            "This terminal draws in memory and is touched through its page: there is no "
                + "touchscreen to calibrate."
        case .noTouchscreen:
            "There is no touchscreen: plug it in, and see loket touch list for why none was taken."
        case .severalTouchscreens(let names):
            "There are \(names.count) touchscreens (\(names.joined(separator: ", "))): say by "
                + "--device which one you mean."
        case .notInUse(let wanted, let inUse):
            "'\(wanted)' is not the touchscreen in use, which is \(inUse): name yours under "
                + "touch.device in kiosk.yaml first."
        case .visitor:
            "Somebody is using the screen: try again when it shows its first page, and touch "
                + "nothing meanwhile."
        case .running: "A calibration is running already: it ends 15 s after the last touch."
        case .noGlass:
            "The screen is not ours now: its display is gone, or another console has it."
        }
    }
}

/// A calibration as it stands, or as it ended.
public struct CalibrationReport: Hashable, Sendable {
    public enum State: Hashable, Sendable {
        /// The mark of this index waits for its touch.
        case mark(Int)
        /// The matrix is on trial.
        case review
        case accepted
        /// 15 s without a touch, or five minutes in all.
        case timedOut
        case cancelled(Reason)
    }

    public enum Reason: String, Hashable, Sendable {
        case touchscreenGone = "the touchscreen was pulled or replaced"
        case displayGone = "the display was pulled or replaced"
        case consoleLeft = "another console took the screen"
    }

    /// Numbers the calibrations of this daemon.
    public var id: Int
    public var device: DeviceIdentity
    public var points: Int
    public var state: State
    /// Rounds that gave no matrix, and why the last of them did not.
    public var refusalCount: Int
    public var refusal: CalibrationRefusal?
    /// The matrix on trial, or the one that counts since the end; nil while marks are touched.
    public var matrix: CalibrationMatrix?
    /// How far the worst touch is off, as a part of the screen.
    public var residual: Double?

    public var isOver: Bool {
        switch state {
        case .mark, .review: false
        case .accepted, .timedOut, .cancelled: true
        }
    }
}
