/// End of a frame: its steps become contacts, in their order (T25).
extension FrameAssembler {
    mutating func endFrame(at uptime: Duration, into contacts: inout [RawContact]) {
        switch abilities.wire {
        case .anonymous: endAnonymousFrame(at: uptime, into: &contacts)
        case .slots:
            followButton()
            fallthrough
        case .single:
            for step in steps { apply(step, at: uptime, into: &contacts) }
        }
        abandonFrame()
        isAfterGap = false
        book.frameEnded(at: uptime, into: &contacts)
    }

    /// Drops the steps of an incomplete frame. What they changed stays in the state (T26).
    mutating func abandonFrame() {
        steps.removeAll(keepingCapacity: true)
        points.removeAll(keepingCapacity: true)
        slotsInFrame.removeAll(keepingCapacity: true)
        buttonInFrame = nil
        pointHasPosition = false
        hasPointReport = false
        point.trackingID = -1
        point.tool = 0
    }

    private mutating func apply(
        _ step: Step, at uptime: Duration, into contacts: inout [RawContact]
    ) {
        let isPalm = step.tool == palmTool
        switch step.kind {
        case .begin:
            book.begin(
                step.slot, unit(step.x, step.y), isPalm: isPalm, at: uptime, into: &contacts)
            heldIDs[step.slot] =
                state.slots.isEmpty ? 0 : state.slots[step.slot].trackingID
        case .update:
            book.update(
                step.slot, unit(step.x, step.y), isPalm: isPalm, at: uptime, into: &contacts)
        case .end:
            book.end(step.slot, .up, at: uptime, into: &contacts)
            heldIDs[step.slot] = -1
        }
    }

    /// Applies BTN_TOUCH to the slots. Some drivers report a lifted finger by BTN_TOUCH alone, and
    /// the next one by BTN_TOUCH and a position, while the slot keeps its tracking number (T27).
    private mutating func followButton() {
        guard let buttonInFrame else { return }
        if buttonInFrame == 0 {
            for slot in state.slots.indices
            where state.slots[slot].trackingID >= 0 && !releasedByButton.contains(slot) {
                let old = state.slots[slot]
                steps.append(Step(slot: slot, kind: .end, x: old.x, y: old.y, tool: old.tool))
                releasedByButton.insert(slot)
            }
            return
        }
        guard !steps.contains(where: { $0.kind == .begin }) else { return }
        let named = releasedByButton.intersection(slotsInFrame).sorted()
        // The kernel leaves out values that did not change: the same position again names no slot.
        let reopened =
            named.isEmpty
            ? [state.currentSlot].filter { releasedByButton.contains($0) } : named
        for slot in reopened {
            let new = state.slots[slot]
            releasedByButton.remove(slot)
            steps.append(Step(slot: slot, kind: .begin, x: new.x, y: new.y, tool: new.tool))
        }
    }

    /// Returns a position of 0 to 1 in the announced range. Values outside move to its edge and are
    /// counted (T35).
    mutating func unit(_ x: Int32, _ y: Int32) -> UnitPoint {
        if !abilities.x.contains(x) || !abilities.y.contains(y) { book.counters.clamped += 1 }
        return UnitPoint(x: abilities.x.unit(x), y: abilities.y.unit(y))
    }
}
