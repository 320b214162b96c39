import Display
import Drawing
import Errands
import Face
import Foundation
import Geometry
import Kernel
import Office
import Screens
import Settings
import Terminal
import Touch

/// Benchmark of a full redraw and of a pressed button at 1920x1080, beside memcpy of the same
/// bytes.
struct FrameBench {
    let bundle: SettingsBundle

    func run() -> [Line] {
        let panel = Panel.large
        let shaper = TextShaper()
        let moment = SystemClock().now()
        var session = Session(content: bundle.content, rules: bundle.rules, now: moment)
        let scene = ScreenView(of: session, panel: panel, measuring: shaper).scene
        let renderer = SceneRenderer(size: panel.size, shaper: shaper)
        let other = PixelBuffer(size: panel.size)
        let full = Rect(panel.size)

        // Interleaved, so that other load affects both alike.
        var copies: [Double] = []
        var frames: [Double] = []
        for _ in 0..<40 {
            copies += Measure.milliseconds(3, warmup: 0) { renderer.pixels.copy(full, to: other) }
            frames += Measure.milliseconds(3, warmup: 1) { _ = renderer.redraw(scene) }
        }
        let copy = Measure.median(copies.sorted())
        let frame = Measure.median(frames.sorted())

        let action = ScreenView(of: session, panel: panel, measuring: shaper).targets.first {
            target in
            if case .service = target.id { true } else { false }
        }
        session.press(action?.id)
        let pressed = ScreenView(of: session, panel: panel, measuring: shaper).scene
        var isDown = false
        let press = Measure.median(
            Measure.milliseconds(200) {
                isDown.toggle()
                _ = renderer.draw(isDown ? pressed : scene)
            })
        let layout = Measure.median(
            Measure.milliseconds(200) {
                _ = ScreenView(of: session, panel: panel, measuring: shaper)
            })
        let cold = coldMilliseconds(panel)
        let display = MemoryDisplay(panel: panel)
        let present = Measure.median(
            Measure.milliseconds(50) {
                try? display.present(renderer.pixels, .full(panel.size))
            })
        return [
            Line("memcpy of a 1920x1080 frame", copy, "ms"),
            Line(
                "full redraw into the shadow buffer", frame, "ms", against: "memcpy",
                ratio: frame / copy, limit: "<= 2.5x", isReached: frame / copy <= 2.5),
            Line(
                "copy of a full frame to the display", present, "ms", against: "memcpy",
                ratio: present / copy),
            Line(
                "one pressed button, drawn", press, "ms", against: "memcpy",
                ratio: press / copy, limit: "<= 0.3 ms", isReached: press <= 0.3),
            Line("layout of a screen, warm", layout, "ms"),
            Line("layout of a screen never seen before, worst", cold.layout, "ms"),
            Line("its drawing, worst", cold.drawing, "ms"),
        ]
    }

    /// Returns the cost of a screen without cached texts: the longest of the catalogue's pages.
    private func coldMilliseconds(_ panel: Panel) -> (layout: Double, drawing: Double) {
        let clock = ContinuousClock()
        var worst = (layout: 0.0, drawing: 0.0)
        for service in bundle.catalogue.services {
            let shaper = TextShaper()
            var session = Session(
                content: bundle.content, rules: bundle.rules, now: SystemClock().now())
            // The first text loads the fonts, which belongs to the start and not to this screen.
            _ = ScreenView(of: session, panel: panel, measuring: shaper)
            let renderer = SceneRenderer(size: panel.size, shaper: shaper)
            _ = session.handle(.tap(.service(service.id)), at: SystemClock().now())
            _ = session.handle(.tap(.showService), at: SystemClock().now())
            var scene: Scene?
            let layout = clock.measure {
                scene = ScreenView(of: session, panel: panel, measuring: shaper).scene
            }
            let drawing = clock.measure { _ = scene.map(renderer.redraw) }
            worst.layout = max(worst.layout, layout / .milliseconds(1))
            worst.drawing = max(worst.drawing, drawing / .milliseconds(1))
        }
        return worst
    }
}

/// Benchmark from a touch event to its pixels on the display, through the real loop and thread.
struct TouchBench {
    /// Time for which a finger rests on the glass, and until the next one comes. People take longer.
    static let rest = Duration.milliseconds(40)

    let bundle: SettingsBundle

    func run(on choice: DisplayChoice = .memory(nil)) async throws -> [Line] {
        let (taken, latencies) = try await latencies(on: choice, taps: 300, rest: Self.rest)
        let (_, hurried) = try await self.latencies(on: choice, taps: 600, rest: .zero)
        let p99 = Measure.percentile(latencies, 0.99)
        let worst = Measure.percentile(hurried, 0.99)
        return [
            Line("touch to flushed pixels p50", Measure.median(latencies), "ms", against: taken),
            Line(
                "touch to flushed pixels p99", p99, "ms", limit: "< 3 ms", isReached: p99 < 3),
            Line("touch to flushed pixels, worst", latencies.last ?? 0, "ms"),
            Line(
                "the same without a moment in between, p99", worst, "ms", limit: "< 8 ms",
                isReached: worst < 8),
        ]
    }

    /// Touches random targets and returns the times from touch to pixels in ms, sorted.
    private func latencies(
        on choice: DisplayChoice, taps: Int, rest: Duration
    ) async throws -> (display: String, sorted: [Double]) {
        let display = GlassBox(try Self.open(choice))
        let loop = KioskLoop(onEffects: { _ in EffectsTaken() }, onDisplayError: { _ in })
        var face = bundle.face
        (face.light, face.switchesOff) = (.init(), false)
        loop.start(face) { Hardware(display: display.output) }
        let taken = await loop.query { $0.display.summary }
        var random = SystemRandomNumberGenerator()
        for _ in 0..<taps {
            let targets = await loop.query { core in core.targets.filter(\.isEnabled) }
            guard let target = targets.randomElement(using: &random) else { continue }
            for phase in [ContactPhase.down, .up] {
                loop.post(phase.input(at: target.frame.center))
                _ = await loop.query { $0.frameCount }
                if rest > .zero { try await UptimeClock().sleep(for: rest) }
            }
        }
        let latencies = loop.touchLatencies().map { $0 / .milliseconds(1) }.sorted()
        loop.stop()
        return (taken, latencies)
    }

    private static func open(_ choice: DisplayChoice) throws(DisplayError) -> any DisplayOutput {
        if case .memory(let size) = choice {
            return MemoryDisplay(panel: size.map { Panel(size: $0) } ?? .large)
        }
        return try GlassOpener.open(choice)
    }

    /// Box of a display. It is opened here, where an error can be reported, and then used on the
    /// loop's thread only.
    private struct GlassBox: @unchecked Sendable {
        let output: any DisplayOutput

        init(_ output: any DisplayOutput) { self.output = output }
    }
}
