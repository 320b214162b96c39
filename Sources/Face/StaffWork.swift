import Errands
import Screens
import Touch

/// Work of staff at the screen. It is one value, so that two kinds never run at once.
package enum StaffWork {
    /// Touching marks, then accepting the new matrix (T40).
    case calibration(RunningCalibration)
    /// Touching every field of the glass (C7).
    case trial(TrialReport)
    /// The test slip of a new roll, which the session asks for and prints (B5).
    case testSlip

    /// Whether it covers the session, which then waits on its first screen.
    var coversSession: Bool {
        switch self {
        case .calibration, .trial: true
        case .testSlip: false
        }
    }

    var calibration: RunningCalibration? {
        if case .calibration(let running) = self { running } else { nil }
    }

    var trial: TrialReport? {
        if case .trial(let report) = self { report } else { nil }
    }

    /// Name of its screen in log and tests; nil where the session shows its own.
    var screenName: String? {
        switch self {
        case .calibration: CalibrationView.name
        case .trial: TouchTrialView.name
        case .testSlip: nil
        }
    }

    /// Uptime at which it changes by itself.
    var deadline: Duration? {
        switch self {
        case .calibration(let running): running.run.deadline
        case .trial(let report): report.trial.deadline
        case .testSlip: nil
        }
    }
}

/// The work that runs, and how the last one of each kind ended.
package struct StaffBench {
    package var work: StaffWork?
    var lastCalibration: CalibrationReport?
    package var lastTrial: TrialReport?

    /// State of the calibration that runs, or of the last one.
    package var calibrationReport: CalibrationReport? {
        work?.calibration?.report ?? lastCalibration
    }
    package var trial: TrialReport? { work?.trial }

    /// Whether a calibration or a trial covers the session.
    var coversSession: Bool { work?.coversSession == true }

    var nextCalibrationID: Int { (lastCalibration?.id ?? 0) + 1 }
    var nextTrialID: Int { (lastTrial?.id ?? 0) + 1 }

    /// Changes the calibration that runs; returns its report if that ended it.
    mutating func calibrate(
        _ loss: TouchscreenLoss? = nil, _ change: (inout CalibrationRun) -> Void
    ) -> CalibrationReport? {
        guard case .calibration(var running) = work else { return nil }
        change(&running.run)
        work = .calibration(running)
        guard case .ended = running.run.state else { return nil }
        var report = running.report
        if let loss { report.state = .cancelled(loss) }
        work = nil
        lastCalibration = report
        return report
    }

    /// Changes the trial that runs; returns its report if that ended it.
    mutating func tryGlass(
        _ loss: TouchscreenLoss? = nil, _ change: (inout TouchTrial) -> Void
    ) -> TrialReport? {
        guard case .trial(var report) = work else { return nil }
        change(&report.trial)
        if let loss { report.loss = loss }
        work = .trial(report)
        guard report.trial.ending != nil else { return nil }
        work = nil
        lastTrial = report
        return report
    }

    /// Follows the session to and from its test slip. A test slip never begins over other work.
    mutating func follow(isTestingRoll: Bool) {
        switch (work, isTestingRoll) {
        case (nil, true): work = .testSlip
        case (.testSlip?, false): work = nil
        case (.calibration?, true), (.trial?, true):
            assertionFailure("a test slip is on the screen beneath other work of staff")
        case (nil, false), (.testSlip?, true), (.calibration?, false), (.trial?, false): break
        }
    }
}

/// Calibration that runs now (T40).
package struct RunningCalibration {
    package var id: Int
    var device: DeviceIdentity
    var run: CalibrationRun

    var report: CalibrationReport {
        var report = CalibrationReport(
            id: id, device: device, points: run.layout.targets.count, state: .review,
            refusalCount: run.refusalCount, refusal: run.refusal, matrix: nil,
            residual: run.residual)
        switch run.state {
        case .target(let index): report.state = .mark(index)
        case .review(let matrix): report.matrix = matrix
        case .ended(let matrix, let ending):
            report.matrix = matrix
            switch ending {
            case .accepted: report.state = .accepted
            case .timedOut: report.state = .timedOut
            case .cancelled: report.state = .cancelled(.touchscreenGone)
            }
        }
        return report
    }
}
