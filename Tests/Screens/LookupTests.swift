import Drawing
import Errands
import Geometry
import Office
import Testing

@testable import Screens

@Suite("Session: what visitors look up and type", .timeLimit(.minutes(5)))
struct LookupTests {
    @Test("L4 where am I: by number, by code; only the code gives back") func whereAmI() throws {
        var visitor = Visitor()
        visitor.tap(.showWhereAmI)
        visitor.tap(.lookUp)
        #expect(visitor.effects.isEmpty)
        for letter in ["K", "-", "0", "0", "8"] { visitor.tap(.letter(letter)) }
        visitor.tap(.lookUp)
        #expect(
            visitor.effects.contains { if case .lookUp(_, "K-008") = $0 { true } else { false } })
        visitor.send(.found(try #require(visitor.request), World.status))
        #expect(visitor.screen == "position")
        visitor.tap(.giveBack)
        #expect(visitor.screen == "giving-back")
        visitor.tap(.keepTicket)
        #expect(visitor.screen == "position")
        visitor.tap(.giveBack)
        visitor.tap(.confirmGiveBack)
        visitor.send(.gaveBack(try #require(visitor.request), true))
        #expect(visitor.screen == "gave-back")
    }

    @Test("T42 shift holds for one key, layers change, backspace erases") func typing() {
        var visitor = Visitor()
        visitor.tap(.showSearch)
        for action: Action in [.letter("K"), .letter("T"), .shift, .letter("P"), .letter("A")] {
            visitor.tap(action)
        }
        #expect(visitor.session.typing?.text == "KtPa")
        visitor.tap(.backspace)
        #expect(visitor.session.typing?.text == "KtP")
        visitor.tap(.layer)
        #expect(visitor.session.typing?.layer == .symbols)
        visitor.send(.held(.letter("E")))
        #expect(visitor.session.typing?.alternates == ["É", "Ê"])
        for _ in 0..<100 { visitor.tap(.letter("A")) }
        #expect(visitor.session.typing?.text.count == Typing.maximumLength)
    }

    // MARK: What nobody knows

    @Test("L4 X7 a lookup that failed is told as such, not as a number that does not exist")
    func lookupFails() throws {
        var visitor = Visitor()
        visitor.tap(.showWhereAmI)
        visitor.type("K-008")
        visitor.tap(.lookUp)
        visitor.send(.unanswered(try #require(visitor.request)))
        #expect(visitor.shows("unanswered") && !visitor.shows("where.notFound"))
        // It can be tried again, and typing takes the notice away.
        visitor.tap(.lookUp)
        #expect(!visitor.shows("unanswered"))
        visitor.send(.found(try #require(visitor.request), nil))
        #expect(visitor.shows("where.notFound"))
        visitor.tap(.lookUp)
        visitor.send(.unanswered(try #require(visitor.request)))
        visitor.tap(.backspace)
        #expect(!visitor.shows("unanswered"))
    }

    @Test("L4 X7 a return that failed leaves the question there, and can be tried again")
    func returnFails() throws {
        var visitor = Visitor()
        visitor.session.put(.givingBack(World.status))
        visitor.tap(.confirmGiveBack)
        visitor.send(.unanswered(try #require(visitor.request)))
        #expect(visitor.screen == "giving-back" && visitor.shows("unanswered"))
        visitor.tap(.confirmGiveBack)
        visitor.send(.gaveBack(try #require(visitor.request), true))
        #expect(visitor.screen == "gave-back" && !visitor.shows("unanswered"))
    }

    @Test("H1 X7 a search that failed does not say that there is no such service")
    func searchFails() throws {
        var visitor = Visitor()
        visitor.tap(.showSearch)
        visitor.type("kk")
        visitor.send(.unanswered(try #require(visitor.request)))
        #expect(visitor.shows("unanswered") && !visitor.shows("search.none"))
        visitor.type("k")
        visitor.send(.searchResults(try #require(visitor.request), []))
        #expect(visitor.shows("search.none") && !visitor.shows("unanswered"))
    }

    @Test("C8 X7 a scanned code that could not be looked up is not called unknown")
    func scanFails() throws {
        var visitor = Visitor()
        visitor.send(.scanned("7F3KQ9TZ"))
        guard case .lookUpScan(let request, _)? = visitor.effects.first else {
            Issue.record("nothing is looked up")
            return
        }
        visitor.send(.unanswered(request))
        #expect(visitor.shows("unanswered") && !visitor.shows("scan.unknown"))
    }

    @Test("E2 X7 a place in the queue that nobody has counted is not shown as the first")
    func waitUnknown() {
        var visitor = Visitor()
        visitor.session.facts.waiting = nil
        visitor.send(.outlook([:]))
        visitor.tap(.service("ktp-el"))
        #expect(visitor.screen == "confirm" && !visitor.shows("ahead.none"))
        visitor.send(.waiting([:]))
        #expect(visitor.shows("ahead.none"))
    }
}
