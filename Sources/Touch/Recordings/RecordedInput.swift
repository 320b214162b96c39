package import Geometry

/// Player of a recording in place of its device, at the recorded times or as fast as it is read
/// (T48). After SYN_DROPPED the events with the same time are the state read anew, which libevdev
/// stamps so.
package final class RecordedInput: InputSource {
    package enum Pace: Hashable, Sendable {
        /// Plays each frame when it is due.
        case recorded
        /// Plays all frames as they are read.
        case fast
    }

    /// Maximum number of events that one read plays.
    static let maximumEvents = 512

    private let recording: EvemuRecording
    private let pace: Pace
    private let abilities: TouchAbilities
    private var transform: TouchTransform
    private var assembler: FrameAssembler
    /// State of the device, for resyncs.
    private var state: TouchSnapshot
    private var gapAt: Duration?
    private var next = 0
    private var start: Duration?
    private var pending: [InputEvent] = []
    private var now = Duration.zero
    private var isAttached = false
    private var isPaused = false
    private var isRaw = false

    /// Creates a player. Throws `TouchRefusal` where the recorded device is no touchscreen.
    package init(
        _ recording: EvemuRecording, pace: Pace = .recorded, transform: TouchTransform,
        frames: FrameSettings = FrameSettings()
    ) throws(TouchRefusal) {
        self.recording = recording
        self.pace = pace
        self.transform = transform
        abilities = try TouchAbilities(recording.device)
        assembler = FrameAssembler(abilities: abilities, settings: frames)
        state = TouchSnapshot(abilities)
    }

    /// Whether everything was played and delivered.
    package var isFinished: Bool {
        next >= recording.events.count && gapAt == nil && pending.isEmpty && isAttached
    }

    package var descriptor: Int32? { nil }

    package var deadline: Duration? {
        if !isAttached || !pending.isEmpty { return .zero }
        guard next < recording.events.count || gapAt != nil else { return nil }
        guard pace == .recorded, next < recording.events.count else { return .zero }
        return (start ?? .zero) + recording.events[next].uptime
    }

    package func read(at uptime: Duration) -> [InputEvent] {
        now = uptime
        if !isAttached {
            isAttached = true
            start = uptime
            pending.append(.attached(recording.device.identity, .touchscreen))
        }
        let base = start ?? uptime
        var contacts: [RawContact] = []
        for _ in 0..<Self.maximumEvents {
            guard next < recording.events.count else { break }
            var event = recording.events[next]
            event.uptime += base
            if pace == .recorded, event.uptime > uptime { break }
            if let gapAt, event.uptime > gapAt { contacts += endGap() }
            next += 1
            play(event, into: &contacts)
        }
        if next >= recording.events.count, gapAt != nil { contacts += endGap() }
        deliver(contacts)
        defer { pending = [] }
        return pending
    }

    private func play(_ event: RawEvent, into contacts: inout [RawContact]) {
        state.apply(event)
        if isPaused { return }
        if event.isDropped { gapAt = event.uptime }
        if gapAt == nil || event.isDropped { assembler.handle(event, into: &contacts) }
    }

    private func endGap() -> [RawContact] {
        defer { gapAt = nil }
        return assembler.resync(state, at: gapAt ?? now)
    }

    private func deliver(_ contacts: [RawContact]) {
        for contact in contacts {
            pending.append(isRaw ? .raw(contact) : .contact(transform.contact(contact)))
        }
    }

    package func cancelAll() { deliver(assembler.cancelAll(at: now)) }

    package func pause() {
        cancelAll()
        isPaused = true
    }

    package func resume() {
        guard isPaused else { return }
        isPaused = false
        assembler = FrameAssembler(
            abilities: abilities, settings: assembler.book.settings, start: state)
    }

    package var deliversRaw: Bool {
        get { isRaw }
        set {
            if newValue != isRaw { cancelAll() }
            isRaw = newValue
        }
    }

    package var calibration: CalibrationMatrix { transform.calibration }

    package func setCalibration(_ matrix: CalibrationMatrix) {
        cancelAll()
        transform.calibration = matrix
    }

    package func setGlass(_ glass: PixelTransform) {
        cancelAll()
        transform = TouchTransform(glass, calibration: transform.calibration)
    }

    package var hasTouchscreen: Bool { true }

    /// Irregularities of the recorded device.
    package var counters: FrameCounters { assembler.counters }

    package var devices: [DeviceSummary] {
        let assessment = DeviceAssessment(recording.device)
        return [
            DeviceSummary(
                path: "recording", identity: recording.device.identity, role: .touchscreen,
                score: assessment.score, reason: assessment.reason, abilities: abilities)
        ]
    }
}
