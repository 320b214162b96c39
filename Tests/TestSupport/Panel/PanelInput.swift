package import Display
import Errands
import Face
package import Geometry
package import Touch

/// Input devices controlled by a test and used on the loop's thread only.
package final class PanelInput: InputSource {
    package init() {}

    package static let identity = DeviceIdentity(
        bus: 3, vendor: 0x0EEF, product: 1, name: "eGalax", physicalPath: "usb-1/input0")

    package var devices: [DeviceSummary] = [
        DeviceSummary(
            path: "/dev/input/event3", identity: identity, role: .touchscreen, score: 10,
            reason: "It is one."),
        DeviceSummary(
            path: "/dev/input/event4", identity: DeviceIdentity(name: "keys"),
            role: .ignoredKeyboard, reason: "No setting names this keyboard."),
    ]
    package var pending: [InputEvent] = []
    package private(set) var calibration = CalibrationMatrix(1, 0, 0.25, 0, 1, 0)
    package private(set) var settings = 0
    package var deliversRaw = false

    package var descriptor: Int32? { nil }
    package var deadline: Duration? { pending.isEmpty ? nil : .zero }
    package func read(at uptime: Duration) -> [InputEvent] {
        defer { pending = [] }
        return pending
    }
    package func cancelAll() {}
    package func pause() {}
    package func resume() {}
    package func setCalibration(_ matrix: CalibrationMatrix) {
        settings += 1
        calibration = matrix
    }
    package func setGlass(_ glass: PixelTransform) {}
    package var hasTouchscreen: Bool { devices.contains { $0.role == .touchscreen } }

    /// Unplugs the touchscreen.
    package func pull() {
        devices.removeAll { $0.role == .touchscreen }
        pending.append(.detached(Self.identity, .touchscreen, .unplugged))
    }
}

/// Memory display whose picture is rotated on its glass.
package final class TurnedDisplay: DisplayOutput {
    package let panel: Panel
    package let transform: PixelTransform
    package var news: [DisplayNews] = []
    package var isGone = false
    /// States to which the monitor was switched, in order.
    package private(set) var switched: [Bool] = []
    package func setPower(_ isOn: Bool) { switched.append(isOn) }

    package init(_ rotation: Orientation.Rotation = .none) {
        let glass = Panel.small
        transform = PixelTransform(Orientation(rotation: rotation), glass: glass.size)
        panel =
            rotation.swapsSides
            ? Panel(
                size: transform.picture, widthMillimetres: glass.heightMillimetres,
                heightMillimetres: glass.widthMillimetres) : glass
    }

    package var summary: String { "display=turned" }
    package func present(_ shadow: PixelBuffer, _ damage: Damage) throws(DisplayError) {
        if isGone { throw DisplayError(device: "card0", message: "pulled") }
    }
    package func service(at uptime: Duration) -> DisplayNews {
        news.isEmpty ? .none : news.removeFirst()
    }
    package func close() {}
}

/// Console that is left when the test says so.
package final class FakeConsole: GlassConsole {
    package init() {}

    package var pending: [Console.Event] = []
    package var descriptor: Int32 { -1 }
    package func events() -> [Console.Event] {
        defer { pending = [] }
        return pending
    }
    package func leave() throws(DisplayError) {}
    package func acquire() throws(DisplayError) {}
    package func close() -> [String] { [] }
}

/// Finger on a panel that is mirrored left to right and uses a part of its range.
package struct Finger {
    package let transform: PixelTransform

    package init(transform: PixelTransform) { self.transform = transform }

    /// Matrix that its calibration must give.
    package static let matrix = CalibrationMatrix(
        -1 / 0.9, 0, 1 + 0.05 / 0.9, 0, 1 / 0.8, -0.1 / 0.8)

    package func raw(_ point: Point) -> UnitPoint {
        let glass = transform.glassPoint(point)
        let (width, height) = (transform.glass.width, transform.glass.height)
        let x = (Double(glass.x) + 0.5) / Double(width)
        let y = (Double(glass.y) + 0.5) / Double(height)
        return UnitPoint(x: 0.05 + 0.9 * (1 - x), y: 0.1 + 0.8 * y)
    }

    package func contact(
        _ phase: ContactEvent.Phase, _ point: Point, at uptime: Duration
    ) -> RawContact {
        RawContact(contact: 0, phase: phase, position: raw(point), uptime: uptime)
    }
}

extension CalibrationMatrix {
    /// Whether no coefficient differs by a thousandth.
    package func isNear(_ other: CalibrationMatrix) -> Bool {
        let pairs = [
            (a, other.a), (b, other.b), (c, other.c), (d, other.d), (e, other.e), (f, other.f),
        ]
        return pairs.allSatisfy { abs($0 - $1) < 0.001 }
    }
}
