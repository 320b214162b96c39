import Drawing
import Errands
import Geometry
import Office
import Settings
import Testing
import Touch

@testable import Screens

@Suite("B2 no numbers without a printer, where the settings want it so", .timeLimit(.minutes(5)))
struct ClosedTests {
    @Test("F2 closed: no numbers, but requirements, queue and rating") func closed() {
        var visitor = Visitor()
        visitor.send(.opening(.closed(.afterLastTicket, next: nil)))
        #expect(visitor.screen == "closed")
        let targets = ScreenView(of: visitor.session, panel: .small, measuring: World.shaper())
            .targets
        let ids = targets.map(\.id)
        #expect(ids.contains(.showRequirements) && ids.contains(.showWhereAmI))
        #expect(!ids.contains(.service("ktp-el")))
        visitor.send(.opening(.open(lastTicketAt: nil)))
        visitor.tap(.service("ktp-el"))
        visitor.send(.opening(.closed(.afterClosing, next: nil)))
        visitor.tap(.issue)
        #expect(visitor.effects.isEmpty)
    }

    private static var rules: SessionRules {
        var rules = SessionRules()
        rules.closesWithoutPrinter = true
        return rules
    }

    private func texts(_ session: Session) -> String {
        let view = ScreenView(of: session, panel: .large, measuring: World.shaper())
        return view.scene.items.compactMap {
            guard case .text(let text, _, _, _) = $0.shape else { return nil }
            return text
        }.joined(separator: "\n")
    }

    @Test(
        "B2 closed: without paper nobody takes a number, and with it everybody does",
        arguments: PrinterCondition.allCases)
    func closes(condition: PrinterCondition) throws {
        var visitor = Visitor(Self.rules)
        visitor.send(.printer(condition))
        #expect(visitor.screen == (condition.canPrint ? "welcome" : "closed"))
        #expect(visitor.targets.contains(.service("ktp-el")) == condition.canPrint)
        #expect(visitor.targets.contains(.showRequirements))
        visitor.send(.printer(.ready))
        try visitor.takeTicket()
        #expect(visitor.screen == "printing")
    }

    @Test("B2 closed: paper that ends before the last touch keeps the number back")
    func endsOnConfirm() {
        var visitor = Visitor(Self.rules)
        visitor.tap(.service("ktp-el"))
        visitor.send(.printer(.paperOut))
        #expect(visitor.screen == "confirm" && !visitor.targets.contains(.issue))
        visitor.tap(.issue)
        #expect(visitor.effects.isEmpty)
        visitor.send(.printer(.ready))
        #expect(visitor.targets.contains(.issue))
        visitor.tap(.issue)
        #expect(visitor.request != nil)
    }

    @Test("B2 closed: paper that ends in mid-slip closes the screen after its visitor")
    func endsInSlip() throws {
        var visitor = Visitor(Self.rules)
        try visitor.takeTicket()
        visitor.send(.printer(.paperOut))
        #expect(visitor.screen == "printing")
        visitor.send(.paper(World.ticket.id, .unknown))
        #expect(visitor.session.visit.screen == .ticket([World.ticket], .failedButValid))
        visitor.tap(.home)
        #expect(visitor.screen == "closed")
    }

    @Test("B2 closed: the screen does not speak of numbers that are valid on it")
    func noContradiction() {
        let phrases = World.bundle.phrases
        let broken = PrinterCondition.allCases.filter { !$0.canPrint && $0 != .none }
        for language in phrases.languages {
            for condition in broken {
                let cause = phrases("printer.\(condition.rawValue)", language)
                let onScreen = phrases("printer.onScreen", language)
                let instead = phrases("printer.askOfficer", language)
                var closed = Visitor(Self.rules)
                var open = Visitor()
                for event: SessionInput in [
                    .news(.printer(condition)), .tap(.language(language)),
                ] {
                    closed.send(event)
                    open.send(event)
                }
                let closedText = texts(closed.session)
                #expect(closedText.contains("\(cause) \(instead)"), "\(language) \(condition)")
                #expect(!closedText.contains(onScreen), "\(language) \(condition)")
                #expect(texts(open.session).contains("\(cause) \(onScreen)"))
                open.tap(.service("ktp-el"))
                #expect(texts(open.session).contains("\(cause) \(onScreen)"))
            }
        }
    }
}
