import Touch

/// Hand on the keys of a pad.
struct PadHand {
    static let codes: [Character: UInt16] = [
        "0": 82, "1": 79, "2": 80, "3": 81, "4": 75, "5": 76, "6": 77, "7": 71, "8": 72, "9": 73,
        "e": 96, "+": 78, "-": 74, "*": 55, "/": 98, ".": 83, "n": 69,
    ]

    static func device(
        _ name: String = "Keypad", port: String = "usb-1", interface: String = "input0",
        product: UInt16 = 0x0202
    ) -> DeviceIdentity {
        DeviceIdentity(
            bus: 3, vendor: 0x1C4F, product: product, name: name,
            physicalPath: "\(port)/\(interface)")
    }

    /// Press and release of a key; `e` is Enter, `n` Num Lock.
    static func tap(
        _ key: Character, at uptime: Duration, on device: DeviceIdentity = device()
    ) -> [PadEvent] {
        let code = codes[key] ?? 0
        return [(true, uptime), (false, uptime + .milliseconds(20))].map { isPressed, uptime in
            PadEvent(
                device: device, kind: .key(code, isPressed: isPressed, isRepeat: false),
                uptime: uptime)
        }
    }

    /// Readings of keys, each this much after the one before, and of the time behind them.
    static func read(_ keys: String, gap: Int = 500) -> [String] {
        var reader = PadReader()
        var readings: [PadReading] = []
        for (index, key) in keys.enumerated() {
            for event in tap(key, at: .milliseconds(1_000 + gap * index)) {
                readings += reader.read(event)
            }
        }
        readings += reader.tick(.seconds(3_600))
        return readings.map(\.text)
    }
}

extension PadReading {
    var text: String {
        switch self {
        case .heard: "heard"
        case .cancelled: "cancelled"
        case .misunderstood: "misunderstood"
        case .command(.passOn(let number), _): "pass on \(number)"
        case .command(let command, _): "\(command)"
        }
    }
}
