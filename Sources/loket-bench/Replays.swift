import Errands
import Face
import Foundation
import Geometry
import Screens
import Synchronization
import Terminal
import Touch

/// Clock of a recording. It stands still until the next recorded touch is due, and jumps there.
final class ReplayClock: KioskClock {
    private let uptime = Mutex(Duration.seconds(100))
    private let start = Date(timeIntervalSince1970: 1_795_400_000)

    func now() -> Moment {
        let uptime = uptime.withLock { $0 }
        return Moment(wall: start.addingTimeInterval(uptime / .seconds(1)), uptime: uptime)
    }

    func jump(to time: Duration) { uptime.withLock { $0 = max($0, time) } }
}

/// Player of successive recordings, each as a panel that is plugged in, touched and pulled out.
final class Replays: InputSource {
    /// Number of taps played so far, and of panels that came and went.
    let counts = Mutex((taps: 0, plugs: 0))
    private let recording: EvemuRecording
    private let tapsPerRecording: Int
    private let wanted: Int
    private let clock: ReplayClock
    private var glass: PixelTransform
    private var current: RecordedInput?

    init(
        _ recording: EvemuRecording, taps: Int, wanted: Int, clock: ReplayClock,
        glass: PixelTransform
    ) {
        self.recording = recording
        self.glass = glass
        (tapsPerRecording, self.wanted, self.clock) = (taps, wanted, clock)
    }

    /// Returns a recording of a 4096 by 4096 panel with random taps, mostly fast and sometimes as
    /// slow as people who read.
    static func recording(taps: Int, seed: UInt64) -> EvemuRecording {
        var state = seed
        func random(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
        let axis = AxisRange(minimum: 0, maximum: 4_095)
        let device = DeviceDescription(
            identity: DeviceIdentity(
                bus: 3, vendor: 0x1234, product: 1, version: 1, name: "Replayed panel"),
            properties: [InputProperty.direct],
            codes: [
                EventType.key: [ButtonCode.touch],
                EventType.absolute: [
                    AxisCode.slot, AxisCode.trackingID, AxisCode.multitouchX, AxisCode.multitouchY,
                ],
            ],
            axes: [
                AxisCode.slot: AxisRange(minimum: 0, maximum: 9),
                AxisCode.trackingID: AxisRange(minimum: 0, maximum: 65_535),
                AxisCode.multitouchX: axis, AxisCode.multitouchY: axis,
            ])
        var events: [RawEvent] = []
        var time = Duration.zero
        for tap in 0..<taps {
            // One visitor in a hundred leaves, and the screen returns to its start.
            time += .milliseconds(random(100) == 0 ? 120_000 : 60 + random(900))
            func add(_ type: UInt16, _ code: UInt16, _ value: Int) {
                events.append(
                    RawEvent(type: type, code: code, value: Int32(value), uptime: time))
            }
            add(EventType.absolute, AxisCode.trackingID, tap % 65_536)
            add(EventType.absolute, AxisCode.multitouchX, random(4_096))
            add(EventType.absolute, AxisCode.multitouchY, random(4_096))
            add(EventType.key, ButtonCode.touch, 1)
            add(EventType.synchronize, SyncCode.report, 0)
            time += .milliseconds(30 + random(120))
            add(EventType.absolute, AxisCode.trackingID, -1)
            add(EventType.key, ButtonCode.touch, 0)
            add(EventType.synchronize, SyncCode.report, 0)
        }
        return EvemuRecording(device: device, events: events)
    }

    let descriptor: Int32? = nil

    var deadline: Duration? { current != nil || counts.withLock { $0.taps } < wanted ? .zero : nil }

    func read(at uptime: Duration) -> [InputEvent] {
        guard let current else {
            guard counts.withLock({ $0.taps }) < wanted else { return [] }
            self.current = try? RecordedInput(recording, transform: TouchTransform(glass))
            return self.current?.read(at: uptime) ?? []
        }
        if current.isFinished {
            self.current = nil
            counts.withLock {
                $0.taps += tapsPerRecording
                $0.plugs += 1
            }
            return [.detached(recording.device.identity, .touchscreen, .unplugged)]
        }
        if let next = current.deadline { clock.jump(to: next) }
        return current.read(at: clock.now().uptime)
    }

    func cancelAll() { current?.cancelAll() }
    func pause() { current?.pause() }
    func resume() { current?.resume() }
    var deliversRaw = false
    var calibration: CalibrationMatrix { .identity }
    func setCalibration(_ matrix: CalibrationMatrix) {}

    func setGlass(_ glass: PixelTransform) {
        self.glass = glass
        current?.setGlass(glass)
    }

    // The touchscreen counts as present between two recordings.
    let hasTouchscreen = true
    var devices: [DeviceSummary] { current?.devices ?? [] }
}
