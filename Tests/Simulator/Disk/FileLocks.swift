import GRDBSQLite

/// Locks of a database file among the connections of a process (`xLock` of sqlite3.h).
final class FileLocks {
    private var shared: Set<ObjectIdentifier> = []
    private var reserved: ObjectIdentifier?
    private var pending: ObjectIdentifier?
    private var exclusive: ObjectIdentifier?

    var isReserved: Bool { reserved != nil || exclusive != nil }

    /// Raises the lock of a connection; returns SQLITE_OK or SQLITE_BUSY.
    func lock(_ owner: ObjectIdentifier, _ level: Int32) -> Int32 {
        func isFree(_ holder: ObjectIdentifier?) -> Bool { holder == nil || holder == owner }
        switch level {
        case SQLITE_LOCK_SHARED:
            guard isFree(exclusive), isFree(pending) else { return SQLITE_BUSY }
            shared.insert(owner)
        case SQLITE_LOCK_RESERVED:
            guard isFree(reserved), isFree(exclusive) else { return SQLITE_BUSY }
            reserved = owner
        case SQLITE_LOCK_EXCLUSIVE:
            guard isFree(exclusive), isFree(pending), isFree(reserved) else { return SQLITE_BUSY }
            pending = owner
            guard shared.subtracting([owner]).isEmpty else { return SQLITE_BUSY }
            exclusive = owner
        default: break
        }
        return SQLITE_OK
    }

    /// Lowers the lock of a connection to shared or none.
    func unlock(_ owner: ObjectIdentifier, _ level: Int32) {
        if reserved == owner { reserved = nil }
        if pending == owner { pending = nil }
        if exclusive == owner { exclusive = nil }
        if level == SQLITE_LOCK_NONE { shared.remove(owner) }
    }
}

/// Shared memory of a database in WAL mode: the index of its log, and eight locks (`xShm*` of
/// sqlite3.h). It ends with the last connection, as the next one makes it anew from the log.
final class SharedMemory {
    private var regions: [UnsafeMutableRawPointer] = []
    private var sharedCounts = [Int](repeating: 0, count: Int(SQLITE_SHM_NLOCK))
    private var owners = [ObjectIdentifier?](repeating: nil, count: Int(SQLITE_SHM_NLOCK))
    private var users: Set<ObjectIdentifier> = []

    deinit { for region in regions { region.deallocate() } }

    /// Region of the index; nil where it is not there yet and is not to be made.
    func map(_ owner: ObjectIdentifier, _ index: Int, _ size: Int, makes: Bool)
        -> UnsafeMutableRawPointer?
    {
        users.insert(owner)
        while regions.count <= index {
            guard makes else { return nil }
            let region = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 4_096)
            region.initializeMemory(as: UInt8.self, repeating: 0, count: size)
            regions.append(region)
        }
        return regions[index]
    }

    func lock(_ open: OpenFile, _ range: Range<Int>, _ flags: Int32) -> Int32 {
        let isShared = flags & SQLITE_SHM_SHARED != 0
        if flags & SQLITE_SHM_UNLOCK != 0 {
            for index in range { release(open, index) }
            return SQLITE_OK
        }
        let owner = ObjectIdentifier(open)
        for index in range {
            if let holder = owners[index], holder != owner { return SQLITE_BUSY }
            let others = sharedCounts[index] - (open.shares(index) ? 1 : 0)
            if !isShared, others > 0 { return SQLITE_BUSY }
        }
        for index in range {
            if !isShared {
                owners[index] = owner
            } else if !open.shares(index) {
                open.sharedSlots |= 1 << index
                sharedCounts[index] += 1
            }
        }
        return SQLITE_OK
    }

    private func release(_ open: OpenFile, _ index: Int) {
        if owners[index] == ObjectIdentifier(open) { owners[index] = nil }
        if open.shares(index) {
            open.sharedSlots &= ~(1 << index)
            sharedCounts[index] -= 1
        }
    }

    func unmap(_ open: OpenFile) {
        for index in sharedCounts.indices { release(open, index) }
        users.remove(ObjectIdentifier(open))
        guard users.isEmpty else { return }
        for region in regions { region.deallocate() }
        regions = []
    }
}
