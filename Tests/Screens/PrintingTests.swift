import Foundation
import Office
import Testing

@testable import Screens

@Suite("Session: while something prints")
struct PrintingTests {
    /// Of one visit, as many as there may be.
    private static let four = (1...4).map { value in
        var ticket = World.ticket
        ticket.id = TicketID(terminal: "belu1", sequence: Int64(value))
        ticket.number = TicketNumber(prefix: "K", value: value)
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
        #expect(visitor.session.visit.pending == nil)
    }

    @Test("H1 how the list ended is told, whatever else was asked for meanwhile")
    func listAnswer() throws {
        var visitor = Visitor()
        let list = try visitor.printList()
        visitor.tap(.toConfirm)
        visitor.tap(.issue)
        let request = try #require(visitor.request)
        visitor.send(.listPaper(list, .printed))
        #expect(visitor.session.visit.listPaper == .printed)
        visitor.send(.issued(request, [World.ticket]))
        #expect(visitor.screen == "printing")
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
        #expect(visitor.session.visit.issueFailure == nil)
    }
}

extension Visitor {
    var targets: [Action] {
        session.view(panel: .small, measuring: World.shaper()).targets.filter(\.isEnabled)
            .map(\.id)
    }

    fileprivate var offersPrint: Bool { targets.contains(.printAgain) }

    /// To a service's page, and its list asked for.
    @discardableResult
    fileprivate mutating func printList() throws -> RequestID {
        tap(.showRequirements)
        tap(.agency("dukcapil"))
        tap(.service("ktp-el"))
        tap(.printRequirements)
        return try #require(request)
    }

    /// From the welcome screen to the last question, and it is saved.
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
