/// Converter of a touchscreen's events into contacts. It is pure: no device, clock or screen.
/// Nothing is reported before the frame is complete (T25).
package struct FrameAssembler: Sendable {
    /// Maximum number of fingers followed at the same time. More are ignored (T28).
    package static let maximumContacts = 10
    /// Maximum number of steps of a frame. A frame that never ends is cut here.
    static let maximumSteps = 512
    /// Maximum number of fingers in a frame of a device without slots.
    static let maximumPoints = 64

    /// Change of a finger within the frame, in order.
    struct Step: Sendable {
        enum Kind: Sendable { case begin, update, end }
        var slot: Int
        var kind: Kind
        var x: Int32
        var y: Int32
        var tool: Int32
    }

    /// Finger in a frame of a device without slots.
    struct AnonymousPoint: Sendable {
        var trackingID: Int32 = -1
        var x: Int32
        var y: Int32
        var tool: Int32 = 0
    }

    package let abilities: TouchAbilities
    var book: ContactBook
    /// State that the device last reported, complete or not.
    var state: TouchSnapshot
    var steps: [Step] = []
    /// Tracking numbers of the contacts in the book; -1 in empty slots.
    var heldIDs: [Int32]
    /// Slots ended by BTN_TOUCH=0 though the device did not end them itself (T27).
    var releasedByButton: Set<Int> = []
    /// Slots with an event in this frame.
    var slotsInFrame: Set<Int> = []
    var buttonInFrame: Int32?
    /// Whether BTN_TOUCH was ever 1. A device may have the button and never press it.
    var hasSeenButton = false

    var points: [AnonymousPoint] = []
    var point = AnonymousPoint(x: 0, y: 0)
    var pointHasPosition = false
    var hasPointReport = false
    /// Whether this is the first frame after a gap. Fingers missing in it vanished and were not
    /// lifted (T26).
    var isAfterGap = false
    /// Whether all fingers are ignored until none is left. Those that were there at the start have
    /// no slots to ignore them by (T32).
    var ignoresUntilEmpty = false

    /// Creates an assembler. `start` is the state in which the device was opened: contacts in it
    /// are ignored until they are lifted (T32).
    package init(
        abilities: TouchAbilities, settings: FrameSettings = FrameSettings(),
        start: TouchSnapshot? = nil
    ) {
        self.abilities = abilities
        book = ContactBook(settings: settings)
        state = TouchSnapshot(abilities)
        heldIDs = Array(repeating: -1, count: max(1, state.slots.count))
        if let start { adopt(start) }
        ignoreAllOnGlass()
    }

    /// Irregularities of the device since it was opened.
    package var counters: FrameCounters { book.counters }

    /// Handles an event and appends the contacts of the frame that it completes. SYN_DROPPED drops
    /// the frame and requires a `resync`.
    package mutating func handle(_ event: RawEvent, into contacts: inout [RawContact]) {
        switch event.type {
        case EventType.synchronize:
            switch event.code {
            case SyncCode.report: endFrame(event, into: &contacts)
            case SyncCode.multitouchReport: endPoint()
            case SyncCode.dropped: drop()
            default: break
            }
        case EventType.key where event.code == ButtonCode.touch || event.code == ButtonCode.left:
            button(event)
        case EventType.absolute: axis(event)
        default: break
        }
        if steps.count >= Self.maximumSteps {
            book.counters.overlong += 1
            endFrame(at: event.uptime, into: &contacts)
        }
    }

    /// Ends a frame. A device that is removed or suspended did not lift its fingers: the kernel
    /// releases its buttons with a SYN_REPORT of 1 (`input_dev_release_keys`), which is no tap
    /// (T30).
    private mutating func endFrame(_ event: RawEvent, into contacts: inout [RawContact]) {
        let first = contacts.count
        endFrame(at: event.uptime, into: &contacts)
        guard event.value == 1 else { return }
        for index in contacts[first...].indices where contacts[index].phase == .up {
            contacts[index].phase = .cancel
        }
    }

    /// Handles an event and returns the contacts of the frame that it completes.
    package mutating func handle(_ event: RawEvent) -> [RawContact] {
        var contacts: [RawContact] = []
        handle(event, into: &contacts)
        return contacts
    }

    /// Cancels every contact when device, console or grab is gone. Contacts still on the glass are
    /// ignored until they are lifted (T30).
    package mutating func cancelAll(at uptime: Duration) -> [RawContact] {
        var contacts: [RawContact] = []
        abandonFrame()
        book.cancelAll(at: uptime, into: &contacts)
        return contacts
    }

    private mutating func button(_ event: RawEvent) {
        let wasPressed = state.isPressed
        state.apply(event)
        let isPressed = state.isPressed
        guard isPressed != wasPressed else { return }
        if isPressed { hasSeenButton = true }
        switch abilities.wire {
        case .single:
            steps.append(
                Step(
                    slot: 0, kind: isPressed ? .begin : .end, x: state.x, y: state.y, tool: 0))
        case .slots, .anonymous: buttonInFrame = isPressed ? 1 : 0
        }
    }

    private mutating func axis(_ event: RawEvent) {
        switch abilities.wire {
        case .single:
            guard event.code == AxisCode.x || event.code == AxisCode.y else { return }
            state.apply(event)
            placed(slot: 0, x: state.x, y: state.y, tool: 0, isOccupied: state.isPressed)
        case .slots: slotAxis(event)
        case .anonymous: pointAxis(event)
        }
    }

    private mutating func slotAxis(_ event: RawEvent) {
        let slot = state.currentSlot
        guard event.code != AxisCode.slot, state.slots.indices.contains(slot) else {
            // A slot that was not announced is stored and never read (T28).
            if event.code == AxisCode.slot { state.apply(event) }
            return
        }
        let old = state.slots[slot]
        state.apply(event)
        let new = state.slots[slot]
        switch event.code {
        case AxisCode.trackingID:
            // A new number without -1 between is a new finger; the old one was lifted (T27).
            guard old.trackingID != new.trackingID || releasedByButton.contains(slot) else {
                return
            }
            if old.trackingID >= 0, !releasedByButton.contains(slot) {
                steps.append(Step(slot: slot, kind: .end, x: old.x, y: old.y, tool: old.tool))
            }
            releasedByButton.remove(slot)
            if new.trackingID >= 0 {
                steps.append(Step(slot: slot, kind: .begin, x: new.x, y: new.y, tool: new.tool))
            }
        case AxisCode.multitouchX, AxisCode.multitouchY, AxisCode.toolType:
            slotsInFrame.insert(slot)
            placed(
                slot: slot, x: new.x, y: new.y, tool: new.tool,
                isOccupied: new.trackingID >= 0 && !releasedByButton.contains(slot))
        default: break
        }
    }

    /// Updates the finger's last step of this frame, or appends one.
    private mutating func placed(
        slot: Int, x: Int32, y: Int32, tool: Int32, isOccupied: Bool
    ) {
        guard isOccupied else { return }
        if let last = steps.lastIndex(where: { $0.slot == slot }), steps[last].kind != .end {
            (steps[last].x, steps[last].y, steps[last].tool) = (x, y, tool)
        } else {
            steps.append(Step(slot: slot, kind: .update, x: x, y: y, tool: tool))
        }
    }
}
