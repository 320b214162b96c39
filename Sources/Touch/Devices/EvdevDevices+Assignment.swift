import Glibc
import Kernel

/// Roles of devices: the best touchscreen, the configured keyboards, and the keyboards that are
/// only grabbed, so that no other process receives their keys.
extension EvdevDevices {
    func assign() {
        if isPaused { return closeUnused() }
        chooseTouchscreen()
        for name in known.keys.sorted(by: Self.isOrdered) {
            guard let node = known[name], node.problem == nil, !isOpen(name),
                let identity = node.description?.identity, node.assessment?.isKeyboard == true
            else { continue }
            let binding = settings.keyboards.first { $0.match.fits(identity) }
            attach(name, as: binding.map { .keyboard($0.role) } ?? .ignoredKeyboard)
        }
        closeUnused()
    }

    /// Chooses the touchscreen. The one in use stays until it is gone or a better one arrives.
    private func chooseTouchscreen() {
        let candidates = known.compactMap { name, node in
            node.problem == nil ? node.assessment?.score.map { (name: name, score: $0) } : nil
        }.sorted { first, second in
            if first.score != second.score { return first.score > second.score }
            return isBefore(first.name, second.name)
        }
        for candidate in candidates {
            if let touchscreen {
                let score = known[touchscreen.name]?.assessment?.score ?? 0
                guard candidate.score > score else { return }
                lose(touchscreen, .replaced)
            }
            guard !isOpen(candidate.name) else { continue }
            attach(candidate.name, as: .touchscreen)
            if hasTouchscreen { return }
        }
    }

    /// Whether `first` precedes `second` at equal scores: by port and serial number, then by node.
    private func isBefore(_ first: String, _ second: String) -> Bool {
        func key(_ name: String) -> String {
            guard let identity = known[name]?.description?.identity else { return "" }
            return "\(identity.physicalPath) \(identity.unique) \(identity.stableKey)"
        }
        let (firstKey, secondKey) = (key(first), key(second))
        return firstKey == secondKey
            ? Self.isOrdered(first, second) : firstKey < secondKey
    }

    private func isOpen(_ name: String) -> Bool { open.values.contains { $0.name == name } }

    private func closeUnused() { fresh = [:] }

    private func attach(_ name: String, as role: DeviceRole) {
        do throws(SystemError) {
            let node: any InputNode
            if let looked = fresh.removeValue(forKey: name) {
                node = looked
            } else {
                node = try calls.open(path(name))
            }
            lastTag += 1
            let device = OpenDevice(tag: lastTag, name: name, node: node, role: role)
            try listen(to: device)
            open[device.tag] = device
            if role == .touchscreen {
                transform.calibration = calibrations[device.identity.stableKey] ?? .identity
            }
            pending.append(.attached(device.identity, role))
            if role == .ignoredKeyboard, !device.pressed.isEmpty {
                pending.append(.pad(device.padState(at: now)))
            }
        } catch {
            failed(name, error)
        }
    }

    /// Sets a device's clock, grabs it, reads its state and starts to watch it. Contacts that are
    /// already on the glass are ignored until they are lifted (T32).
    func listen(to device: OpenDevice) throws(SystemError) {
        do throws(SystemError) {
            try device.node.useMonotonicClock()
            device.hasForeignClock = false
        } catch {
            if error.code == ENODEV { throw error }
            device.hasForeignClock = true
            notice(.clockRefused, device, "Its times are those of reading, since \(error).")
        }
        try grab(device)
        let state = try device.node.resync()
        device.pressed = state.pressed
        if device.role == .touchscreen, let abilities = try? TouchAbilities(device.node.description)
        {
            device.assembler = FrameAssembler(
                abilities: abilities, settings: settings.frames, start: state)
        }
        try calls.watch(epoll, device.node.descriptor, device.tag)
    }

    private func grab(_ device: OpenDevice) throws(SystemError) {
        guard settings.isGrabbing else { return }
        do throws(SystemError) {
            try device.node.grab(true)
        } catch {
            switch error.code {
            case ENODEV: throw error
            case EBUSY:
                notice(
                    .grabbedByOther, device,
                    "It is grabbed by another process, which hears it instead; end that process.")
            default:
                notice(
                    .grabFailed, device,
                    "It can't be grabbed (\(error.reason)), so others hear it "
                        + "too.")
            }
        }
    }

    /// Cancels the contacts, releases the keys, reports the loss to the loop and closes the node
    /// (T30).
    func lose(_ device: OpenDevice, _ reason: DetachReason) {
        cancel(device)
        open[device.tag] = nil
        pending.append(.detached(device.identity, device.role, reason))
    }

    /// Drops a device that failed to read. A node that still exists is tried again.
    func lose(_ device: OpenDevice, because error: SystemError) {
        let isGone = error.code == ENODEV
        lose(device, isGone ? .unplugged : .failed(error.code))
        if let last = known[device.name]?.lastFailure, now - last < Self.failurePause {
            // It failed again soon: no fast loop of opening and losing it.
            known[device.name]?.fastRetryEnd = now
        } else {
            known[device.name]?.fastRetryEnd = now + Self.retryTime
        }
        known[device.name]?.lastFailure = now
        failed(device.name, error)
    }

    func cancel(_ device: OpenDevice) {
        if let contacts = device.assembler?.cancelAll(at: now) { deliver(contacts) }
        if case .keyboard(let role) = device.role {
            for code in device.pressed.sorted() {
                pending.append(
                    .key(
                        KeyEvent(
                            device: device.identity, role: role, code: code, isPressed: false,
                            uptime: now)))
            }
        }
        device.pressed = []
    }

    func notice(_ event: InputNotice.Event, _ device: OpenDevice, _ message: String) {
        onNotice(InputNotice(event, device: device.identity.name, message: message))
    }
}
