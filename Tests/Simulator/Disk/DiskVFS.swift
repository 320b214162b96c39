import Foundation
import GRDBSQLite
import Synchronization
import TestSupport

/// Operating system of SQLite (`sqlite3_vfs`): files in the folder of a simulated disk lie on that
/// disk, and all others where they always do. Once it is registered, every database of the process
/// is opened through it.
enum DiskVFS {
    private static let disks = Mutex<[String: SimulatedDisk]>([:])
    private static let seed = Mutex<SeededRandom?>(nil)

    static func add(_ disk: SimulatedDisk) {
        _ = registered
        disks.withLock { $0[disk.folder] = disk }
    }

    static func remove(_ disk: SimulatedDisk) {
        disks.withLock { $0[disk.folder] = nil }
    }

    /// Lets SQLite's own random numbers, which mark the generations of a log, come from a seed. It
    /// holds for the whole process.
    static func seedRandomness(_ random: SeededRandom) {
        _ = registered
        seed.withLock { $0 = random }
        // Forgets what was drawn before, so that the next draw asks for a seed.
        sqlite3_randomness(0, nil)
    }

    static func disk(_ path: String) -> SimulatedDisk? {
        guard let slash = path.lastIndex(of: "/") else { return nil }
        return disks.withLock { $0[String(path[..<slash])] }
    }

    /// SQLite's own operating system, which has all other files.
    // It lives as long as the process and never changes.
    nonisolated(unsafe) private static let real = sqlite3_vfs_find(nil)

    private static let registered: Bool = {
        guard let real else { return false }
        let vfs = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
        vfs.initialize(to: sqlite3_vfs())
        vfs.pointee.iVersion = 2
        vfs.pointee.szOsFile = max(real.pointee.szOsFile, FileMethods.size)
        vfs.pointee.mxPathname = real.pointee.mxPathname
        vfs.pointee.zName = UnsafePointer(strdup("loket-simulated"))
        vfs.pointee.xOpen = { _, name, file, flags, outFlags in
            guard let name, let file, let disk = DiskVFS.disk(String(cString: name)) else {
                return DiskVFS.real?.pointee.xOpen(DiskVFS.real, name, file, flags, outFlags)
                    ?? SQLITE_CANTOPEN
            }
            outFlags?.pointee = flags
            return FileMethods.open(file, String(cString: name), flags, on: disk)
        }
        vfs.pointee.xDelete = { _, name, syncsFolder in
            guard let name, let disk = DiskVFS.disk(String(cString: name)) else {
                return DiskVFS.real?.pointee.xDelete(DiskVFS.real, name, syncsFolder)
                    ?? SQLITE_IOERR
            }
            if let error = disk.trouble(.truncate) { return error }
            let path = String(cString: name)
            // SQLITE_IOERR_DELETE_NOENT
            guard disk.delete(path, isDurable: syncsFolder != 0) else {
                return SQLITE_IOERR | 23 << 8
            }
            unlink(path)
            return SQLITE_OK
        }
        vfs.pointee.xAccess = { _, name, flags, result in
            guard let name, let disk = DiskVFS.disk(String(cString: name)) else {
                return DiskVFS.real?.pointee.xAccess(DiskVFS.real, name, flags, result)
                    ?? SQLITE_IOERR
            }
            result?.pointee = disk.has(String(cString: name)) ? 1 : 0
            return SQLITE_OK
        }
        vfs.pointee.xFullPathname = { _, name, size, result in
            DiskVFS.real?.pointee.xFullPathname(DiskVFS.real, name, size, result) ?? SQLITE_IOERR
        }
        vfs.pointee.xRandomness = { _, count, bytes in
            let isDrawn = DiskVFS.seed.withLock { seed -> Bool in
                guard var random = seed, let bytes else { return false }
                for index in 0..<Int(count) {
                    bytes[index] = CChar(truncatingIfNeeded: random.next())
                }
                seed = random
                return true
            }
            if isDrawn { return count }
            return DiskVFS.real?.pointee.xRandomness(DiskVFS.real, count, bytes) ?? 0
        }
        vfs.pointee.xSleep = { _, microseconds in
            DiskVFS.real?.pointee.xSleep(DiskVFS.real, microseconds) ?? 0
        }
        vfs.pointee.xCurrentTime = { _, result in
            DiskVFS.real?.pointee.xCurrentTime(DiskVFS.real, result) ?? SQLITE_ERROR
        }
        vfs.pointee.xCurrentTimeInt64 = { _, result in
            DiskVFS.real?.pointee.xCurrentTimeInt64(DiskVFS.real, result) ?? SQLITE_ERROR
        }
        vfs.pointee.xGetLastError = { _, _, _ in 0 }
        vfs.pointee.xDlOpen = { _, name in DiskVFS.real?.pointee.xDlOpen(DiskVFS.real, name) }
        vfs.pointee.xDlError = { _, size, text in
            DiskVFS.real?.pointee.xDlError(DiskVFS.real, size, text)
        }
        vfs.pointee.xDlSym = { _, library, name in
            DiskVFS.real?.pointee.xDlSym(DiskVFS.real, library, name)
        }
        vfs.pointee.xDlClose = { _, library in
            DiskVFS.real?.pointee.xDlClose(DiskVFS.real, library)
        }
        return sqlite3_vfs_register(vfs, 1) == SQLITE_OK
    }()
}
