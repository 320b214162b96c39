package import Errands
import Office

/// State machine of the screen: a pure function of state and event. It reads no clock, file or
/// device, so that a day of visits runs through it in milliseconds.
///
/// The session itself has the rules of every screen: time-outs, Back, language, text size, keys and
/// faults. All other inputs go to the flows, whose steps it takes.
package struct Session: Sendable {
    /// Steps that Back remembers. The oldest is dropped.
    static let maximumHistory = 20

    package internal(set) var visit: Visit
    var staff = StaffFlow()
    package internal(set) var facts = TerminalFacts()
    package internal(set) var content: SessionContent
    package internal(set) var rules: SessionRules
    /// Moment of the newest event.
    package internal(set) var now: Moment
    /// Uptime of the last touch, or of the last change that needs time to read.
    var lastActivity: Duration
    /// Uptime of the last news of a print or of the printer.
    var lastNews: Duration
    package private(set) var lastRequest: UInt64
    /// Last request before this visit.
    private(set) var lastRequestBefore: UInt64

    /// Creates a session. `lastRequest` is that of the session before, so that its late answers
    /// match no request of this one.
    package init(
        content: SessionContent, rules: SessionRules = SessionRules(), now: Moment,
        lastRequest: UInt64 = 0
    ) {
        self.content = content
        self.lastRequest = lastRequest
        lastRequestBefore = lastRequest
        self.rules = rules
        self.now = now
        lastActivity = now.uptime
        lastNews = now.uptime
        visit = Visit(language: content.phrases.defaultLanguage, lowReach: rules.lowReach)
    }

    /// Handles one input and returns the effects to perform.
    package mutating func handle(_ input: SessionInput, at moment: Moment) -> [Effect] {
        now = moment
        var effects = expire()
        let wasWarned = visit.isWarned
        switch input {
        case .tap(let action):
            touched()
            effects += tap(action)
        case .touched: touched()
        case .held(let action):
            touched()
            hold(action)
        case .typed(let key):
            touched()
            effects += typed(key, wasWarned: wasWarned)
        case .scanned(let text):
            touched()
            effects += pass(.scanned(text))
        case .time: break
        case .news(let event): effects += hear(event)
        }
        offerTest()
        assertInvariants()
        return effects
    }

    /// Handles one piece of news and returns the effects to perform.
    package mutating func handle(_ event: Event, at moment: Moment) -> [Effect] {
        handle(.news(event), at: moment)
    }

    /// Takes over the limits of the session before it: neither the tickets of the last minute (C3)
    /// nor the last call for an officer (L3) are forgotten with new settings.
    package mutating func keepLimits(of other: Session) {
        facts.keepLimits(of: other.facts)
        staff.officerCalledAt = other.staff.officerCalledAt
    }

    private mutating func hear(_ event: Event) -> [Effect] {
        facts.hear(event, at: now)
        switch event {
        case .printer: lastNews = now.uptime
        case .catalogue(let catalogue): content.catalogue = catalogue
        default: break
        }
        return pass(.heard(event))
    }

    /// Sets the action under the finger, which is drawn pressed; nil: none.
    package mutating func press(_ action: Action?) {
        visit.pressed = action
    }

    /// Holds the offer of a test slip back while staff calibrate or try the touchscreen, and makes
    /// it afterwards.
    package mutating func holdOffers(_ holds: Bool) {
        staff.holdsOffers = holds
        offerTest()
        assertInvariants()
    }

    /// Offers a test slip of a new roll, unless a visit is under way (B5).
    private mutating func offerTest() {
        guard staff.hasUntestedRoll, !staff.holdsOffers, facts.fault == nil, isFresh else { return }
        show(.paperTest(.offer))
    }

    // MARK: Flows

    /// Context of an input or of a view. Its next request is one that no flow has used yet.
    var context: ScreenContext { ScreenContext(self, nextRequest: RequestID(lastRequest + 1)) }

    /// Passes an input to all flows, takes their steps and returns the effects. At most one of the
    /// steps moves, and only after every flow has seen the input.
    mutating func pass(_ input: FlowInput) -> [Effect] {
        let context = context
        lastRequest += 1
        let steps = [
            visit.service.handle(input, in: context), visit.ticket.handle(input, in: context),
            visit.lookup.handle(input, in: context), visit.survey.handle(input, in: context),
            staff.handle(input, in: context),
        ]
        assert(steps.count { $0.moves } <= 1, "\(screenName): two flows answer \(input)")
        return steps.flatMap { take($0) }
    }

    private mutating func take(_ step: Step) -> [Effect] {
        if step.isNews { lastNews = now.uptime }
        if step.isActivity { touched() }
        switch step.move {
        case .stay: break
        case .firstPage: visit.page = 0
        case .open(let screen): open(screen)
        case .reopen(let screen):
            if visit.history.last == screen { visit.history.removeLast() }
            open(screen)
        case .replace(let screen): show(screen)
        case .begin(let screen):
            visit.history = [.welcome]
            show(screen)
        case .conclude(let screen):
            visit.history = []
            show(screen)
        case .correct(let screen): visit.screen = screen
        case .back: return step.effects + back()
        case .home: return step.effects + goHome()
        case .end: end()
        case .lock(let screen):
            end()
            show(screen)
        }
        return step.effects
    }

    // MARK: Moves

    private mutating func open(_ screen: Screen) {
        visit.history.append(visit.screen)
        if visit.history.count > Self.maximumHistory { visit.history.removeFirst() }
        show(screen)
    }

    private mutating func show(_ screen: Screen) {
        visit.screen = screen
        visit.page = 0
        visit.lookup.screenChanged()
        visit.survey.screenChanged(to: screen)
        staff.screenChanged(to: screen)
        touched()
    }

    /// Goes one screen back, or home from the first one.
    mutating func back() -> [Effect] {
        guard let previous = visit.history.last else { return goHome() }
        // Back from one question to another stays in the survey.
        let effects = previous.patience == .survey ? [] : pass(.left)
        visit.history.removeLast()
        show(previous)
        return effects
    }

    /// Returns to the welcome screen within the same visit.
    mutating func goHome() -> [Effect] {
        let effects = pass(.left)
        begin(visit.restarted())
        return effects
    }

    /// Ends the visit and forgets everything about its visitor (C4).
    mutating func end() {
        begin(Visit(language: content.phrases.defaultLanguage, lowReach: rules.lowReach))
    }

    private mutating func begin(_ visit: Visit) {
        self.visit = visit
        staff.screenChanged(to: visit.screen)
        lastRequestBefore = lastRequest
        lastActivity = now.uptime
    }

    mutating func touched() {
        lastActivity = now.uptime
        visit.isWarned = false
    }
}
