import Drawing
import Geometry
import Screens
import Touch

/// Preparation of the screens that the next touch may open. Their texts are shaped and rasterised
/// while the loop has nothing else to do, in steps of well below a millisecond, and are then found in
/// the shaper's cache. The screen below a finger comes first: it takes less time than a tap.
///
/// On the welcome screen without a visitor only a finger starts it, so that a terminal at rest does
/// nothing and keeps little.
struct Foresight {
    /// New texts that one step shapes or rasterises.
    static let textsPerStep = 3
    /// Steps for the touches of one screen, and anew for the one below a finger. All texts that they
    /// make fit into half of the shaper's cache, so that none drives out another.
    static let maximumSteps = 400

    /// Visit that is foreseen, without what changes no text.
    private var visit: Visit?
    /// Touches whose screens are not prepared yet, the next one first.
    private var waiting: [Action] = []
    /// Items of the first touch's screen that are still to be rasterised; nil: it has no layout yet.
    private var items: [Scene.Item]?
    private var stepsLeft = 0
    /// Target below the finger.
    private var pressed: Action?

    var isDone: Bool { waiting.isEmpty || stepsLeft == 0 }

    /// Begins anew with the next `follow`, since the same visit may have other texts.
    mutating func forget() { visit = nil }

    /// Takes the screen that is up and the target below the finger.
    mutating func follow(_ session: Session, _ targets: [TouchTarget<Action>]) {
        var shown = session.visit
        (shown.pressed, shown.isWarned) = (nil, false)
        // A key changes one letter, and a disabled target nothing.
        func actions() -> [Action] {
            targets.filter { $0.isEnabled && $0.kind == .button }.map(\.id)
        }
        if shown != visit {
            visit = shown
            waiting = session.isFresh ? [] : actions()
            (items, stepsLeft) = (nil, Self.maximumSteps)
        }
        if session.visit.pressed == pressed { return }
        pressed = session.visit.pressed
        guard let pressed, actions().contains(pressed) else { return }
        // Also if it was prepared before, since texts may have left the cache meanwhile.
        waiting.removeAll { $0 == pressed }
        waiting.insert(pressed, at: 0)
        (items, stepsLeft) = (nil, Self.maximumSteps)
    }

    /// Prepares a few texts.
    mutating func step(from session: Session, on panel: Panel, with shaper: TextShaper) {
        guard !isDone, let action = waiting.first else { return }
        stepsLeft -= 1
        guard var items else {
            items = Self.items(after: action, session, panel, shaper)
            return
        }
        var texts = 0
        while texts < Self.textsPerStep, let item = items.popLast() {
            if shaper.prepare(item) { texts += 1 }
        }
        self.items = items
        if !items.isEmpty { return }
        waiting.removeFirst()
        self.items = nil
    }

    /// Items of the screen after a touch; nil: some of its texts are not shaped yet.
    private static func items(
        after action: Action, _ session: Session, _ panel: Panel, _ shaper: TextShaper
    ) -> [Scene.Item]? {
        var next = session
        next.press(nil)
        _ = next.handle(.tap(action), at: session.now)
        let measuring = LimitedMeasuring(shaper, newTexts: textsPerStep)
        let view = ScreenView(of: next, panel: panel, measuring: measuring)
        return measuring.isShort ? nil : view.scene.items
    }
}
