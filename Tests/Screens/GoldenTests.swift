import Drawing
import Foundation
import Geometry
import Office
import Testing

@testable import Screens

/// Golden images of every screen, byte for byte (T51). `LOKET_RECORD=1` writes them anew and fails
/// the run, so that recording is never accidental.
@Suite("Golden images", .timeLimit(.minutes(5)))
struct GoldenTests {
    static let folder = World.root + "/Tests/Screens/Golden"
    static let isRecording = ProcessInfo.processInfo.environment["LOKET_RECORD"] != nil

    /// Screens with the panel of each, in rotation, so that the set stays small.
    static let cases: [(name: String, session: Session, panel: Panel)] =
        Session.everyScreen().enumerated().map { index, screen in
            let panel = screen.name == "welcome" ? Panel.small : panels[index % 3]
            return (screen.name, screen.session, panel)
        }
    static let panels = [Panel.small, .large, .portrait]
    /// Calibration screens, which are drawn by their run.
    static let calibrations: [(name: String, panel: Panel)] =
        ["mark", "mark-refused", "middle", "review"].enumerated().map {
            ("calibrate-" + $0.element, panels[$0.offset % 3])
        }

    /// Screens of the touchscreen's trial, also drawn by its own state.
    static let trials = ["begun", "half", "complete"]

    @Test("T51 every screen is drawn as its golden image", arguments: cases.map(\.name))
    func golden(name: String) throws {
        let test = try #require(Self.cases.first { $0.name == name })
        let shaper = World.shaper()
        let view = ScreenView(of: test.session, panel: test.panel, measuring: shaper)
        try compare(view, name, test.panel, shaper)
    }

    @Test(
        "T51 T40 the calibration is drawn as its golden images", arguments: calibrations.map(\.name)
    )
    func calibration(name: String) throws {
        let panel = try #require(Self.calibrations.first { $0.name == name }).panel
        let shaper = World.shaper()
        let session = World.session()
        let run = try #require(
            CalibrationScreen(session, panel, shaper, count: 5).runs.first {
                "calibrate-" + $0.name == name
            }
        ).run
        try compare(
            CalibrationView(over: session, panel: panel, measuring: shaper)
                .view(of: run), name, panel, shaper)
    }

    @Test("T51 C7 the touchscreen's trial is drawn as its golden images", arguments: trials)
    func trial(name: String) throws {
        let panel = Self.panels[try #require(Self.trials.firstIndex(of: name)) % 3]
        let shaper = World.shaper()
        let session = World.session()
        let trial = try #require(
            TrialScreen(session, panel, shaper).trials.first { $0.name == name }
        ).trial
        try compare(
            TouchTrialView(over: session, panel: panel, measuring: shaper)
                .view(of: trial), "touch-test-" + name, panel,
            shaper)
    }

    private func compare(
        _ view: ScreenView, _ name: String, _ panel: Panel, _ shaper: TextShaper
    ) throws {
        let renderer = SceneRenderer(size: panel.size, shaper: shaper)
        _ = renderer.draw(view.scene)
        let size = panel.size
        let file = "\(Self.folder)/\(name)-\(size.width)x\(size.height).png"
        if Self.isRecording {
            try FileManager.default.createDirectory(
                atPath: Self.folder, withIntermediateDirectories: true)
            try Data(renderer.pixels.png()).write(to: URL(fileURLWithPath: file))
            Issue.record("recorded \(file); look at it, then run without LOKET_RECORD")
            return
        }
        let golden = try PixelBuffer(pngFile: file)
        guard !renderer.pixels.isEqual(to: golden) else { return }
        let failures = World.root + "/.build/golden-failures"
        try FileManager.default.createDirectory(
            atPath: failures, withIntermediateDirectories: true)
        try Data(renderer.pixels.png()).write(
            to: URL(fileURLWithPath: "\(failures)/\(name)-actual.png"))
        let (first, difference) = Self.difference(renderer.pixels, golden)
        try Data(difference.png()).write(
            to: URL(fileURLWithPath: "\(failures)/\(name)-difference.png"))
        Issue.record(
            "\(name) differs, first at \(first); see \(failures) beside \(file)")
    }

    @Test("T51 the golden images stay under 6 MB") func size() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder)
        let bytes = try files.reduce(0) { total, name in
            let attributes = try FileManager.default.attributesOfItem(
                atPath: Self.folder + "/" + name)
            return total + ((attributes[.size] as? Int) ?? 0)
        }
        #expect(bytes > 0 && bytes < 6_000_000)
        #expect(files.count == Self.cases.count + Self.calibrations.count + Self.trials.count)
    }

    private static func difference(_ a: PixelBuffer, _ b: PixelBuffer) -> (Point, PixelBuffer) {
        let picture = PixelBuffer(size: a.size)
        guard a.size == b.size else { return (Point(x: 0, y: 0), picture) }
        var first: Point?
        let pixels = picture.bytes.assumingMemoryBound(to: UInt32.self)
        for y in 0..<a.size.height {
            for x in 0..<a.size.width where a[x, y] != b[x, y] {
                first = first ?? Point(x: x, y: y)
                pixels[y * a.size.width + x] = 0xFFFF_0000
            }
        }
        return (first ?? Point(x: 0, y: 0), picture)
    }
}
