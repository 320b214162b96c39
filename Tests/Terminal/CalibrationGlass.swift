import Display
import Drawing
import Foundation
import Geometry
import Office
import Screens
import Settings
import Synchronization
import Testing
import Touch

@testable import Terminal

/// Input devices that are what a test says, used on the loop's thread only.
final class PanelInput: InputSource {
    static let identity = DeviceIdentity(
        bus: 3, vendor: 0x0EEF, product: 1, name: "eGalax", physicalPath: "usb-1/input0")

    var devices: [DeviceSummary] = [
        DeviceSummary(
            path: "/dev/input/event3", identity: identity, role: .touchscreen, score: 10,
            reason: "It is one."),
        DeviceSummary(
            path: "/dev/input/event4", identity: DeviceIdentity(name: "keys"),
            role: .ignoredKeyboard, reason: "No setting names this keyboard."),
    ]
    var pending: [InputEvent] = []
    private(set) var calibration = CalibrationMatrix(1, 0, 0.25, 0, 1, 0)
    private(set) var settings = 0
    var deliversRaw = false

    var descriptor: Int32? { nil }
    var deadline: Duration? { pending.isEmpty ? nil : .zero }
    func read(at uptime: Duration) -> [InputEvent] {
        defer { pending = [] }
        return pending
    }
    func cancelAll() {}
    func pause() {}
    func resume() {}
    func setCalibration(_ matrix: CalibrationMatrix) {
        settings += 1
        calibration = matrix
    }
    func setGlass(_ glass: PixelTransform) {}
    var hasTouchscreen: Bool { devices.contains { $0.role == .touchscreen } }

    /// The cable is out.
    func pull() {
        devices.removeAll { $0.role == .touchscreen }
        pending.append(.detached(Self.identity, .touchscreen, .unplugged))
    }
}

/// A display in memory whose picture lies turned on its glass.
final class TurnedDisplay: DisplayOutput {
    let panel: Panel
    let transform: PixelTransform
    var news: [DisplayNews] = []
    var isGone = false

    init(_ rotation: Orientation.Rotation = .none) {
        let glass = Panel.small
        transform = PixelTransform(Orientation(rotation: rotation), glass: glass.size)
        panel =
            rotation.swapsSides
            ? Panel(
                size: transform.picture, widthMillimetres: glass.heightMillimetres,
                heightMillimetres: glass.widthMillimetres) : glass
    }

    var summary: String { "display=turned" }
    func present(_ shadow: PixelBuffer, _ damage: Damage) throws(DisplayError) {
        if isGone { throw DisplayError(device: "card0", message: "pulled") }
    }
    func service(at uptime: Duration) -> DisplayNews { news.isEmpty ? .none : news.removeFirst() }
    func close() {}
}

/// A console that is left when a test says so.
final class FakeConsole: GlassConsole {
    var pending: [Console.Event] = []
    var descriptor: Int32 { -1 }
    func events() -> [Console.Event] {
        defer { pending = [] }
        return pending
    }
    func leave() throws(DisplayError) {}
    func acquire() throws(DisplayError) {}
    func close() -> [String] { [] }
}

/// A panel that is mirrored from left to right and does not use its whole range.
struct Finger {
    let transform: PixelTransform

    /// What calibrating it must come to.
    static let matrix = CalibrationMatrix(-1 / 0.9, 0, 1 + 0.05 / 0.9, 0, 1 / 0.8, -0.1 / 0.8)

    func raw(_ point: Point) -> UnitPoint {
        let glass = transform.glassPoint(point)
        let (width, height) = (transform.glass.width, transform.glass.height)
        let x = (Double(glass.x) + 0.5) / Double(width)
        let y = (Double(glass.y) + 0.5) / Double(height)
        return UnitPoint(x: 0.05 + 0.9 * (1 - x), y: 0.1 + 0.8 * y)
    }

    func contact(
        _ phase: ContactEvent.Phase, _ point: Point, at uptime: Duration
    ) -> RawContact {
        RawContact(contact: 0, phase: phase, position: raw(point), uptime: uptime)
    }
}

/// A core on turned glass, its devices, and somebody who touches what it shows.
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
            isForcedOpen: true), hasInput: Bool = true
    ) throws {
        let loaded = SettingsBundle.load(
            file: Machine.root + "/Kiosk/kiosk.yaml",
            today: CalendarDate(year: 2026, month: 11, day: 23))
        let bundle = try #require(loaded.value)
        try Fonts.load(configuration: bundle.fontsFile)
        display = TurnedDisplay(rotation)
        finger = Finger(transform: display.transform)
        let box = NewsBox()
        core = KioskCore(
            session: Session(
                content: bundle.content, rules: bundle.rules, now: CoreTests.moment(now)),
            hours: hours, display: display,
            hardware: Hardware(input: hasInput ? input : nil, console: console),
            light: .init(dimAfter: .seconds(60), darkAfter: .seconds(300)),
            report: { box.all.append($0) })
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

    /// One turn of the loop.
    func turn(_ inputs: [KioskInput] = []) {
        _ = core.handle(inputs, at: CoreTests.moment(now))
        _ = try? core.present()
    }

    /// A turn of the loop so much later.
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

    /// Down and up, a turn of the loop each.
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

    var state: CalibrationReport.State? { core.calibrationReport?.state }
}
