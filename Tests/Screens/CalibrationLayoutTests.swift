import Drawing
import Geometry
import Office
import Settings
import Testing
import Touch

@testable import Screens

/// States of a calibration on a panel, in the order of its run.
struct CalibrationScreen {
    var runs: [(name: String, run: CalibrationRun)] = []

    init(_ session: Session, _ panel: Panel, _ shaper: TextShaper, count: Int) {
        let layout = CalibrationView(over: session, panel: panel, measuring: shaper).layout(
            count: count)
        let fresh = CalibrationRun(
            layout: layout, transform: TouchTransform(glass: panel.size), previous: .identity,
            at: .zero)
        func touched(_ run: CalibrationRun, _ points: [Point]) -> CalibrationRun {
            var run = run
            for point in points {
                for phase in [ContactEvent.Phase.down, .up] {
                    run.handle(contact(phase, point, panel))
                }
            }
            return run
        }
        runs.append(("mark", fresh))
        for index in 1..<count {
            let name = index == count - 1 ? "middle" : "mark-\(index)"
            runs.append((name, touched(fresh, Array(layout.targets.prefix(index)))))
        }
        let (width, height) = (panel.size.width, panel.size.height)
        let middle = Point(x: width / 2, y: height / 2)
        var bent = layout.targets
        bent[1].x -= width / 5
        let wide = layout.targets.map { Point(x: width / 4 + $0.x / 2, y: $0.y) }
        let far = layout.targets.map {
            Point(x: width * 2 / 5 + $0.x / 5, y: height * 2 / 5 + $0.y / 5)
        }
        runs.append(
            ("mark-refused", touched(fresh, Array(repeating: middle, count: count))))
        for (name, points) in [("bent", bent), ("wide", wide), ("far", far)] {
            runs.append((name, touched(fresh, points)))
        }
        var review = touched(fresh, layout.targets)
        runs.append(("review", review))
        review.handle(contact(.down, layout.accept.center, panel))
        runs.append(("pressed", review))
    }

    private func contact(
        _ phase: ContactEvent.Phase, _ point: Point, _ panel: Panel
    ) -> RawContact {
        RawContact(
            contact: 0, phase: phase,
            position: UnitPoint(
                x: (Double(point.x) + 0.5) / Double(panel.size.width),
                y: (Double(point.y) + 0.5) / Double(panel.size.height)),
            uptime: .zero)
    }
}

@Suite("Layout of the calibration", .timeLimit(.minutes(5)))
struct CalibrationLayoutTests {
    @Test(
        "K1 T40 nothing of it is cut or overlaps, and the cross is free",
        arguments: LayoutTests.panels.map(\.0), [3, 5])
    func layout(panelName: String, count: Int) throws {
        let panel = try #require(LayoutTests.panels.first { $0.0 == panelName }).1
        let shaper = World.shaper()
        var refusals: Set<String> = []
        for language in World.bundle.phrases.languages {
            for textSize in 0..<4 {
                var session = World.session()
                session.visit.language = language
                session.visit.textSize = textSize
                let screen = CalibrationScreen(session, panel, shaper, count: count)
                for (name, run) in screen.runs {
                    let place = "\(language) size \(textSize) \(name)"
                    let view = CalibrationView(over: session, panel: panel, measuring: shaper)
                        .view(of: run)
                    // The ring lies under the contact, over any other item.
                    var faults = LayoutCheck(view: view, panel: panel, shaper: shaper)
                        .faults(isOverlaid: run.touched != nil)
                    if case .target(let index) = run.state {
                        faults += Self.hidden(view, run.layout.targets[index], panel)
                    }
                    #expect(faults.isEmpty, "\(place): \(faults.prefix(4))")
                    if let refusal = run.refusal { refusals.insert("\(refusal)") }
                    // A contact that bounces on the last mark hits neither button.
                    if case .review = run.state, let last = run.layout.targets.last {
                        let buttons = [run.layout.accept, run.layout.retry]
                        let near = panel.pixels(5)
                        #expect(
                            buttons.allSatisfy { !$0.insetBy(-near, -near).contains(last) },
                            "\(place)")
                    }
                }
            }
        }
        #expect(refusals.count >= (count == 5 ? 3 : 2), "\(refusals)")
    }

    /// Returns what covers the cross or lies outside the glass.
    private static func hidden(_ view: ScreenView, _ mark: Point, _ panel: Panel) -> [String] {
        let cross = view.scene.items.prefix(3)
        let bounds = Rect(panel.size)
        var faults = cross.filter { !bounds.contains($0.frame) }.map { "\($0) leaves the glass" }
        guard let ring = cross.first?.frame, ring.center == mark || ring.contains(mark) else {
            return faults + ["there is no cross at \(mark)"]
        }
        if ring.width < panel.pixels(18) { faults.append("the cross is \(ring.width) pixels wide") }
        for item in view.scene.items.dropFirst(3) where item.frame.intersects(ring) {
            faults.append("\(item) lies over the cross")
        }
        return faults
    }

    @Test("K1 contrast of cross and words is 10:1, and 20:1 on request", arguments: [false, true])
    func contrast(isHigh: Bool) {
        let shaper = World.shaper()
        var session = World.session()
        session.visit.highContrast = isHigh
        let least: Double = isHigh ? 20 : 10
        for (name, run) in CalibrationScreen(session, .small, shaper, count: 5).runs {
            let scene = CalibrationView(over: session, panel: .small, measuring: shaper)
                .view(of: run).scene
            for item in scene.items {
                if case .text(let text, _, let color, let ground) = item.shape {
                    #expect(color.contrast(to: ground) >= least, "\(name): \(text)")
                }
            }
            guard case .target = run.state else { continue }
            var ground = scene.background
            for item in scene.items.prefix(3) {
                guard case .box(let fill, _, let border, let width) = item.shape else { continue }
                if width > 0 {
                    #expect(border.contrast(to: ground) >= least, "\(name)")
                    ground = fill
                } else {
                    #expect(fill.contrast(to: ground) >= least, "\(name)")
                }
            }
        }
    }
}
