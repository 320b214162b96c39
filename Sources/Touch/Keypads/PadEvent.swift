/// Event of a keyboard that no setting names. It counts only where a counter's keypad is bound to the
/// keyboard (D6).
package struct PadEvent: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// Key `KEY_*` that went down or up, or that the kernel repeats.
        case key(UInt16, isPressed: Bool, isRepeat: Bool)
        /// Keys that were down when the state was read anew: after plugging, after another console
        /// was left, after a gap in the events.
        case state(held: Set<UInt16>)
    }

    package var device: DeviceIdentity
    package var kind: Kind
    package var uptime: Duration

    package init(device: DeviceIdentity, kind: Kind, uptime: Duration) {
        (self.device, self.kind, self.uptime) = (device, kind, uptime)
    }
}
