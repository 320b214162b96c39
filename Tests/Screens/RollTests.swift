import Errands
import Office
import Testing

@testable import Screens

@Suite("B5 a new roll", .timeLimit(.minutes(5)))
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
        _ = session.handle(.rollCame, at: World.now)
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

    @Test("B5 a visitor who has begun is not disturbed; the offer waits until he is gone")
    func visitor() {
        var visitor = Visitor()
        visitor.tap(.showAgencies)
        visitor.send(.rollCame)
        #expect(visitor.screen == "agencies")
        visitor.tap(.home)
        #expect(visitor.session.visit.screen == .paperTest(.offer))
    }

    @Test("B5 paper that ended in mid-slip: the offer comes after the visit whose slip it was")
    func midSlip() throws {
        var visitor = Visitor()
        visitor.tap(.language(.english))
        try visitor.takeTicket()
        visitor.send(.printer(.paperOut))
        visitor.send(.rollCame)
        visitor.send(.printer(.ready))
        #expect(visitor.screen == "printing")
        visitor.send(.paper(World.ticket.id, .printed))
        visitor.tap(.home)
        #expect(visitor.screen == "welcome", "in his language, so he is still there")
        visitor.wait(.seconds(30))
        #expect(visitor.session.visit.screen == .paperTest(.offer))
        #expect(visitor.session.visit.language == .indonesian)
    }

    @Test("B5 the offer waits for a fault and for the wiping of the glass, and lights the dark")
    func later() {
        var visitor = Visitor()
        visitor.send(.fault(.storage))
        visitor.send(.rollCame)
        #expect(visitor.session.visit.screen == .welcome)
        visitor.send(.fault(nil))
        #expect(visitor.session.visit.screen == .paperTest(.offer))
        visitor.send(.cleaning)
        visitor.wait(.seconds(30))
        #expect(visitor.session.visit.screen == .paperTest(.offer))

        visitor = Visitor()
        visitor.send(.opening(.closed(.afterClosing, next: nil)))
        visitor.wait(.seconds(3600))
        #expect(visitor.session.mayRest)
        visitor.send(.rollCame)
        #expect(visitor.session.visit.screen == .paperTest(.offer))
        #expect(!visitor.session.mayRest)
    }

    @Test("B5 an offer that was answered, or that nobody answered, does not come again")
    func once() throws {
        var visitor = Visitor()
        visitor.send(.rollCame)
        visitor.tap(.home)
        #expect(visitor.screen == "welcome")

        visitor.send(.rollCame)
        visitor.wait(.seconds(90))
        #expect(visitor.screen == "welcome")
        visitor.wait(.seconds(90))
        #expect(visitor.screen == "welcome")

        visitor.tap(.showAgencies)
        visitor.send(.rollCame)
        visitor.send(.loadPaper)
        visitor.tap(.printTest)
        visitor.send(.testPaper(try visitor.testRequest(), .printed))
        visitor.tap(.slipReadable)
        #expect(visitor.screen == "welcome")
    }

    @Test("B6 a roll that staff put in by the screen is recorded, once, before its test slip")
    func recorded() throws {
        var visitor = Visitor()
        visitor.send(.loadPaper)
        visitor.tap(.printTest)
        #expect(visitor.effects.first == .loadRoll)
        visitor.send(.testPaper(try visitor.testRequest(), .printed))
        visitor.tap(.slipBlank)
        visitor.tap(.printTest)
        #expect(!visitor.effects.contains(.loadRoll), "turned over, it is the same roll")
        visitor.send(.testPaper(try visitor.testRequest(), .printed))
        visitor.tap(.slipReadable)
        #expect(visitor.effects == [.confirmRoll])
    }

    @Test("B6 a roll that the printer has told of is not recorded twice") func told() throws {
        var visitor = Visitor()
        visitor.send(.rollCame)
        visitor.tap(.printTest)
        #expect(!visitor.effects.contains(.loadRoll))
        _ = try visitor.testRequest()

        visitor = Visitor()
        visitor.send(.loadPaper)
        visitor.send(.rollCame)
        #expect(visitor.session.visit.screen == .paperTest(.offer))

        // A visitor uses the screen when the roll is loaded.
        visitor = Visitor()
        visitor.tap(.showAgencies)
        visitor.send(.rollCame)
        visitor.send(.loadPaper)
        visitor.tap(.printTest)
        #expect(!visitor.effects.contains(.loadRoll))
    }

    @Test("C4 nobody answers: the screen is for visitors again") func timeOut() {
        var session = World.session()
        _ = session.handle(.rollCame, at: World.now)
        _ = session.handle(.time, at: World.now.advanced(by: .seconds(600)))
        #expect(session.visit.screen == .welcome)
    }

    @Test("C5 no countdown runs while the test slip prints; without news it counts as failed")
    func silence() throws {
        var visitor = Visitor()
        visitor.send(.rollCame)
        visitor.tap(.printTest)
        let request = try visitor.testRequest()
        visitor.wait(.seconds(60))
        visitor.send(.printer(.paperOut))
        visitor.wait(.seconds(85))
        #expect(visitor.session.secondsLeft == nil)
        #expect(visitor.session.visit.screen == .paperTest(.printing))
        #expect(visitor.session.deadline == visitor.moment.uptime + .seconds(5))
        visitor.wait(.seconds(5))
        #expect(visitor.session.visit.screen == .paperTest(.failed))
        visitor.send(.testPaper(request, .printed))
        #expect(visitor.session.visit.screen == .paperTest(.question), "it came out after all")
    }
}

extension Visitor {
    /// Returns the request of the test slip that was just asked for.
    func testRequest() throws -> RequestID {
        for case .printTest(let request) in effects { return request }
        return try #require(nil, "no test slip: \(effects)")
    }
}
