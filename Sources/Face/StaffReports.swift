import Screens
package import Touch

/// Order to calibrate the touchscreen (T40).
package struct CalibrationOrder: Sendable {
    /// Number of marks to touch: 3 or 5.
    package var points: Int
    /// Name, `0eef:0001` or node of the touchscreen; nil where there is one only.
    package var device: String?
    /// Called with the result on the loop's thread; it must return at once.
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
        /// The mark of this index waits for a touch.
        case mark(Int)
        /// The new matrix is on trial.
        case review
        case accepted
        /// Ended 15 s after the last touch, or 5 minutes after its start.
        case timedOut
        case cancelled(TouchscreenLoss)
    }

    /// Number of the calibration since the daemon started.
    package var id: Int
    package var device: DeviceIdentity
    package var points: Int
    package var state: State
    /// Number of rounds that gave no matrix; `refusal` is the reason of the last of them.
    package var refusalCount: Int
    package var refusal: CalibrationRefusal?
    /// The matrix on trial, or after the end the matrix in use; nil while marks are touched.
    package var matrix: CalibrationMatrix?
    /// Distance of the worst touch from its mark, as a fraction of the screen.
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
    /// Called with the result on the loop's thread; it must return at once.
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
    /// Touchscreen on trial; nil: touches come only through the page.
    package var device: DeviceIdentity?
    package var trial: TouchTrial
    /// Event that cancelled the trial; nil where a person at the screen ended it or time ran out.
    package var loss: TouchscreenLoss?
}
