import Drawing
import Errands
import Foundation
import Geometry
import Office
import Settings
import Testing
import Touch

@testable import Screens

@Suite("Session: from a wish to a ticket", .timeLimit(.minutes(5)))
struct SessionTicketTests {
    @Test("L1 three touches to a ticket: language, service, take") func threeTouches() throws {
        var visitor = Visitor()
        visitor.tap(.language(.tetum))
        visitor.tap(.service("ktp-el"))
        #expect(visitor.screen == "confirm")
        visitor.tap(.issue)
        guard case .issue(let request, let wishes, let language)? = visitor.effects.first else {
            Issue.record("no issue effect: \(visitor.effects)")
            return
        }
        #expect(wishes == [TicketWish(serviceID: "ktp-el", variantID: "baru")])
        #expect(language == .tetum)
        visitor.send(.issued(request, [World.ticket]))
        #expect(visitor.screen == "printing")
        #expect(visitor.effects == [.shown(World.ticket.id)])
        visitor.send(.paper(World.ticket.id, .sent))
        #expect(visitor.session.visit.screen == .ticket([World.ticket], .onPaper))
    }

    @Test("C3 while a ticket is under way one tap more issues nothing") func oneTapOneTicket() {
        var visitor = Visitor()
        visitor.tap(.service("ktp-el"))
        visitor.tap(.issue)
        #expect(visitor.effects.count == 1)
        visitor.tap(.issue)
        #expect(visitor.effects.isEmpty)
        let view = ScreenView(of: visitor.session, panel: .small, measuring: World.shaper())
        #expect(view.targets.first { $0.id == .issue }?.isEnabled == false)
    }

    @Test("C3 the same service again within 3 s goes home, another one does not")
    func sameService() throws {
        var visitor = Visitor()
        try visitor.takeTicket()
        visitor.send(.paper(World.ticket.id, .printed))
        visitor.tap(.home)
        visitor.tap(.service("ktp-el"))
        visitor.tap(.issue)
        #expect(visitor.effects.isEmpty)
        #expect(visitor.screen == "welcome")
        visitor.tap(.service("kk"))
        visitor.tap(.issue)
        #expect(visitor.request != nil)
        visitor = Visitor()
        try visitor.takeTicket()
        visitor.send(.paper(World.ticket.id, .printed))
        visitor.tap(.home)
        visitor.wait(.seconds(3))
        visitor.tap(.service("ktp-el"))
        visitor.tap(.issue)
        #expect(visitor.request != nil)
    }

    @Test("C3 limits of an earlier session and of an earlier run count on")
    func keptLimits() throws {
        var visitor = Visitor()
        try visitor.takeTicket("kk", prints: false)
        visitor.tap(.callOfficer)
        var next = Visitor()
        next.session.keepLimits(of: visitor.session)
        next.tap(.callOfficer)
        #expect(next.effects.isEmpty, "L3 the hall was told a moment ago")
        next.tap(.service("kk"))
        next.tap(.issue)
        #expect(next.screen == "welcome" && next.request == nil)
        var other = Visitor()
        other.send(.issuedBefore(ages: Array(repeating: .seconds(50), count: 30)))
        other.tap(.service("ktp-el"))
        other.tap(.issue)
        #expect(other.effects == [.pausedForChild])
        other.wait(.seconds(60))
        other.tap(.service("ktp-el"))
        other.tap(.issue)
        #expect(other.request != nil, "a minute has passed")
    }

    @Test("I2 a disk that never answers holds no visitor: no ticket after 20 s, and said so")
    func silentDesk() throws {
        var visitor = Visitor()
        visitor.tap(.service("kk"))
        visitor.tap(.issue)
        let request = try #require(visitor.request)
        visitor.wait(.seconds(19))
        #expect(visitor.session.isIssuing)
        let due = visitor.session.deadline
        #expect(due <= visitor.moment.uptime + .seconds(1))
        visitor.wait(.seconds(1))
        #expect(!visitor.session.isIssuing && visitor.session.visit.ticket.failure == .storage)
        #expect(visitor.screen == "confirm")
        visitor.send(.issued(request, [World.ticket]))
        #expect(visitor.effects == [.unseen(World.ticket.id)], "too late: nobody has seen it")
        visitor.wait(.seconds(31))
        #expect(visitor.screen == "welcome", "the time-out counts again")
    }

