import Drawing
import Geometry
import Office
import Settings
import Testing
import Touch

@testable import Screens

/// Checks of every screen in three sizes, four languages, four text sizes and both themes, from its
/// scene: nothing cut, nothing overlapping, targets and contrast by K1.
@Suite("Layout", .timeLimit(.minutes(5)))
struct LayoutTests {
    static let panels: [(String, Panel)] = [
        ("1280x800", .small), ("1920x1080", .large), ("1080x1920", .portrait),
    ]

    @Test(
        "K1 L9 nothing is cut or overlaps, targets are large enough",
        arguments: Session.everyScreen().map(\.name), panels.map(\.0))
    func layout(name: String, panelName: String) throws {
        let base = try #require(Session.everyScreen().first { $0.name == name }).session
        let panel = try #require(Self.panels.first { $0.0 == panelName }).1
        let shaper = World.shaper()
        for language in World.bundle.phrases.languages {
            for textSize in 0..<4 {
                for lowReach in [false, true] {
                    var session = base
                    session.visit.language = language
                    session.visit.textSize = textSize
                    session.visit.lowReach = lowReach
                    check(session, panel, shaper, "\(language) size \(textSize) low \(lowReach)")
                }
            }
        }
    }

    /// Checks all pages of a screen.
    func check(
        _ base: Session, _ panel: Panel, _ shaper: TextShaper, _ place: String
    ) {
        var session = base
        var page = 0
        repeat {
            session.visit.page = page
            let view = ScreenView(of: session, panel: panel, measuring: shaper)
            let faults = LayoutCheck(view: view, panel: panel, shaper: shaper)
                .faults(isOverlaid: isOverlaid(session))
            #expect(faults.isEmpty, "\(place) page \(page): \(faults.prefix(4))")
            page += 1
            if page >= view.pageCount { break }
        } while page < 40
    }

    /// Returns whether something covers the screen for a moment.
    private func isOverlaid(_ session: Session) -> Bool {
        session.visit.isWarned || session.visit.isScanRefused
            || session.typing?.alternates.isEmpty == false
    }

    @Test("K1 contrast is 10:1, and 20:1 on request", arguments: [false, true])
    func contrast(isHigh: Bool) {
        let shaper = World.shaper()
        for (name, base) in Session.everyScreen() {
            var session = base
            session.visit.highContrast = isHigh
            let view = ScreenView(of: session, panel: .small, measuring: shaper)
            for item in view.scene.items {
                guard case .text(let text, _, let color, let ground) = item.shape else { continue }
                // Disabled items may have less contrast.
                let isDisabled = view.targets.contains {
                    !$0.isEnabled && $0.frame.contains(item.frame)
                }
                if isDisabled { continue }
                let ratio = color.contrast(to: ground)
                #expect(ratio >= (isHigh ? 20 : 10), "\(name): '\(text)' has \(ratio):1")
            }
        }
    }

    @Test(
        "K1 in the low-reach layout targets of the body stay in reach", arguments: panels.map(\.0))
    func lowReach(panelName: String) throws {
        let panel = try #require(Self.panels.first { $0.0 == panelName }).1
        let shaper = World.shaper()
        let limit = panel.size.height - panel.pixels(Look.reachMillimetres) - 1
        for (name, base) in Session.everyScreen() {
            var session = base
            session.visit.lowReach = true
            let view = ScreenView(of: session, panel: panel, measuring: shaper)
            for target in view.targets {
                #expect(target.frame.y >= limit, "\(name): \(target.id.name) is too high")
            }
        }
    }
}

/// Faults that a laid-out screen may have.
struct LayoutCheck {
    var view: ScreenView
    var panel: Panel
    var shaper: TextShaper

    func faults(isOverlaid: Bool) -> [String] {
        var faults: [String] = []
        let bounds = Rect(panel.size)
        for item in view.scene.items {
            guard case .text(let text, let style, _, _) = item.shape else { continue }
            if !bounds.contains(item.frame) {
                faults.append("'\(text)' leaves the glass: \(item.frame)")
            }
            let metrics = shaper.measure(text, style, width: item.frame.width)
            if metrics.isCut, style.maximumLines == nil { faults.append("'\(text)' is cut") }
            if metrics.height > item.frame.height { faults.append("'\(text)' is too high") }
            if shaper.widestWord(text, style) > item.frame.width {
                faults.append("'\(text)' breaks a word")
            }
        }
        faults += targetFaults(bounds)
        if !isOverlaid { faults += overlaps() }
        return faults
    }

    private func targetFaults(_ bounds: Rect) -> [String] {
        var faults: [String] = []
        let gap = panel.pixels(Look.gapMillimetres) - 1
        for (index, target) in view.targets.enumerated() {
            if !bounds.contains(target.frame) {
                faults.append("\(target.id.name) leaves the glass: \(target.frame)")
            }
            let isKey = target.kind != .button
            let least = panel.pixels(isKey ? Look.keyMillimetres : Look.targetMillimetres) - 1
            if min(target.frame.width, target.frame.height) < least {
                faults.append(
                    "\(target.id.name) is too small: \(target.frame), least \(least)")
            }
            let keyGap = panel.pixels(Look.keyGapMillimetres) - 1
            for other in view.targets[(index + 1)...] {
                let near = isKey || other.kind != .button ? keyGap : gap
                let grown = target.frame.insetBy(-near, -near)
                if grown.intersects(other.frame) {
                    faults.append("\(target.id.name) is too near to \(other.id.name)")
                }
            }
        }
        return faults
    }

    /// Returns texts that cover each other or cross the edge of a box.
    private func overlaps() -> [String] {
        var faults: [String] = []
        var texts: [(String, Rect)] = []
        for item in view.scene.items {
            switch item.shape {
            case .text(let text, _, _, _):
                for (other, frame) in texts where frame.intersects(item.frame) {
                    faults.append("'\(text)' lies over '\(other)'")
                }
                texts.append((text, item.frame))
            case .box:
                for (other, frame) in texts where frame.intersects(item.frame) {
                    faults.append("a box covers '\(other)'")
                }
            case .icon, .qr: break
            }
        }
        return faults
    }
}
