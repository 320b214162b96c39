import Kernel

/// Conversion of events into contacts and keys.
extension EvdevDevices {
    /// Value of an EV_KEY event by which the kernel repeats a held key.
    static let repeatValue: Int32 = 2

    func read(_ device: OpenDevice) {
        var events: [RawEvent] = []
        do throws(SystemError) {
            for _ in 0..<Self.maximumReads {
                events.removeAll(keepingCapacity: true)
                guard try device.node.read(into: &events) else { return }
                try follow(events, of: device)
            }
        } catch {
            lose(device, because: error)
            assign()
        }
    }

    private func follow(_ events: [RawEvent], of device: OpenDevice) throws(SystemError) {
        var contacts: [RawContact] = []
        for var event in events {
            if device.hasForeignClock { event.uptime = now }
            if event.isDropped {
                // The rest of the buffer is part of the state that is read now.
                deliver(contacts)
                return try resync(device, event)
            }
            if event.type == EventType.key { key(event, of: device) }
            device.assembler?.handle(event, into: &contacts)
        }
        deliver(contacts)
    }

    /// Reads the state anew after the kernel's buffer overran (T26).
    private func resync(_ device: OpenDevice, _ event: RawEvent) throws(SystemError) {
        var contacts: [RawContact] = []
        device.assembler?.handle(event, into: &contacts)
        let state = try device.node.resync()
        if let resynced = device.assembler?.resync(state, at: event.uptime) {
            contacts += resynced
        }
        deliver(contacts)
        if device.role == .ignoredKeyboard {
            device.pressed = state.pressed
            pending.append(.pad(device.padState(at: event.uptime)))
        }
        for code in state.pressed.symmetricDifference(device.pressed).sorted() {
            let isPressed = state.pressed.contains(code)
            key(
                RawEvent(
                    type: EventType.key, code: code, value: isPressed ? 1 : 0,
                    uptime: event.uptime),
                of: device)
        }
        guard let suppressed = dropNotices.pass(at: now) else { return }
        let more = suppressed > 0 ? " \(suppressed) more times since the last line." : ""
        notice(
            .dropped, device,
            "Events came faster than they were read; its state was read anew.\(more)")
    }

    private func key(_ event: RawEvent, of device: OpenDevice) {
        guard case .keyboard(let role) = device.role else {
            if device.role == .ignoredKeyboard { pending.append(.pad(device.padKey(event))) }
            return
        }
        let isPressed = event.value != 0
        let isRepeat = event.value == Self.repeatValue
        if isRepeat {
            guard role.repeats, device.pressed.contains(event.code) else { return }
        } else if isPressed == device.pressed.contains(event.code) {
            // This ends a press from before the device was opened.
            return
        }
        if isPressed {
            device.pressed.insert(event.code)
        } else {
            device.pressed.remove(event.code)
        }
        pending.append(
            .key(
                KeyEvent(
                    device: device.identity, role: role, code: event.code, isPressed: isPressed,
                    isRepeat: isRepeat, uptime: event.uptime)))
    }

    func deliver(_ contacts: [RawContact]) {
        for contact in contacts {
            pending.append(deliversRaw ? .raw(contact) : .contact(transform.contact(contact)))
        }
    }
}
