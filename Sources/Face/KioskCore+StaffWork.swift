import Display
import Errands
import Screens
import Touch

/// Calibration and trial on the screen. The input source keeps its matrix until a new one is
/// accepted, so the previous matrix stays in use whatever ends a calibration.
extension KioskCore {
    /// Name of the current screen, as log and tests use it.
    package var screenName: String { staff.work?.screenName ?? session.screenName }

    func start(_ order: CalibrationOrder, at moment: Moment) {
        do throws(TouchscreenRefused) {
            let device = try calibrationDevice(order)
            let layout = CalibrationView(over: session, panel: display.panel, measuring: measuring)
                .layout(count: order.points)
            let run = CalibrationRun(
                layout: layout, transform: TouchTransform(display.transform),
                previous: hardware.input?.calibration ?? .identity, at: moment.uptime)
            let running = RunningCalibration(
                id: staff.nextCalibrationID, device: device, run: run)
            hardware.input?.deliversRaw = true
            begin(.calibration(running), at: moment)
            report(.calibrationBegun(device: device.name, points: order.points))
            order.answer(.success(running.report))
        } catch {
            order.answer(.failure(error))
        }
    }

    func start(_ order: TrialOrder, at moment: Moment) {
        do throws(TouchscreenRefused) {
            // The display in memory is touched through its page, which can be tried as well.
            let device =
                hardware.input == nil && order.device == nil
                ? nil : try freeTouchscreen(order.device, mayChoose: true)
            try requireFreeScreen()
            let begun = TrialReport(
                id: staff.nextTrialID, device: device,
                trial: TouchTrial(
                    layout: TouchTrialView(
                        over: session, panel: display.panel, measuring: measuring
                    ).layout,
                    at: moment.uptime))
            begin(.trial(begun), at: moment)
            report(.trialBegun(device: device?.name))
            order.answer(.success(begun))
        } catch {
            order.answer(.failure(error))
        }
    }

    /// Puts a calibration or trial on the screen. It wakes a dark screen (T45).
    private func begin(_ work: StaffWork, at moment: Moment) {
        assert(staff.work == nil)
        staff.work = work
        holdOffers(true)
        wake(at: moment.uptime)
    }

    /// The touchscreen to calibrate. Throws `TouchscreenRefused` where calibration is not possible
    /// now.
    private func calibrationDevice(
        _ order: CalibrationOrder
    ) throws(TouchscreenRefused) -> DeviceIdentity {
        guard order.points == 3 || order.points == 5 else { throw .wrongCount(order.points) }
        let identity = try freeTouchscreen(order.device, mayChoose: false)
        try requireFreeScreen()
        return identity
    }

    /// The touchscreen in use, if it is the one that the order names. `mayChoose` says whether the
    /// one in use will do where there are several and none is named.
    private func freeTouchscreen(
        _ wanted: String?, mayChoose: Bool
    ) throws(TouchscreenRefused) -> DeviceIdentity {
        guard let input = hardware.input else { throw .noInput }
        if staff.coversSession { throw .running }
        if !devices.hasGlass { throw .noGlass }
        let all = input.devices
        guard input.hasTouchscreen, let used = all.first(where: { $0.role == .touchscreen }),
            let identity = used.identity
        else { throw .noTouchscreen }
        if let wanted {
            guard [used.path, identity.name, identity.vendorProduct].contains(wanted) else {
                throw .notInUse(wanted: wanted, inUse: Self.name(used))
            }
        } else if !mayChoose {
            let candidates = all.filter { $0.score != nil }
            if candidates.count > 1 { throw .severalTouchscreens(candidates.map(Self.name)) }
        }
        return identity
    }

    private func requireFreeScreen() throws(TouchscreenRefused) {
        if staff.coversSession { throw .running }
        if !devices.hasGlass { throw .noGlass }
        if !isUnused { throw .visitor }
    }

    /// Whether nobody has begun anything: neither a visitor nor staff with a test slip.
    private var isUnused: Bool {
        let isFirstScreen = session.isFresh || session.facts.fault != nil
        return isFirstScreen && !session.isBusy && !isTouched && staff.work == nil
    }

    /// Whether a restart of the daemon would disturb neither visitors nor staff.
    package var isFree: Bool { isUnused && !devices.isAway }

    private static func name(_ device: DeviceSummary) -> String {
        "\"\(device.identity?.name ?? "?")\" \(device.identity?.vendorProduct ?? "") \(device.path)"
    }

    func calibrate(_ contact: RawContact) { finish(staff.calibrate { $0.handle(contact) }) }

    func feel(_ contact: ContactEvent) { finish(staff.tryGlass { $0.handle(contact) }) }

    func tickStaffWork(_ uptime: Duration) {
        finish(staff.calibrate { $0.tick(uptime) })
        finish(staff.tryGlass { $0.tick(uptime) })
    }

    /// Ends a calibration or trial whose device, display or console is gone.
    func cancelStaffWork(_ loss: TouchscreenLoss) {
        finish(staff.calibrate(loss) { $0.cancel() })
        finish(staff.tryGlass(loss) { $0.cancel() })
    }

    private func finish(_ ended: CalibrationReport?) {
        guard let ended else { return }
        hardware.input?.deliversRaw = false
        if ended.state == .accepted, let matrix = ended.matrix {
            hardware.input?.setCalibration(matrix)
        }
        holdOffers(false)
        report(.calibrationEnded(ended))
    }

    private func finish(_ ended: TrialReport?) {
        guard let ended else { return }
        holdOffers(false)
        report(
            .trialEnded(fields: ended.trial.layout.fieldCount, felt: ended.trial.felt.count))
    }

    func holdOffers(_ holds: Bool) {
        session.holdOffers(holds)
        sessionChanged()
    }
}
