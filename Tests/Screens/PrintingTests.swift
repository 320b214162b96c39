import Errands
import Foundation
import Geometry
import Office
import Testing
import Touch

@testable import Screens

@Suite("Session: while something prints", .timeLimit(.minutes(5)))
struct PrintingTests {
    /// Tickets of one visit, as many as allowed.
    private static let four = (1...4).map { value in
        var ticket = World.ticket
        ticket.ticket.id = TicketID(terminal: "belu1", sequence: Int64(value))
        ticket.ticket.number = TicketNumber(prefix: "K", value: value)
        return ticket
    }

    private func printing(
        _ tickets: [IssuedTicket], _ rules: SessionRules = SessionRules()
    ) throws -> Visitor {
        var visitor = Visitor(rules)
        visitor.tap(.service("ktp-el"))
        visitor.tap(.issue)
        visitor.send(.issued(try #require(visitor.request), tickets))
        return visitor
    }

    @Test("B1 slips that come out one after the other are waited for, however long all take")
    func slow() throws {
        var visitor = try printing(Self.four)
        for ticket in Self.four.dropLast() {
            visitor.wait(.seconds(30))
            visitor.send(.paper(ticket.id, .printed))
        }
        visitor.wait(.seconds(10))
        #expect(visitor.screen == "printing", "100 s after its beginning")
        visitor.wait(.seconds(20))
        visitor.send(.paper(Self.four[3].id, .printed))
        #expect(visitor.session.visit.screen == .ticket(Self.four, .onPaper))
    }

    @Test("B1 what somebody has to mend is news too; touches are none") func news() throws {
        var visitor = try printing([World.ticket])
        visitor.wait(.seconds(80))
        visitor.send(.printer(.paperOut))
        visitor.wait(.seconds(89))
        #expect(visitor.screen == "printing")
        visitor.send(.touched)
        visitor.wait(.seconds(1))
        #expect(visitor.session.visit.screen == .ticket([World.ticket], .failedButValid))
    }

    @Test(
        "B1 a slip that comes out after it counted as lost corrects the ticket's screen",
        arguments: [false, true], [PaperState.printed, .sent])
    func late(isVoid: Bool, end: PaperState) throws {
        var rules = SessionRules()
        rules.unprintedIsVoid = isVoid
        let tickets = Array(Self.four.prefix(2))
        var visitor = try printing(tickets, rules)
        let lost: PaperOutcome = isVoid ? .failedAndVoid : .failedButValid
        visitor.wait(.seconds(90))
        #expect(visitor.session.visit.screen == .ticket(tickets, lost))
        visitor.wait(.seconds(15))
        visitor.send(.paper(tickets[0].id, end))
        #expect(visitor.session.visit.screen == .ticket(tickets, lost))
        #expect(visitor.session.visit.ticket.paper[tickets[0].id] == end)
        visitor.wait(.seconds(15))
        #expect(visitor.screen == "ticket", "what has changed is there to be read")
        visitor.send(.paper(tickets[1].id, end))
        #expect(visitor.session.visit.screen == .ticket(tickets, .onPaper))
    }

    @Test("G1 a list that was printed leaves the survey as it is") func listAndSurvey() throws {
        var visitor = Visitor()
        try visitor.printList()
        for _ in 0..<3 { visitor.tap(.back) }
        #expect(visitor.screen == "welcome")
        try visitor.answerSurvey()
    }

    @Test("G1 a search that was left before its answer leaves the survey as it is")
    func searchAndSurvey() throws {
        var visitor = Visitor()
        visitor.tap(.showSearch)
        visitor.tap(.letter("K"))
        let request = try #require(visitor.request)
        visitor.tap(.back)
        try visitor.answerSurvey()

        visitor = Visitor()
        visitor.tap(.showSearch)
        visitor.tap(.letter("K"))
        visitor.tap(.back)
        visitor.send(.searchResults(request, ["kk"]))
        #expect(visitor.session.visit.service.searchRequest == nil)
    }

    @Test("H1 how the list ended is told, whatever else was asked for meanwhile")
    func listAnswer() throws {
        var visitor = Visitor()
        let list = try visitor.printList()
        visitor.tap(.toConfirm)
        visitor.tap(.issue)
        let request = try #require(visitor.request)
        visitor.send(.listPaper(list, .printed))
        #expect(visitor.session.visit.service.listPaper == .printed)
        visitor.send(.issued(request, [World.ticket]))
        #expect(visitor.screen == "printing")
    }

    @Test("C5 no countdown runs while a list prints; without news it counts as unknown")
    func listSilence() throws {
        var visitor = Visitor()
        let list = try visitor.printList()
        visitor.wait(.milliseconds(89_999))
        #expect(visitor.screen == "service" && visitor.session.secondsLeft == nil)
        #expect(visitor.session.deadline == visitor.moment.uptime + .milliseconds(1))
        visitor.wait(.milliseconds(1))
        #expect(visitor.screen == "service")
        #expect(visitor.session.visit.service.listPaper == .unknown)
        visitor.send(.listPaper(list, .printed))
        #expect(visitor.session.visit.service.listPaper == .printed)
        visitor.wait(.seconds(80))
        #expect(visitor.session.secondsLeft == 10, "who has his list has the page's whole time")
        visitor.wait(.seconds(10))
        #expect(visitor.session.isFresh)
    }

    @Test("C4 a number that comes after Back and another request is shown, and times out")
    func issueAndBack() throws {
        var visitor = Visitor()
        visitor.tap(.showRequirements)
        visitor.tap(.agency("dukcapil"))
        visitor.tap(.service("ktp-el"))
        visitor.tap(.toConfirm)
        visitor.tap(.issue)
        let request = try #require(visitor.request)
        visitor.tap(.back)
        visitor.tap(.printRequirements)
        let list = try #require(visitor.request)
        visitor.send(.issued(request, [World.ticket]))
        #expect(visitor.screen == "printing")
        visitor.send(.listPaper(list, .printed))
        visitor.send(.paper(World.ticket.id, .printed))
        for _ in 0..<60 { visitor.wait(.seconds(10)) }
        #expect(visitor.session.isFresh)
    }

    @Test("A4 why one service gave no number is not said of another") func otherService() throws {
        var visitor = Visitor()
        visitor.tap(.service("ktp-el"))
        visitor.tap(.issue)
        let request = try #require(visitor.request)
        visitor.tap(.back)
        visitor.send(.issueFailed(request, .numbersUsedUp))
        visitor.tap(.service("kk"))
        #expect(visitor.session.visit.ticket.failure == nil)
    }

    @Test("B7 the visitor may ask for one more print once, within 30 s of the slip")
    func again() throws {
        var rules = SessionRules()
        rules.visitorReprint = true
        var visitor = try printing([World.ticket], rules)
        #expect(!visitor.offersPrint)
        visitor.wait(.seconds(20))
        visitor.send(.paper(World.ticket.id, .printed))
        #expect(visitor.offersPrint)
        visitor.wait(.seconds(20))
        visitor.send(.touched)
        visitor.wait(.milliseconds(9_999))
        #expect(visitor.offersPrint)
        #expect(visitor.session.deadline <= visitor.moment.uptime + .milliseconds(1))
        var other = visitor
        visitor.tap(.printAgain)
        #expect(visitor.effects == [.printAgain(World.ticket.id)])
        #expect(!visitor.offersPrint)
        visitor.tap(.printAgain)
        #expect(visitor.effects.isEmpty)

        other.send(.touched)
        other.wait(.milliseconds(1))
        #expect(other.screen == "ticket" && !other.offersPrint)
        other.tap(.printAgain)
        #expect(other.effects.isEmpty)
        other.wait(.seconds(8))
        #expect(other.session.isFresh)

        rules.visitorReprint = false
        visitor = try printing([World.ticket], rules)
        visitor.send(.paper(World.ticket.id, .printed))
        #expect(!visitor.offersPrint)
        visitor.tap(.printAgain)
        #expect(visitor.effects.isEmpty)
    }
}

extension Visitor {
    var targets: [Action] {
        ScreenView(of: session, panel: .small, measuring: World.shaper()).targets.filter(
            \.isEnabled
        )
        .map(\.id)
    }

    fileprivate var offersPrint: Bool { targets.contains(.printAgain) }

    /// Opens a service's page and asks for its list.
    @discardableResult
    fileprivate mutating func printList() throws -> RequestID {
        tap(.showRequirements)
        tap(.agency("dukcapil"))
        tap(.service("ktp-el"))
        tap(.printRequirements)
        return try #require(request)
    }

    /// Answers the survey from the welcome screen to its last question, which saves it.
    fileprivate mutating func answerSurvey() throws {
        tap(.rate)
        tap(.startSurvey)
        for _ in session.content.questionnaire.questions { tap(.answer(3)) }
        tap(.skipProfile)
        #expect(screen == "thanks")
        let isSaved = effects.contains { if case .saveSurvey = $0 { true } else { false } }
        #expect(isSaved, "\(effects)")
    }
}
