import Office
import Sound
import TestSupport
import Touch

/// Officer at a counter with a keypad, who hears its tones and looks at the visitor (V24).
struct PadOfficer: Sendable {
    /// Knowledge of the officer about the visitor at the counter.
    private enum Visitor: Sendable {
        case none, called, absent, recalled
    }

    /// Next thing that the officer does.
    enum Move: Sendable {
        /// Types this order, once the pause is over.
        case wait(ClosedRange<Double>)
        case type(PadCommand, Keypad.Mishap)
        /// Begins an order and is called away from it.
        case leave
        /// Sends for somebody who binds the pad.
        case callHelp
    }

    let counter: Counter.ID
    /// Numbers on the signs of the other counters.
    let others: [Int]
    var pad: Keypad
    /// Orders that the keys of this typing may still become. Any other one is a fault (D6).
    var expected: [PadCommand] = []
    /// Number of the typing: keys of an earlier one are not pressed any more.
    var typing = 0
    /// Life of the daemon in which the newest keys were typed; nil: there was none.
    var typedIn: Int?
    /// Whether the radio swallowed a key of this typing.
    var isSwallowed = false
    /// Newest tone since the keys were typed, but for clicks.
    var tone: Tone?
    /// Whether the visitor who was called by it is somewhere else.
    var isVisitorAway = false
    private(set) var wish: PadCommand?
    private var isTyped = false
    private var tries = 0
    private var visitor = Visitor.none

    init(counter: Counter.ID, others: [Int], pad: Keypad) {
        (self.counter, self.others, self.pad) = (counter, others, pad)
    }

    /// Whether an order was typed and no tone has answered it.
    var hearsNothing: Bool { isTyped && tone == nil }

    /// Goes home, or comes in the morning.
    mutating func rest() {
        (wish, isTyped, tries, tone, expected, visitor) = (nil, false, 0, nil, [], .none)
    }

    /// Decides what comes next. `isLast` ends the day.
    mutating func next(isLast: Bool, _ random: inout SeededRandom) -> Move {
        func oneIn(_ count: Int) -> Bool { Int.random(in: 0..<count, using: &random) == 0 }
        if let wish, !isTyped {
            if oneIn(40) { return .leave }
            isTyped = true
            tone = nil
            let isSingle = Keypad.keys(of: wish).count == 1
            let mishap: Keypad.Mishap =
                oneIn(12) ? .bounce : oneIn(20) ? .held : isSingle && oneIn(20) ? .collision : .none
            return .type(wish, mishap)
        }
        if let wish {
            isTyped = false
            switch tone {
            case .accepted:
                done(wish)
                tries = 0
            case .nobody:
                (visitor, self.wish, tries) = (.none, nil, 0)
                return .wait(60...240)
            // The same order again, after a moment.
            case .busy: return .wait(2...6)
            case nil:
                tries += 1
                if tries % 3 != 0 { return .wait(0.1...1.5) }
                return .callHelp
            default:
                tries += 1
                if tries < 3 { return .wait(0.5...4) }
                // It makes no sense: somebody else has dealt with the visitor.
                (visitor, self.wish, tries) = (.none, nil, 0)
            }
            return .wait(0.5...2)
        }
        if isLast, visitor == .none { return .wait(100...200) }
        let (order, pause) = isLast ? (.pauseOrOpen, 1...5) : order(&random)
        wish = order
        return .wait(pause)
    }

    private mutating func done(_ order: PadCommand) {
        wish = nil
        visitor =
            switch order {
            case .next: isVisitorAway ? .absent : .called
            case .again: .recalled
            case .absent, .aside, .passOn, .pauseOrOpen: .none
            }
    }

    /// Order that comes next, and the seconds until then.
    private func order(_ random: inout SeededRandom) -> (PadCommand, ClosedRange<Double>) {
        let chance = Int.random(in: 0..<100, using: &random)
        switch visitor {
        case .none: return chance < 5 ? (.pauseOrOpen, 1...60) : (.next, 2...60)
        case .absent: return (.again, 20...60)
        case .called:
            switch chance {
            case 0..<6: return (.again, 20...60)
            case 6..<11: return (.aside, 40...200)
            case 11..<16:
                return (.passOn(number: others.randomElement(using: &random) ?? 1), 60...300)
            case 16..<18: return (.pauseOrOpen, 100...400)
            // Some have only a question, and D7's pause is not over.
            case 18..<21: return (.next, 1...8)
            default: return (.next, 100...500)
            }
        case .recalled:
            return isVisitorAway || chance < 30 ? (.absent, 12...40) : (.next, 60...400)
        }
    }
}
