import CRigKernel
import Glibc

/// Touchscreen of uinput, controlled by lines:
///
///     down X Y [SLOT]    move X Y [SLOT]    up [SLOT]
///     downup X Y         both in one write()
///     flood N            N moves by one unit of the first contact, in one write()
///     floodup N          the same, with its up lost in it
///     unplug             plug
///
/// Each is answered by `ok`, `plug` by `ready NODE`.
final class Panel {
    enum Kind: String {
        case typeB, typeA, single
    }

    typealias Event = Uinput.Event

    /// Number of contacts that a multi-touch panel tells apart.
    static let slotCount: Int32 = 10

    private let kind: Kind
    private let width: Int32
    private let height: Int32
    private let name: String
    private var device: Uinput?
    private var contacts: [Int32: (x: Int32, y: Int32)] = [:]
    private var lastTrackingID: Int32 = 0

    init(kind: Kind, width: Int32, height: Int32, name: String) {
        (self.kind, self.width, self.height, self.name) = (kind, width, height, name)
    }

    /// Serves a panel with the arguments KIND WIDTH HEIGHT [NAME].
    static func serve(_ words: [String]) throws {
        guard words.count >= 3, let kind = Kind(rawValue: words[0]), let width = Int32(words[1]),
            let height = Int32(words[2])
        else { throw Failure("panel typeB|typeA|single WIDTH HEIGHT [NAME]") }
        let panel = Panel(
            kind: kind, width: width, height: height,
            name: words.count > 3 ? words[3] : "Rig Panel \(kind.rawValue)")
        try panel.plug()
        while let line = readLine() {
            try panel.obey(line.split(separator: " ").map(String.init))
        }
    }

    private func obey(_ words: [String]) throws {
        let numbers = words.dropFirst().compactMap { Int32($0) }
        func number(_ index: Int) -> Int32 { index < numbers.count ? numbers[index] : 0 }
        switch words.first {
        case "down": try device?.send(down(number(0), number(1), slot: number(2)))
        case "move": try device?.send(move(number(0), number(1), slot: number(2)))
        case "up": try device?.send(up(slot: number(0)))
        case "downup":
            let events = down(number(0), number(1), slot: 0)
            try device?.send(events + up(slot: 0))
        case "flood": try device?.send(flood(number(0)))
        case "floodup":
            let events = flood(number(0))
            try device?.send(events + up(slot: 0) + flood(number(0)))
        case "unplug":
            device = nil
            contacts = [:]
        case "plug": return try plug()
        default: throw Failure("no such line: \(words.joined(separator: " "))")
        }
        say("ok")
    }

    private func plug() throws {
        var axes: [Uinput.Axis] = []
        if kind != .typeA {
            axes += [
                .init(code: ABS_X, maximum: width - 1), .init(code: ABS_Y, maximum: height - 1),
            ]
        }
        if kind != .single {
            axes += [
                .init(code: ABS_MT_POSITION_X, maximum: width - 1),
                .init(code: ABS_MT_POSITION_Y, maximum: height - 1),
            ]
        }
        if kind == .typeB {
            axes += [
                .init(code: ABS_MT_SLOT, maximum: Self.slotCount - 1),
                .init(code: ABS_MT_TRACKING_ID, maximum: 65_535),
            ]
        }
        let product: UInt16 = [.typeB: 0xB, .typeA: 0xA, .single: 0x5][kind] ?? 0
        let plugged = try Uinput(
            name: name, physicalPath: "rig/\(kind.rawValue)", product: product, keys: [BTN_TOUCH],
            axes: axes, isDirect: true)
        device = plugged
        say("ready /dev/input/\(plugged.node)")
    }

    // MARK: Frames, each with its SYN_REPORT

    private func down(_ x: Int32, _ y: Int32, slot: Int32) -> [Event] {
        let isFirst = contacts.isEmpty
        contacts[slot] = (x, y)
        lastTrackingID = (lastTrackingID + 1) % 65_536
        let id: [Event] =
            kind == .typeB
            ? [Event(EV_ABS, ABS_MT_SLOT, slot), Event(EV_ABS, ABS_MT_TRACKING_ID, lastTrackingID)]
            : []
        return id + positions(of: slot) + (isFirst ? [Event(EV_KEY, BTN_TOUCH, 1)] : []) + report
    }

    private func move(_ x: Int32, _ y: Int32, slot: Int32) -> [Event] {
        contacts[slot] = (x, y)
        return (kind == .typeB ? [Event(EV_ABS, ABS_MT_SLOT, slot)] : []) + positions(of: slot)
            + report
    }

    private func up(slot: Int32) -> [Event] {
        contacts[slot] = nil
        let released: [Event] = contacts.isEmpty ? [Event(EV_KEY, BTN_TOUCH, 0)] : []
        switch kind {
        case .typeB:
            return [Event(EV_ABS, ABS_MT_SLOT, slot), Event(EV_ABS, ABS_MT_TRACKING_ID, -1)]
                + released + report
        case .typeA:
            // An empty SYN_MT_REPORT means that there is no contact.
            let rest = contacts.isEmpty ? [Event(EV_SYN, SYN_MT_REPORT, 0)] : positions(of: slot)
            return rest + released + report
        case .single: return released + report
        }
    }

    /// Returns moves of a contact; without one, positions without a contact, as noisy panels send
    /// them.
    private func flood(_ count: Int32) -> [Event] {
        let contact = contacts[0]
        let place = contact ?? (x: 0, y: 0)
        defer { contacts[0] = contact }
        return (0..<count).flatMap { move(place.x, place.y + $0 % 2, slot: 0) }
    }

    /// Returns the positions of all contacts for type A, of one for type B.
    private func positions(of slot: Int32) -> [Event] {
        switch kind {
        case .typeB:
            guard let contact = contacts[slot] else { return [] }
            return [
                Event(EV_ABS, ABS_MT_POSITION_X, contact.x),
                Event(EV_ABS, ABS_MT_POSITION_Y, contact.y),
                Event(EV_ABS, ABS_X, contact.x), Event(EV_ABS, ABS_Y, contact.y),
            ]
        case .typeA:
            return contacts.sorted { $0.key < $1.key }.flatMap { _, contact -> [Event] in
                [
                    Event(EV_ABS, ABS_MT_POSITION_X, contact.x),
                    Event(EV_ABS, ABS_MT_POSITION_Y, contact.y), Event(EV_SYN, SYN_MT_REPORT, 0),
                ]
            }
        case .single:
            guard let contact = contacts[slot] else { return [] }
            return [Event(EV_ABS, ABS_X, contact.x), Event(EV_ABS, ABS_Y, contact.y)]
        }
    }

    private var report: [Event] { [Event(EV_SYN, SYN_REPORT, 0)] }
}
