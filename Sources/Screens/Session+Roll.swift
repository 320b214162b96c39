package import Office

/// A new roll, and whether it prints (B5).
extension Session {
    /// Whoever put it in is asked at once where he reads how to, else as soon as nobody is there.
    mutating func rollCame() {
        facts.hasUntestedRoll = true
        if visit.screen == .loadPaper { end() }
    }

    /// Asks for a test slip, unless a visitor has begun something.
    mutating func offerTest() {
        guard facts.hasUntestedRoll, facts.fault == nil, isFresh else { return }
        show(.paperTest(.offer))
    }

    /// The offer was answered, or nobody did in its time: it does not come again. What interrupts
    /// it, as a fault or the wiping of the glass, is no answer.
    mutating func answerOffer() {
        if case .paperTest = visit.screen { facts.hasUntestedRoll = false }
    }

    mutating func printTest() -> [Effect] {
        var effects: [Effect] = []
        switch visit.screen {
        // Nobody but whoever put it in knows of it, unless its printer has told (B6).
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
        // Failed: nobody told of it for so long.
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

    /// What the visitor of a ticket whose slip surely did not come out sees of it.
    package enum UnprintedSight: Sendable { case failed, stillPrinting, gone }

    /// `stillPrinting`: another slip of the same visit is under way.
    package func sight(ofUnprinted ticket: TicketID) -> UnprintedSight {
        switch visit.screen {
        case .ticket(let tickets, .failedButValid) where tickets.contains { $0.id == ticket }:
            .failed
        case .printing(let tickets) where tickets.contains { $0.id == ticket }: .stillPrinting
        default: .gone
        }
    }
}