    @Test("C3 more than 30 tickets a minute pause the screen for 60 s, and log it")
    func child() throws {
        var visitor = Visitor()
        for _ in 0..<30 {
            try visitor.takeTicket(prints: false)
            visitor.wait(.milliseconds(1900))
            visitor.tap(.home)
            visitor.session.facts.lastIssued = [:]
        }
        visitor.tap(.service("kk"))
        visitor.tap(.issue)
        #expect(visitor.effects == [.pausedForChild])
        #expect(visitor.screen == "paused")
        visitor.tap(.home)
        #expect(visitor.screen == "paused")
        // Help is available on every screen, including this one (L3).
        visitor.tap(.callOfficer)
        #expect(visitor.effects == [.callOfficer(screen: "paused")])
        visitor.wait(.seconds(59))
        #expect(visitor.screen == "paused")
        visitor.wait(.seconds(1))
        #expect(visitor.screen == "welcome")
    }

    @Test("A6 D4 several tickets in one go, without one twice") func several() throws {
        var visitor = Visitor()
        visitor.tap(.service("ktp-el"))
        visitor.tap(.group(.elderly))
        visitor.tap(.addService)
        #expect(visitor.screen == "agencies")
        visitor.tap(.agency("imigrasi"))
        visitor.tap(.service("paspor"))
        visitor.tap(.issue)
        guard case .issue(_, let wishes, _)? = visitor.effects.first else {
            Issue.record("no issue effect")
            return
        }
        #expect(wishes.map(\.serviceID) == ["ktp-el", "paspor"])
        #expect(wishes.allSatisfy { $0.group == .elderly })
    }

    @Test(
        "B1 what the visitor reads of each end of the paper",
        arguments: [
            (PaperState.printed, false, PaperOutcome.onPaper),
            (.sent, false, .onPaper), (.notPrinted, false, .failedButValid),
            (.unknown, false, .failedButValid), (.notPrinted, true, .failedAndVoid),
            (.unknown, true, .failedAndVoid),
        ])
    func paperEnds(end: PaperState, isVoid: Bool, outcome: PaperOutcome) throws {
        var rules = SessionRules()
        rules.unprintedIsVoid = isVoid
        var visitor = Visitor(rules)
        try visitor.takeTicket()
        visitor.send(.paper(World.ticket.id, end))
        #expect(visitor.session.visit.screen == .ticket([World.ticket], outcome))
    }

    @Test("B1 of two slips one came out: its number is not called void with the other")
    func halfVoid() throws {
        let base = try #require(
            Session.everyScreen().first { $0.name == "ticket-half-void" }
        ).session
        let panel = try #require(LayoutTests.panels.first).1
        let shaper = World.shaper()
        for language in World.bundle.phrases.languages {
            var session = base
            session.visit.language = language
            let words = { World.bundle.phrases($0, language) }
            var texts: [String] = []
            for page in 0..<ScreenView(of: session, panel: panel, measuring: shaper).pageCount {
                session.visit.page = page
                for item in ScreenView(of: session, panel: panel, measuring: shaper).scene.items {
                    if case .text(let text, _, _, _) = item.shape { texts.append(text) }
                }
            }
            #expect(texts.contains(words("ticket.title")))
            #expect(!texts.contains(words("ticket.title.void")))
            let order = [
                words("ticket.failedAndVoid"), "K-008", "P-003", words("ticket.onPaper"),
            ].map { texts.firstIndex(of: $0) }
            #expect(!order.contains(nil) && order == order.sorted { ($0 ?? 0) < ($1 ?? 0) })
        }
    }

    @Test("B1 a number on the screen only stays at least 20 s") func onScreenOnly() throws {
        var visitor = Visitor()
        try visitor.takeTicket(prints: false)
        #expect(visitor.session.visit.screen == .ticket([withoutPrint], .onScreenOnly))
        visitor.wait(.milliseconds(19_900))
        #expect(visitor.screen == "ticket")
        visitor.wait(.milliseconds(100))
        #expect(visitor.screen == "welcome")
    }

    private var withoutPrint: IssuedTicket {
        var ticket = World.ticket
        ticket.ticket.paper = .none
        return ticket
    }

    @Test("C5 no countdown runs while a slip prints, and its silence ends") func printing() throws {
        var visitor = Visitor()
        try visitor.takeTicket()
        visitor.wait(.seconds(80))
        #expect(visitor.screen == "printing")
        #expect(visitor.session.secondsLeft == nil)
        visitor.wait(.seconds(10))
        #expect(visitor.session.visit.screen == .ticket([World.ticket], .failedButValid))
    }

    @Test("A4 a number that could not be stored is told, and the wish stands") func failure() {
        var visitor = Visitor()
        visitor.tap(.service("ktp-el"))
        visitor.tap(.issue)
        if let request = visitor.request { visitor.send(.issueFailed(request, .storage)) }
        #expect(visitor.screen == "confirm")
        #expect(visitor.session.visit.ticket.failure == .storage)
        visitor.tap(.issue)
        #expect(visitor.request != nil)
    }

    @Test("C4 an answer to a visit that has ended changes nothing") func lateAnswer() throws {
        var visitor = Visitor()
        visitor.tap(.showWhereAmI)
        visitor.tap(.letter("K"))
        visitor.tap(.lookUp)
        let request = try #require(visitor.request)
        visitor.wait(.seconds(30))
        #expect(visitor.session.isFresh)
        visitor.send(.found(request, World.status))
        #expect(visitor.session.isFresh)
    }
}

