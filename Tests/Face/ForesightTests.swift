import Display
import Drawing
import Errands
import Foundation
import Geometry
import PanelModel
import Screens
import Settings
import Testing
import Touch

@testable import Face

@Suite("Foresight: texts are ready before they are needed", .timeLimit(.minutes(5)))
struct ForesightTests {
    private func move(_ phase: ContactEvent.Phase, _ action: Action, _ core: KioskCore) throws {
        let target = try #require(core.targets.first { $0.id == action }, "no \(action)")
        let contact = ContactEvent(
            contact: 0, phase: phase, position: target.frame.center, uptime: .seconds(1))
        _ = core.handle([.contact(contact)], at: CoreTests.moment(.seconds(1)))
        try core.present()
    }

    private func foreseeAll(_ core: KioskCore) -> Int {
        var steps = 0
        while core.foresees {
            core.foresee()
            steps += 1
        }
        return steps
    }

    @Test("T34 the screen below a finger is ready before it is lifted, and looks the same")
    func pressed() throws {
        let (core, plain) = (try CoreTests.core(), try CoreTests.core())
        for core in [core, plain] {
            try core.present()
            try move(.down, .showAgencies, core)
        }
        #expect(foreseeAll(core) > 1)
        let before = core.measuring.workCount
        for core in [core, plain] { try move(.up, .showAgencies, core) }
        #expect(core.session.screenName == "agencies")
        #expect(core.measuring.workCount == before, "texts were made when they were needed")
        #expect(core.snapshot().isEqual(to: plain.snapshot()))
    }

    @Test("T34 in a visit every button's screen is ready before it is touched")
    func visit() throws {
        let core = try CoreTests.core()
        for action in [Action.showAgencies, .textSize] {
            _ = core.handle([.input(.tap(action))], at: CoreTests.moment(.seconds(1)))
            try core.present()
            _ = foreseeAll(core)
            for target in core.targets where target.isEnabled && target.id != .callOfficer {
                let before = core.measuring.workCount
                var next = core.session
                _ = next.handle(.tap(target.id), at: next.now)
                let view = ScreenView(
                    of: next, panel: core.display.panel, measuring: core.measuring)
                for item in view.scene.items { core.measuring.prepare(item) }
                #expect(core.measuring.workCount == before, "\(target.id.name)")
            }
        }
    }

    @Test("T34 a step makes few new texts, so that a touch waits for it at most a moment")
    func steps() throws {
        let core = try CoreTests.core()
        _ = core.handle([.input(.tap(.showAgencies))], at: CoreTests.moment(.seconds(1)))
        try core.present()
        while core.foresees {
            let before = core.measuring.workCount
            core.foresee()
            // The words of one more text may come on top.
            #expect(core.measuring.workCount - before <= Foresight.textsPerStep + 20)
        }
    }

    @Test("T46 a terminal at rest prepares nothing") func atRest() throws {
        let core = try CoreTests.core()
        try core.present()
        #expect(!core.foresees)
        for second in 1...120 {
            _ = core.handle([], at: CoreTests.moment(.seconds(second)))
            try core.present()
            #expect(!core.foresees)
        }
    }

    @Test("T34 the loop prepares while it has nothing else to do") func loop() async throws {
        let bundle = try #require(CoreTests.office.value)
        try Fonts.load(configuration: bundle.fontsFile)
        let loop = KioskLoop(onEffects: { _ in EffectsTaken() }, onDisplayError: { _ in })
        loop.start(bundle.face) { Hardware(display: MemoryDisplay(panel: .small)) }
        defer { loop.stop() }
        loop.post(.input(.tap(.showAgencies)))
        #expect(await loop.wait(timeout: .seconds(60)) { $0.screenName == "agencies" })
        while await loop.query({ $0.foresees }) {}
        let ready = await loop.query { core in
            let before = core.measuring.workCount
            var next = core.session
            _ = next.handle(.tap(.home), at: next.now)
            let view = ScreenView(of: next, panel: core.display.panel, measuring: core.measuring)
            for item in view.scene.items { core.measuring.prepare(item) }
            return core.measuring.workCount == before
        }
        #expect(ready)
    }
}
