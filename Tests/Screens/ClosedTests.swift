import Drawing
import Errands
import Foundation
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

    @Test("F1 F2 a service without numbers says so on its tile, can be read, and can't be taken")
    func limited() {
        var visitor = Visitor()
        visitor.session.limit()
        #expect(
            visitor.screen == "welcome" && texts(visitor.session).contains("Nomor habis"))
        visitor.tap(.service("ktp-el"))
        #expect(visitor.screen == "service" && !visitor.targets.contains(.toConfirm))
        let page = texts(visitor.session)
        #expect(page.contains("Nomor untuk hari ini sudah habis."))
        #expect(page.contains("besok pukul 08.00"))
        #expect(page.contains("Persyaratan"))
        visitor.tap(.toConfirm)
        #expect(visitor.screen == "service")
        // Another service goes on.
        visitor.tap(.home)
        visitor.tap(.service("kk"))
        #expect(visitor.screen == "confirm" && visitor.targets.contains(.issue))
    }

    @Test("F2 a service that closes on the confirm screen takes its button away at once, and back")
    func closesOnConfirm() {
        var visitor = Visitor()
        visitor.tap(.service("ktp-el"))
        #expect(visitor.targets.contains(.issue))
        visitor.session.limit()
        #expect(!visitor.targets.contains(.issue) && !visitor.targets.contains(.addService))
        #expect(texts(visitor.session).contains("sudah habis"))
        visitor.tap(.issue)
        #expect(visitor.effects.isEmpty)
        visitor.send(.closedServices([:]))
        visitor.tap(.issue)
        #expect(visitor.request != nil)
    }

    @Test("F2 A6 a closed service among several is named, and the others go on once it is removed")
    func closedInBasket() {
        var visitor = Visitor()
        visitor.tap(.service("ktp-el"))
        visitor.tap(.addService)
        visitor.tap(.agency("dukcapil"))
        visitor.tap(.service("kk"))
        visitor.session.limit()
        #expect(!visitor.targets.contains(.issue))
        let name = World.bundle.catalogue.service("ktp-el")?.name[.indonesian] ?? ""
        #expect(texts(visitor.session).contains("\(name): Nomor untuk hari ini"))
        visitor.tap(.removeService("ktp-el"))
        #expect(visitor.targets.contains(.issue))
    }

    @Test("F2 a ticket that came too late says the reason of the service, not a fault")
    func tooLate() throws {
        var visitor = Visitor()
        visitor.tap(.service("ktp-el"))
        visitor.tap(.issue)
        let request = try #require(visitor.request)
        visitor.session.limit()
        visitor.send(.issueFailed(request, .closed))
        #expect(texts(visitor.session).contains("Nomor untuk hari ini sudah habis."))
        #expect(!texts(visitor.session).contains("tidak dapat diambil"))
    }

    @Test(
        "F1 F2 every reason is said in every language, with the next opening",
        arguments: World.bundle.phrases.languages)
    func reasons(language: Language) {
        let next = World.now.wall.addingTimeInterval(86_400)
        let reasons: [ClosedReason] = [
            .forced, .holiday(nil), .holiday(World.christmas), .closedDate, .closedWeekday,
            .beforeOpening, .breakTime, .afterLastTicket, .afterClosing, .quotaReached,
            .agencyAbsent,
        ]
        #expect(Set(reasons.map(\.word)).count == ClosedReason.Word.allCases.count)
        var said: Set<String> = []
        for reason in reasons {
            var visitor = Visitor()
            visitor.tap(.language(language))
            visitor.send(.opening(.closed(reason, next: next)))
            let words = Words(of: visitor.session)
            let text = words.closing(reason, now: World.now.wall)
            #expect(!text.contains("{") && !text.hasPrefix("closed."), "\(text)")
            said.insert(text)
            let glass = texts(visitor.session).replacing("\n", with: " ")
            #expect(glass.contains(text), "\(reason.word) \(language)")
            #expect(glass.contains(words.opening(next, now: World.now.wall)), "\(language)")
        }
        #expect(said.count == reasons.count, "\(said)")
        #expect(said.contains { $0.contains(World.christmas[language]) })
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
