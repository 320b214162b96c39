import Geometry
import TestSupport
import Touch

/// Touchscreen of any kind and range, whose events are spoiled on their way.
struct FuzzTouchscreen {
    let abilities: TouchAbilities
    var assembler: FrameAssembler
    private var trackingID: Int32 = 0

    /// Nil where the device is refused, as one without a range is.
    init?(_ one: inout FuzzCase) {
        func range() -> AxisRange {
            let (minimum, maximum) = one.pick(
                [
                    (0, 4_095), (0, 4_095), (0, 32_767), (.min, .max), (-100, 100), (0, 1),
                    (.max - 1, .max),
                    (0, 0), (10, -10),
                ] as [(Int32, Int32)])
            return AxisRange(
                minimum: minimum, maximum: maximum, fuzz: one.pick(Edges.words),
                flat: one.pick(Edges.words), resolution: one.pick(Edges.words))
        }
        var codes: [UInt16: Set<UInt16>] = [
            EventType.key: [ButtonCode.touch], EventType.absolute: [AxisCode.x, AxisCode.y],
        ]
        var axes = [AxisCode.x: range(), AxisCode.y: range()]
        let kind = one.number(0...2)
        if kind > 0 {
            codes[EventType.absolute]?.formUnion([AxisCode.multitouchX, AxisCode.multitouchY])
            axes[AxisCode.multitouchX] = range()
            axes[AxisCode.multitouchY] = range()
            if one.oneIn(2) { codes[EventType.key] = nil }
        }
        if kind == 2 {
            codes[EventType.absolute]?.formUnion([AxisCode.slot, AxisCode.trackingID])
            axes[AxisCode.slot] = AxisRange(
                minimum: 0, maximum: one.pick([0, 1, 9, 255, .max, -1]))
        }
        let device = DeviceDescription(
            identity: DeviceIdentity(name: "fuzz"), codes: codes, axes: axes)
        one.check(!DeviceAssessment(device).reason.isEmpty, "a device is judged without a reason")
        guard let abilities = try? TouchAbilities(device) else { return nil }
        self.abilities = abilities
        assembler = FrameAssembler(
            abilities: abilities, settings: FrameSettings(minimumSamples: one.number(1...3)))
    }

    func event(of contact: RawContact, _ transform: PixelTransform) -> ContactEvent {
        TouchTransform(transform).contact(contact)
    }

    /// Touches a place and lifts the finger, with mistakes. Returns the contacts of it.
    mutating func touch(
        _ point: Point, _ transform: PixelTransform, _ now: Duration, _ one: inout FuzzCase
    ) -> [RawContact] {
        var events = down(point, transform, &one).map { one.oneIn(60) ? spoiled($0, &one) : $0 }
        if !one.oneIn(10) { events += up(&one) }
        if one.oneIn(4), !events.isEmpty {
            for _ in 0..<one.number(1...4) { spoil(&events, &one) }
        }
        var contacts: [RawContact] = []
        for var event in events {
            event.uptime = one.oneIn(30) ? now + .seconds(one.pick([-9_999, -1, 1, 1 << 40])) : now
            assembler.handle(event, into: &contacts)
            if event.isDropped { contacts += assembler.resync(snapshot(&one), at: now) }
        }
        return contacts
    }

    private func value(_ range: AxisRange, _ unit: Double) -> Int32 {
        let width = Double(range.maximum) - Double(range.minimum)
        return Int32(
            clamping: Int64((Double(range.minimum) + width * min(max(unit, 0), 1)).rounded()))
    }

    private mutating func down(
        _ point: Point, _ transform: PixelTransform, _ one: inout FuzzCase
    ) -> [RawEvent] {
        let glass = transform.glassPoint(point)
        let x = value(abilities.x, (Double(glass.x) + 0.5) / Double(transform.glass.width))
        let y = value(abilities.y, (Double(glass.y) + 0.5) / Double(transform.glass.height))
        trackingID &+= 1
        let press = event(EventType.key, ButtonCode.touch, 1)
        switch abilities.wire {
        case .slots(let count):
            let slot = Int32(one.number(0...min(count - 1, 11)))
            return [
                absolute(AxisCode.slot, slot), absolute(AxisCode.trackingID, trackingID & 0xFFFF),
                absolute(AxisCode.multitouchX, x), absolute(AxisCode.multitouchY, y), press, report,
            ]
        case .anonymous:
            return [
                absolute(AxisCode.multitouchX, x), absolute(AxisCode.multitouchY, y),
                event(EventType.synchronize, SyncCode.multitouchReport, 0), report,
            ]
        case .single: return [absolute(AxisCode.x, x), absolute(AxisCode.y, y), press, report]
        }
    }

    private func up(_ one: inout FuzzCase) -> [RawEvent] {
        let release = event(EventType.key, ButtonCode.touch, 0)
        return switch abilities.wire {
        case .slots: [absolute(AxisCode.trackingID, -1), release, report]
        case .anonymous: [event(EventType.synchronize, SyncCode.multitouchReport, 0), report]
        case .single: [release, report]
        }
    }

    private func spoiled(_ old: RawEvent, _ one: inout FuzzCase) -> RawEvent {
        var event = old
        switch one.number(0...2) {
        case 0: event.value = one.pick(Edges.words)
        case 1: event.code = one.pick([0, 1, 0x2E, 0x2F, 0x35, 0x36, 0x37, 0x39, 0x3F, 330, .max])
        default: event.type = one.pick([0, 1, 2, 3, 4, 0x11, 0x1F, .max])
        }
        return event
    }

    private func spoil(_ events: inout [RawEvent], _ one: inout FuzzCase) {
        let place = one.number(0...max(0, events.count - 1))
        guard events.indices.contains(place) else { return }
        switch one.number(0...5) {
        case 0: events.remove(at: place)
        case 1: events.insert(events[place], at: place)
        case 2: events.swapAt(place, one.number(0...events.count - 1))
        case 3: events[place].value = one.pick(Edges.words)
        case 4: events.insert(event(EventType.synchronize, SyncCode.dropped, 0), at: place)
        default: events[place] = spoiled(events[place], &one)
        }
    }

    private func snapshot(_ one: inout FuzzCase) -> TouchSnapshot {
        TouchSnapshot(
            slots: (0..<one.pick([0, 1, 10, 300])).map { _ in
                .init(
                    trackingID: one.pick([-1, -1, 3, .max, .min]), x: one.pick(Edges.words),
                    y: one.pick(Edges.words), tool: Int32(one.number(0...3)))
            }, currentSlot: one.pick([-1, 0, 9, 300]), x: one.pick(Edges.words),
            y: one.pick(Edges.words), pressed: one.oneIn(2) ? [ButtonCode.touch] : [])
    }

    private var report: RawEvent { event(EventType.synchronize, SyncCode.report, 0) }

    private func absolute(_ code: UInt16, _ value: Int32) -> RawEvent {
        event(EventType.absolute, code, value)
    }

    private func event(_ type: UInt16, _ code: UInt16, _ value: Int32) -> RawEvent {
        RawEvent(type: type, code: code, value: value, uptime: .zero)
    }
}
