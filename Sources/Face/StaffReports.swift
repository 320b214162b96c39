import Screens
package import Touch

/// Order to calibrate the touchscreen (T40).
package struct CalibrationOrder: Sendable {
    /// Marks to touch: 3 or 5.
    package var points: Int
    /// Name, `0eef:0001` or node of the touchscreen; nil where there is one only.
    package var device: String?
    /// Called on the loop's thread; must return at once.
    package var answer: @Sendable (Result<CalibrationReport, TouchscreenRefused>) -> Void

    package init(
        points: Int, device: String? = nil,
        answer: @escaping @Sendable (Result<CalibrationReport, TouchscreenRefused>) -> Void
    ) {
        (self.points, self.device, self.answer) = (points, device, answer)
    }
}

/// State or result of a calibration.
package struct CalibrationReport: Hashable, Sendable {
    package enum State: Hashable, Sendable {
        /// The mark of this index waits for its touch.
        case mark(Int)
        /// The matrix is on trial.
        case review
        case accepted
        /// 15 s without a touch, or five minutes in all.
        case timedOut
        case cancelled(TouchscreenLoss)
    }

    /// Number of the calibration since the daemon started.
    package var id: Int
    package var device: DeviceIdentity
    package var points: Int
    package var state: State
    /// Rounds that gave no matrix, and why the last of them did not.
    package var refusalCount: Int
    package var refusal: CalibrationRefusal?
    /// The matrix on trial, or the one that counts since the end; nil while marks are touched.
    package var matrix: CalibrationMatrix?
    /// Error of the worst touch, as a part of the screen.
    package var residual: Double?

    package var isOver: Bool {
        switch state {
        case .mark, .review: false
        case .accepted, .timedOut, .cancelled: true
        }
    }
}

/// Order to try the touchscreen (C7).
package struct TrialOrder: Sendable {
    /// Name, `0eef:0001` or node of the touchscreen; nil for the one in use.
    package var device: String?
    /// Called on the loop's thread; must return at once.
    package var answer: @Sendable (Result<TrialReport, TouchscreenRefused>) -> Void

    package init(
        device: String? = nil,
        answer: @escaping @Sendable (Result<TrialReport, TouchscreenRefused>) -> Void
    ) {
        (self.device, self.answer) = (device, answer)
    }
}

/// State or result of a trial of the touchscreen.
package struct TrialReport: Sendable {
    /// Number of the trial since the daemon started.
    package var id: Int
    /// Nil where touches come from a page alone.
    package var device: DeviceIdentity?
    package var trial: TouchTrial
    /// Loss that ended it; nil where somebody at the screen or the time did.
    package var loss: TouchscreenLoss?
}
