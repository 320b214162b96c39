package import Touch

/// Keypads of the counters, on the loop's thread. Their keys leave the loop as news; nothing here waits
/// for what they order (D6), and the visitor's screen knows nothing of them.
package struct PadBench {
    private var board: PadBoard
    private let report: (HardwareNews) -> Void

    /// Whether there are input devices at all; a page alone has none.
    package let readsDevices: Bool

    init(
        _ bindings: [PadBinding], readsDevices: Bool, report: @escaping (HardwareNews) -> Void
    ) {
        board = PadBoard(bindings: bindings)
        self.readsDevices = readsDevices
        self.report = report
    }

    /// Pads that are there or bound.
    package var summaries: [PadSummary] { board.summaries }

    /// Takes other bindings.
    package mutating func bind(_ bindings: [PadBinding]) { board.bindings = bindings }

    /// Waits for a key on the pad that is to be bound. News tell which one it was.
    package mutating func listen(id: Int, at uptime: Duration) {
        tell(board.listen(id: id, at: uptime))
    }

    var deadline: Duration? { board.deadline }

    mutating func tick(_ uptime: Duration) { tell(board.tick(uptime)) }

    mutating func take(_ event: PadEvent) { tell(board.take(event)) }

    /// Notes a keyboard that came or went. Those that a setting names are no pads.
    mutating func note(_ device: DeviceIdentity, _ role: DeviceRole, isThere: Bool) {
        guard role == .ignoredKeyboard else { return }
        if isThere { board.attach(device) } else { board.detach(device) }
    }

    private func tell(_ news: [PadNews]) {
        for one in news { report(.pad(one)) }
    }

    /// Device with the counter whose keypad it is.
    func named(_ device: DeviceSummary) -> DeviceSummary {
        guard device.role == .ignoredKeyboard,
            let counter = device.identity.flatMap(board.counter)
        else { return device }
        var device = device
        device.role = .keyboard(.keypad(counter: counter))
        device.reason = "It is bound to the counter (loket keypad list)."
        return device
    }
}
