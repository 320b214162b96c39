import Errands
import Geometry
import Office
import PanelModel
import Screens
import TestSupport
import Testing
import Touch

@testable import Face

@Suite("The core: keys and scanners", .timeLimit(.minutes(10)))
struct KeyTests {
    let input = FakeInput()

    private func core(hours: OfficeHours = OfficeHours(isForcedOpen: true)) throws -> KioskCore {
        try CoreTests.core(hours: hours, input: input)
    }

    private func turn(_ core: KioskCore, _ inputs: [KioskInput] = [], at uptime: Duration)
        -> [Effect]
    {
        core.handle(inputs, at: CoreTests.moment(uptime))
    }

    private func typed(_ core: KioskCore) -> String? {
        switch core.session.visit.screen {
        case .search(let typing, _), .whereAmI(let typing, _), .surveyCode(let typing): typing.text
        default: nil
        }
    }

    @Test("C8 a bound keyboard types into the search, and the search is asked") func search() throws
    {
        let core = try core()
        _ = turn(core, [.input(.tap(.showSearch))], at: .zero)
        input.type(Key.keys("pas"), from: .seconds(1))
        let effects = turn(core, at: .seconds(1))
        #expect(typed(core) == "pas")
        #expect(effects.contains { if case .search(_, "pas", _) = $0 { true } else { false } })
        input.key(.backspace, at: .seconds(2))
        for _ in 0..<100 { input.key(.backspace, isRepeat: true, at: .seconds(2)) }
        _ = turn(core, at: .seconds(2))
        #expect(typed(core) == "")
        input.type([.escape], from: .seconds(3))
        _ = turn(core, at: .seconds(3))
        #expect(core.session.screenName == "welcome")
    }

    @Test("C8 ten thousand keys at random never lead out of the visitor's screens") func monkey()
        throws
    {
        let core = try core()
        var random = SeededRandom()
        let seed = random.seed
        let known: Set<String> = [
            "welcome", "search", "where-am-i", "survey-code", "service", "confirm", "position",
            "question", "agencies", "profile", "thanks", "express", "checklist",
        ]
        for round in 0..<10_000 {
            let uptime = Duration.milliseconds(10 * round)
            if round % 100 == 0 {
                let way: Action =
                    [.showSearch, .showWhereAmI, .rate].randomElement(using: &random)
                    ?? .rate
                _ = turn(core, [.input(.tap(.home)), .input(.tap(way))], at: uptime)
            }
            input.key(
                UInt16.random(in: 1..<768, using: &random),
                isPressed: Bool.random(using: &random), isRepeat: Bool.random(using: &random),
                [.typing, .numberPad, .scanner].randomElement(using: &random) ?? .typing,
                at: uptime)
            _ = turn(core, at: uptime)
            #expect(known.contains(core.session.screenName), "seed \(seed) round \(round)")
        }
    }

