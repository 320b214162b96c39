import Errands
import Office

/// Steps of staff at the screen: a new roll and its test slip (B5), the wiping of the glass (L7), and
/// the call for an officer (L3). Unlike the other flows it outlives a visit, since paper runs out
/// while somebody prints.
struct StaffFlow: Flow {
    /// Whether a new roll has no test slip yet, neither offered nor answered (B5).
    var hasUntestedRoll = false
    /// Whether the offer of a test slip waits, since staff calibrate or try the touchscreen.
    var holdsOffers = false
    /// Test slip whose result the screen awaits.
    var request: RequestID?
    /// Uptime of the last call that was passed on to the hall.
    var officerCalledAt: Duration?

    mutating func handle(_ input: FlowInput, in context: ScreenContext) -> Step {
        switch input {
        case .tap(let action): tap(action, context)
        case .heard(.rollCame): rollCame(context)
        case .heard(.testPaper(let request, let state)): testPaper(request, state, context)
        case .heard(.cleaning): Step(.lock(.cleaning))
        case .heard(.loadPaper): Step(.lock(.loadPaper))
        case .printsAreSilent:
            context.visit.screen == .paperTest(.printing)
                ? Step(.replace(.paperTest(.failed))) : .stay
        case .left: answerOffer(context)
        case .heard, .edited, .scanned, .deskIsSilent: .stay
        }
    }

    /// Drops the test slip's request unless its screen is up.
    mutating func screenChanged(to screen: Screen) {
        if !screen.isPaperTest { request = nil }
    }

    private mutating func tap(_ action: Action, _ context: ScreenContext) -> Step {
        let screen = context.visit.screen
        switch action {
        case .callOfficer: return callOfficer(context)
        case .printTest: return printTest(context)
        case .slipReadable where screen == .paperTest(.question):
            hasUntestedRoll = false
            return Step(.end, [.confirmRoll])
        case .slipBlank where screen == .paperTest(.question):
            return Step(.replace(.paperTest(.blank)))
        default: return .stay
        }
    }

    // MARK: Roll

    /// Notes a new roll. The test slip is offered at once where the loading instructions are up,
    /// else as soon as no visit is under way.
    private mutating func rollCame(_ context: ScreenContext) -> Step {
        hasUntestedRoll = true
        return context.visit.screen == .loadPaper ? Step(.end) : .stay
    }

    /// Notes that the offer was answered or has timed out: it does not come again. An interruption,
    /// by a fault or by the wiping of the glass, is no answer.
    private mutating func answerOffer(_ context: ScreenContext) -> Step {
        if context.visit.screen.isPaperTest { hasUntestedRoll = false }
        return .stay
    }

    private mutating func printTest(_ context: ScreenContext) -> Step {
        var effects: [Effect] = []
        switch context.visit.screen {
        // Only this tap tells of the roll, unless the printer has reported it (B6).
        case .loadPaper: if !hasUntestedRoll { effects.append(.loadRoll) }
        case .paperTest(.offer), .paperTest(.blank), .paperTest(.failed): break
        default: return .stay
        }
        request = context.nextRequest
        return Step(
            .replace(.paperTest(.printing)), effects + [.printTest(context.nextRequest)],
            isNews: true)
    }

    private mutating func testPaper(
        _ answered: RequestID, _ state: PaperState, _ context: ScreenContext
    ) -> Step {
        guard request == answered else { return .stay }
        // The screen says failed where the news took too long.
        guard state.isEnd,
            [.paperTest(.printing), .paperTest(.failed)].contains(context.visit.screen)
        else { return Step(isNews: true) }
        request = nil
        return Step(.replace(.paperTest(state.isOnPaper ? .question : .failed)), isNews: true)
    }

    // MARK: Officer

    /// Calls an officer. The hall is told at most once in `SessionRules.officerInterval` (L3).
    private mutating func callOfficer(_ context: ScreenContext) -> Step {
        let now = context.now.uptime
        if let called = officerCalledAt, now - called < context.rules.officerInterval {
            return .stay
        }
        officerCalledAt = now
        return Step(.stay, [.callOfficer(screen: context.visit.screen.name)])
    }

    /// Uptime at which "An officer was called" leaves the screen; nil: it is not there.
    func noticeEnd(by rules: SessionRules, at now: Moment) -> Duration? {
        guard let end = officerCalledAt.map({ $0 + rules.officerNotice }), end > now.uptime
        else { return nil }
        return end
    }
}
