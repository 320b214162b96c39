import Drawing
import Errands
import Geometry
import Office
import Settings
import Testing
import Touch

@testable import Screens

@Suite("C8 Session: keys of hardware", .timeLimit(.minutes(5)))
struct HardwareKeyTests {
    @Test("C8 letters and backspace go into the field, as they were typed") func typing() {
        var visitor = Visitor()
        visitor.tap(.showSearch)
        visitor.type("kK p")
        #expect(visitor.session.typing?.text == "kK p")
        visitor.send(.typed(.backspace))
        #expect(visitor.session.typing?.text == "kK ")
        #expect(visitor.request != nil, "the search follows")
        visitor.type(String(repeating: "x", count: 100))
        #expect(visitor.session.typing?.text.count == Typing.maximumLength)
        visitor.send(.typed(.character("x")))
        #expect(visitor.effects.isEmpty)
    }

    @Test("C8 without a field letters do nothing") func noField() {
        for (name, base) in Session.everyScreen() where base.typing == nil {
            var session = base
            session.touched()
            let before = session
            for key: TypedKey in [.character("a"), .character("1"), .backspace] {
                #expect(session.handle(.typed(key), at: World.now).isEmpty, "\(name)")
            }
            #expect(session.visit == before.visit, "\(name)")
        }
    }

    @Test(
        "C8 Enter and Escape do what a button of the screen does, and nothing where there is none")
    func commands() throws {
        let shaper = World.shaper()
        for (name, base) in Session.everyScreen() where !base.visit.isWarned {
            // In the smallest text size all buttons fit the first page.
            let targets = ScreenView(of: base, panel: .large, measuring: shaper).targets
                .filter(\.isEnabled).map(\.id)
            for (key, action) in [
                (TypedKey.enter, base.mainAction), (.escape, base.backAction),
            ] {
                var (typed, tapped) = (base, base)
                let effects = typed.handle(.typed(key), at: World.now)
                if let action {
                    #expect(targets.contains(action), "\(name): \(action.name)")
                    #expect(effects == tapped.handle(.tap(action), at: World.now), "\(name)")
                } else {
                    _ = tapped.handle(.touched, at: World.now)
                    #expect(effects.isEmpty, "\(name)")
                }
                #expect(typed.visit == tapped.visit, "\(name): \(key)")
            }
        }
    }

    /// Actions of Enter on some screens, so that the rule above is not empty.
    static let mainActions: [(String, Action?)] = [
        ("welcome", nil), ("search", nil), ("confirm", .issue), ("where-am-i", .lookUp),
        ("survey-code", .startSurvey), ("ticket", .home), ("giving-back", .confirmGiveBack),
        ("printing", nil), ("cleaning", nil), ("fault", nil), ("paused", nil),
    ]

    @Test("C8 Enter is the large button", arguments: mainActions)
    func enter(name: String, action: Action?) throws {
        let session = try #require(Session.everyScreen().first { $0.name == name }).session
        #expect(session.mainAction == action)
    }

