/// Who is on the glass: numbers the contacts, holds back noise, and sees that each that went down
/// goes up or is cancelled once.
struct ContactBook: Sendable {
    enum State: Hashable, Sendable {
        /// Seen, not yet often enough to be told (T37).
        case waiting(samples: Int, first: RawContact)
        /// Told as down.
        case open(contact: Int)
        /// Lies there and is nothing: since the start (T32), a palm, or one too many.
        case ignored
    }

    struct Entry: Sendable {
        /// Slot, or place in the list of a device without slots.
        var track: Int
        var state: State
        var position: UnitPoint
    }

    let settings: FrameSettings
    private(set) var entries: [Entry] = []
    var counters = FrameCounters()

    init(settings: FrameSettings) {
        self.settings = settings
    }

    func isOnGlass(_ track: Int) -> Bool { index(track) != nil }

    /// A finger came.
    mutating func begin(
        _ track: Int, _ position: UnitPoint, isPalm: Bool, at uptime: Duration,
        into contacts: inout [RawContact]
    ) {
        end(track, .cancel, at: uptime, into: &contacts)
        if isPalm { counters.palms += 1 }
        guard !isPalm, let contact = freeContact() else {
            if !isPalm { counters.tooMany += 1 }
            entries.append(Entry(track: track, state: .ignored, position: position))
            return
        }
        let down = RawContact(
            contact: contact, phase: .down, position: position, uptime: uptime)
        if settings.minimumSamples > 1 {
            entries.append(
                Entry(
                    track: track, state: .waiting(samples: 0, first: down), position: position))
        } else {
            contacts.append(down)
            entries.append(
                Entry(track: track, state: .open(contact: contact), position: position))
        }
    }

    /// It is elsewhere, or was found to be a palm (T35).
    mutating func update(
        _ track: Int, _ position: UnitPoint, isPalm: Bool, at uptime: Duration,
        into contacts: inout [RawContact]
    ) {
        guard let index = index(track) else { return }
        if isPalm, entries[index].state != .ignored {
            counters.palms += 1
            end(track, .cancel, at: uptime, into: &contacts)
            ignore(track, position)
            return
        }
        let hasMoved = entries[index].position != position
        entries[index].position = position
        guard hasMoved, case .open(let contact) = entries[index].state else { return }
        contacts.append(
            RawContact(contact: contact, phase: .move, position: position, uptime: uptime))
    }

    /// It was lifted, or vanished. The last place is told, never another (T29).
    mutating func end(
        _ track: Int, _ phase: ContactEvent.Phase, at uptime: Duration,
        into contacts: inout [RawContact]
    ) {
        guard let index = index(track) else { return }
        let entry = entries.remove(at: index)
        switch entry.state {
        case .ignored: break
        case .waiting: counters.noise += 1
        case .open(let contact):
            contacts.append(
                RawContact(
                    contact: contact, phase: phase, position: entry.position, uptime: uptime))
        }
    }

    /// A frame is over: contacts that waited for it are told with their first place and time.
    mutating func frameEnded(at uptime: Duration, into contacts: inout [RawContact]) {
        for index in entries.indices {
            guard case .waiting(let samples, let first) = entries[index].state else { continue }
            guard samples + 1 >= settings.minimumSamples else {
                entries[index].state = .waiting(samples: samples + 1, first: first)
                continue
            }
            contacts.append(first)
            entries[index].state = .open(contact: first.contact)
            if entries[index].position != first.position {
                contacts.append(
                    RawContact(
                        contact: first.contact, phase: .move, position: entries[index].position,
                        uptime: uptime))
            }
        }
    }

    /// It lies on the glass and counts for nothing until it is lifted.
    mutating func ignore(_ track: Int, _ position: UnitPoint) {
        entries.append(Entry(track: track, state: .ignored, position: position))
    }

    /// All end as cancel; those that still lie there count for nothing until lifted (T30).
    mutating func cancelAll(at uptime: Duration, into contacts: inout [RawContact]) {
        for entry in entries where entry.state != .ignored {
            end(entry.track, .cancel, at: uptime, into: &contacts)
            ignore(entry.track, entry.position)
        }
    }

    private func index(_ track: Int) -> Int? { entries.firstIndex { $0.track == track } }

    /// The least number that no contact has; nil where ten are down (T28).
    private func freeContact() -> Int? {
        (0..<10).first { number in
            !entries.contains {
                switch $0.state {
                case .open(let contact): contact == number
                case .waiting(_, let first): first.contact == number
                case .ignored: false
                }
            }
        }
    }
}
