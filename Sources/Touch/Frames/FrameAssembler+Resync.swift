/// Recovery after a gap: the state is read anew and compared with what was reported (T26).
extension FrameAssembler {
    mutating func drop() {
        book.counters.dropped += 1
        abandonFrame()
    }

    /// Adopts the state after SYN_DROPPED. Contacts that vanished are cancelled, unchanged ones
    /// stay, new ones go down.
    package mutating func resync(_ snapshot: TouchSnapshot, at uptime: Duration) -> [RawContact] {
        var contacts: [RawContact] = []
        abandonFrame()
        adopt(snapshot)
        switch abilities.wire {
        case .single:
            compare(slot: 0, id: state.isPressed ? 0 : -1, at: uptime, into: &contacts)
        case .slots:
            releasedByButton =
                isReleasedByButton
                ? Set(state.slots.indices.filter { state.slots[$0].trackingID >= 0 }) : []
            for slot in state.slots.indices {
                let id = isReleasedByButton ? -1 : state.slots[slot].trackingID
                compare(slot: slot, id: id, at: uptime, into: &contacts)
            }
        case .anonymous:
            // Only the button has a state to read. The next frame lists the remaining fingers;
            // without a button there may be no next frame.
            if isReleasedByButton || !abilities.hasButton {
                for entry in book.entries {
                    book.end(entry.track, .cancel, at: uptime, into: &contacts)
                }
            } else {
                isAfterGap = true
            }
        }
        return contacts
    }

    /// Adopts the device's state without reporting anything.
    mutating func adopt(_ snapshot: TouchSnapshot) {
        let count = state.slots.count
        state = snapshot
        // Keep the announced number of slots, whatever the snapshot has.
        let missing = max(0, count - snapshot.slots.count)
        state.slots =
            snapshot.slots.prefix(count)
            + Array(repeating: TouchSnapshot.Slot(), count: missing)
        if state.isPressed { hasSeenButton = true }
    }

    /// Ignores contacts on the glass until they are lifted (T32).
    mutating func ignoreAllOnGlass() {
        switch abilities.wire {
        case .single:
            guard state.isPressed else { return }
            heldIDs[0] = 0
            book.ignore(0, unit(state.x, state.y))
        case .slots:
            for slot in state.slots.indices where state.slots[slot].trackingID >= 0 {
                heldIDs[slot] = state.slots[slot].trackingID
                book.ignore(slot, unit(state.slots[slot].x, state.slots[slot].y))
            }
        case .anonymous: ignoresUntilEmpty = state.isPressed
        }
    }

    private var isReleasedByButton: Bool {
        abilities.hasButton && hasSeenButton && !state.isPressed
    }

    private mutating func compare(
        slot: Int, id: Int32, at uptime: Duration, into contacts: inout [RawContact]
    ) {
        let held = state.slots.isEmpty ? nil : state.slots[slot]
        let place = unit(held?.x ?? state.x, held?.y ?? state.y)
        let isPalm = held?.tool == palmTool
        if book.isOnGlass(slot), heldIDs[slot] == id {
            book.update(slot, place, isPalm: isPalm, at: uptime, into: &contacts)
            return
        }
        book.end(slot, .cancel, at: uptime, into: &contacts)
        heldIDs[slot] = id
        if id >= 0 { book.begin(slot, place, isPalm: isPalm, at: uptime, into: &contacts) }
    }
}
