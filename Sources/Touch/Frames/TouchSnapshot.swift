/// State of a device at one moment: contacts on the glass, and keys that are down.
package struct TouchSnapshot: Hashable, Sendable {
    package struct Slot: Hashable, Sendable {
        /// Tracking number; -1: no finger.
        package var trackingID: Int32
        package var x: Int32
        package var y: Int32
        /// Tool `MT_TOOL_*`.
        package var tool: Int32

        package init(trackingID: Int32 = -1, x: Int32 = 0, y: Int32 = 0, tool: Int32 = 0) {
            self.trackingID = trackingID
            self.x = x
            self.y = y
            self.tool = tool
        }
    }

    package var slots: [Slot]
    package var currentSlot: Int
    /// Value of the plain X axis.
    package var x: Int32
    package var y: Int32
    /// Codes of keys and buttons that are down.
    package var pressed: Set<UInt16>

    package init(
        slots: [Slot] = [], currentSlot: Int = 0, x: Int32 = 0, y: Int32 = 0,
        pressed: Set<UInt16> = []
    ) {
        self.slots = slots
        self.currentSlot = currentSlot
        self.x = x
        self.y = y
        self.pressed = pressed
    }

    /// Creates the state of a device with these abilities and nothing on its glass.
    package init(_ abilities: TouchAbilities) {
        guard case .slots(let count) = abilities.wire else {
            self.init()
            return
        }
        self.init(slots: Array(repeating: Slot(), count: count))
    }

    var isPressed: Bool {
        pressed.contains(ButtonCode.touch) || pressed.contains(ButtonCode.left)
    }

    /// Applies an event as the kernel does.
    package mutating func apply(_ event: RawEvent) {
        switch (event.type, event.code) {
        case (EventType.key, let code):
            if event.value == 0 { pressed.remove(code) } else { pressed.insert(code) }
        case (EventType.absolute, AxisCode.x): x = event.value
        case (EventType.absolute, AxisCode.y): y = event.value
        case (EventType.absolute, AxisCode.slot): currentSlot = Int(event.value)
        case (EventType.absolute, let code):
            guard slots.indices.contains(currentSlot) else { return }
            switch code {
            case AxisCode.trackingID: slots[currentSlot].trackingID = event.value
            case AxisCode.multitouchX: slots[currentSlot].x = event.value
            case AxisCode.multitouchY: slots[currentSlot].y = event.value
            case AxisCode.toolType: slots[currentSlot].tool = event.value
            default: break
            }
        default: break
        }
    }

    /// Returns the events that lead from this state to the other, ended by a report. A recording
    /// stores a resync this way.
    package func events(to other: TouchSnapshot, at uptime: Duration) -> [RawEvent] {
        var events: [RawEvent] = []
        func add(_ type: UInt16, _ code: UInt16, _ value: Int32) {
            events.append(RawEvent(type: type, code: code, value: value, uptime: uptime))
        }
        var slot = currentSlot
        func select(_ index: Int) {
            if slot != index { add(EventType.absolute, AxisCode.slot, Int32(index)) }
            slot = index
        }
        for index in slots.indices.filter(other.slots.indices.contains) {
            let (old, new) = (slots[index], other.slots[index])
            let values = [
                (AxisCode.trackingID, old.trackingID, new.trackingID),
                (AxisCode.multitouchX, old.x, new.x), (AxisCode.multitouchY, old.y, new.y),
                (AxisCode.toolType, old.tool, new.tool),
            ]
            for (code, old, new) in values where old != new {
                select(index)
                add(EventType.absolute, code, new)
            }
        }
        select(other.currentSlot)
        for code in pressed.symmetricDifference(other.pressed).sorted() {
            add(EventType.key, code, other.pressed.contains(code) ? 1 : 0)
        }
        if x != other.x { add(EventType.absolute, AxisCode.x, other.x) }
        if y != other.y { add(EventType.absolute, AxisCode.y, other.y) }
        add(EventType.synchronize, SyncCode.report, 0)
        return events
    }
}
