import Display
import Drawing
import Foundation
import Geometry
import Office
import PanelModel
import Screens
import Settings
import Synchronization
import TestSupport
import Testing
import Touch

@testable import Face

/// Core on rotated glass with its devices, and a person who touches what it shows.
final class Bench {
    let core: KioskCore
    let input = PanelInput()
    let console = FakeConsole()
    let display: TurnedDisplay
    let finger: Finger
    var now = Duration.seconds(1)

    init(
        _ rotation: Orientation.Rotation = .none,
        hours: OfficeHours = OfficeHours(
            isForcedOpen: true), hasInput: Bool = true, switchesOff: Bool = false
    ) throws {
        let bundle = try #require(CoreTests.office.value)
        try Fonts.load(configuration: bundle.fontsFile)
        display = TurnedDisplay(rotation)
        finger = Finger(transform: display.transform)
        let box = NewsBox()
        let face = FacePlan(
            content: bundle.content, rules: bundle.rules, hours: hours,
            light: .init(dimAfter: .seconds(60), darkAfter: .seconds(300)),
            switchesOff: switchesOff)
        core = face.core(
            on: Hardware(display: display, input: hasInput ? input : nil, console: console),
            at: CoreTests.moment(now), report: { box.all.append($0) })
        self.box = box
        turn()
    }

    private final class Answers: Sendable {
        let all = Mutex<[Result<CalibrationReport, TouchscreenRefused>]>([])
    }

    private final class NewsBox {
        var all: [HardwareNews] = []
    }
    private let box: NewsBox
    var reports: [HardwareNews] { box.all }

    /// Runs one turn of the loop.
    func turn(_ inputs: [KioskInput] = []) {
        _ = core.handle(inputs, at: CoreTests.moment(now))
        _ = try? core.present()
    }

    /// Runs a turn of the loop this much later.
    func wait(_ duration: Duration, _ inputs: [KioskInput] = []) {
        now += duration
        turn(inputs)
    }

    @discardableResult
    func begin(_ points: Int = 5, device: String? = nil) throws
        -> Result<CalibrationReport, TouchscreenRefused>
    {
        let answers = Answers()
        turn([
            .calibrate(
                CalibrationOrder(points: points, device: device) { answer in
                    answers.all.withLock { $0.append(answer) }
                })
        ])
        let all = answers.all.withLock { $0 }
        #expect(all.count == 1)
        return try #require(all.first)
    }

    /// Taps with a turn of the loop for down and one for up.
    func tap(_ point: Point) {
        for phase in [ContactEvent.Phase.down, .up] {
            now += .milliseconds(100)
            turn([.rawContact(finger.contact(phase, point, at: now))])
        }
    }

    func tap(_ action: Action) throws {
        tap(try #require(core.targets.first { $0.id == action }, "no \(action)").frame.center)
    }

    func marks(_ count: Int) -> [Point] {
        CalibrationRun.Layout.targets(in: display.panel.size, count: count)
    }

    var state: CalibrationReport.State? { core.staff.calibrationReport?.state }
}
