import Geometry
import TestSupport
import Touch

/// Panel whose values are its pixels, and its events.
struct RawPanel {
    static let range = AxisRange(minimum: 0, maximum: 4_095)
    static let glass = Size(width: 4_096, height: 4_096)

    static func slots(_ count: Int, hasButton: Bool = false) -> TouchAbilities {
        TouchAbilities(
            wire: .slots(count: count), x: range, y: range, hasButton: hasButton)
    }

    static let anonymous = TouchAbilities(
        wire: .anonymous, x: range, y: range, hasButton: true)
    static let single = TouchAbilities(wire: .single, x: range, y: range, hasButton: true)

    let transform = TouchTransform(glass: RawPanel.glass)
    var assembler: FrameAssembler
    var now = Duration.milliseconds(1_000)

    init(
        _ abilities: TouchAbilities, minimumSamples: Int = 1, start: TouchSnapshot? = nil
    ) {
        assembler = FrameAssembler(
            abilities: abilities, settings: FrameSettings(minimumSamples: minimumSamples),
            start: start)
    }

    /// Sends events and a report, one millisecond after the last.
    mutating func frame(_ events: [Wire]) -> [String] {
        now += .milliseconds(1)
        return send(events + [.report])
    }

    mutating func send(_ events: [Wire]) -> [String] {
        var contacts: [RawContact] = []
        for event in events { assembler.handle(event.at(now), into: &contacts) }
        return texts(contacts)
    }

    mutating func resync(_ state: TouchSnapshot) -> [String] {
        texts(assembler.resync(state, at: now))
    }

    mutating func cancelAll() -> [String] { texts(assembler.cancelAll(at: now)) }

    func texts(_ contacts: [RawContact]) -> [String] {
        contacts.map { TouchTools.text(.contact(transform.contact($0))) }.map {
            String($0.dropFirst("contact ".count))
        }
    }
}

/// Short notation of an event.
enum Wire {
    case slot(Int32)
    case id(Int32)
    case x(Int32)
    case y(Int32)
    case tool(Int32)
    case plainX(Int32)
    case plainY(Int32)
    case touch(Int32)
    case left(Int32)
    case key(UInt16, Int32)
    case point
    case report
    /// Report by which the kernel releases a removed device's keys.
    case letGo
    case dropped

    func at(_ uptime: Duration) -> RawEvent {
        func event(_ type: UInt16, _ code: UInt16, _ value: Int32) -> RawEvent {
            RawEvent(type: type, code: code, value: value, uptime: uptime)
        }
        return switch self {
        case .slot(let value): event(EventType.absolute, AxisCode.slot, value)
        case .id(let value): event(EventType.absolute, AxisCode.trackingID, value)
        case .x(let value): event(EventType.absolute, AxisCode.multitouchX, value)
        case .y(let value): event(EventType.absolute, AxisCode.multitouchY, value)
        case .tool(let value): event(EventType.absolute, AxisCode.toolType, value)
        case .plainX(let value): event(EventType.absolute, AxisCode.x, value)
        case .plainY(let value): event(EventType.absolute, AxisCode.y, value)
        case .touch(let value): event(EventType.key, ButtonCode.touch, value)
        case .left(let value): event(EventType.key, ButtonCode.left, value)
        case .key(let code, let value): event(EventType.key, code, value)
        case .point: event(EventType.synchronize, SyncCode.multitouchReport, 0)
        case .report: event(EventType.synchronize, SyncCode.report, 0)
        case .letGo: event(EventType.synchronize, SyncCode.report, 1)
        case .dropped: event(EventType.synchronize, SyncCode.dropped, 0)
        }
    }
}

/// Stored recordings.
enum Recordings {
    static func named(_ name: String) throws -> EvemuRecording {
        try EvemuRecording(file: Repository.file("Tests/Touch/Recordings/\(name).evemu"))
    }

    /// Returns its contacts on a glass with as many pixels as the range has values.
    static func contacts(_ name: String, frames: FrameSettings = FrameSettings()) throws
        -> [String]
    {
        let input = try RecordedInput(
            named(name), pace: .fast, transform: TouchTransform(glass: RawPanel.glass),
            frames: frames)
        var texts: [String] = []
        while !input.isFinished {
            for case .contact(let contact) in input.read(at: .zero) {
                let milliseconds = contact.uptime / .milliseconds(1)
                texts.append(
                    "\(Int(milliseconds)) \(contact.contact) \(contact.phase.rawValue) "
                        + "\(contact.position.x) \(contact.position.y)")
            }
        }
        return texts
    }
}
