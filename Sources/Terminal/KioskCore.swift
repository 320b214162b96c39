import Display
import Drawing
import Foundation
import Geometry
import Office
import Screens
import Touch

/// What reaches the loop.
public enum KioskInput: Sendable {
    case contact(ContactEvent)
    /// The touch device is gone: every finger is off the glass, and none fires (T30).
    case touchLost
    case event(Event)
    /// New settings; they count at the next fresh screen, not under a finger (J1).
    case content(SessionContent, SessionRules, OfficeHours)
}

/// From input to pixels, without a thread of its own: session, touches, renderer and display in
/// one place. The loop drives it with real time, tests and simulation with theirs.
public final class KioskCore {
    public private(set) var session: Session
    public let display: any DisplayOutput
    private let renderer: SceneRenderer
    private var tracker: TapTracker<Action>
    private var hours: OfficeHours
    private var view: ScreenView
    private var miss: Point?
    private var waitingContent: (SessionContent, SessionRules, OfficeHours)?
    private var lastMinute: LocalTime?
    /// Frames that changed a pixel.
    public private(set) var frameCount = 0

    public init(
        session: Session, hours: OfficeHours, touch: TouchSettings, display: any DisplayOutput,
        shaper: TextShaper = TextShaper()
    ) {
        self.session = session
        self.hours = hours
        self.display = display
        renderer = SceneRenderer(size: display.panel.size, shaper: shaper)
        tracker = TapTracker(settings: touch)
        view = session.view(panel: display.panel, measuring: shaper)
    }

    /// What can be touched now.
    public var targets: [TouchTarget<Action>] { view.targets }
    public var pageCount: Int { view.pageCount }

    /// The uptime at which `handle([])` is due though nothing comes.
    public var deadline: Duration {
        min(session.deadline, tracker.deadline ?? session.deadline)
    }

    /// Takes what came, in its order, and says what is to be done. Nothing is drawn yet: a burst
    /// of input makes one frame.
    public func handle(_ inputs: [KioskInput], at moment: Moment) -> [Effect] {
        var effects = apply(.time, at: moment)
        for input in inputs {
            switch input {
            case .contact(let contact):
                // A key is held until its finger went up, not until the loop heard of it (T34).
                effects += act(on: tracker.tick(contact.uptime), at: moment)
                let outputs = tracker.handle(contact, targets: view.targets)
                if contact.phase == .down { effects += apply(.touched, at: moment) }
                effects += act(on: outputs, at: moment)
            case .touchLost: effects += act(on: tracker.cancelAll(), at: moment)
            case .event(let event): effects += apply(event, at: moment)
            case .content(let content, let rules, let hours):
                waitingContent = (content, rules, hours)
            }
        }
        effects += act(on: tracker.tick(moment.uptime), at: moment)
        takeContent(at: moment)
        updateOpening(at: moment)
        return effects
    }

    /// Draws what has changed and brings it to the display. Throws where the display is gone.
    @discardableResult
    public func present() throws(DisplayError) -> Bool {
        layOut()
        let damage = renderer.draw(view.scene)
        if damage.isEmpty { return false }
        try display.present(renderer.pixels, damage)
        frameCount += 1
        return true
    }

    private func apply(_ event: Event, at moment: Moment) -> [Effect] {
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
        view = session.view(panel: display.panel, measuring: renderer.shaper, miss: miss)
        if view.identity != old {
            for output in tracker.screenChanged() {
                if case .missEnded = output { miss = nil }
            }
            session.press(nil)
            view = session.view(panel: display.panel, measuring: renderer.shaper, miss: miss)
        }
    }

    private func takeContent(at moment: Moment) {
        guard let (content, rules, hours) = waitingContent,
            session.isFresh || session.facts.fault != nil, !tracker.isTouched
        else { return }
        waitingContent = nil
        self.hours = hours
        let facts = session.facts
        session = Session(content: content, rules: rules, now: moment)
        for event: Event in [
            .waiting(facts.waiting), .printer(facts.printer), .fault(facts.fault),
        ] {
            _ = session.handle(event, at: moment)
        }
        lastMinute = nil
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
