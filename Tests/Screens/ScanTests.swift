import Drawing
import Errands
import Geometry
import Office
import Testing
import Touch

@testable import Screens

@Suite("L4 G2 Session: a slip under the scanner", .timeLimit(.minutes(5)))
struct ScanTests {
    static let code = "7F3KQ9TZ"

    private func request(_ visitor: Visitor) throws -> RequestID {
        for case .lookUpScan(let request, let code) in visitor.effects {
            #expect(code == Self.code)
            return request
        }
        return try #require(nil, "no look-up: \(visitor.effects)")
    }

    @Test("L4 a slip's code shows its place in the queue, and it can be given back")
    func position() throws {
        var visitor = Visitor()
        visitor.send(.scanned("7f3k-q9tz"))
        visitor.send(.scanAnswered(try request(visitor), .ticket(World.status)))
        #expect(visitor.session.visit.screen == .position(World.status))
        visitor.tap(.giveBack)
        #expect(visitor.screen == "giving-back")
        visitor.tap(.keepTicket)
        visitor.tap(.back)
        #expect(visitor.screen == "welcome")
    }

    @Test("G2 the code of a ticket that was served begins its survey") func survey() throws {
        var visitor = Visitor()
        visitor.send(.scanned(Self.code))
        visitor.send(.scanAnswered(try request(visitor), .survey(token: "CZ6N4RT0WQ")))
        #expect(visitor.screen == "survey-code")
        visitor.send(.typed(.enter))
        #expect(visitor.screen == "question")
        #expect(visitor.session.visit.survey.token == "CZ6N4RT0WQ")
    }

    @Test(
        "C8 a code that is not ours asks nobody, and is refused in words",
        arguments: [
            nil, "", "5901234123457", "https://example.org/", "7F3KQ9T", "7F3KQ9TU", "K-008",
            "' OR 1=1",
        ])
    func notOurs(text: String?) {
        var visitor = Visitor()
        visitor.tap(.showSearch)
        visitor.type("kk")
        visitor.send(.scanned(text))
        #expect(visitor.effects.isEmpty)
        #expect(visitor.screen == "search" && visitor.session.typing?.text == "kk")
        #expect(visitor.showsRefusal)
        visitor.wait(.milliseconds(5_999))
        #expect(visitor.showsRefusal)
        #expect(visitor.session.deadline <= visitor.moment.uptime + .milliseconds(1))
        visitor.wait(.milliseconds(1))
        #expect(!visitor.showsRefusal)
    }

    @Test("C8 a code that nobody has is refused too, and a good one after it is not") func unknown()
        throws
    {
        var visitor = Visitor()
        visitor.send(.scanned(Self.code))
        visitor.send(.scanAnswered(try request(visitor), .unknown))
        #expect(visitor.screen == "welcome" && visitor.showsRefusal)
        visitor.send(.scanned(Self.code))
        #expect(!visitor.showsRefusal)
        visitor.send(.scanAnswered(try request(visitor), .ticket(World.status)))
        #expect(visitor.screen == "position" && !visitor.showsRefusal)
    }

    @Test("C4 the notice goes with the visit, and an answer to a visit that is over with it")
    func over() throws {
        var visitor = Visitor()
        visitor.send(.scanned("nothing"))
        visitor.wait(.seconds(6))
        #expect(visitor.session.isFresh)
        visitor.send(.scanned(Self.code))
        let request = try request(visitor)
        visitor.tap(.home)
        visitor.send(.scanAnswered(request, .ticket(World.status)))
        #expect(visitor.screen == "welcome")
    }

    @Test("T47 a notice on the first screen ends by itself, and so does the wish for time")
    func idle() {
        var visitor = Visitor()
        visitor.send(.scanned("nothing"))
        visitor.wait(.seconds(6))
        #expect(visitor.session.deadline == visitor.moment.uptime + .seconds(54))
    }

    @Test(
        "B1 G3 C8 a scan leads away from no number under way, no survey, no step of staff's",
        arguments: [
            "printing", "ticket-on-screen", "ticket-failed", "ticket-void", "question", "profile",
            "paused", "cleaning", "load-paper", "fault",
        ])
    func refused(name: String) throws {
        var session = try #require(Session.everyScreen().first { $0.name == name }).session
        session.touched()
        let before = session.visit
        #expect(session.handle(.scanned(Self.code), at: World.now).isEmpty)
        #expect(session.handle(.scanned("nothing"), at: World.now).isEmpty)
        #expect(session.visit == before)
    }

    @Test("L4 slip after slip piles up no screens to go back through") func many() throws {
        var visitor = Visitor()
        for _ in 0..<5 {
            visitor.send(.scanned(Self.code))
            visitor.send(.scanAnswered(try request(visitor), .ticket(World.status)))
        }
        visitor.tap(.back)
        #expect(visitor.screen == "welcome")
    }

    @Test("C3 a scan while a ticket is under way is left alone") func issuing() {
        var visitor = Visitor()
        visitor.tap(.service("ktp-el"))
        visitor.tap(.issue)
        visitor.send(.scanned(Self.code))
        #expect(visitor.effects.isEmpty && visitor.session.visit.ticket.isIssuing)
    }
}

extension Visitor {
    /// Whether "this code is not known" is on the screen.
    var showsRefusal: Bool { shows("scan.unknown") }

    /// Whether a phrase without holes is on the screen.
    func shows(_ phrase: String) -> Bool {
        let words = session.content.phrases(phrase, session.visit.language)
        return ScreenView(of: session, panel: .small, measuring: World.shaper()).scene.items
            .contains {
                if case .text(words, _, _, _) = $0.shape { true } else { false }
            }
    }
}
