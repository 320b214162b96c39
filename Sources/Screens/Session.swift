package import Errands
import Office

/// State machine of the screen: a pure function of state and event. It reads no clock, file or
/// device, so that a day of visits runs through it in milliseconds.
package struct Session: Sendable {
    package internal(set) var visit: Visit
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
    /// Whether the offer of a test slip waits, since staff work at the screen.
    var holdsOffers = false

    /// Creates a session. `lastRequest` is that of the session before, so that its late answers
    /// match no request of this one.
    package init(
        content: SessionContent, rules: SessionRules = SessionRules(), now: Moment,
        lastRequest: UInt64 = 0
    ) {
        self.content = content
        self.lastRequest = lastRequest
        self.rules = rules
        self.now = now
        lastActivity = now.uptime
        lastNews = now.uptime
        visit = Visit(language: content.phrases.defaultLanguage, lowReach: rules.lowReach)
    }

    /// Name of the current screen in the log and in tests.
    package var screenName: String {
        if facts.fault != nil { return "fault" }
        if visit.screen == .welcome, isClosed { return "closed" }
        return visit.screen.name
    }

    /// Whether no visit is under way: the welcome screen in its initial state.
    package var isFresh: Bool {
        visit == Visit(language: content.phrases.defaultLanguage, lowReach: rules.lowReach)
    }

    /// Whether no tickets are issued now.
    var isClosed: Bool { facts.isClosed(by: rules) }

    /// Identity of the screen: its name with what it shows. Another one is another screen for a
    /// finger (C2).
    package var identity: String {
        let detail: String =
            switch visit.screen {
            case .services(let id, _): id
            case .occasion(let id): id
            case .service(let id), .checklist(let id), .confirm(let id): id
            case .question(let index), .profile(let index): String(index)
            case .search, .whereAmI, .surveyCode:
                facts.hidesKeyboard(by: rules) ? "field" : "keys"
            default: ""
            }
        return "\(screenName)/\(detail)/\(visit.page)"
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
            effects += scanned(text)
        case .time: break
        case .news(let event): effects += hear(event)
        }
        offerTest()
        return effects
    }

    /// Handles one piece of news and returns the effects to perform.
    package mutating func handle(_ event: Event, at moment: Moment) -> [Effect] {
        handle(.news(event), at: moment)
    }

    private mutating func hear(_ event: Event) -> [Effect] {
        switch event {
        case .issued(let request, let tickets): return issued(request, tickets)
        case .issueFailed(let request, let failure): issueFailed(request, failure)
        case .paper(let ticket, let state): paper(ticket, state)
        case .listPaper(let request, let state): listPaper(request, state)
        case .testPaper(let request, let state): testPaper(request, state)
        case .found(let request, let status): found(request, status)
        case .scanAnswered(let request, let answer): answered(request, answer)
        case .gaveBack(let request, let done): gaveBack(request, done)
        case .searchResults(let request, let services): results(request, services)
        case .surveySaved(let request, let outcome): surveySaved(request, outcome)
        case .opening(let opening): facts.opening = opening
        case .waiting(let counts): facts.waiting = counts
        case .printer(let notice):
            facts.printer = notice
            noteNews()
        case .fault(let fault): facts.fault = fault
        case .keyboard(let isThere): facts.hasKeyboard = isThere
        case .catalogue(let catalogue): replace(catalogue)
        case .cleaning: lock(.cleaning)
        case .loadPaper: lock(.loadPaper)
        case .rollCame: rollCame()
        }
        return []
    }

    /// Sets the action under the finger, which is drawn pressed; nil: none.
    package mutating func press(_ action: Action?) {
        visit.pressed = action
    }

    mutating func request() -> RequestID {
        lastRequest += 1
        return RequestID(lastRequest)
    }

    /// Opens another screen, from which Back leads here.
    mutating func go(_ screen: Screen) {
        visit.history.append(visit.screen)
        // The oldest screen is dropped: history has a limit of 20.
        if visit.history.count > 20 { visit.history.removeFirst() }
        show(screen)
    }

    /// Replaces the screen, without a way back to it.
    mutating func show(_ screen: Screen) {
        visit.screen = screen
        visit.page = 0
        lastActivity = now.uptime
        visit.isWarned = false
        visit.scan = nil
        visit.scanRefusedAt = nil
    }

    /// Returns to the welcome screen within the same visit.
    mutating func goHome() {
        answerOffer()
        visit = visit.restarted()
        lastActivity = now.uptime
    }

    /// Ends the visit and forgets everything about its visitor (C4).
    mutating func end() {
        visit = Visit(language: content.phrases.defaultLanguage, lowReach: rules.lowReach)
        lastActivity = now.uptime
    }

    mutating func touched() {
        lastActivity = now.uptime
        visit.isWarned = false
    }

    private mutating func lock(_ screen: Screen) {
        end()
        show(screen)
    }

    private mutating func replace(_ catalogue: Catalogue) {
        content.catalogue = catalogue
    }
}
