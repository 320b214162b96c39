import Office
import Screens
import TestSupport
import Touch

/// Person at the screen, who knows what they want and reads what they can touch.
struct Visitor: Sendable {
    enum Goal: Sendable, Hashable {
        case tickets(Int)
        case requirements
        case search(String)
        case whereAmI(String, givesBack: Bool)
        case rate
        case survey(token: String?)
        /// Touches anything that leads on.
        case wander
        /// Touches anything, fast.
        case play
    }

    enum Move: Sendable {
        case tap(TouchTarget<Action>)
        case miss
        case wait
        case leave
    }

    let goal: Goal
    /// Touches after which they give up.
    var patience: Int
    private var typed = 0
    private var ticketsLeft: Int
    private var waits = 0

    init(_ goal: Goal, _ random: inout SeededRandom) {
        self.goal = goal
        patience = Int.random(in: 8...30, using: &random)
        if case .tickets(let count) = goal { ticketsLeft = count } else { ticketsLeft = 1 }
        if case .whereAmI = goal { patience = Int.random(in: 30...60, using: &random) }
        if case .play = goal { patience = Int.random(in: 20...150, using: &random) }
    }

    var isFast: Bool { goal == .play }

    /// Decides what to do on a screen, after reading its targets where the visitor wants to touch one.
    mutating func next(
        _ read: () -> [TouchTarget<Action>], on screen: Screen, _ random: inout SeededRandom
    ) -> Move {
        patience -= 1
        if patience <= 0 || Int.random(in: 0..<60, using: &random) == 0 { return .leave }
        if Int.random(in: 0..<40, using: &random) == 0 { return .miss }
        switch screen {
        case .printing:
            waits += 1
            return waits > 20 ? .leave : .wait
        case .thanks, .gaveBack, .cleaning, .paused: return .leave
        default: break
        }
        let targets = read()
        if let still = targets.first(where: { $0.id == .stillHere }) { return .tap(still) }
        switch screen {
        case .ticket(_, let outcome) where goal != .play:
            // Whoever has a number goes; some ask for one more slip, some say that they are done.
            if outcome == .onPaper, let again = targets.first(where: { $0.id == .printAgain }),
                Int.random(in: 0..<3, using: &random) == 0
            {
                return .tap(again)
            }
            return Bool.random(using: &random) ? .leave : .wait
        default: break
        }
        let wanted = targets.filter { wants($0.id) }
        if let best = wanted.max(by: { rank($0.id) < rank($1.id) }) {
            let level = rank(best.id)
            let equals = wanted.filter { rank($0.id) == level }
            if let chosen = equals.randomElement(using: &random) {
                note(chosen.id)
                return .tap(chosen)
            }
        }
        if case .wander = goal, let any = targets.randomElement(using: &random) {
            return .tap(any)
        }
        if case .play = goal, let any = targets.randomElement(using: &random) { return .tap(any) }
        // Lost: home or anything.
        return targets.first { $0.id == .home }.map { .tap($0) }
            ?? targets.randomElement(using: &random).map { .tap($0) } ?? .wait
    }

    private mutating func note(_ action: Action) {
        switch action {
        case .letter, .space: typed += 1
        case .addService: ticketsLeft -= 1
        default: break
        }
    }

    private var text: String {
        switch goal {
        case .search(let text), .whereAmI(let text, _): text
        case .survey(let token): token ?? ""
        default: ""
        }
    }

    /// Next letter to type; nil: all is typed.
    private var letter: String? {
        guard typed < text.count else { return nil }
        return String(text[text.index(text.startIndex, offsetBy: typed)]).uppercased()
    }

    private func wants(_ action: Action) -> Bool { rank(action) > 0 }

    /// How much the visitor wants to touch something; 0: not at all.
    private func rank(_ action: Action) -> Int {
        switch (goal, action) {
        case (.tickets, .addService): ticketsLeft > 1 ? 8 : 0
        case (.tickets, .issue): 7
        case (.tickets, .toConfirm), (.tickets, .service): 6
        case (.tickets, .agency), (.tickets, .occasion): 5
        case (.tickets, .showAgencies): 4
        case (.requirements, .printRequirements): 7
        case (.requirements, .service): 6
        case (.requirements, .agency): 5
        case (.requirements, .showRequirements): 4
        case (.search, .letter(let key)): key.uppercased() == letter ? 8 : 0
        case (.search, .service): typed > 2 ? 7 : 0
        case (.search, .showSearch): 4
        case (.search, .toConfirm): 6
        case (.search, .issue): 7
        case (.whereAmI, .letter(let key)): key.uppercased() == letter ? 9 : 0
        case (.whereAmI, .layer): letter != nil ? 5 : 0
        case (.whereAmI, .lookUp): letter == nil ? 8 : 0
        case (.whereAmI(_, true), .giveBack), (.whereAmI(_, true), .confirmGiveBack): 8
        case (.whereAmI, .showWhereAmI): 4
        case (.rate, .face): 6
        case (.rate, .rate): 4
        case (.survey, .letter(let key)): key.uppercased() == letter ? 9 : 0
        case (.survey, .layer): letter != nil ? 5 : 0
        case (.survey, .answer), (.survey, .profile), (.survey, .skipProfile): 8
        case (.survey(let token), .showSurveyCode): token != nil ? 7 : 0
        case (.survey, .startSurvey): letter == nil ? 6 : 0
        case (.survey, .rate): 4
        case (.wander, .issue), (.wander, .service): 1
        case (.play, .issue), (.play, .service), (.play, .home): 1
        default: 0
        }
    }
}
