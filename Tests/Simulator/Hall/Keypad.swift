import Office
import TestSupport
import Touch

/// Key of a pad that goes down, is held or goes up.
struct PadStroke: Sendable, Hashable {
    /// Event node of the pad that tells of it.
    var node = 0
    /// Code `KEY_*` of linux/input-event-codes.h.
    var code: UInt16
    var isPressed: Bool
    var isRepeat = false
}

/// Numeric keypad of a counter, as a device: its firmware, its port, and the keys that are down.
struct Keypad: Sendable {
    /// Way in which the firmware sends a digit (V20).
    enum Digits: CaseIterable, Sendable {
        case plain
        /// NumLock before and after each digit.
        case wrapped
        /// Navigation keys for digits, from a second node.
        case navigation
    }

    /// Mishap of the hand or of the firmware.
    enum Mishap: Sendable, Hashable {
        case none
        /// Bounce of each key: it comes twice.
        case bounce
        /// A key is held until the kernel repeats it.
        case held
        /// Another command lies under the same hand.
        case collision
    }

    /// Rest after which a radio pad swallows a key (V24).
    static let rest = Duration.seconds(300)

    let digits: Digits
    let isRadio: Bool
    /// Number of the USB port; nil: it is plugged in nowhere.
    var port: Int?
    var down: Set<PadStroke> = []
    /// Fault that a test puts in: + comes out as Enter.
    var swaps = false
    private var lastKeyAt = Duration.zero

    init(digits: Digits, isRadio: Bool, port: Int) {
        (self.digits, self.isRadio, self.port) = (digits, isRadio, port)
    }

    /// Event nodes of the pad, while it is plugged in.
    var devices: [DeviceIdentity] {
        guard let port else { return [] }
        return (0..<(digits == .navigation ? 2 : 1)).map { node in
            DeviceIdentity(
                bus: 3, vendor: 0x1C4F, product: 2, name: "Keypad",
                physicalPath: "usb-0000:00:14.0-\(port)/input\(node)")
        }
    }

    /// Keys of a node that are down.
    func held(on node: Int) -> Set<UInt16> {
        Set(down.filter { $0.node == node }.map(\.code))
    }

    /// Notes a stroke. Returns false where the radio swallows it.
    mutating func sends(_ stroke: PadStroke, at time: Duration) -> Bool {
        var key = stroke
        (key.isPressed, key.isRepeat) = (true, false)
        if stroke.isPressed { down.insert(key) } else { down.remove(key) }
        let isAsleep = isRadio && time - lastKeyAt > Self.rest
        lastKeyAt = time
        return !(isAsleep && stroke.isPressed)
    }

    /// Keys of an order, as V23 spells it; `e` is Enter.
    static func keys(of command: PadCommand) -> String {
        switch command {
        case .next: "e"
        case .again: "+"
        case .absent: "-"
        case .aside: "*"
        case .passOn(let number): "/\(number)e"
        case .pauseOrOpen: "0e"
        }
    }

    /// Strokes of keys by the milliseconds after the first one.
    func strokes(
        _ keys: String, _ mishap: Mishap, _ random: inout SeededRandom
    ) -> [(milliseconds: Int, stroke: PadStroke)] {
        var strokes: [(Int, PadStroke)] = []
        var time = 0
        for key in keys {
            let length = Int.random(in: 40...120, using: &random)
            add(key, at: time, for: length, &strokes)
            switch mishap {
            case .none: break
            case .bounce: add(key, at: time + length + 15, for: 25, &strokes)
            case .held where key == keys.last:
                for count in 0..<Int.random(in: 3...20, using: &random) {
                    let stroke = PadStroke(
                        node: node(of: key), code: code(of: key), isPressed: true, isRepeat: true)
                    strokes.append((time + 250 + 33 * count, stroke))
                }
                // It goes up once more, which means nothing.
                strokes.append((time + 1_000, PadStroke(code: code(of: key), isPressed: false)))
            case .held: break
            case .collision:
                let other: Character = key == "+" ? "-" : "+"
                add(other, at: time + Int.random(in: 5...140, using: &random), for: 60, &strokes)
            }
            time += length + Int.random(in: 90...280, using: &random)
        }
        return strokes.sorted { $0.0 < $1.0 }
    }

    private func add(
        _ key: Character, at time: Int, for length: Int, _ strokes: inout [(Int, PadStroke)]
    ) {
        let (node, code) = (node(of: key), code(of: key))
        let isWrapped = digits == .wrapped && key.isNumber
        func press(_ code: UInt16, _ isPressed: Bool, at time: Int) {
            strokes.append((time, PadStroke(node: node, code: code, isPressed: isPressed)))
        }
        if isWrapped {
            press(Self.numLock, true, at: time)
            press(Self.numLock, false, at: time + 1)
        }
        press(code, true, at: time + 2)
        press(code, false, at: time + 2 + length)
        if isWrapped {
            press(Self.numLock, true, at: time + 3 + length)
            press(Self.numLock, false, at: time + 4 + length)
        }
    }

    private func node(of key: Character) -> Int {
        digits == .navigation && key.isNumber ? 1 : 0
    }

    private func code(of key: Character) -> UInt16 {
        if swaps, key == "+" { return 96 }
        let isNavigation = digits == .navigation && key.isNumber
        return (isNavigation ? Self.navigation : Self.codes)[key] ?? 0
    }

    private static let numLock = UInt16(69)

    /// Codes KEY_KP0 to KEY_KP9 and the commands beside them.
    private static let codes: [Character: UInt16] = [
        "0": 82, "1": 79, "2": 80, "3": 81, "4": 75, "5": 76, "6": 77, "7": 71, "8": 72, "9": 73,
        "e": 96, "+": 78, "-": 74, "*": 55, "/": 98,
    ]

    /// Codes KEY_INSERT, KEY_END, KEY_DOWN and so on, as the caps of a pad show them.
    private static let navigation: [Character: UInt16] = [
        "0": 110, "1": 107, "2": 108, "3": 109, "4": 105, "5": 355, "6": 106, "7": 102, "8": 103,
        "9": 104,
    ]
}
