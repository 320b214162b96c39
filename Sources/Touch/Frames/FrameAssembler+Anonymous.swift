/// Multi-touch type A: every frame lists all fingers on the glass. Some devices number them;
/// otherwise the nearest finger is the same one.
extension FrameAssembler {
    /// Maximum distance of the same finger between two frames, as a fraction of the glass.
    static let maximumJump = 0.2

    mutating func pointAxis(_ event: RawEvent) {
        switch event.code {
        case AxisCode.multitouchX:
            point.x = event.value
            pointHasPosition = true
        case AxisCode.multitouchY:
            point.y = event.value
            pointHasPosition = true
        case AxisCode.trackingID: point.trackingID = event.value
        case AxisCode.toolType: point.tool = event.value
        default: break
        }
    }

    mutating func endPoint() {
        hasPointReport = true
        if pointHasPosition, points.count < Self.maximumPoints { points.append(point) }
        pointHasPosition = false
        point.trackingID = -1
        point.tool = 0
    }

    mutating func endAnonymousFrame(at uptime: Duration, into contacts: inout [RawContact]) {
        // Drivers for one finger leave out the last SYN_MT_REPORT.
        if pointHasPosition { endPoint() }
        let isReleased = buttonInFrame == 0
        // A frame without fingers tells nothing about them.
        guard hasPointReport || isReleased else { return }
        let named = isReleased ? [] : points
        if ignoresUntilEmpty {
            ignoresUntilEmpty = !named.isEmpty
            return
        }
        var pairs: [(point: AnonymousPoint, place: UnitPoint, track: Int?)] = []
        for point in named { pairs.append((point, unit(point.x, point.y), nil)) }
        match(&pairs)

        let kept = Set(pairs.compactMap(\.track))
        for entry in book.entries where !kept.contains(entry.track) {
            book.end(entry.track, isAfterGap ? .cancel : .up, at: uptime, into: &contacts)
            heldIDs[entry.track] = -1
        }
        for pair in pairs {
            let isPalm = pair.point.tool == palmTool
            if let track = pair.track {
                book.update(track, pair.place, isPalm: isPalm, at: uptime, into: &contacts)
            } else {
                let track = freeTrack()
                heldIDs[track] = pair.point.trackingID
                book.begin(track, pair.place, isPalm: isPalm, at: uptime, into: &contacts)
            }
        }
    }

    private func match(
        _ pairs: inout [(point: AnonymousPoint, place: UnitPoint, track: Int?)]
    ) {
        var free = book.entries
        for index in pairs.indices where pairs[index].point.trackingID >= 0 {
            guard
                let same = free.firstIndex(where: {
                    heldIDs[$0.track] == pairs[index].point.trackingID
                })
            else { continue }
            pairs[index].track = free.remove(at: same).track
        }
        // Match the closest pair first, so that no finger takes another's neighbour.
        while true {
            var best: (pair: Int, entry: Int, distance: Double)?
            for (pair, candidate) in pairs.enumerated() where candidate.track == nil {
                for (entry, held) in free.enumerated() {
                    let isNumbered = candidate.point.trackingID >= 0 || heldIDs[held.track] >= 0
                    let distance = candidate.place.distance(to: held.position)
                    if !isNumbered, distance <= Self.maximumJump, distance < best?.distance ?? 2 {
                        best = (pair, entry, distance)
                    }
                }
            }
            guard let best else { return }
            pairs[best.pair].track = free.remove(at: best.entry).track
        }
    }

    private mutating func freeTrack() -> Int {
        let used = Set(book.entries.map(\.track))
        let track = (0...used.count).first { !used.contains($0) } ?? used.count
        while heldIDs.count <= track { heldIDs.append(-1) }
        return track
    }
}
