import Errands
import Office

/// Part of the session's state machine: a value with its own state, and one function that changes it.
/// Each flow sees every input and answers only what concerns it, so that a new flow changes none of
/// the others.
protocol Flow {
    /// Handles an input. `context` is the session as the input found it, the other flows included.
    mutating func handle(_ input: FlowInput, in context: ScreenContext) -> Step
}

/// Input of a flow. The session passes it on after the rules that hold on every screen.
enum FlowInput {
    case tap(Action)
    /// The text of the screen's field has changed.
    case edited
    /// Code read by a scanner; nil if it is longer than any code of this system.
    case scanned(String?)
    case heard(Event)
    /// No print gave news for `SessionRules.printingLimit`. Its result counts as unknown (B3).
    case printsAreSilent
    /// The desk has not answered a request for tickets for `SessionRules.issueLimit`.
    case deskIsSilent
    /// The visitor leaves the screen: by Home, by Back, or by a time-out.
    case left
}

/// Answer of a flow to an input: where the screen goes, and what the desk is to do.
struct Step {
    enum Move {
        case stay
        /// Shows the first page of the same screen.
        case firstPage
        /// Opens a screen from which Back leads here.
        case open(Screen)
        /// Opens a screen. Where Back already leads to it, that step of Back is dropped.
        case reopen(Screen)
        /// Shows a screen in the place of this one. Back leads where it led before.
        case replace(Screen)
        /// Shows a screen from which Back leads to the welcome screen.
        case begin(Screen)
        /// Shows a screen without a way back.
        case conclude(Screen)
        /// Corrects what the screen shows. Its time goes on.
        case correct(Screen)
        case back
        /// Returns to the welcome screen within the same visit.
        case home
        /// Ends the visit.
        case end
        /// Ends the visit and shows a screen that belongs to none.
        case lock(Screen)
    }

    var move: Move
    var effects: [Effect]
    /// Whether a print or the printer gave news.
    var isNews: Bool
    /// Whether the visitor's time starts anew, as after a touch.
    var isActivity: Bool

    init(
        _ move: Move = .stay, _ effects: [Effect] = [], isNews: Bool = false,
        isActivity: Bool = false
    ) {
        self.move = move
        self.effects = effects
        self.isNews = isNews
        self.isActivity = isActivity
    }

    /// Whether the step changes what the session shows.
    var moves: Bool {
        if case .stay = move { false } else { true }
    }

    static var stay: Step { Step() }
    static func open(_ screen: Screen) -> Step { Step(.open(screen)) }
}
