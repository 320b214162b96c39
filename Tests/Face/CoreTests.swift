import Display
import Drawing
import Errands
import Foundation
import Geometry
import Office
import PanelModel
import Screens
import Settings
import TestSupport
import Testing
import Touch

@testable import Face

@Suite("The core: inputs in their order, against the screen that is up", .timeLimit(.minutes(10)))
struct CoreTests {
    /// The office of the repository's own files. Read once: it takes a third of a second.
    static let office = SettingsBundle.load(
        file: Repository.root + "/Kiosk/kiosk.yaml",
        today: CalendarDate(year: 2026, month: 11, day: 23))

    static func core(
        hours: OfficeHours = OfficeHours(isForcedOpen: true),
        display: MemoryDisplay = MemoryDisplay(panel: .small), input: (any InputSource)? = nil
    ) throws -> KioskCore {
        let bundle = try #require(office.value)
        try Fonts.load(configuration: bundle.fontsFile)
        return FacePlan(
            content: bundle.content, rules: bundle.rules, hours: hours,
            light: .init(dimAfter: .seconds(60), darkAfter: .seconds(300))
        ).core(on: Hardware(display: display, input: input), at: moment(.zero))
    }

    static func moment(_ uptime: Duration) -> Moment {
        Moment(wall: Date(timeIntervalSince1970: 1_790_000_000), uptime: uptime)
    }

    func contact(
        _ phase: ContactEvent.Phase, _ action: Action, _ core: KioskCore, at uptime: Duration
    ) throws -> KioskInput {
        let target = try #require(core.targets.first { $0.id == action }, "no \(action)")
        return .contact(
            ContactEvent(
                contact: 0, phase: phase, position: target.frame.center, uptime: uptime))
    }

