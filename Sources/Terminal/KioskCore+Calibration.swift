import Display
import Screens
import Touch

/// A calibration that is running (T40).
struct RunningCalibration {
    var id: Int
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

/// Calibrating on the screen. The input source keeps its matrix until a new one is accepted, so
/// that whatever ends a calibration leaves the previous one in force.
extension KioskCore {
    /// The calibration that runs, or else the last one.
    package var calibrationReport: CalibrationReport? { calibration?.report ?? lastCalibration }

    /// What is up, by the name that log and tests use.
    package var screenName: String {
        if calibration != nil { return Session.calibrationName }
        return trial == nil ? session.screenName : Session.touchTrialName
    }

    func start(_ order: CalibrationOrder, at moment: Moment) {
        do throws(TouchscreenRefused) {
            let device = try calibrationDevice(order)
            let layout = session.calibrationLayout(
                count: order.points, panel: display.panel, measuring: measuring)
            let run = CalibrationRun(
                layout: layout, transform: TouchTransform(display.transform),
                previous: hardware.input?.calibration ?? .identity, at: moment.uptime)
            let running = RunningCalibration(
                id: (lastCalibration?.id ?? 0) + 1, device: device, run: run)
            hardware.input?.deliversRaw = true
            calibration = running
            // Whoever calibrates wants to see it, dark as it may have been (T45).
            wake(at: moment.uptime)
            report(.calibrationBegun(device: device.name, points: order.points))
            order.answer(.success(running.report))
        } catch {
            order.answer(.failure(error))
        }
    }

    /// The touchscreen in use, if it may be calibrated now.
    private func calibrationDevice(
        _ order: CalibrationOrder
    ) throws(TouchscreenRefused) -> DeviceIdentity {
        guard order.points == 3 || order.points == 5 else { throw .wrongCount(order.points) }
        let identity = try freeTouchscreen(order.device, mayChoose: false)
        try requireFreeScreen()
        return identity
    }

    /// The touchscreen in use, if it is the one that is meant. Where none is named and there are
    /// several, `mayChoose` says whether the one in use will do.
    func freeTouchscreen(
        _ wanted: String?, mayChoose: Bool
    ) throws(TouchscreenRefused) -> DeviceIdentity {
        guard let input = hardware.input else { throw .noInput }
        if isStaffAtWork { throw .running }
        if isAway || isDisplayLost { throw .noGlass }
        let devices = input.devices
        guard input.hasTouchscreen,
            let used = devices.first(where: { $0.role == .touchscreen }),
            let identity = used.identity
        else { throw .noTouchscreen }
        if let wanted {
            guard [used.path, identity.name, identity.vendorProduct].contains(wanted) else {
                throw .notInUse(wanted: wanted, inUse: Self.name(used))
            }
        } else if !mayChoose {
            let all = devices.filter { $0.score != nil }
            if all.count > 1 { throw .severalTouchscreens(all.map(Self.name)) }
        }
        return identity
    }

    /// Nobody uses the screen, and it is there.
    func requireFreeScreen() throws(TouchscreenRefused) {
        if isStaffAtWork { throw .running }
        if isAway || isDisplayLost { throw .noGlass }
        if !isUnused { throw .visitor }
    }

    /// Nobody is in the middle of anything.
    private var isUnused: Bool {
        let isFirstScreen = session.isFresh || session.facts.fault != nil
        return isFirstScreen && !session.isBusy && !isTouched
    }

    /// The daemon may start over without taking anything from anybody.
    var isFree: Bool { isUnused && !isStaffAtWork && !isAway }

    /// A calibration or a trial stands over the session.
    var isStaffAtWork: Bool { calibration != nil || trial != nil }

    /// What a calibration or a trial stands on is gone.
    func cancelStaffWork(_ loss: TouchscreenLoss) {
        cancelCalibration(loss)
        cancelTrial(loss)
    }

    private static func name(_ device: DeviceSummary) -> String {
        "\"\(device.identity?.name ?? "?")\" \(device.identity?.vendorProduct ?? "") \(device.path)"
    }

    func calibrate(_ contact: RawContact) {
        calibration?.run.handle(contact)
        finishCalibration()
    }

    func tickCalibration(_ uptime: Duration) {
        calibration?.run.tick(uptime)
        finishCalibration()
    }

    /// What it stands on is gone: the previous matrix counts.
    func cancelCalibration(_ reason: TouchscreenLoss) {
        guard calibration != nil else { return }
        calibration?.run.cancel()
        finishCalibration(reason)
    }

    private func finishCalibration(_ reason: TouchscreenLoss? = nil) {
        guard let calibration, case .ended(let matrix, let ending) = calibration.run.state
        else { return }
        var report = calibration.report
        if let reason { report.state = .cancelled(reason) }
        self.calibration = nil
        lastCalibration = report
        hardware.input?.deliversRaw = false
        if ending == .accepted { hardware.input?.setCalibration(matrix) }
        self.report(.calibrationEnded(report))
    }
}
