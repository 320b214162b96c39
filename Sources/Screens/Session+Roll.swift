package import Errands
package import Office

/// Test of a new roll (B5).
extension Session {
    /// Notes a new roll. The test slip is offered at once where the loading instructions are up,
    /// else as soon as no visit is under way.
    mutating func rollCame() {
        facts.hasUntestedRoll = true
        if visit.screen == .loadPaper { end() }
    }

    /// Offers a test slip, unless a visit is under way.
    mutating func offerTest() {
        guard facts.hasUntestedRoll, facts.fault == nil, isFresh, !holdsOffers else { return }
        show(.paperTest(.offer))
    }

    /// Whether a test slip is offered, printed or asked about.
    package var isTestingRoll: Bool {
        if case .paperTest = visit.screen { facts.fault == nil } else { false }
    }

    /// Holds the offer back while staff calibrate or try the touchscreen, and makes it afterwards.
    package mutating func holdOffers(_ holds: Bool) {
        holdsOffers = holds
        offerTest()
    }

    /// Notes that the offer was answered or has timed out: it does not come again. An interruption,
    /// by a fault or by the wiping of the glass, is no answer.
    mutating func answerOffer() {
        if case .paperTest = visit.screen { facts.hasUntestedRoll = false }
    }

    mutating func printTest() -> [Effect] {
        var effects: [Effect] = []
        switch visit.screen {
        // Only this tap tells of the roll, unless the printer has reported it (B6).
        case .loadPaper: if !facts.hasUntestedRoll { effects.append(.loadRoll) }
        case .paperTest(.offer), .paperTest(.blank), .paperTest(.failed): break
        default: return []
        }
        let request = request()
        visit.pending = request
        show(.paperTest(.printing))
        noteNews()
        return effects + [.printTest(request)]
    }

    mutating func testPaper(_ request: RequestID, _ state: PaperState) {
        guard visit.pending == request else { return }
        noteNews()
        // The screen says failed where the news took too long.
        guard state.isEnd, [.paperTest(.printing), .paperTest(.failed)].contains(visit.screen)
        else { return }
        visit.pending = nil
        show(.paperTest(state.isOnPaper ? .question : .failed))
    }

    mutating func slipReadable() -> [Effect] {
        guard visit.screen == .paperTest(.question) else { return [] }
        answerOffer()
        end()
        return [.confirmRoll]
    }

    /// Returns what the screen shows of this ticket. `stillPrinting`: another slip of the same
    /// visit is being printed.
    package func sight(ofUnprinted ticket: TicketID) -> UnprintedSight {
        switch visit.screen {
        case .ticket(let tickets, .failedButValid) where tickets.contains { $0.id == ticket }:
            .failed
        case .printing(let tickets) where tickets.contains { $0.id == ticket }: .stillPrinting
        default: .gone
        }
    }
}
