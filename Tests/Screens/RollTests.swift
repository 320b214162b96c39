import Office
import Testing

@testable import Screens

@Suite("B5 a new roll")
struct RollTests {
    @Test("B5 whoever put a roll in prints a test slip, reads it, and says so") func readable() {
        var session = World.session()
        _ = session.handle(.rollCame, at: World.now)
        #expect(session.visit.screen == .paperTest(.offer))
        let effects = session.handle(.tap(.printTest), at: World.now)
        guard case .printTest(let request)? = effects.first else {
            Issue.record("no test slip: \(effects)")
            return
        }
        #expect(session.isBusy)
        #expect(session.handle(.tap(.printTest), at: World.now).isEmpty, "one at a time")
        _ = session.handle(.testPaper(request, .sending), at: World.now)
        #expect(session.visit.screen == .paperTest(.printing))
        _ = session.handle(.testPaper(request, .printed), at: World.now)
        #expect(session.visit.screen == .paperTest(.question))
        #expect(session.handle(.tap(.slipReadable), at: World.now) == [.confirmRoll])
        #expect(session.visit.screen == .welcome)
    }

    @Test("B5 a blank slip means that the roll is the wrong way round; one that failed says so")
    func blank() {
        var session = World.session()
        _ = session.handle(.loadPaper, at: World.now)
        for (end, next) in [
            (PaperState.sent, PaperTest.question), (.notPrinted, .failed), (.unknown, .failed),
        ] {
            guard
                case .printTest(let request)? = session.handle(.tap(.printTest), at: World.now)
                    .first
            else {
                Issue.record("no test slip")
                return
            }
            _ = session.handle(.testPaper(request, end), at: World.now)
            #expect(session.visit.screen == .paperTest(next))
            if next == .question {
                #expect(session.handle(.tap(.slipBlank), at: World.now).isEmpty)
                #expect(session.visit.screen == .paperTest(.blank))
            }
        }
    }

    @Test("B5 a visitor who has begun is not disturbed") func visitor() {
        var session = World.session()
        _ = session.handle(.tap(.showAgencies), at: World.now)
        let screen = session.visit.screen
        _ = session.handle(.rollCame, at: World.now)
        #expect(session.visit.screen == screen)
    }

    @Test("C4 nobody answers: the screen is for visitors again") func timeOut() {
        var session = World.session()
        _ = session.handle(.rollCame, at: World.now)
        _ = session.handle(.time, at: World.now.advanced(by: .seconds(600)))
        #expect(session.visit.screen == .welcome)
    }
}