    @Test("T34 T42 a stalled loop makes no long press of a short touch") func stall() throws {
        let core = try Self.core()
        _ = core.handle([.input(.tap(.showSearch))], at: Self.moment(.zero))
        let key = Action.letter("A")
        try #require(
            core.session.content.keyboard.alternates["A"] != nil, "the key has nothing behind it")
        let down = try contact(.down, key, core, at: .seconds(1))
        _ = core.handle([down], at: Self.moment(.seconds(1)))
        // The contact ended after 0.1 s; the loop handles its end when a long press was due.
        let up = try contact(.up, key, core, at: .milliseconds(1_100))
        _ = core.handle([up], at: Self.moment(.seconds(3)))
        guard case .search(let typing, _) = core.session.visit.screen else {
            Issue.record("another screen: \(core.session.visit.screen)")
            return
        }
        #expect(typing.text == "A" && typing.alternates.isEmpty)
    }

    @Test("L7 whatever is touched while the glass is wiped does nothing") func wiping() throws {
        let core = try Self.core()
        let officer = try contact(.down, .callOfficer, core, at: .seconds(1))
        let lifted = try contact(.up, .callOfficer, core, at: .seconds(2))
        _ = core.handle([.event(.cleaning)], at: Self.moment(.zero))
        #expect(core.targets.isEmpty)
        #expect(core.handle([officer, lifted], at: Self.moment(.seconds(2))).isEmpty)
        #expect(core.session.screenName == "cleaning")
    }

    @Test("T45 outside hours dim, then black; the first touch only wakes") func dark() throws {
        let display = MemoryDisplay(panel: .small)
        // Without any hours the office is closed on every day.
        let core = try Self.core(hours: OfficeHours(), display: display)
        func light() throws -> UInt32 {
            try core.present()
            return display.snapshot().picture[3, 3]
        }
        _ = core.handle([], at: Self.moment(.seconds(1)))
        let bright = try light()
        _ = core.handle([], at: Self.moment(.seconds(61)))
        let dim = try light()
        #expect(dim != bright && dim != 0xFF00_0000)
        _ = core.handle([], at: Self.moment(.seconds(301)))
        #expect(try light() == 0xFF00_0000)
        let before = core.session.visit
        for (phase, second) in [(ContactEvent.Phase.down, 400), (.move, 401), (.up, 402)] {
            let input = try contact(phase, .callOfficer, core, at: .seconds(second))
            #expect(core.handle([input], at: Self.moment(.seconds(second))).isEmpty)
            #expect(core.session.visit == before)
        }
        #expect(try light() == bright)
        let down = try contact(.down, .contrast, core, at: .seconds(403))
        let up = try contact(.up, .contrast, core, at: .seconds(404))
        _ = core.handle([down, up], at: Self.moment(.seconds(404)))
        #expect(core.session.visit.highContrast)
    }

    @Test("A burst of input lays the page out once") func burst() throws {
        let core = try Self.core()
        _ = core.handle([], at: Self.moment(.seconds(1)))
        try core.present()
        let before = core.layoutCount
        let down = try contact(.down, .showSearch, core, at: .seconds(2))
        let moves = try (0..<50).map { _ in
            try contact(.move, .showSearch, core, at: .seconds(2))
        }
        let news = [KioskInput.event(.waiting(["ktp-el": 3])), .event(.printer(.ready))]
        _ = core.handle([down] + moves + news, at: Self.moment(.seconds(2)))
        try core.present()
        #expect(core.layoutCount == before + 1)
        let up = try contact(.up, .showSearch, core, at: .milliseconds(2_100))
        _ = core.handle([up], at: Self.moment(.milliseconds(2_100)))
        try core.present()
        #expect(core.layoutCount == before + 2 && core.session.screenName == "search")
    }

    @Test("C2 a screen that came and went within one burst leaves no finger alive")
    func thereAndBack()
        throws
    {
        let core = try Self.core()
        _ = core.handle([], at: Self.moment(.seconds(1)))
        let down = try contact(.down, .callOfficer, core, at: .seconds(2))
        let up = try contact(.up, .callOfficer, core, at: .seconds(2))
        let effects = core.handle(
            [down, .input(.tap(.showSearch)), .input(.tap(.home)), up],
            at: Self.moment(.seconds(2)))
        #expect(core.session.screenName == "welcome" && effects.isEmpty)
    }

    @Test("B5 T40 the offer of a test slip waits for the end of a calibration") func offerWaits()
        throws
    {
        let bench = try Bench()
        try bench.begin(3)
        bench.wait(.seconds(1), [.event(.rollCame)])
        #expect(bench.core.screenName == "calibrate" && bench.core.session.isFresh)
        bench.wait(.seconds(20))
        #expect(bench.core.session.visit.screen == .paperTest(.offer))
        guard case .testSlip = bench.core.staff.work else {
            Issue.record("\(String(describing: bench.core.staff.work))")
            return
        }
        #expect(throws: TouchscreenRefused.visitor) { try bench.begin().get() }
    }

    @Test("C3 new settings forget no limit")
    func limitsKept() throws {
        let bench = try Bench()
        let bundle = try #require(Self.office.value)
        _ = bench.core.apply(
            .issuedBefore(ages: [.seconds(1)]), at: Self.moment(bench.now))
        let before = bench.core.session.facts
        #expect(before.issueTimes.count == 1)
        let hours = OfficeHours(isForcedOpen: true)
        bench.turn([.content(bundle.content, bundle.rules, hours)])
        #expect(bench.core.waitingContent == nil, "the new settings count")
        #expect(bench.core.session.facts.issueTimes == before.issueTimes)
        #expect(bench.core.session.facts.lastIssued == before.lastIssued)
    }

    @Test("A flood past the mailbox loses contacts, counts them, and loses no answer") func flood()
        async throws
    {
        let loop = KioskLoop(onEffects: { _ in EffectsTaken() }, onDisplayError: { _ in })
        let contact = ContactEvent(
            contact: 0, phase: .move, position: Point(x: 0, y: 0), uptime: .zero)
        for _ in 0..<KioskLoop.maximumInputs + 7 { loop.post(.contact(contact)) }
        loop.post(.input(.time))
        #expect(loop.drops.inputs == 7)
        // Without a thread it has ended at once, and nobody waits in vain.
        await loop.stopped()
        #expect(await !loop.waitUntilIdle(timeout: .seconds(60)))
    }
}