    @Test("C8 no key leads out of the visitor's screens, on none of them") func closed() {
        let known = Set(Session.everyScreen().map(\.session.screenName))
        for (name, base) in Session.everyScreen() {
            for key: TypedKey in [.character("1"), .enter, .escape, .backspace] {
                var session = base
                _ = session.handle(.typed(key), at: World.now)
                #expect(known.contains(session.screenName), "\(name)")
                #expect(
                    !["cleaning", "load-paper", "fault"].contains(session.screenName)
                        || session.screenName == base.screenName, "\(name): \(key)")
            }
        }
    }

    @Test("C8 while a fault is shown nothing is typed behind it") func fault() {
        var visitor = Visitor()
        visitor.tap(.showSearch)
        visitor.send(.fault(.storage))
        visitor.type("abc")
        visitor.send(.typed(.escape))
        visitor.send(.fault(nil))
        #expect(visitor.screen == "search")
        #expect(visitor.session.typing?.text == "")
    }

    @Test("H1 Enter opens what a search leaves, when that is one") func onlyHit() throws {
        var visitor = Visitor()
        visitor.tap(.showSearch)
        visitor.type("paspor")
        let request = try #require(visitor.request)
        visitor.send(.typed(.enter))
        #expect(visitor.screen == "search", "nothing is found yet")
        visitor.send(.searchResults(request, ["paspor", "kk"]))
        visitor.send(.typed(.enter))
        #expect(visitor.screen == "search", "one of two would be a guess")
        visitor.send(.typed(.backspace))
        visitor.send(.searchResults(try #require(visitor.request), ["paspor"]))
        visitor.send(.typed(.enter))
        #expect(visitor.session.visit.screen == .service("paspor"))
        visitor.send(.typed(.escape))
        #expect(visitor.screen == "search")
    }

    @Test("C3 Enter pressed twice issues one ticket") func enterTwice() {
        var visitor = Visitor()
        visitor.tap(.service("ktp-el"))
        visitor.send(.typed(.enter))
        #expect(visitor.effects.count == 1)
        visitor.send(.typed(.enter))
        #expect(visitor.effects.isEmpty)
    }

    @Test("C4 a key is somebody; where he was asked it answers first, and Enter does no more")
    func activity() {
        var visitor = Visitor()
        visitor.tap(.service("ktp-el"))
        visitor.wait(.seconds(25))
        #expect(visitor.session.secondsLeft != nil)
        visitor.send(.typed(.enter))
        #expect(visitor.effects.isEmpty && visitor.screen == "confirm")
        #expect(visitor.session.secondsLeft == nil)
        visitor.wait(.seconds(25))
        visitor.send(.typed(.escape))
        #expect(visitor.screen == "confirm")
        visitor.wait(.seconds(29))
        #expect(visitor.screen == "confirm")
        visitor.wait(.seconds(1))
        #expect(visitor.session.isFresh)
    }

    @Test("T44 the keyboard on the screen hides while there is one, where the settings want it")
    func hides() throws {
        let shaper = World.shaper()
        for hides in [true, false] {
            var rules = SessionRules()
            rules.hidesScreenKeyboard = hides
            var visitor = Visitor(rules)
            visitor.tap(.showWhereAmI)
            visitor.type("K-0")
            let shown = ScreenView(of: visitor.session, panel: .small, measuring: shaper)
            visitor.send(.keyboard(isThere: true))
            let view = ScreenView(of: visitor.session, panel: .small, measuring: shaper)
            let keys = view.targets.filter { $0.kind != .button || $0.id == .space }
            #expect(keys.isEmpty == hides)
            // A contact on a key presses nothing that replaces the key (C2).
            #expect((view.identity != shown.identity) == hides)
            let ids = view.targets.map(\.id)
            #expect(ids.contains(.back) && ids.contains(.lookUp))
            let hasField = view.scene.items.contains {
                if case .text("K-0|", _, _, _) = $0.shape { true } else { false }
            }
            #expect(hasField, "the field stays")
            visitor.send(.keyboard(isThere: false))
            let back = ScreenView(of: visitor.session, panel: .small, measuring: shaper)
            #expect(back.scene == shown.scene && back.identity == shown.identity)
        }
    }

    @Test("K1 with the keyboard hidden all that a search found can be reached, by paging")
    func paging() throws {
        var session = try #require(
            Session.everyScreen().first { $0.name == "search-results-hardware-keys" }
        ).session
        let shaper = World.shaper()
        var found: Set<Action> = []
        for page in 0..<20 {
            session.visit.page = page
            let view = ScreenView(of: session, panel: .small, measuring: shaper)
            found.formUnion(view.targets.map(\.id))
            if page + 1 >= view.pageCount { break }
        }
        let services = World.bundle.catalogue.services.prefix(12).map { Action.service($0.id) }
        #expect(found.isSuperset(of: services))
    }
}

extension Visitor {
    mutating func type(_ text: String) {
        for character in text { send(.typed(.character(character))) }
    }
}
