/// Registry of contacts on the glass. It numbers them, holds back noise, and ends each that began
/// exactly once, by up or cancel.
struct ContactBook: Sendable {
    enum State: Hashable, Sendable {
        /// Seen in too few frames to be reported yet (T37).
        case waiting(samples: Int, first: RawContact)
        /// Reported as down.
        case open(contact: Int)
        /// On the glass but without effect: there since the start (T32), a palm, or one too many.
        case ignored
    }

    struct Entry: Sendable {
        /// Slot, or index in the list of a device without slots.
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

    /// Begins a contact.
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

    /// Moves a contact, or ends one that turns out to be a palm (T35).
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

    /// Ends a contact that was lifted or vanished, at its last known position (T29).
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

    /// Ends a frame. Contacts that waited for it are reported with their first position and time.
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

    /// Ignores a contact on the glass until it is lifted.
    mutating func ignore(_ track: Int, _ position: UnitPoint) {
        entries.append(Entry(track: track, state: .ignored, position: position))
    }

    /// Cancels all contacts. Those still on the glass are ignored until they are lifted (T30).
    mutating func cancelAll(at uptime: Duration, into contacts: inout [RawContact]) {
        for entry in entries where entry.state != .ignored {
            end(entry.track, .cancel, at: uptime, into: &contacts)
            ignore(entry.track, entry.position)
        }
    }

    private func index(_ track: Int) -> Int? { entries.firstIndex { $0.track == track } }

    /// Returns the smallest free contact number; nil where ten are down (T28).
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
