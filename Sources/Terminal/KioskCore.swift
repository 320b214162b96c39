package import Display
package import Drawing
import Foundation
package import Geometry
package import Office
package import Screens
package import Touch

/// What reaches the loop.
package enum KioskInput: Sendable {
    case contact(ContactEvent)
    /// Before calibration, while the touchscreen is calibrated (T40).
    case rawContact(RawContact)
    /// A key of a configured keyboard.
    case key(KeyEvent)
    /// The touchscreen is to be calibrated, or why not (T40).
    case calibrate(CalibrationOrder)
    /// The touchscreen is to be tried, or why not (C7).
    case tryTouchscreen(TrialOrder)
    /// The touch device is gone: every finger is off the glass, and none fires (T30).
    case touchLost
    case event(Event)
    /// New settings; they count at the next fresh screen, not under a finger (J1).
    case content(SessionContent, SessionRules, OfficeHours)
}

/// From input to pixels, without a thread of its own: session, touches, renderer and display in
/// one place. The loop drives it with real time, tests and simulation with theirs.
package final class KioskCore {
    package private(set) var session: Session
    package let display: any DisplayOutput
    let hardware: Hardware
    let report: (HardwareNews) -> Void
    private var renderer: SceneRenderer
    private let touch: (Panel) -> TouchSettings
    private var tracker: TapTracker<Action>
    /// Another console has the glass.
    var isAway = false
    /// Since when there is none; nil while there is one, or where none is expected.
    var touchscreenMissingSince: Duration?
    var isTouchscreenFault = false
    var isDisplayLost = false
    /// Over the session, which waits on its first screen.
    var calibration: RunningCalibration?
    var lastCalibration: CalibrationReport?
    /// As a calibration; never both at once.
    var trial: TrialReport?
    var lastTrial: TrialReport?
    /// How bright the screen is; dark and dim only while nobody is there (T45).
    package internal(set) var light: IdleLight
    /// Whether the monitor goes off where the screen is dark, and whether it is off now (T45).
    private let switchesOff: Bool
    private var isOff = false
    /// What bound keyboards and scanners are saying.
    var keys = KeyReader()
    /// Keyboards that type letters, as they were plugged in.
    var typingKeyboards: [DeviceIdentity] = []
    /// Fingers whose touch woke the screen: nothing of them reaches a button (T45).
    private var wakingContacts: Set<Int> = []
    /// What the terminal says is wrong, beside a touchscreen that is missing.
    private var terminalFault: Fault?
    private var hours: OfficeHours
    private var view: ScreenView
    private var miss: Point?
    private var waitingContent: (SessionContent, SessionRules, OfficeHours)?
    private var lastMinute: LocalTime?
    private var touchUptimes: [Duration] = []
    /// Share of the light that a dim screen has.
    static let dimShare = 0.3
    /// Frames that changed a pixel.
    package private(set) var frameCount = 0

    /// `touch` gives the distances of touching on a panel. `report` is called on the loop's thread
    /// and must return at once.
    package init(
        session: Session, hours: OfficeHours,
        touch: @escaping (Panel) -> TouchSettings = { TouchSettings(panel: $0) },
        display: any DisplayOutput, hardware: Hardware = Hardware(),
        light: IdleLight.Rules = .init(), switchesOff: Bool = false,
        shaper: TextShaper = TextShaper(),
        report: @escaping (HardwareNews) -> Void = { _ in }
    ) {
        self.session = session
        self.hours = hours
        self.touch = touch
        self.display = display
        self.hardware = hardware
        self.report = report
        self.light = IdleLight(rules: light)
        self.switchesOff = switchesOff
        terminalFault = session.facts.fault
        renderer = SceneRenderer(size: display.panel.size, shaper: shaper)
        tracker = TapTracker(settings: touch(display.panel))
        view = session.view(panel: display.panel, measuring: shaper)
        hardware.input?.setGlass(display.transform)
    }

    /// What can be touched now.
    package var targets: [TouchTarget<Action>] { view.targets }
    package var pageCount: Int { view.pageCount }

    /// The uptime at which `handle([])` is due though nothing comes.
    package var deadline: Duration {
        [
            session.deadline, tracker.deadline, hardwareDeadline, light.deadline, keys.deadline,
            calibration?.run.deadline, trial?.trial.deadline,
        ].compactMap { $0 }.min() ?? session.deadline
    }

    /// A copy of the picture, as it was drawn last.
    package func snapshot() -> PixelBuffer {
        let copy = PixelBuffer(size: renderer.pixels.size)
        renderer.pixels.copy(Rect(renderer.pixels.size), to: copy)
        return copy
    }

    /// Takes what came, in its order, and says what is to be done. Nothing is drawn yet: a burst
    /// of input makes one frame.
    package func handle(_ inputs: [KioskInput], at moment: Moment) -> [Effect] {
        let inputs = serviceHardware(at: moment.uptime) + inputs
        var effects = apply(.time, at: moment)
        for input in inputs {
            switch input {
            // A finger from outside is none on the glass that is calibrated.
            case .contact where calibration != nil: break
            case .contact(let contact) where trial != nil:
                if contact.phase != .move { touchUptimes.append(contact.uptime) }
                feel(contact)
            case .contact(let contact):
                if contact.phase != .move { touchUptimes.append(contact.uptime) }
                if wakes(contact, at: moment.uptime) { continue }
                // A key is held until its finger went up, not until the loop heard of it (T34).
                effects += act(on: tracker.tick(contact.uptime), at: moment)
                let outputs = tracker.handle(contact, targets: view.targets)
                if contact.phase == .down { effects += apply(.touched, at: moment) }
                effects += act(on: outputs, at: moment)
            case .touchLost:
                wakingContacts = []
                trial?.trial.liftAll()
                effects += act(on: tracker.cancelAll(), at: moment)
            case .rawContact(let contact):
                if contact.phase != .move { touchUptimes.append(contact.uptime) }
                calibrate(contact)
            case .calibrate(let order): start(order, at: moment)
            case .tryTouchscreen(let order): start(order, at: moment)
            // Heard, so that no half of a code is left over, and without effect.
            case .key(let key) where isStaffAtWork: _ = keys.read(key, isDark: false)
            case .key(let key): effects += take(key, at: moment)
            case .event(.fault(let fault)): terminalFault = fault
            case .event(let event): effects += apply(event, at: moment)
            case .content(let content, let rules, let hours):
                waitingContent = (content, rules, hours)
            }
        }
        effects += act(on: tracker.tick(moment.uptime), at: moment)
        keys.tick(moment.uptime)
        tickCalibration(moment.uptime)
        tickTrial(moment.uptime)
        let fault = terminalFault ?? (isTouchscreenFault ? .touchscreen : nil)
        if fault != session.facts.fault { effects += apply(.fault(fault), at: moment) }
        if takeContent(at: moment) { effects.append(.contentTaken) }
        updateOpening(at: moment)
        let mayRest = session.mayRest && !tracker.isTouched && !isStaffAtWork
        light.tick(moment.uptime, mayRest: mayRest)
        return effects
    }

    var measuring: any TextMeasuring { renderer.shaper }
    var isTouched: Bool { tracker.isTouched || !wakingContacts.isEmpty }

    /// Somebody is there without having touched the glass.
    func wake(at uptime: Duration) { light.touched(uptime) }

    /// The first touch on a dark screen wakes it and does nothing else, from down to up (T45).
    private func wakes(_ contact: ContactEvent, at uptime: Duration) -> Bool {
        let wasDark = light.level == .dark
        light.touched(uptime)
        switch contact.phase {
        case .down:
            guard wasDark || !wakingContacts.isEmpty else { return false }
            wakingContacts.insert(contact.contact)
            return true
        case .move: return wakingContacts.contains(contact.contact)
        case .up, .cancel: return wakingContacts.remove(contact.contact) != nil
        }
    }

    /// What is to be seen, at the light that there is.
    private var scene: Scene {
        switch light.level {
        case .bright: view.scene
        case .dim: view.scene.dimmed(to: Self.dimShare)
        case .dark: Scene(size: view.scene.size, background: .black)
        }
    }

    /// When the touches happened that were handled since the last call (T34).
    func takeTouchUptimes() -> [Duration] {
        defer { touchUptimes.removeAll(keepingCapacity: true) }
        return touchUptimes
    }

    /// The display is another one, or has lost its content: everything is laid out and drawn
    /// anew, and no finger presses anything (T15, C2).
    func takePanel() {
        // Another display is on, and one that comes back is as well.
        isOff = false
        cancelStaffWork(.displayGone)
        for output in tracker.cancelAll() {
            if case .missEnded = output { miss = nil }
        }
        session.press(nil)
        renderer = SceneRenderer(size: display.panel.size, shaper: renderer.shaper)
        tracker = TapTracker(settings: touch(display.panel))
        view = session.view(panel: display.panel, measuring: renderer.shaper)
        hardware.input?.setGlass(display.transform)
    }

    /// Draws what has changed and brings it to the display. Throws where the display is gone.
    @discardableResult
    package func present() throws(DisplayError) -> Bool {
        if isAway { return false }
        layOut()
        switchOn(light.level != .dark)
        let damage = renderer.draw(scene)
        if damage.isEmpty {
            switchOff()
            return false
        }
        do throws(DisplayError) {
            try display.present(renderer.pixels, damage)
        } catch {
            displayIsLost()
            throw error
        }
        frameCount += 1
        switchOff()
        return true
    }

    /// Before the first picture that is not black.
    private func switchOn(_ isBright: Bool) {
        guard isBright, isOff else { return }
        isOff = false
        display.setPower(true)
    }

    /// After the black one, so that nothing is seen of it when it comes on again.
    private func switchOff() {
        guard switchesOff, light.level == .dark, !isOff else { return }
        isOff = true
        display.setPower(false)
    }

    func apply(_ event: Event, at moment: Moment) -> [Effect] {
        let effects = session.handle(event, at: moment)
        switch event {
        case .touched: break
        default: layOut()
        }
        return effects
    }

    private func act(on outputs: [TouchOutput<Action>], at moment: Moment) -> [Effect] {
        var effects: [Effect] = []
        for output in outputs {
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

    /// Makes the view that belongs to the session's state. When that is another screen, fingers
    /// that lie on the glass press nothing on it (C2).
    private func layOut() {
        let old = view.identity
        view = currentView
        if view.identity != old {
            for output in tracker.screenChanged() {
                if case .missEnded = output { miss = nil }
            }
            session.press(nil)
            view = currentView
        }
    }

    private var currentView: ScreenView {
        if let run = calibration?.run {
            return session.view(of: run, panel: display.panel, measuring: renderer.shaper)
        }
        if let trial = trial?.trial {
            return session.view(of: trial, panel: display.panel, measuring: renderer.shaper)
        }
        return session.view(panel: display.panel, measuring: renderer.shaper, miss: miss)
    }

    private func takeContent(at moment: Moment) -> Bool {
        guard let (content, rules, hours) = waitingContent,
            session.isFresh || session.facts.fault != nil, !tracker.isTouched,
            // Its buttons are laid out once, in the words of its beginning.
            !isStaffAtWork
        else { return false }
        waitingContent = nil
        self.hours = hours
        let facts = session.facts
        session = Session(
            content: content, rules: rules, now: moment, lastRequest: session.lastRequest)
        for event: Event in [
            .waiting(facts.waiting), .printer(facts.printer), .fault(facts.fault),
            .keyboard(isThere: facts.hasKeyboard),
        ] {
            _ = session.handle(event, at: moment)
        }
        // Nobody has seen a test slip of it yet (B5).
        if facts.hasUntestedRoll { _ = session.handle(.rollCame, at: moment) }
        lastMinute = nil
        return true
    }

    /// Office hours are looked at when the minute changes (F2).
    private func updateOpening(at moment: Moment) {
        var minute = session.content.zone.local(moment.wall)
        minute.second = 0
        if minute == lastMinute { return }
        lastMinute = minute
        let opening = hours.opening(at: moment.wall, zone: session.content.zone.zone)
        if opening != session.facts.opening {
            _ = apply(.opening(opening), at: moment)
        }
    }
}
