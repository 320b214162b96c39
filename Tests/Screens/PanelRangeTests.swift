import Drawing
import Errands
import Geometry
import Office
import Settings
import TestSupport
import Testing
import Touch

@testable import Screens

/// Screens on glass from 73x50 mm to 1600x900 mm.
@Suite("Panels of any size", .timeLimit(.minutes(5)))
struct PanelRangeTests {
    /// Glass of this size with square pixels.
    private static func panel(_ width: Double, _ height: Double, pixels: Double) -> Panel {
        let size = Size(
            width: Int((width * pixels).rounded()), height: Int((height * pixels).rounded()))
        return Panel(size: size, widthMillimetres: width, heightMillimetres: height)
    }

    /// Least sizes, panels that are sold, and sizes at which a layout changes.
    static let large = [
        panel(201, 136, pixels: 5), panel(300, 136, pixels: 5), panel(344, 194, pixels: 5.58),
        panel(201, 200, pixels: 5), panel(304, 228, pixels: 3.37), panel(240, 299, pixels: 4),
        panel(240, 301, pixels: 4), panel(338, 270, pixels: 3.79), panel(341, 200, pixels: 4),
        panel(166, 172, pixels: 5), panel(194, 344, pixels: 5.58), panel(166, 900, pixels: 2),
        panel(1600, 136, pixels: 1.2), panel(1600, 900, pixels: 1.2),
        panel(900, 1600, pixels: 2.4),
    ]
    static let small = [
        panel(73, 50, pixels: 6.58), panel(50, 73, pixels: 6.58), panel(95, 54, pixels: 8.4),
        panel(154, 86, pixels: 5.2), panel(86, 154, pixels: 5.2), panel(199, 136, pixels: 5),
        panel(1600, 134, pixels: 1.2), panel(164, 900, pixels: 2), panel(136, 217, pixels: 5.88),
    ]

    /// Sizes, languages and reach in which a screen is laid out.
    private func variants(_ base: Session, _ panel: Panel) -> [Session] {
        // The whole of lower glass is within reach.
        let reaches = panel.heightMillimetres > Look.reachMillimetres ? [false, true] : [false]
        return World.bundle.phrases.languages.flatMap { language in
            (0..<4).flatMap { size in
                reaches.map { reach in
                    var session = base
                    session.visit.language = language
                    (session.visit.textSize, session.visit.lowReach) = (size, reach)
                    return session
                }
            }
        }
    }

    private func name(_ session: Session) -> String {
        let visit = session.visit
        return "\(visit.language) size \(visit.textSize) low \(visit.lowReach)"
    }

    @Test("X12 K1 on glass of the least size or more nothing is cut or overlaps", arguments: large)
    func fits(panel: Panel) {
        #expect(panel.sizeAdvice == nil)
        let shaper = World.shaper()
        for (screen, base) in Session.everyScreen() {
            for session in variants(base, panel) {
                LayoutTests().check(session, panel, shaper, "\(screen) \(name(session))")
            }
        }
    }

    @Test("X12 K1 on glass of any size above the least nothing is cut or overlaps") func any() {
        var random = SeededRandom()
        let shaper = World.shaper()
        let screens = Session.everyScreen()
        for _ in 0..<15 {
            let isUpright = Bool.random(using: &random)
            let least = isUpright ? Panel.leastUpright : Panel.leastLying
            let width = Double.random(in: least.width...1600, using: &random).rounded(.up)
            let height = Double.random(in: least.height...1600, using: &random).rounded(.up)
            let panel = Self.panel(width, height, pixels: .random(in: 1.5...8, using: &random))
            if panel.size.isPortrait != isUpright { continue }
            #expect(panel.sizeAdvice == nil, "\(panel)")
            for (screen, base) in screens {
                guard let session = variants(base, panel).randomElement(using: &random) else {
                    continue
                }
                LayoutTests().check(
                    session, panel, shaper, "\(panel) \(screen) \(name(session))")
            }
        }
    }

    @Test("X12 smaller glass is named with the least size, and can be laid out", arguments: small)
    func tooSmall(panel: Panel) {
        #expect(panel.sizeAdvice?.contains("201 x 136 mm, or 166 x 172 mm upright") == true)
        let shaper = World.shaper()
        for (_, base) in Session.everyScreen() {
            for session in variants(base, panel) {
                let view = ScreenView(of: session, panel: panel, measuring: shaper)
                #expect(view.pageCount >= 1)
            }
        }
    }

    @Test(
        "X12 on any glass the first page of the fault screen says what is wrong, and can be read",
        arguments: large + small)
    func fault(panel: Panel) {
        let shaper = World.shaper()
        for fault in Fault.allCases {
            var base = World.session()
            _ = base.handle(.fault(fault), at: World.now)
            for session in variants(base, panel) {
                let view = ScreenView(of: session, panel: panel, measuring: shaper)
                let place = "\(fault) \(name(session))"
                let faults = LayoutCheck(view: view, panel: panel, shaper: shaper)
                    .faults(isOverlaid: false)
                #expect(faults.isEmpty, "\(place): \(faults.prefix(4))")
                let sentence = World.bundle.phrases(
                    "fault.\(fault.rawValue)", session.visit.language)
                let isSaid = view.scene.items.contains { item in
                    guard case .text(sentence, _, _, _) = item.shape else { return false }
                    return true
                }
                #expect(isSaid, "\(place): \(sentence)")
            }
        }
    }
}