@Suite("Session: time, help and leaving", .timeLimit(.minutes(5)))
struct SessionTimeTests {
    static let cases: [(String, Int)] = [
        ("agencies", 30), ("confirm", 30), ("search", 30), ("where-am-i", 30), ("express", 30),
        ("service", 90), ("checklist", 90), ("question", 60), ("profile", 60), ("thanks", 8),
        ("gave-back", 8), ("cleaning", 30),
    ]

    @Test("C4 each screen has its time-out, and all that was typed is dropped", arguments: cases)
    func timeouts(name: String, seconds: Int) throws {
        var session = try #require(Session.everyScreen().first { $0.name == name }).session
        session.visit.language = .english
        session.visit.textSize = 2
        session.visit.highContrast = true
        _ = session.handle(.time, at: World.now.advanced(by: .seconds(seconds) - .milliseconds(1)))
        #expect(session.screenName == name)
        _ = session.handle(.time, at: World.now.advanced(by: .seconds(seconds)))
        #expect(session.isFresh)
        #expect(session.visit == Visit(language: .indonesian, lowReach: false))
    }

    @Test("C4 a countdown in the last 10 s, and a touch anywhere keeps the visit") func warning() {
        var visitor = Visitor()
        visitor.tap(.service("ktp-el"))
        visitor.wait(.milliseconds(19_999))
        #expect(visitor.session.secondsLeft == nil)
        visitor.wait(.milliseconds(1))
        #expect(visitor.session.secondsLeft == 10)
        visitor.wait(.seconds(4))
        #expect(visitor.session.secondsLeft == 6)
        let view = ScreenView(of: visitor.session, panel: .small, measuring: World.shaper())
        #expect(view.targets.contains { $0.id == .stillHere })
        visitor.send(.touched)
        #expect(visitor.session.secondsLeft == nil)
        #expect(visitor.screen == "confirm")
    }

    @Test("C4 the log has the screen's name and nothing of the person") func log() {
        var visitor = Visitor()
        visitor.tap(.showSearch)
        visitor.tap(.letter("K"))
        visitor.wait(.seconds(31))
        #expect(visitor.effects == [.timedOut(screen: "search")])
    }

    @Test("T47 an idle screen wakes for the minute of the clock and nothing else") func idle() {
        let session = World.session()
        // The time is exactly 09:41:00, so the next frame is due in a minute.
        #expect(session.deadline == World.now.uptime + .seconds(60))
        var later = session
        _ = later.handle(.time, at: World.now.advanced(by: .seconds(18)))
        #expect(later.deadline == World.now.uptime + .seconds(60))
    }

    @Test("L5 the minute's change is the one thing that changes on an idle screen") func minute() {
        var session = World.session()
        let shaper = World.shaper()
        let first = ScreenView(of: session, panel: .small, measuring: shaper).scene
        _ = session.handle(.time, at: World.now.advanced(by: .seconds(59)))
        #expect(ScreenView(of: session, panel: .small, measuring: shaper).scene == first)
        _ = session.handle(.time, at: World.now.advanced(by: .seconds(60)))
        let second = ScreenView(of: session, panel: .small, measuring: shaper).scene
        let changed = zip(first.items, second.items).filter { $0 != $1 }
        #expect(changed.count == 1)
    }

    @Test("L3 an officer is called at most once a minute, from every screen") func officer() {
        for (name, base) in Session.everyScreen() where !["cleaning", "paused"].contains(name) {
            var session = base
            session.staff.officerCalledAt = nil
            if session.facts.fault != nil { continue }
            let effects = session.handle(.tap(.callOfficer), at: World.now)
            #expect(
                effects.contains { if case .callOfficer = $0 { true } else { false } }, "\(name)")
        }
        var visitor = Visitor()
        visitor.tap(.callOfficer)
        #expect(visitor.effects == [.callOfficer(screen: "welcome")])
        visitor.wait(.seconds(59))
        visitor.tap(.callOfficer)
        #expect(visitor.effects.isEmpty)
        visitor.wait(.seconds(1))
        visitor.tap(.callOfficer)
        #expect(!visitor.effects.isEmpty)
    }

    @Test("L7 while the glass is wiped nothing can be touched, for 30 s") func cleaning() {
        var visitor = Visitor()
        visitor.send(.cleaning)
        for action in [Action.home, .service("kk"), .callOfficer] {
            visitor.tap(action)
            #expect(visitor.effects.isEmpty && visitor.screen == "cleaning")
        }
    }
}
