import Kernel

/// Events of a keyboard that no setting names.
extension EvdevDevices.OpenDevice {
    /// Notes a key's event, and returns it.
    func padKey(_ event: RawEvent) -> PadEvent {
        let isPressed = event.value != 0
        if isPressed {
            pressed.insert(event.code)
        } else {
            pressed.remove(event.code)
        }
        return PadEvent(
            device: identity,
            kind: .key(
                event.code, isPressed: isPressed,
                isRepeat: event.value == EvdevDevices.repeatValue), uptime: event.uptime)
    }

    /// Keys that are down, where no event told of them (V21).
    func padState(at uptime: Duration) -> PadEvent {
        PadEvent(device: identity, kind: .state(held: pressed), uptime: uptime)
    }
}
