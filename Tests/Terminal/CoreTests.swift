import Display
import Drawing
import Foundation
import Geometry
import Office
import Screens
import Settings
import Testing
import Touch

@testable import Terminal

@Suite("The core: inputs in their order, against the screen that is up")
struct CoreTests {
    static func core(
        hours: OfficeHours = OfficeHours(isForcedOpen: true),
        display: MemoryDisplay = MemoryDisplay(panel: .small), hardware: Hardware = Hardware()
    ) throws -> KioskCore {
        let loaded = SettingsBundle.load(
            file: Machine.root + "/Kiosk/kiosk.yaml",
            today: CalendarDate(year: 2026, month: 11, day: 23))
        let bundle = try #require(loaded.value)
        try Fonts.load(configuration: bundle.fontsFile)
        let session = Session(content: bundle.content, rules: bundle.rules, now: moment(.zero))
        return KioskCore(
            session: session, hours: hours, display: display, hardware: hardware,
            light: .init(dimAfter: .seconds(60), darkAfter: .seconds(300)))
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
        _ = core.handle([.event(.tap(.showSearch))], at: Self.moment(.zero))
        let key = Action.letter("A")
        try #require(
            core.session.content.keyboard.alternates["A"] != nil, "the key has nothing behind it")
        let down = try contact(.down, key, core, at: .seconds(1))
        _ = core.handle([down], at: Self.moment(.seconds(1)))
        // The finger was up after 0.1 s; the loop hears of it when a long press was due.
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
}
