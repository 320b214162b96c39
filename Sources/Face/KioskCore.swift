package import Display
import Drawing
package import Errands
import Foundation
package import Geometry
import Office
package import Screens
package import Touch

/// Everything from input to pixels, without a thread of its own: session, touch, renderer and
/// display. The loop drives it with real time; tests and simulation with time of their own.
package final class KioskCore {
    package internal(set) var session: Session
    let hardware: Hardware
    let report: (HardwareNews) -> Void
    var devices = DeviceWatch()
    package internal(set) var staff = StaffBench()
    var light: ScreenLight
    /// State of keyboards and scanners.
    var keys = KeyReader(isCode: { Tokens.isTicketCode(Tokens.normalised($0)) })
    package var pads: PadBench
    private var renderer: SceneRenderer
    private let touch: (Panel) -> TouchSettings
    private(set) var tracker: TapTracker<Action>
    /// Fault that the terminal reports; a missing touchscreen is kept apart from it.
    private var terminalFault: Fault?
    package internal(set) var opening: OpeningWatch
    /// Newest picture of the session; older than it where `staleness` says so.
    private var view: ScreenView
    private var staleness = Staleness.current
    private var miss: Point?
    var waitingContent: (SessionContent, SessionRules, OpeningRules)?
    var foresight = Foresight()
    var touchUptimes: [Duration] = []
    private var watch: TouchWatch
    /// Number of frames that changed at least one pixel.
    package private(set) var frameCount = 0
    /// Number of times that the picture has changed, shown or not.
    package private(set) var drawingCount = 1
    /// Number of layouts: one per burst of input, and one more for each tap in it.
    package private(set) var layoutCount = 1

    /// Makes a core. Only `FacePlan.core` calls it.
    init(
        session: Session, plan: FacePlan, _ hardware: Hardware, shaper: TextShaper,
        report: @escaping (HardwareNews) -> Void
    ) {
        let display = hardware.display
        self.session = session
        self.hardware = hardware
        self.report = report
        opening = OpeningWatch(
            OpeningRules(hours: plan.hours, day: plan.content.day(from: plan.dayStartMinute)))
        pads = PadBench(plan.pads, readsDevices: hardware.input != nil, report: report)
        touch = plan.touch
        light = ScreenLight(rules: plan.light, switchesOff: plan.switchesOff)
        terminalFault = session.facts.fault
        renderer = SceneRenderer(size: display.panel.size, shaper: shaper)
        tracker = TapTracker(settings: plan.touch(display.panel))
        watch = TouchWatch(size: display.panel.size)
        view = ScreenView(of: session, panel: display.panel, measuring: shaper)
        hardware.input?.setGlass(display.transform)
        judgeGlass()
    }

    package var display: any DisplayOutput { hardware.display }

    /// Targets that can be touched now.
    package var targets: [TouchTarget<Action>] {
        layOut()
        return view.targets
    }
    package var pageCount: Int {
        layOut()
        return view.pageCount
    }

    /// Uptime at which `handle([])` is due without any input.
    package var deadline: Duration {
        [
            session.deadline, tracker.deadline, hardwareDeadline, light.deadline, keys.deadline,
            staff.work?.deadline, watch.deadline, pads.deadline,
        ].compactMap { $0 }.min() ?? session.deadline
    }

    /// Copy of the picture that was drawn last.
    package func snapshot() -> PixelBuffer {
        let copy = PixelBuffer(size: renderer.pixels.size)
        renderer.pixels.copy(Rect(renderer.pixels.size), to: copy)
        return copy
    }

    /// Handles inputs in their order, and returns the effects to perform. It draws nothing, so that
    /// a burst of input makes one frame.
    package func handle(_ inputs: [KioskInput], at moment: Moment) -> [Effect] {
        let inputs = serviceHardware(at: moment.uptime) + inputs
        var effects = apply(.time, at: moment)
        for input in inputs { effects += take(input, at: moment) }
        effects += act(on: tick(moment.uptime), at: moment)
        for reading in keys.tick(moment.uptime) where !staff.coversSession {
            effects += take(reading, at: moment)
        }
        tickStaffWork(moment.uptime)
        pads.tick(moment.uptime)
        if let news = watch.tick(moment.uptime) { report(news) }
        let fault = terminalFault ?? (devices.isTouchscreenFault ? .touchscreen : nil)
        if fault != session.facts.fault { effects += apply(.fault(fault), at: moment) }
        if takeContent(at: moment) { effects.append(.contentTaken) }
        updateOpening(at: moment)
        let mayRest = session.mayRest && !tracker.isTouched && !staff.coversSession
        light.tick(moment.uptime, mayRest: mayRest)
        return effects
    }

    private func take(_ input: KioskInput, at moment: Moment) -> [Effect] {
        switch input {
        case .contact(let contact): return take(contact, at: moment)
        case .touchLost:
            if let news = watch.cancelAll() { report(news) }
            light.liftAll()
            _ = staff.tryGlass { $0.liftAll() }
            return act(on: tracker.cancelAll(), at: moment)
        case .rawContact(let contact):
            note(contact.phase, contact.uptime)
            calibrate(contact)
            return []
        case .calibrate(let order):
            start(order, at: moment)
            return []
        case .tryTouchscreen(let order):
            start(order, at: moment)
            return []
        case .key(let key) where staff.coversSession:
            // Read keys so that no half of a scanned code is left over, but ignore them.
            _ = keys.read(key, isDark: false)
            return []
        case .key(let key): return take(key, at: moment)
        case .pads(let bindings):
            pads.bind(bindings)
            return []
        case .event(.fault(let fault)):
            terminalFault = fault
            return []
        case .event(let event): return opening.hear(event) ? [] : apply(event, at: moment)
        case .input(let input): return apply(input, at: moment)
        case .content(let content, let rules, let hours, let dayStartMinute):
            let opening = OpeningRules(hours: hours, day: content.day(from: dayStartMinute))
            waitingContent = (content, rules, opening)
            return []
        }
    }

    private func take(_ contact: ContactEvent, at moment: Moment) -> [Effect] {
        switch staff.work {
        // Touches from outside don't count on a touchscreen that is calibrated.
        case .calibration?: return []
        case .trial?:
            note(contact.phase, contact.uptime)
            feel(contact)
            return []
        case .testSlip?, nil: break
        }
        note(contact.phase, contact.uptime)
        let sign = sign(of: contact)
        if sign == .ghost { return [] }
        if light.wakes(contact, at: moment.uptime) { return [] }
        // A button is held until its contact ended, not until the loop handled that end (T34).
        var effects = act(on: tick(contact.uptime), at: moment)
        layOutTargets()
        let outputs = tracker.handle(contact, targets: view.targets)
        if sign == .person { effects += apply(.touched, at: moment) }
        effects += act(on: outputs, at: moment)
        return effects
    }

    private func sign(of contact: ContactEvent) -> TouchWatch.Sign {
        var isOnTarget = false
        if contact.phase == .down {
            layOutTargets()
            isOnTarget = view.targets.contains { $0.frame.contains(contact.position) }
        }
        let (sign, news) = watch.note(contact, isOnTarget: isOnTarget)
        if let news { report(news) }
        return sign
    }

    /// Fires long presses that are due on the current screen.
    private func tick(_ uptime: Duration) -> [TouchOutput<Action>] {
        if let deadline = tracker.deadline, deadline <= uptime { layOutTargets() }
        return tracker.tick(uptime)
    }

    private func note(_ phase: ContactEvent.Phase, _ uptime: Duration) {
        if phase != .move { touchUptimes.append(uptime) }
    }

    var measuring: TextShaper { renderer.shaper }
    var isTouched: Bool { tracker.isTouched || light.isTouched }

    /// Wakes the screen for activity other than a touch.
    func wake(at uptime: Duration) { light.wake(at: uptime) }

    /// Picture of the view at the current brightness.
    private var scene: Scene {
        switch light.level {
        case .bright: view.scene
        case .dim: view.scene.dimmed(to: ScreenLight.dimShare)
        case .dark: Scene(size: view.scene.size, background: .black)
        }
    }

    /// Takes another panel, or the same one after it lost its content. Lays out and draws
    /// everything anew, and cancels all contacts (T15, C2).
    func takePanel() {
        light.panelChanged()
        cancelStaffWork(.displayGone)
        drop(tracker.cancelAll())
        renderer = SceneRenderer(size: display.panel.size, shaper: renderer.shaper)
        tracker = TapTracker(settings: touch(display.panel))
        watch = TouchWatch(size: display.panel.size)
        (view, staleness) = (currentView, .current)
        foresight.forget()
        hardware.input?.setGlass(display.transform)
        judgeGlass()
    }

    /// Draws the changes and shows them on the display. Returns whether anything changed. Throws
    /// where the display is gone.
    @discardableResult
    package func present() throws(DisplayError) -> Bool {
        if devices.isAway { return false }
        layOut()
        foresight.follow(session, view.targets)
        if light.switchesOnNow() { display.setPower(true) }
        let damage = renderer.draw(scene)
        if damage.isEmpty {
            if light.switchesOffNow() { display.setPower(false) }
            return false
        }
        drawingCount += 1
        do throws(DisplayError) {
            try display.present(renderer.pixels, damage)
        } catch {
            displayIsLost()
            throw error
        }
        frameCount += 1
        if light.switchesOffNow() { display.setPower(false) }
        return true
    }

    func apply(_ event: Event, at moment: Moment) -> [Effect] {
        apply(.news(event), at: moment)
    }

    func apply(_ input: SessionInput, at moment: Moment) -> [Effect] {
        let (identity, visit) = (session.identity, session.visit)
        let wasNoticed = session.showsOfficerNotice
        let effects = session.handle(input, at: moment)
        switch input {
        case .touched: staleness = max(staleness, .look)
        // Every turn of the loop passes the time, which at most changes the clock.
        case .time where session.visit == visit && session.showsOfficerNotice == wasNoticed:
            staleness = max(staleness, .look)
        default: sessionChanged()
        }
        // Cancel contacts at once, although the layout comes later: a burst may lead back to the
        // same screen.
        if session.identity != identity, !staff.coversSession { drop(tracker.screenChanged()) }
        return effects
    }

    func sessionChanged() {
        staleness = .targets
        staff.follow(isTestingRoll: session.isTestingRoll)
    }

    private func act(on outputs: [TouchOutput<Action>], at moment: Moment) -> [Effect] {
        var effects: [Effect] = []
        for output in outputs {
            staleness = max(staleness, .look)
            switch output {
            case .pressed(let action): session.press(action)
            case .released: session.press(nil)
            case .tapped(let action): effects += apply(.tap(action), at: moment)
            case .held(let action): effects += apply(.held(action), at: moment)
            case .missed(let point): miss = point
            case .missEnded: miss = nil
            }
        }
        return effects
    }

    /// Handles the outputs of cancelled contacts, which press nothing any more (C2).
    private func drop(_ outputs: [TouchOutput<Action>]) {
        for output in outputs {
            if case .missEnded = output { miss = nil }
        }
        session.press(nil)
        staleness = max(staleness, .look)
    }

    /// Makes the view that belongs to the session's state.
    private func layOut() {
        if staleness == .current, staff.work?.coversSession != true,
            view.identity == session.identity
        {
            return
        }
        makeView()
    }

    /// Makes the view where its targets may have moved.
    private func layOutTargets() {
        if staleness == .targets { makeView() }
    }

    private func makeView() {
        let old = view.identity
        view = currentView
        staleness = .current
        layoutCount += 1
        guard view.identity != old else { return }
        // A calibration or a trial began or ended, or a display came.
        drop(tracker.screenChanged())
    }

    var currentView: ScreenView {
        switch staff.work {
        case .calibration(let running)?:
            CalibrationView(over: session, panel: display.panel, measuring: renderer.shaper)
                .view(of: running.run)
        case .trial(let report)?:
            TouchTrialView(over: session, panel: display.panel, measuring: renderer.shaper)
                .view(of: report.trial)
        case .testSlip?, nil:
            ScreenView(of: session, panel: display.panel, measuring: renderer.shaper, miss: miss)
        }
    }
}

/// Changes of the session since its view was made.
private enum Staleness: Comparable {
    case current
    /// Only the look of a button or a mark has changed; all targets keep their places.
    case look
    /// Targets may have moved.
    case targets
}
