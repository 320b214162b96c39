import TestSupport

/// File on the simulated disk: what programs read, what has reached the disk for certain, and the
/// changes between the two.
final class DiskFile {
    /// Unit in which a power cut tears writes.
    static let sectorSize = 512

    private enum Change {
        /// `start` is the place of the bytes in `log`.
        case write(offset: Int, length: Int, start: Int)
        case truncate(size: Int)
    }

    /// Content as programs see it.
    let seen = ByteStore()
    /// Content as of the last sync.
    private let durable = ByteStore()
    /// Changes since the last sync, in their order, and the bytes that they wrote.
    private var changes: [Change] = []
    private let log = ByteStore()
    /// Whether the directory knows the file even after a power cut. So it is from the first sync on,
    /// with which SQLite also syncs the directory of a new journal.
    private var isNamed = false
    /// Whether the process that opened the file is dead: nothing it does has any effect.
    var isGone = false
    let locks = FileLocks()
    let shared = SharedMemory()

    func write(_ bytes: UnsafeRawPointer, _ length: Int, at offset: Int) {
        changes.append(.write(offset: offset, length: length, start: log.count))
        log.write(bytes, length, at: log.count)
        seen.write(bytes, length, at: offset)
    }

    func truncate(to size: Int) {
        changes.append(.truncate(size: size))
        seen.resize(to: size)
    }

    func sync() {
        for change in changes { apply(change, to: durable) }
        forgetChanges()
        isNamed = true
    }

    private func forgetChanges() {
        changes = []
        log.resize(to: 0)
    }

    private func apply(_ change: Change, to store: ByteStore) {
        switch change {
        case .write(let offset, let length, let start):
            store.write(log.base + start, length, at: offset)
        case .truncate(let size): store.resize(to: size)
        }
    }

    /// Same file after its process was killed: the kernel keeps what it was given. Locks and shared
    /// memory end with the process.
    func afterKill() -> DiskFile {
        let file = DiskFile()
        file.seen.copy(seen)
        file.durable.copy(durable)
        file.log.copy(log)
        file.changes = changes
        file.isNamed = isNamed
        isGone = true
        return file
    }

    /// File as it is found after a power cut; nil where its name is lost too.
    func afterPowerCut(_ loss: PowerLoss, _ random: inout SeededRandom) -> DiskFile? {
        isGone = true
        if !isNamed, loss == .everything || loss == .some && Bool.random(using: &random) {
            return nil
        }
        let file = DiskFile()
        file.durable.copy(durable)
        for change in changes {
            switch loss {
            case .everything: continue
            case .nothing: apply(change, to: file.durable)
            case .some:
                switch Int.random(in: 0..<3, using: &random) {
                case 0: apply(change, to: file.durable)
                case 1: tear(change, into: file.durable, &random)
                default: continue
                }
            }
        }
        file.seen.copy(file.durable)
        file.isNamed = true
        return file
    }

    /// Lets some sectors of a write reach the disk. What lies between them reads as before, or as
    /// zeros behind the old end of the file.
    private func tear(_ change: Change, into store: ByteStore, _ random: inout SeededRandom) {
        guard case .write(let offset, let length, let start) = change else {
            if Bool.random(using: &random) { apply(change, to: store) }
            return
        }
        var done = 0
        while done < length {
            let inSector = (offset + done) % Self.sectorSize
            let piece = min(Self.sectorSize - inSector, length - done)
            if Bool.random(using: &random) {
                store.write(log.base + start + done, piece, at: offset + done)
            }
            done += piece
        }
    }
}

/// Loss of the writes that were not synced when the power went.
package enum PowerLoss: Sendable, CaseIterable {
    case everything
    case nothing
    /// Each write is lost, kept or torn by sectors.
    case some
}