    @Test("G2 a scan is one look-up, and types nothing, however it arrives") func scan() throws {
        let core = try core()
        _ = turn(core, [.input(.tap(.showSearch))], at: .zero)
        // Type "7f3kq9tz" in two turns of the loop, which was late in between.
        input.type(Key.keys("7f3k"), .scanner, from: .seconds(1))
        var effects = turn(core, at: .milliseconds(1_200))
        input.type(
            Key.keys("q9tz") + [.enter], .scanner, from: .milliseconds(1_010))
        effects += turn(core, at: .milliseconds(1_400))
        #expect(
            effects.contains {
                if case .lookUpScan(_, "7F3KQ9TZ") = $0 { true } else { false }
            } && effects.count == 1)
        #expect(typed(core) == "")
    }

    @Test("C4 a scan without an end is gone after a second, and the loop wakes for it")
    func endless() throws {
        let core = try core()
        _ = turn(core, at: .zero)
        input.type(Key.keys("7f"), .scanner, from: .seconds(1))
        _ = turn(core, at: .seconds(1))
        #expect(core.deadline == .milliseconds(2_002))
        _ = turn(core, at: .milliseconds(2_002))
        #expect(core.deadline > .seconds(3))
    }

    @Test("T44 the keyboard on the screen goes when one is plugged in, and comes when all are out")
    func hides() throws {
        let core = try core()
        _ = turn(core, [.input(.tap(.showSearch))], at: .zero)
        func hasKeys() -> Bool { core.targets.contains { $0.id == .backspace } }
        let steps: [(Bool, String, KeyboardRole, Bool)] = [
            (true, "scanner", .scanner, true), (true, "pad", .numberPad, true),
            (true, "one", .typing, false), (true, "two", .typing, false),
            (false, "one", .typing, false), (false, "pad", .numberPad, false),
            (false, "two", .typing, true), (true, "one", .typing, false),
        ]
        for (index, (isPlug, name, role, expected)) in steps.enumerated() {
            if isPlug { input.plug(name, role) } else { input.pull(name, role) }
            _ = turn(core, at: .seconds(1))
            #expect(hasKeys() == expected, "step \(index)")
        }
        // New settings make a new session, which also knows the keyboard.
        _ = turn(core, [.input(.tap(.home))], at: .seconds(2))
        let content = core.session.content
        _ = turn(
            core, [.content(content, SessionRules(), OfficeHours(isForcedOpen: true))],
            at: .seconds(2))
        _ = turn(core, [.input(.tap(.showSearch))], at: .seconds(2))
        #expect(!hasKeys())
    }

    @Test("T44 C2 a finger on a key types nothing when the key gives way under it") func vanishes()
        throws
    {
        let core = try core()
        _ = turn(core, [.input(.tap(.showSearch))], at: .zero)
        let frame = try #require(core.targets.first { $0.id == .letter("A") }?.frame)
        func contact(_ phase: ContactEvent.Phase) -> KioskInput {
            .contact(
                ContactEvent(
                    contact: 0, phase: phase, position: frame.center, uptime: .seconds(1)))
        }
        _ = turn(core, [contact(.down)], at: .seconds(1))
        input.plug("one")
        _ = turn(core, at: .seconds(1))
        _ = turn(core, [contact(.up)], at: .seconds(1))
        #expect(typed(core) == "" && core.session.screenName == "search")
    }

    @Test("T45 T46 the first key on a dark screen only wakes it; keys keep a visit awake")
    func dark() throws {
        // Without any hours the office is closed on every day.
        let core = try core(hours: OfficeHours())
        _ = turn(core, at: .zero)
        _ = turn(core, at: .seconds(301))
        #expect(core.light.level == .dark)
        let before = core.session.visit
        input.type(Key.keys("7f3kq") + [.enter], .scanner, from: .seconds(400))
        #expect(turn(core, at: .seconds(400)).isEmpty)
        #expect(core.light.level == .bright && core.session.visit == before)
        _ = turn(core, at: .seconds(800))
        #expect(core.light.level == .dark)
        input.key("a", at: .seconds(800))
        _ = turn(core, at: .seconds(800))
        #expect(core.light.level == .bright)
        _ = turn(core, [.input(.tap(.showSearch))], at: .seconds(801))
        for second in stride(from: 805, to: 865, by: 5) {
            input.type(["b"], from: .seconds(second))
            _ = turn(core, at: .seconds(second))
        }
        #expect(typed(core) == String(repeating: "b", count: 12))
    }

    @Test("T41 two thumbs type both letters, in the order of their downs") func rollover() throws {
        let core = try core()
        _ = turn(core, [.input(.tap(.showSearch))], at: .zero)
        func contact(_ id: Int, _ phase: ContactEvent.Phase, _ letter: String) throws -> KioskInput
        {
            let target = try #require(core.targets.first { $0.id == .letter(letter) })
            return .contact(
                ContactEvent(
                    contact: id, phase: phase, position: target.frame.center,
                    uptime: .seconds(1)))
        }
        // First K down, T down, K up, T up; then with the two ups in the other order.
        for events in [
            [(0, ContactEvent.Phase.down, "K"), (1, .down, "T"), (0, .up, "K"), (1, .up, "T")],
            [(0, .down, "P"), (1, .down, "X"), (1, .up, "X"), (0, .up, "P")],
        ] {
            _ = turn(core, try events.map { try contact($0.0, $0.1, $0.2) }, at: .seconds(1))
        }
        #expect(typed(core) == "Ktpx")
    }

    @Test("T42 backspace held on the glass repeats after 400 ms, then every 100 ms") func held()
        throws
    {
        let core = try core()
        _ = turn(core, [.input(.tap(.showSearch))], at: .zero)
        input.type(Key.keys("xxxxxxxx"), from: .milliseconds(1))
        _ = turn(core, at: .milliseconds(10))
        let frame = try #require(core.targets.first { $0.id == .backspace }?.frame)
        _ = turn(
            core,
            [
                .contact(
                    ContactEvent(
                        contact: 0, phase: .down, position: frame.center, uptime: .seconds(1)))
            ], at: .seconds(1))
        for (milliseconds, left) in [(399, 8), (400, 7), (499, 7), (500, 6), (600, 5)] {
            _ = turn(core, at: .seconds(1) + .milliseconds(milliseconds))
            #expect(typed(core)?.count == left, "after \(milliseconds) ms")
        }
    }
}
