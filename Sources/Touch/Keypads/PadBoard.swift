/// Order of an officer at a bound pad.
package struct PadPress: Hashable, Sendable {
    package var counter: String
    package var command: PadCommand
    /// Number of the press since the daemon started.
    package var number: Int
    /// Uptime at which the key went down that completed the order.
    package var uptime: Duration

    package init(counter: String, command: PadCommand, number: Int, uptime: Duration) {
        (self.counter, self.command) = (counter, command)
        (self.number, self.uptime) = (number, uptime)
    }
}

/// News of the pads for the rest of the terminal.
package enum PadNews: Hashable, Sendable {
    case pressed(PadPress)
    /// A key of an order that is not complete yet.
    case heard
    case misunderstood
    /// Key that was waited for to bind a pad.
    case chosen(listening: Int, PadIdentity, name: String)
    /// No key was pressed in time.
    case unchosen(listening: Int)
}

/// Pad or bound port, for `loket keypad list`.
package struct PadSummary: Hashable, Sendable {
    package var pad: PadIdentity
    package var name: String
    /// Counter that the pad is bound to; nil: none.
    package var counter: String?
    package var isPresent: Bool
    /// Cap of the key that was pressed last.
    package var lastKey: String?
    package var lastUptime: Duration?
    /// Unbound pads of the same model at other ports, where this one is not there: it may have been
    /// plugged in there (V22).
    package var elsewhere: [PadIdentity]
}

/// All keyboards that no setting names, and the counters that some of them are bound to. Pure and
/// on the loop's thread; time arrives with the events.
package struct PadBoard: Sendable {
    /// Maximum number of pads that are followed. Later ones do nothing until others are gone.
    package static let maximumPads = 64
    /// Time in which a key has to be pressed on a pad that is to be bound.
    package static let listeningLimit = Duration.seconds(60)

    private struct Pad: Sendable {
        var nodes: Set<DeviceIdentity> = []
        var reader = PadReader()
        var lastKey: (cap: String, uptime: Duration)?

        /// Name of the node that has no suffix as `Consumer Control` behind it.
        var name: String {
            nodes.map(\.name).min { ($0.count, $0) < ($1.count, $1) } ?? ""
        }
    }

    private var pads: [PadIdentity: Pad] = [:]
    private var counters: [PadIdentity: PadBinding] = [:]
    private var listening: (id: Int, until: Duration)?
    private var pressCount = 0

    package init(bindings: [PadBinding] = []) { self.bindings = bindings }

    /// Pads of the counters. A pad has one counter; of two bindings the later one counts.
    package var bindings: [PadBinding] {
        get { counters.values.sorted { ($0.counter, $0.pad.port) < ($1.counter, $1.pad.port) } }
        set {
            let old = counters
            counters = Dictionary(newValue.map { ($0.pad, $0) }) { $1 }
            // Keys that were pressed for another counter spell nothing for this one.
            for (pad, binding) in counters where old[pad]?.counter != binding.counter {
                for node in pads[pad]?.nodes ?? [] { pads[pad]?.reader.forget(node) }
            }
        }
    }

    /// Counter of a device's pad; nil: none.
    package func counter(of device: DeviceIdentity) -> String? {
        counters[PadIdentity(device)]?.counter
    }

    /// Uptime at which `tick` has something to tell. Nil: never.
    package var deadline: Duration? {
        (pads.values.compactMap(\.reader.deadline) + [listening?.until].compactMap { $0 }).min()
    }

    // MARK: Devices

    package mutating func attach(_ device: DeviceIdentity) {
        let identity = PadIdentity(device)
        guard pads[identity] != nil || pads.count < Self.maximumPads else { return }
        pads[identity, default: Pad()].nodes.insert(device)
    }

    package mutating func detach(_ device: DeviceIdentity) {
        let identity = PadIdentity(device)
        pads[identity]?.nodes.remove(device)
        pads[identity]?.reader.forget(device)
        if pads[identity]?.nodes.isEmpty == true { pads[identity] = nil }
    }

    // MARK: Keys

    package mutating func take(_ event: PadEvent) -> [PadNews] {
        let identity = PadIdentity(event.device)
        guard var pad = pads[identity] else { return [] }
        defer { pads[identity] = pad }
        let counts = pad.reader.isClean
        let readings = pad.reader.read(event)
        guard case .key(let code, isPressed: true, isRepeat: false) = event.kind, counts,
            let key = PadKey(code: code)
        else { return [] }
        pad.lastKey = (key.cap, event.uptime)
        if let listening {
            self.listening = nil
            // This key chooses the pad and is no order.
            pad.reader.forget(event.device)
            _ = pad.reader.read(
                PadEvent(device: event.device, kind: .state(held: [code]), uptime: event.uptime))
            return [.chosen(listening: listening.id, identity, name: pad.name)]
        }
        return news(readings, of: identity)
    }

    package mutating func tick(_ uptime: Duration) -> [PadNews] {
        var news: [PadNews] = []
        let due = pads.compactMap { identity, pad in
            pad.reader.deadline.flatMap { $0 <= uptime ? (at: $0, pad: identity) : nil }
        }
        // Officers are served in the order of their keys.
        for (_, identity) in due.sorted(by: { ($0.at, $0.pad.port) < ($1.at, $1.pad.port) }) {
            let readings = pads[identity]?.reader.tick(uptime) ?? []
            news += self.news(readings, of: identity)
        }
        if let listening, listening.until <= uptime {
            self.listening = nil
            news.append(.unchosen(listening: listening.id))
        }
        return news
    }

    private mutating func news(_ readings: [PadReading], of pad: PadIdentity) -> [PadNews] {
        guard let counter = counters[pad]?.counter else { return [] }
        return readings.compactMap { reading in
            switch reading {
            case .heard, .cancelled: return .heard
            case .misunderstood: return .misunderstood
            case .command(let command, let uptime):
                pressCount += 1
                return .pressed(
                    PadPress(
                        counter: counter, command: command, number: pressCount, uptime: uptime))
            }
        }
    }

    // MARK: Binding

    /// Waits for a key on the pad that is to be bound. A wait that is under way ends.
    package mutating func listen(id: Int, at uptime: Duration) -> [PadNews] {
        let ended = listening.map { [PadNews.unchosen(listening: $0.id)] } ?? []
        listening = (id, uptime + Self.listeningLimit)
        return ended
    }

    /// Pads that are there or bound, by port.
    package var summaries: [PadSummary] {
        Set(pads.keys).union(counters.keys).map { identity in
            let pad = pads[identity]
            let binding = counters[identity]
            let elsewhere =
                pad == nil
                ? pads.keys.filter { $0.isModel(of: identity) && counters[$0] == nil } : []
            return PadSummary(
                pad: identity, name: pad?.name ?? binding?.name ?? "", counter: binding?.counter,
                isPresent: pad != nil, lastKey: pad?.lastKey?.cap,
                lastUptime: pad?.lastKey?.uptime,
                elsewhere: elsewhere.sorted { $0.port < $1.port })
        }.sorted { ($0.pad.port, $0.pad.vendorProduct) < ($1.pad.port, $1.pad.vendorProduct) }
    }
}
